"""Marks on the annual wheel's duties, announced weeks, and calendar links."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy import tuple_
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from slussen_agreements.domain.calendar_link import CalendarLink, CalendarLinkNotFoundError
from slussen_agreements.domain.days import IsoWeek
from slussen_agreements.domain.duty_mark import DutyMark
from slussen_agreements.repository import rows
from slussen_agreements.tables import CalendarLinkRow, DutyMarkRow, EvaluatedWeekRow


async def marks(session: AsyncSession, centre_id: UUID) -> dict[str, DutyMark]:
    """Return what has become of a centre's duties, by key."""
    found = await session.exec(select(DutyMarkRow).where(col(DutyMarkRow.centre_id) == centre_id))
    return {row.key: rows.thing(DutyMark, row) for row in found}


async def done(
    session: AsyncSession, centre_ids: Collection[UUID], keys: Collection[str]
) -> frozenset[tuple[UUID, str]]:
    """Return which of the duties are done at which of the centres."""
    row = DutyMarkRow
    query = select(row.centre_id, row.key).where(
        col(row.centre_id).in_(centre_ids), col(row.key).in_(keys), col(row.done_on).is_not(None)
    )
    return frozenset([(centre_id, key) for centre_id, key in await session.exec(query)])


async def save_mark(session: AsyncSession, mark: DutyMark) -> bool:
    """Write what has become of a duty; False: another has written that version, and nothing is changed."""
    values = rows.columns(DutyMarkRow, mark)
    statement = (
        insert(DutyMarkRow)
        .values(**values)
        .on_conflict_do_update(
            constraint="centre_has_a_duty_once",
            set_=values,
            where=col(DutyMarkRow.version) == mark.version - 1,
        )
        .returning(col(DutyMarkRow.version))
    )
    connection = await session.connection()
    return (await connection.execute(statement)).first() is not None


async def announced_since(
    session: AsyncSession, centre_id: UUID, first: IsoWeek
) -> dict[IsoWeek, str | None]:
    """Return which of a centre's weeks have been announced, from one on, and the numbers; None: they were not kept."""
    row = EvaluatedWeekRow
    query = select(row.iso_year, row.iso_week, row.numbers).where(
        col(row.centre_id) == centre_id,
        tuple_(col(row.iso_year), col(row.iso_week)) >= (first.year, first.week),
    )
    return {IsoWeek(year, week): numbers for year, week, numbers in await session.exec(query)}


async def note_announced(
    session: AsyncSession, centre_id: UUID, week: IsoWeek, numbers: str, *, corrects: bool
) -> int | None:
    """Remember the numbers that are announced of a week, and return the version that they get.

    None: there is nothing to announce, since the week was announced with these numbers, or, unless it `corrects`,
    with any.
    """
    row = EvaluatedWeekRow
    before = col(row.numbers)
    statement = (
        insert(row)
        .values(centre_id=centre_id, iso_year=week.year, iso_week=week.week, version=1, numbers=numbers)
        .on_conflict_do_update(
            constraint="week_is_announced_once",
            set_={"version": col(row.version) + 1, "numbers": numbers},
            where=before.is_distinct_from(numbers) if corrects else before.is_(None),
        )
        .returning(col(row.version))
    )
    found = (await (await session.connection()).execute(statement)).first()
    return None if found is None else int(found[0])


async def add_link(session: AsyncSession, link: CalendarLink) -> None:
    """Insert a new calendar link."""
    await rows.add(session, CalendarLinkRow(**rows.columns(CalendarLinkRow, link)))


async def links(session: AsyncSession, centre_id: UUID) -> list[CalendarLink]:
    """Return a centre's calendar links, the revoked ones too, the oldest first."""
    query = select(CalendarLinkRow).where(col(CalendarLinkRow.centre_id) == centre_id)
    found = await session.exec(query.order_by(col(CalendarLinkRow.id)))
    return [rows.thing(CalendarLink, row) for row in found]


async def revoke_link(session: AsyncSession, centre_id: UUID, link_id: UUID, *, now: datetime) -> bool:
    """Revoke a centre's calendar link; return whether it had not been: the moment of the first time stays.

    Raises:
        CalendarLinkNotFoundError: The centre has no such link.
    """
    row = await session.get(CalendarLinkRow, link_id)
    if row is None or row.centre_id != centre_id:
        raise CalendarLinkNotFoundError
    was_open = row.revoked_at is None
    row.revoked_at = row.revoked_at or now
    await rows.flush(session)
    return was_open


async def link_by_hash(session: AsyncSession, secret_hash: str) -> CalendarLink:
    """Return the link whose secret has this hash.

    Raises:
        CalendarLinkNotFoundError: There is none, or it has been revoked.
    """
    query = select(CalendarLinkRow).where(
        col(CalendarLinkRow.secret_hash) == secret_hash, col(CalendarLinkRow.revoked_at).is_(None)
    )
    row = (await session.exec(query)).first()
    if row is None:
        raise CalendarLinkNotFoundError
    return rows.thing(CalendarLink, row)
