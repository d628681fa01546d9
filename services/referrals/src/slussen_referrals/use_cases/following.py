"""Follow the consents: send what waited for one, stop what relied on one, end waits whose time is out.

Everything here is the system's own act, under the controller of each referral.
"""

from collections.abc import Awaitable, Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from slussen_chassis.clock import local_day
from slussen_chassis.database import Context, set_context
from slussen_contracts.referrals.api import Act, Party
from slussen_referrals.clients import ConsentClient
from slussen_referrals.domain import acts
from slussen_referrals.domain.acts import (
    CONSENT_CHANGED,
    CONSENT_WITHDRAWN,
    EXPLICIT_NO,
    PERSON_CHANGED,
    TIME_IS_OUT,
)
from slussen_referrals.domain.grounds import Ground, relied_on
from slussen_referrals.domain.referral import Referral, Waiting
from slussen_referrals.domain.states import DISCLOSED
from slussen_referrals.repository import consents as locks
from slussen_referrals.repository import plans
from slussen_referrals.repository import referrals as repository
from slussen_referrals.repository.persons import remember_merge, same_person, same_persons
from slussen_referrals.repository.referrals import AsController, Found
from slussen_referrals.use_cases.disclosing import ask_for_ground, ground_that_holds
from slussen_referrals.use_cases.keeping import act_as_controller, keep
from slussen_referrals.use_cases.plans import suspend_plan

DUE_PURPOSE = "armed_waits"
"""The purpose under which row security lets the worker's job see armed waits, whoever controls them."""


@dataclass(frozen=True, slots=True)
class Following:
    """Of whom to ask, and when it is."""

    consents: ConsentClient
    now: datetime


async def stop_relying_on(
    session: AsyncSession,
    consent_id: UUID,
    through_version: int,
    now: datetime,
    *,
    reason: str = CONSENT_WITHDRAWN,
) -> None:
    """Suspend every open referral that relies on a consent or ground which nothing may rely on (SL-10, EV-01).

    The same news again, or older news than what a referral relies on, changes nothing.
    """

    async def suspend(found: Found) -> None:
        reader = AsController(found.authority_id)
        referral = await repository.get_for_update(session, found.referral_id, visible_to=reader)
        if _relies(referral, consent_id, through_version):
            await keep(session, acts.suspend(referral, reason, now), Act.SUSPEND, Party.SYSTEM)

    await _remember(session, consent_id, through_version)
    await _each(session, await _relying(session, consent_id), reason, suspend)
    await _suspend_plans(session, consent_id, reason, now)


async def review_relying_on(
    session: AsyncSession, consent_id: UUID, version: int, following: Following
) -> None:
    """Ask again about every open referral that relies on an older version of a changed consent.

    What is no longer permitted is suspended, and so is what gets no answer: in doubt nothing goes on.
    """

    async def review(found: Found) -> None:
        concerned = partial(_relies, consent_id=consent_id, through_version=version - 1)
        await _review(session, found, following, CONSENT_CHANGED, concerned)

    await _remember(session, consent_id, version - 1)
    await _each(session, await _relying(session, consent_id), CONSENT_CHANGED, review)
    await _suspend_plans(session, consent_id, CONSENT_CHANGED, following.now)


async def send_what_waits(session: AsyncSession, subject_id: UUID, following: Following) -> None:
    """Send the person's armed referrals for which there is a ground now, under whichever of the person's ids."""
    for one in await same_person(session, subject_id):
        await set_context(session, Context(reference=one))
        waiting = await repository.find_armed(session, one)
        await _each(
            session, waiting, "consent_recorded", lambda found: _try_to_send(session, found, following)
        )


async def find_waited_for(session: AsyncSession, subject_ids: Collection[UUID]) -> set[UUID]:
    """Return those of the persons with an armed referral, whoever controls it; leave no context behind."""
    persons = await same_persons(session, subject_ids)
    await set_context(session, Context(purpose=DUE_PURPOSE))
    found = await repository.list_waiting(session, {one for ids in persons.values() for one in ids})
    await set_context(session, Context())
    return {asked for asked, ids in persons.items() if not found.isdisjoint(ids)}


async def find_due_waits(
    session: AsyncSession, now: datetime, *, limit: int = 50, resting: Collection[UUID] = ()
) -> list[Found]:
    """Return armed waits whose last day has passed, or that are to be asked about again, whoever controls them.

    Those in `resting` failed a moment ago and are left alone.
    """
    await set_context(session, Context(purpose=DUE_PURPOSE))
    return await repository.find_due(session, now, local_day(now), limit=limit, resting=resting)


async def look_after_wait(session: AsyncSession, found: Found, following: Following) -> None:
    """End the wait where its time is out; else ask again, and send where there is a ground."""
    await _each(session, [found], DUE_PURPOSE, lambda one: _try_to_send(session, one, following))


