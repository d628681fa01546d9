"""Families and persons that merge and split: their facts count as one family's, or one person's, from then on.

What is told is kept whichever years there are, and holds in a year whose first fact comes later; an older version
changes nothing, whatever the clocks said.
"""

from collections.abc import Mapping
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from slussen_chassis.crypto import Keyring
from slussen_contracts.consent.events import SubjectMerged, SubjectSplit
from slussen_contracts.referrals.events import FamilyChanged, FamilyMerged, FamilyState
from slussen_statistics.domain.facts import NOTHING, contributions_of
from slussen_statistics.domain.standing import Standing
from slussen_statistics.repository import families, generations, ledger, told
from slussen_statistics.use_cases.ledger import Change, gather
from slussen_statistics.use_cases.pseudonyms import find_pseudonyms
from slussen_statistics.use_cases.standing import Book, counted_as, find_standings


async def record_family(session: AsyncSession, event: FamilyState, keyring: Keyring) -> None:
    """Let the family's members belong to it, and those who left it no longer; move what they count."""
    book = await Book.open(session, keyring)
    named = book.find("family", _named(event))
    members = book.find("subject", event.subject_ids)
    await told.hold(session, named)
    before = await told.list_members(session, named)
    await told.hold(session, before | members.keys())
    concerned = {**await _read(session, book, before - members.keys()), **members}
    family = book.hashes.of("family", event.aggregate_id)
    await told.keep_ids(session, book.seal({**named, **members}))
    for absorbed in named.keys() - {family}:
        await told.absorb(session, absorbed, at=event.occurred_at)
    await told.tell_family(session, family, members, version=event.aggregate_version, at=event.occurred_at)
    await _recount(session, keyring, await find_standings(session, book, concerned))
    await told.forget_ids(session, {*named, *concerned})


def _named(event: FamilyState) -> set[UUID]:
    """Return the family, and the one that it left empty for good."""
    if isinstance(event, FamilyMerged | FamilyChanged) and event.absorbed_family_id is not None:
        return {event.aggregate_id, event.absorbed_family_id}
    return {event.aggregate_id}


async def _read(session: AsyncSession, book: Book, records: set[bytes]) -> dict[bytes, UUID]:
    found = await told.list_records(session, records)
    return {one.record: book.read(one.record, one.sealed) for one in found if one.sealed is not None}


async def record_person(session: AsyncSession, event: SubjectMerged | SubjectSplit, keyring: Keyring) -> None:
    """Let what is about one record count as about another's person, or as about a person of its own again."""
    book = await Book.open(session, keyring)
    other = event.into_subject_id if isinstance(event, SubjectMerged) else event.from_subject_id
    both = book.find("subject", {event.aggregate_id, other})
    before = await find_standings(session, book, both)
    record = book.hashes.of("subject", event.aggregate_id)
    is_merged = isinstance(event, SubjectMerged) and other != event.aggregate_id
    person = book.hashes.of("subject", other) if is_merged else None
    if await told.tell_person(session, record, person, version=event.aggregate_version):
        await told.keep_ids(session, book.seal(both))
        concerned = {**both, **book.find("subject", before)}
        await _recount(session, keyring, await find_standings(session, book, concerned))
        await told.forget_ids(session, concerned)


async def _recount(session: AsyncSession, keyring: Keyring, standings: Mapping[UUID, Standing]) -> None:
    """Let the facts about records count as they now stand, in every year whose pseudonyms can be made."""
    for year in await families.list_open_years(session):
        made = await find_pseudonyms(session, keyring, year)
        if made is None:
            continue
        about = {made.of("subject", record): standing for record, standing in standings.items()}
        for fact in await families.list_about(session, about):
            subject = bytes.fromhex(fact.content["subject"])
            person, family = await counted_as(session, year, made, subject, about[subject])
            told_family = fact.content.get("told_family", fact.content.get("family"))
            units = {"person": person.hex(), "family": family.hex() if family else told_family}
            if any(fact.content.get(whom) != unit for whom, unit in units.items()):
                await _move(session, fact, units)


async def _move(session: AsyncSession, fact: ledger.CountedFact, change: Mapping[str, str | None]) -> None:
    held = await generations.hold(session)
    content = {**fact.content, **change}
    newest = held.current if held.building is None else held.building
    await ledger.rewrite(session, fact, content, generation=newest)
    before, after = contributions_of(fact.kind, fact.content), contributions_of(fact.kind, content)
    gather(session, Change(before, after, fact.record_key), generation=held.current)
    if held.building is not None:
        former = before if fact.generation == held.building else NOTHING
        gather(session, Change(former, after, fact.record_key), generation=held.building)
