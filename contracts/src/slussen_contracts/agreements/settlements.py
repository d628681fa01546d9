"""What the agreements service takes and answers about a centre's common costs of a year and how they are settled.

Amounts are kronor with two decimals as text; they are kept and shared in whole öre, never as a binary fraction.
"""

from datetime import date
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from pydantic import Field, StringConstraints

from slussen_contracts.agreements.api import EXAMPLE_ID, Name
from slussen_contracts.events import Model, Moment, StrictModel
from slussen_contracts.identifiers import Activity

Amount = Annotated[str, StringConstraints(pattern=r"^\d{1,12}\.\d{2}$"), Field(examples=["600000.00"])]
"""Kronor with two decimals, such as `600000.00`; at most twelve digits before the point."""

ParticipantKey = Annotated[
    str, StringConstraints(pattern=r"^[a-z][a-z0-9_-]{0,39}$"), Field(examples=["open_preschool"])
]
Year = Annotated[int, Field(ge=2000, le=2999, examples=[2026])]
Part = Annotated[int, Field(ge=0, le=1_000_000)]


class CostKind(StrEnum):
    """What a cost is for: the coordinator (samordnare), or anything else that is common."""

    COORDINATOR = "coordinator"
    OTHER_COMMON = "other_common"


class KeyCounts(StrEnum):
    """What a local key gives parts to: activities, by their codes, or parties, by their authorities' ids."""

    ACTIVITY = "activity"
    PARTY = "party"


class PresencePeriod(StrictModel):
    """Days on which somebody takes part; no last day: until further."""

    valid_from: date = Field(examples=["2026-01-01"])
    valid_through: date | None = Field(default=None, examples=[None])


class ParticipantWrite(StrictModel):
    """Somebody that may bear a share: an activity of a party; without days it takes part all the year."""

    key: ParticipantKey
    activity: Activity
    authority_id: UUID = Field(examples=[EXAMPLE_ID])
    present: tuple[PresencePeriod, ...] = Field(default=(), max_length=20)


class LocalKeyWrite(StrictModel):
    """The local agreement's own key for one kind of cost: each activity's or party's part, such as 70 and 30."""

    counts: KeyCounts
    parts: dict[str, Part] = Field(
        min_length=1, max_length=50, examples=[{"open_preschool": 70, "child_health_care": 30}]
    )


class LocalKeysWrite(StrictModel):
    """The local agreement's own keys; None where it has none."""

    coordinator: LocalKeyWrite | None = None
    other_common: LocalKeyWrite | None = None


class EmployerChangeWrite(StrictModel):
    """From which day another participant employs, as when a coordinator is appointed in mid-year."""

    employer: ParticipantKey
    valid_from: date = Field(examples=["2026-07-01"])


class CostItemWrite(StrictModel):
    """A cost of the year; its days are the whole year where none are given."""

    kind: CostKind
    label: Name = Field(examples=["Samordnare, lön"])
    amount: Amount
    first_day: date | None = Field(default=None, examples=["2026-01-01"])
    last_day: date | None = Field(default=None, examples=["2026-12-31"])
    employer: ParticipantKey | None = Field(
        default=None, description="Den deltagare som har betalat. / The participant that has paid."
    )
    employer_changes: tuple[EmployerChangeWrite, ...] = Field(default=(), max_length=20)


class SettlementChange(StrictModel):
    """What a settlement is computed from, as it is to stand."""

    participants: tuple[ParticipantWrite, ...] = Field(min_length=1, max_length=50)
    costs: tuple[CostItemWrite, ...] = Field(default=(), max_length=200)
    local_keys: LocalKeysWrite = LocalKeysWrite()


class SettlementCreate(SettlementChange):
    """A settlement to open for a centre and a year."""

    year: Year


class ParticipantRead(Model):
    """Somebody that may bear a share."""

    key: str = Field(examples=["open_preschool"])
    activity: Activity
    authority_id: UUID = Field(examples=[EXAMPLE_ID])
    present: tuple[PresencePeriod, ...] = ()