async def _try_to_send(session: AsyncSession, found: Found, following: Following) -> None:
    reader = AsController(found.authority_id)
    read = await repository.get(session, found.referral_id, visible_to=reader)
    if _is_late(read, following.now):
        await _stop_waiting(session, found, TIME_IS_OUT, following.now)
        return
    answer = await ask_for_ground(session, read, read.topics_sent, following.consents)
    referral = await repository.get_for_update(session, found.referral_id, visible_to=reader)
    if referral.version != read.version or referral.waiting.through is None:
        return
    ground = ground_that_holds(answer, following.consents)
    if ground and ground.permits:
        sent = acts.send(referral, ground, referral.topics_sent, following.now)
        await keep(session, sent, Act.SEND, Party.SYSTEM)
    elif ground and not ground.may_be_waited_for:
        stopped = acts.stop_waiting(referral, EXPLICIT_NO, following.now, ground)
        await keep(session, stopped, Act.STOP_WAITING, Party.SYSTEM)
    else:
        await _ask_later(session, referral, ground, following.now)


async def _ask_later(session: AsyncSession, referral: Referral, ground: Ground | None, now: datetime) -> None:
    """Leave an armed wait as it is: asked about by the clock while there is no answer, else at the next event."""
    again = None if ground else now + acts.UNANSWERED_AGAIN
    waiting = Waiting(referral.waiting.through, again)
    await repository.save(session, acts.rearm(referral, waiting))


async def _stop_waiting(session: AsyncSession, found: Found, reason: str, now: datetime) -> None:
    reader = AsController(found.authority_id)
    referral = await repository.get_for_update(session, found.referral_id, visible_to=reader)
    if _is_late(referral, now):
        stopped = acts.stop_waiting(referral, reason, now)
        await keep(session, stopped, Act.STOP_WAITING, Party.SYSTEM)


def _is_late(referral: Referral, now: datetime) -> bool:
    through = referral.waiting.through
    return through is not None and through < local_day(now)


async def _review(
    session: AsyncSession,
    found: Found,
    following: Following,
    reason: str,
    concerned: Callable[[Referral], bool],
) -> None:
    """Ask again about an open referral, where it is `concerned`; suspend it where it may not go on."""
    reader = AsController(found.authority_id)
    read = await repository.get(session, found.referral_id, visible_to=reader)
    answer = await ask_for_ground(session, read, read.topics_sent, following.consents)
    referral = await repository.get_for_update(session, found.referral_id, visible_to=reader)
    if not concerned(referral):
        return
    ground = ground_that_holds(answer, following.consents)
    if ground and ground.permits:
        await repository.save(session, acts.renew(referral, ground))
    else:
        stopped = acts.suspend(referral, reason, following.now, ground)
        await keep(session, stopped, Act.SUSPEND, Party.SYSTEM)


def _relies(referral: Referral, consent_id: UUID, through_version: int) -> bool:
    return referral.state in DISCLOSED and relied_on(referral.consents, consent_id, through_version)


async def _remember(session: AsyncSession, consent_id: UUID, through_version: int) -> None:
    """Take the consent's lock, so that no sending relies on it unseen, and remember what can't be relied on."""
    await locks.lock_consents(session, [consent_id])
    await locks.remember_withdrawn(session, consent_id, through_version)


async def _relying(session: AsyncSession, consent_id: UUID) -> list[Found]:
    await set_context(session, Context(reference=consent_id))
    return await repository.find_relying_on(session, consent_id, states=DISCLOSED)


async def _suspend_plans(session: AsyncSession, consent_id: UUID, reason: str, now: datetime) -> None:
    """Stop sharing the joint plans that rely on the consent; their makers may go on once they have asked anew."""
    await set_context(session, Context(reference=consent_id))
    for found in await plans.find_plans_relying_on(session, consent_id):
        await suspend_plan(session, found, consent_id, reason, now)
    await set_context(session, Context())


async def follow_person(
    session: AsyncSession, record: tuple[UUID, int], into: tuple[UUID | None, UUID], following: Following
) -> None:
    """Keep into which record a person's other record was merged, or that it no longer is, and ask again.

    What was found in the one counts for the other from now on, a no above all: every open referral about either is
    asked about anew and suspended where it may not go on, joint plans rest until they are changed on new grounds,
    and what waited is tried. The same news again, or older news, changes nothing.
    `record` is the one that was merged or split, and the version of that news; `into` says into which it is merged now
    (None: into none), and which other record is concerned.
    """
    subject_id, version = record
    before = await same_person(session, subject_id)
    if not await remember_merge(session, subject_id, into[0], version):
        return
    after = await same_person(session, subject_id)
    for one in dict.fromkeys((*before, *after, into[1])):
        await set_context(session, Context(reference=one))
        disclosed = await repository.find_about(session, one, states=DISCLOSED)
        shared = await plans.find_plans_about(session, one)
        await _each(session, disclosed, PERSON_CHANGED, partial(_review_person, session, following))
        for found in shared:
            await suspend_plan(session, found, None, PERSON_CHANGED, following.now)
        await send_what_waits(session, one, following)


async def _review_person(session: AsyncSession, following: Following, found: Found) -> None:
    def is_open(referral: Referral) -> bool:
        return referral.state in DISCLOSED

    await _review(session, found, following, PERSON_CHANGED, is_open)


async def _each(
    session: AsyncSession, found: Sequence[Found], purpose: str, work: Callable[[Found], Awaitable[None]]
) -> None:
    """Do the work on each referral under its own controller, and leave no context behind."""
    for one in found:
        await act_as_controller(session, one, purpose)
        await work(one)
    await set_context(session, Context())
