"""Queries: referrals in and out as domain objects; every read of a referral names who reads."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ARRAY, ColumnElement, Uuid, cast, text
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from slussen_contracts.referrals.api import Act, Party
from slussen_contracts.referrals.api import ReferralState as State
from slussen_referrals.domain.errors import ReferralNotFoundError
from slussen_referrals.domain.referral import Referral
from slussen_referrals.repository.rows import columns_of, referral_of
from slussen_referrals.tables import ReferralRow, ReferralStepRow

_WAITING = text(
    "SELECT DISTINCT subject_id FROM referral"
    " WHERE subject_id = ANY(CAST(:subject_ids AS uuid[])) AND wait_through IS NOT NULL"
)


@dataclass(frozen=True, slots=True)
class AtUnit:
    """A reader who works at a unit of an authority: sees what that unit sends, and what was sent to it."""

    unit_id: UUID
    authority_id: UUID


@dataclass(frozen=True, slots=True)
class AsController:
    """The system, acting under a referral's controller."""

    authority_id: UUID


Reader = AtUnit | AsController


@dataclass(frozen=True, slots=True)
class Found:
    """A referral that an event or a job names: whose it is, so that one can act under its controller."""

    referral_id: UUID
    authority_id: UUID
    county_code: str


def _visible(reader: Reader) -> ColumnElement[bool]:
    if isinstance(reader, AtUnit):
        granted = col(ReferralRow.grants).contains(cast([reader.unit_id], ARRAY(Uuid)))
        return granted & (_sent_by(reader) | _sent_to(reader))
    return col(ReferralRow.responsible_authority_id) == reader.authority_id


def _sent_by(reader: AtUnit) -> ColumnElement[bool]:
    return (col(ReferralRow.from_unit_id) == reader.unit_id) & (
        col(ReferralRow.responsible_authority_id) == reader.authority_id
    )


def _sent_to(reader: AtUnit) -> ColumnElement[bool]:
    return (col(ReferralRow.to_unit_id) == reader.unit_id) & (
        col(ReferralRow.to_authority_id) == reader.authority_id
    )


async def get(session: AsyncSession, referral_id: UUID, *, visible_to: Reader) -> Referral:
    """Return the referral.

    Raises:
        ReferralNotFoundError: There is none that the reader may see.
    """
    query = select(ReferralRow).where(col(ReferralRow.id) == referral_id, _visible(visible_to))
    row = (await session.exec(query)).first()
    if row is None:
        raise ReferralNotFoundError
    return referral_of(row)


