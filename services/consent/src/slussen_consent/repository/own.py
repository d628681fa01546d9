"""What a private person finds: first where own consents are kept, then each under its keeper's context."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import text
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from slussen_consent.domain.consent import ConsentNotFoundError
from slussen_consent.repository.context import plain
from slussen_consent.tables import ConsentCustodianRow

_MOST = 200
_MOST_ACCESSES = 500
_ACCESSES = text("SELECT at, unit_id, action FROM accesses_to(:subject_id, :most)")


@dataclass(frozen=True, slots=True)
class KeptAt:
    """Where a consent is kept."""

    consent_id: UUID
    authority_id: UUID
    county_code: str


@dataclass(frozen=True, slots=True)
class Access:
    """That somebody at a unit did something that concerns a person; never who."""

    at: datetime
    unit_id: UUID
    action: str


async def list_kept(session: AsyncSession, *, visible_to: Collection[UUID]) -> Sequence[KeptAt]:
    """Return where the consents are kept that hold a position of the person with these ids."""
    query = (
        select(ConsentCustodianRow)
        .where(col(ConsentCustodianRow.custodian_id).in_(visible_to))
        .order_by(col(ConsentCustodianRow.consent_id).desc())
        .limit(_MOST)
    )
    rows = (await session.exec(query)).all()
    return list({row.consent_id: _kept(row) for row in rows}.values())


async def get_kept(session: AsyncSession, consent_id: UUID, *, visible_to: Collection[UUID]) -> KeptAt:
    """Return where a consent is kept.

    Raises:
        ConsentNotFoundError: There is none in which the person has a say.
    """
    query = select(ConsentCustodianRow).where(
        col(ConsentCustodianRow.custodian_id).in_(visible_to),
        col(ConsentCustodianRow.consent_id) == consent_id,
    )
    row = (await session.exec(query)).first()
    if row is None:
        raise ConsentNotFoundError
    return _kept(row)


async def list_accesses(session: AsyncSession, subject_id: UUID) -> Sequence[Access]:
    """Return who has looked, from the log of the authority whose context is set, the latest first.

    The database gives it to a custodian of a consent about the person, and to nobody else.
    """
    parameters = {"subject_id": subject_id, "most": _MOST_ACCESSES}
    rows = await (await session.connection()).execute(_ACCESSES, parameters)
    return [Access(row.at, plain(row.unit_id), row.action) for row in rows]


def _kept(row: ConsentCustodianRow) -> KeptAt:
    return KeptAt(plain(row.consent_id), plain(row.responsible_authority_id), row.county_code)