class SettlementFinding(Model):
    """What is to be known of how a cost is shared: a conflict with the county's rule, a default, a missing key."""

    rule: str = Field(examples=["cost-key-differs"])
    weight: str = Field(examples=["warning"])
    sv: str = Field(examples=["Avtalets fördelning skiljer sig från länets."])
    en: str = Field(examples=["The agreement's key differs from the county's."])


class ShareRead(Model):
    """What one participant bears of a cost."""

    key: str = Field(examples=["open_preschool"])
    activity: Activity
    authority_id: UUID = Field(examples=[EXAMPLE_ID])
    amount: Amount


class CostPartRead(Model):
    """A cost, or its part under one employer, with its shares; they add up to it exactly."""

    amount: Amount
    first_day: date = Field(examples=["2026-01-01"])
    last_day: date = Field(examples=["2026-12-31"])
    employer: str | None = Field(default=None, examples=["open_preschool"])
    shares: tuple[ShareRead, ...] = ()
    reimbursement: Amount = Field(
        description="Vad arbetsgivaren får tillbaka av de andra. / What the others reimburse the employer."
    )
    rounding: str | None = Field(
        default=None,
        description="Var ören som inte går att dela hamnar: on_employer eller by_largest_remainder."
        " / On whom the öre fall that can't be shared.",
        examples=["on_employer"],
    )


class CostRead(Model):
    """A cost of the year: the key that it is shared by, its parts, and what is to be known."""

    kind: CostKind
    label: str = Field(examples=["Samordnare, lön"])
    amount: Amount
    split: str | None = Field(default=None, examples=["equal_by_base_activity"])
    parts: tuple[CostPartRead, ...] = ()
    findings: tuple[SettlementFinding, ...] = ()


class ActivitySum(Model):
    """What one activity bears in all."""

    activity: Activity
    amount: Amount


class AuthoritySum(Model):
    """What one authority bears, what it has paid as an employer, and what remains: below zero it is owed."""

    authority_id: UUID = Field(examples=[EXAMPLE_ID])
    name: str = Field(examples=["Örebro kommun"])
    bears: Amount
    has_paid: Amount
    to_pay: str = Field(
        description="Bär minus har betalat. / What it bears less what it has paid.", examples=["-450000.00"]
    )


class ParticipantSum(Model):
    """What one participant bears in all."""

    key: str = Field(examples=["open_preschool"])
    amount: Amount


class SettlementSheet(Model):
    """The settlement (avräkning): every cost with its shares, and the sums by participant, activity and authority."""

    centre_id: UUID = Field(examples=[EXAMPLE_ID])
    centre_name: str = Field(examples=["Familjecentralen Vivalla"])
    year: int = Field(examples=[2026])
    profile_id: str = Field(examples=["orebro"])
    profile_first_day: date = Field(examples=["2026-03-01"])
    total: Amount
    shared: Amount
    not_shared: Amount = Field(
        description="Kostnader som saknar fördelning. / Costs that no key is known for.", examples=["0.00"]
    )
    costs: tuple[CostRead, ...]
    by_participant: tuple[ParticipantSum, ...]
    by_activity: tuple[ActivitySum, ...]
    by_authority: tuple[AuthoritySum, ...]
    findings: tuple[SettlementFinding, ...] = ()


class SettlementRead(Model):
    """A settlement: what it is computed from, and the sheet; once closed, neither changes."""

    id: UUID = Field(examples=[EXAMPLE_ID])
    version: int = Field(examples=[1])
    county_code: str = Field(examples=["18"])
    centre_id: UUID = Field(examples=[EXAMPLE_ID])
    year: int = Field(examples=[2026])
    participants: tuple[ParticipantRead, ...]
    costs: tuple[CostItemWrite, ...]
    local_keys: LocalKeysWrite
    sheet: SettlementSheet
    closed_at: Moment | None = Field(default=None, examples=[None])
    digest: str | None = Field(
        default=None,
        description="SHA-256 över den stängda avräkningen. / SHA-256 of the closed sheet.",
        examples=[None],
    )