async def get_for_update(session: AsyncSession, referral_id: UUID, *, visible_to: Reader) -> Referral:
    """Return the referral as it is committed now, locked until the transaction ends.

    Raises:
        ReferralNotFoundError: There is none that the reader may see.
    """
    query = (
        select(ReferralRow)
        .where(col(ReferralRow.id) == referral_id, _visible(visible_to))
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    row = (await session.exec(query)).first()
    if row is None:
        raise ReferralNotFoundError
    return referral_of(row)


async def list_for_unit(
    session: AsyncSession,
    visible_to: AtUnit,
    *,
    inbox: bool,
    states: Collection[State],
    limit: int,
    offset: int,
) -> list[Referral]:
    """Return what was sent to the unit (`inbox`) or what it has made itself, the newest first."""
    side = _sent_to(visible_to) if inbox else _sent_by(visible_to)
    query = select(ReferralRow).where(
        side, col(ReferralRow.grants).contains(cast([visible_to.unit_id], ARRAY(Uuid)))
    )
    if states:
        query = query.where(col(ReferralRow.state).in_([state.value for state in states]))
    query = query.order_by(col(ReferralRow.id).desc()).limit(limit).offset(offset)
    return [referral_of(row) for row in await session.exec(query)]


async def search_for_unit(  # noqa: PLR0913 - each is a criterion
    session: AsyncSession,
    visible_to: AtUnit,
    *,
    states: Collection[State] | None,
    subject_ids: Collection[UUID] | None,
    to_unit_id: UUID | None,
    from_unit_id: UUID | None,
    limit: int,
    offset: int,
) -> list[Referral]:
    """Return what the unit sends or receives and fits the criteria that are given, the newest first."""
    criteria = {
        ReferralRow.to_unit_id: to_unit_id,
        ReferralRow.from_unit_id: from_unit_id,
    }
    query = select(ReferralRow).where(_visible(visible_to))
    for column, wanted in criteria.items():
        if wanted is not None:
            query = query.where(col(column) == wanted)
    if states is not None:
        query = query.where(col(ReferralRow.state).in_([state.value for state in states]))
    if subject_ids is not None:
        query = query.where(col(ReferralRow.subject_id).in_(subject_ids))
    query = query.order_by(col(ReferralRow.id).desc()).limit(limit).offset(offset)
    return [referral_of(row) for row in await session.exec(query)]


async def add(session: AsyncSession, referral: Referral) -> None:
    """Keep a new referral."""
    session.add(ReferralRow(**columns_of(referral)))
    await session.flush()


async def save(session: AsyncSession, referral: Referral) -> None:
    """Keep a referral's new version; it was read for update in this transaction."""
    row = await session.get_one(ReferralRow, referral.id)
    for name, value in columns_of(referral).items():
        setattr(row, name, value)
    await session.flush()


async def add_step(
    session: AsyncSession, referral: Referral, act: Act, party: Party, *, by: tuple[str, UUID | None]
) -> None:
    """Add what was done to the referral's history."""
    actor, unit_id = by
    session.add(
        ReferralStepRow(
            referral_id=referral.id,
            version=referral.version,
            county_code=referral.county_code,
            responsible_authority_id=referral.responsible_authority_id,
            act=act.value,
            state=referral.state.value,
            party=party.value,
            unit_id=unit_id,
            actor=actor,
            reason=referral.reason,
            at=referral.changed_at,
        )
    )
    await session.flush()


async def list_steps(session: AsyncSession, referral_id: UUID) -> Sequence[ReferralStepRow]:
    """Return the history of a referral that the reader was found to see, the oldest first."""
    query = (
        select(ReferralStepRow)
        .where(col(ReferralStepRow.referral_id) == referral_id)
        .order_by(col(ReferralStepRow.version))
    )
    return (await session.exec(query)).all()


async def find_relying_on(
    session: AsyncSession, consent_id: UUID, *, states: Collection[State]
) -> list[Found]:
    """Return the referrals in `states` that rely on the consent; the context must carry it as its reference."""
    return await _find(
        session,
        col(ReferralRow.consent_ids).contains(cast([consent_id], ARRAY(Uuid))),
        col(ReferralRow.state).in_([state.value for state in states]),
    )


async def find_about(session: AsyncSession, subject_id: UUID, *, states: Collection[State]) -> list[Found]:
    """Return the referrals in `states` about a person; the context must carry the person as its reference."""
    return await _find(
        session,
        col(ReferralRow.subject_id) == subject_id,
        col(ReferralRow.state).in_([state.value for state in states]),
    )


async def find_armed(session: AsyncSession, subject_id: UUID) -> list[Found]:
    """Return the person's referrals that go by themselves; the context must carry the person as its reference."""
    return await _find(
        session, col(ReferralRow.subject_id) == subject_id, col(ReferralRow.wait_through).is_not(None)
    )


async def list_waiting(session: AsyncSession, subject_ids: Collection[UUID]) -> set[UUID]:
    """Return those of the persons who have a referral that goes by itself, for the job that sees them."""
    found = await (await session.connection()).execute(_WAITING, {"subject_ids": list(subject_ids)})
    return {UUID(int=row.subject_id.int) for row in found}


async def find_due(
    session: AsyncSession, now: datetime, today: date, *, limit: int, resting: Collection[UUID]
) -> list[Found]:
    """Return armed referrals whose time is out or that are to be asked about again, for the job that sees them."""
    late = col(ReferralRow.wait_through) < today
    ask = col(ReferralRow.ask_again_at) <= now
    awake = col(ReferralRow.id).not_in(resting)
    return (await _find(session, col(ReferralRow.wait_through).is_not(None), late | ask, awake))[:limit]


async def find_alarms(
    session: AsyncSession, today: date, *, limit: int, resting: Collection[UUID]
) -> list[Found]:
    """Return referrals whose next alarm has come, for the job that sees them."""
    awake = col(ReferralRow.id).not_in(resting)
    return (await _find(session, col(ReferralRow.alarm_on) <= today, awake))[:limit]


async def list_changed(
    session: AsyncSession, since: datetime, *, visible_to: AtUnit
) -> list[tuple[UUID, int, State]]:
    """Return id, version and state of the unit's referrals that were changed since a moment."""
    query = (
        select(ReferralRow.id, ReferralRow.version, ReferralRow.state)
        .where(_visible(visible_to), col(ReferralRow.changed_at) >= since)
        .order_by(col(ReferralRow.changed_at))
    )
    return [(found, version, State(state)) for found, version, state in await session.exec(query)]


async def list_group(session: AsyncSession, group_id: UUID, *, visible_to: AtUnit) -> list[Referral]:
    """Return the referrals of a group that the unit has sent, in the order in which they were made."""
    query = (
        select(ReferralRow)
        .where(col(ReferralRow.group_id) == group_id, _sent_by(visible_to))
        .order_by(col(ReferralRow.id))
    )
    return [referral_of(row) for row in await session.exec(query)]


async def _find(session: AsyncSession, *conditions: ColumnElement[bool]) -> list[Found]:
    query = (
        select(ReferralRow.id, ReferralRow.responsible_authority_id, ReferralRow.county_code)
        .where(*conditions)
        .order_by(col(ReferralRow.id))
    )
    return [Found(*row) for row in await session.exec(query)]
