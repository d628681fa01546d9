"""Families that are formed, change, merge and split: their facts count as one family from then on."""

from sqlmodel.ext.asyncio.session import AsyncSession

from slussen_chassis.crypto import Keyring
from slussen_contracts.referrals.events import FamilyState
from slussen_statistics.domain.facts import NOTHING, contributions_of
from slussen_statistics.repository import families, generations, ledger
from slussen_statistics.use_cases.ledger import move
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
            await _move(session, fact, belongs_to)


async def _move(session: AsyncSession, fact: ledger.CountedFact, family: str) -> None:
    held = await generations.hold(session)
    content = {**fact.content, "family": family}
    newest = held.current if held.building is None else held.building
    await ledger.rewrite(session, fact, content, generation=newest)
    before, after = contributions_of(fact.kind, fact.content), contributions_of(fact.kind, content)
    await move(session, before, after, fact.record_key, generation=held.current)
    if held.building is not None:
        former = before if fact.generation == held.building else NOTHING
        await move(session, former, after, fact.record_key, generation=held.building)
