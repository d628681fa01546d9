"""Families and persons that merge and split: their facts count as one family's, or one person's, from then on."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from slussen_chassis.crypto import Keyring
from slussen_contracts.referrals.events import FamilyState
from slussen_statistics.domain.facts import NOTHING, contributions_of
from slussen_statistics.repository import families, generations, ledger
from slussen_statistics.use_cases.ledger import Change, gather
from slussen_statistics.use_cases.pseudonyms import find_pseudonyms


async def record_family(session: AsyncSession, event: FamilyState, keyring: Keyring) -> None:
    """Let each of the family's members belong to it in every year whose pseudonyms are there; move what it counts."""
    for year in await families.list_open_years(session):
        made = await find_pseudonyms(session, keyring, year)
        if made is None:
            continue
        family = made.of("family", event.aggregate_id)
        subjects = sorted(made.of("subject", subject) for subject in event.subject_ids)
        await families.tell(session, year, subjects, family, at=event.occurred_at)
        for fact, belongs_to in await families.list_moving(session, year, subjects):
            await _move(session, fact, {"family": belongs_to})


async def record_person(
    session: AsyncSession, subject_id: UUID, person_id: UUID, keyring: Keyring, *, at: datetime
) -> None:
    """Let what is about one record count as about a person, in every year whose pseudonyms are there.

    After a merge the person is the other record's; after a split it is the record's own again.
    """
    for year in await families.list_open_years(session):
        made = await find_pseudonyms(session, keyring, year)
        if made is None:
            continue
        subject, person = made.of("subject", subject_id), made.of("subject", person_id)
        await families.merge(session, year, subject, person, at=at)
        standing, _ = await families.find_standing(session, year, subject)
        for fact in await families.list_about(session, subject):
            await _move(session, fact, {"person": (standing or person).hex()})


async def _move(session: AsyncSession, fact: ledger.CountedFact, change: Mapping[str, str]) -> None:
    held = await generations.hold(session)
    content = {**fact.content, **change}
    newest = held.current if held.building is None else held.building
    await ledger.rewrite(session, fact, content, generation=newest)
    before, after = contributions_of(fact.kind, fact.content), contributions_of(fact.kind, content)
    gather(session, Change(before, after, fact.record_key), generation=held.current)
    if held.building is not None:
        former = before if fact.generation == held.building else NOTHING
        gather(session, Change(former, after, fact.record_key), generation=held.building)
