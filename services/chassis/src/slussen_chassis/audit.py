"""Every access leaves a row that the one who made it can't change, in the transaction of the access.

The fields answer HSLF-FS 2016:40 4 kap. 9 § (action, unit, time, user, patient) and map to IHE BALP's AuditEvent.
If the row can't be written the transaction fails, and with it the access: no row, no access.
"""

from collections.abc import Mapping
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session
from sqlmodel.ext.asyncio.session import AsyncSession

from slussen_chassis.clock import new_id
from slussen_chassis.database import BEFORE_COMMIT, Context, context_of
from slussen_chassis.telemetry import trace_id

Outcome = Literal["permitted", "denied"]

INSERT_AUDIT = (
    "INSERT INTO audit_entry (id, authority_id, unit_id, actor, action, resource_type, resource_id, subject_id,"
    " purpose, outcome, trace_id) VALUES (:id, :authority_id, :unit_id, :actor, :action, :resource_type,"
    " :resource_id, :subject_id, :purpose, :outcome, :trace_id)"
)
_INSERT = text(INSERT_AUDIT)


def record(  # noqa: PLR0913 - who comes from the context; what, on what, about whom and why are named here
    session: AsyncSession,
    action: str,
    *,
    resource_type: str,
    resource_id: UUID | None = None,
    subject_id: UUID | None = None,
    purpose: str | None = None,
    outcome: Outcome = "permitted",
) -> None:
    """Leave a trace of an access; it is written when the transaction commits.

    Args:
        session: The transaction of the access; its context tells who, at which unit and for which authority.
        action: `<thing>.<verb>`, for example `consent.record`.
        resource_type: What was accessed, singular.
        resource_id: Which one, where it is one.
        subject_id: Opaque id of the person that the data are about.
        purpose: Why; the context's purpose where none is given.
        outcome: Whether it was permitted or denied.
    """
    values = {
        "action": action,
        "resource_type": resource_type,
        "resource_id": resource_id,
        "subject_id": subject_id,
        "purpose": purpose,
        "outcome": outcome,
    }
    session.sync_session.info.setdefault("audit", []).append(row(context_of(session), values))


def row(context: Context, values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the columns of one audit row: what was done, and by whom from the context."""
    return {
        "id": new_id(),
        "authority_id": context.authority_id,
        "unit_id": context.unit_id,
        "actor": context.actor,
        "trace_id": trace_id(),
        **values,
        "purpose": values.get("purpose") or context.purpose,
    }


def _write(session: Session) -> None:
    rows = session.info.pop("audit", None)
    if rows:
        session.connection().execute(_INSERT, rows)


BEFORE_COMMIT.append(_write)
