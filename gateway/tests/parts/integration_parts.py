"""Made-up callers and events for the integration app's tests."""

from collections.abc import Awaitable, Callable
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from slussen_chassis.auth import Caller
from slussen_chassis.clock import new_id
from slussen_chassis.testing import START, staff
from slussen_contracts.agreements.events import UnitChanged, UnitRegistered, UnitState
from slussen_contracts.consent.events import ConsentRecorded, ConsentState

Deliver = Callable[..., Awaitable[None]]
Call = Callable[..., Awaitable[Any]]

REGION, MUNICIPALITY, STRANGER = (UUID(int=number) for number in (0x18, 0x1880, 0x99))
MIDWIVES, SOCIAL_WORKERS = UUID(int=0x1801), UUID(int=0x1802)


def system(authority: UUID | None = REGION, name: str = "journal", scopes: str = "events:read") -> Caller:
    """A client system of an authority."""
    made = staff(scopes, authority=authority, subject=name, kind="client")
    return made if authority else Caller(name, "client", made.scopes, "18", client_id=name)


def unit(unit_id: UUID, authority: UUID, *, version: int = 1) -> UnitState:
    kind = UnitRegistered if version == 1 else UnitChanged
    return kind.model_validate(
        {
            **envelope(unit_id, version),
            "name": "En enhet",
            "hsa_id": f"SE2321991818-E{unit_id.int}",
            "authority_id": authority,
            "authority_type": "region",
            "board_id": None,
            "branch": "health",
            "activity": None,
            "valid_from": date(2026, 1, 1),
        }
    )


def consent(kind: type[ConsentState] = ConsentRecorded, **more: Any) -> ConsentState:
    """A consent of the region towards the municipality's social workers."""
    values = {
        **envelope(uuid4()),
        "subject_id": uuid4(),
        "situation": "a_situation",
        "value": "yes",
        "status": "active",
        "responsible_authority_id": REGION,
        "recipient_unit_ids": (SOCIAL_WORKERS,),
        "valid_from": date(2026, 11, 22),
        "valid_through": date(2027, 11, 21),
    }
    return kind.model_validate({**values, **more})


def envelope(aggregate_id: UUID, version: int = 1, county_code: str = "18") -> dict[str, Any]:
    return {
        "id": new_id(),
        "occurred_at": START,
        "county_code": county_code,
        "aggregate_id": aggregate_id,
        "aggregate_version": version,
    }
