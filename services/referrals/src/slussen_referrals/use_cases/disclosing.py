"""Ask the consent service at every disclosure: when sending, accepting and resuming.

The order closes the race with a withdrawal: ask, lock the consents that the answer rests on, see whether one was
withdrawn meanwhile, lock the referral, act, commit. The withdrawal's handler takes the same lock first, so that
either the sender sees the withdrawal, or the handler sees what was sent.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from slussen_chassis.auth import Caller
from slussen_chassis.clock import local_day
from slussen_chassis.web import check_version
from slussen_contracts.referrals.api import Act, Party
from slussen_referrals.clients import ConsentClient, on_behalf_of
from slussen_referrals.domain import acts, checks, working
from slussen_referrals.domain.acts import GROUND_LOST
from slussen_referrals.domain.advancing import party_for
from slussen_referrals.domain.directory import answers_to
from slussen_referrals.domain.errors import ConsentUnansweredError, GroundMissingError, GroundUndecidableError
from slussen_referrals.domain.grounds import Answer, Ground
from slussen_referrals.domain.referral import NOT_ARMED, Need, Referral, Waiting
from slussen_referrals.repository import consents as locks
from slussen_referrals.repository import directory
from slussen_referrals.repository import referrals as repository
from slussen_referrals.settings import ReferralsSettings
from slussen_referrals.use_cases.keeping import keep, place_of, reader

ASK_AGAIN = timedelta(seconds=10)
"""When an armed wait is asked about again by the clock, in case a consent's event came at the same moment."""


@dataclass(frozen=True, slots=True)
class SendOrder:
    """What leaves, and whether it goes by itself once a missing consent is there."""

    topics: tuple[str, ...] | None = None
    answers: Mapping[str, str] | None = None
    send_when_consented: bool = False
    wait_through: date | None = None


@dataclass(frozen=True, slots=True)
class Package:
    """Further information: topics, and needs under them."""

    topics: tuple[str, ...]
    needs: tuple[Need, ...]


@dataclass(frozen=True, slots=True)
class Asking:
    """Who asks, of whom, when, and which version of the referral the asker has read."""

    caller: Caller
    consents: ConsentClient
    now: datetime
    expected: int | None = None


async def send_referral(
    session: AsyncSession, referral_id: UUID, order: SendOrder, asking: Asking, settings: ReferralsSettings
) -> Referral:
    """Send where there is a ground; else let the referral wait, armed or not.

    Raises:
        PermissionMissingError: The parent's permission is not recorded.
        ConsentUnansweredError: The consent service does not answer, and the sender did not arm a wait.
    """
    read = await repository.get(session, referral_id, visible_to=reader(asking.caller))
    party = _may(read, Act.SEND, asking)
    topics = checks.topics_to_send(read, order.topics)
    waiting = NOT_ARMED
    if order.send_when_consented:
        waiting = checks.armed(order.wait_through, asking.now, settings.limits)
    content = await _content(session, read, order, topics, asking)
    referral, ground = await _asked(session, read, topics, asking)
    referral = replace(referral, **content)
    if ground and ground.permits:
        return await keep(session, acts.send(referral, ground, topics, asking.now), Act.SEND, party)
    if ground is None and waiting is NOT_ARMED:
        raise ConsentUnansweredError
    if waiting is not NOT_ARMED:
        waiting = Waiting(waiting.through, asking.now + ASK_AGAIN)
    return await keep(session, acts.wait(referral, ground, topics, waiting, asking.now), Act.WAIT, party)


async def _content(
    session: AsyncSession, read: Referral, order: SendOrder, topics: tuple[str, ...], asking: Asking
) -> dict[str, Any]:
    """Return what the recipient needs to know, as it is answered; see that the recipient has room.

    Raises:
        RecipientFullError: It has said that it is full.
        ContentMissingError: A required answer is missing, or one does not fit.
    """
    entry = await directory.find_entry(session, read.recipient_id) if read.recipient_id else None
    if entry is not None:
        entry.check_room(local_day(asking.now))
    form = entry.form if entry else None
    kept = {key: answer["value"] for key, answer in read.answers.items()}
    answers = answers_to(form, kept if order.answers is None else order.answers, topics)
    return {"answers": answers, "form_version": form.version if form else None}


async def accept_referral(session: AsyncSession, referral_id: UUID, asking: Asking) -> Referral:
    """Accept where there is still a ground; where there is none any more, the referral is suspended.

    Raises:
        ConsentUnansweredError: The consent service does not answer; nothing is changed.
    """
    read = await repository.get(session, referral_id, visible_to=reader(asking.caller))
    party = _may(read, Act.ACCEPT, asking)
    referral, ground = await _asked(session, read, read.topics_sent, asking)
    if ground is None:
        raise ConsentUnansweredError
    if ground.permits:
        return await keep(session, acts.accept(referral, ground, asking.now), Act.ACCEPT, party)
    stopped = acts.suspend(referral, GROUND_LOST, asking.now, ground)
    return await keep(session, stopped, Act.SUSPEND, Party.SYSTEM)


async def resume_referral(session: AsyncSession, referral_id: UUID, asking: Asking) -> Referral:
    """Go on with a suspended referral, from where it was, once there is a ground again.

    Raises:
        GroundMissingError: There is none.
        ConsentUnansweredError: The consent service does not answer.
    """
    read = await repository.get(session, referral_id, visible_to=reader(asking.caller))
    party = _may(read, Act.RESUME, asking)
    referral, ground = await _asked(session, read, read.topics_sent, asking)
    if ground is None:
        raise ConsentUnansweredError
    return await keep(session, acts.resume(referral, ground, asking.now), Act.RESUME, party)


async def give_information(
    session: AsyncSession, referral_id: UUID, package: Package, asking: Asking
) -> Referral:
    """Let a further package of information leave, where there is a ground for all of it (SL-03, SL-04).

    Without a package the sender has answered that there is no more; then nothing is asked.

    Raises:
        GroundMissingError: There is no ground for the package; it stays, and the referral is as it was.
        ConsentUnansweredError: The consent service does not answer.
    """
    read = await repository.get(session, referral_id, visible_to=reader(asking.caller))
    party = _may(read, Act.GIVE_INFORMATION, asking)
    checks.check_needs(package.topics, package.needs)
    if not package.topics:
        referral = await repository.get_for_update(session, read.id, visible_to=reader(asking.caller))
        check_version(referral.version, read.version)
        told = working.give_information(referral, None, ((), ()), asking.now)
        return await keep(session, told, Act.GIVE_INFORMATION, party)
    topics = tuple(dict.fromkeys((*read.topics_sent, *package.topics)))
    referral, ground = await _asked(session, read, topics, asking)
    if ground is None:
        raise ConsentUnansweredError
    if not ground.permits:
        raise GroundMissingError.lacking(ground.uncovered_topics)
    told = working.give_information(referral, ground, (package.topics, package.needs), asking.now)
    return await keep(session, told, Act.GIVE_INFORMATION, party)


def _may(read: Referral, act: Act, asking: Asking) -> Party:
    """Return as which party the caller acts, before anything is asked."""
    party = party_for(read, act, read.parties(place_of(asking.caller)))
    check_version(read.version, asking.expected)
    return party


async def _asked(
    session: AsyncSession, read: Referral, topics: tuple[str, ...], asking: Asking
) -> tuple[Referral, Ground | None]:
    """Return the referral, locked and unchanged since it was read, and the ground that holds for it."""
    answer = await ask_for_ground(session, read, topics, asking.consents, user=asking.caller)
    referral = await repository.get_for_update(session, read.id, visible_to=reader(asking.caller))
    check_version(referral.version, read.version)
    return referral, ground_that_holds(answer, asking.consents)


async def ask_for_ground(
    session: AsyncSession,
    referral: Referral,
    topics: tuple[str, ...],
    consents: ConsentClient,
    *,
    user: Caller | None = None,
) -> Answer | None:
    """Ask, and lock the consents that the answer rests on; None where there is no answer that can be relied on.

    Where one of them was withdrawn or changed between answer and lock, it is asked once more.

    Raises:
        GroundUndecidableError: It can't be decided as a user asked it; for the system that is no answer.
    """
    us = on_behalf_of(
        user,
        county_code=referral.county_code,
        authority_id=referral.responsible_authority_id,
        unit_id=referral.from_unit_id,
    )
    for _ in range(2):
        try:
            answer = await consents.ask(referral.question(topics), us)
        except GroundUndecidableError:
            if user is not None:
                raise
            return None
        if answer is None:
            return None
        consent_ids = [consent.consent_id for consent in answer.ground.relied]
        await locks.lock_consents(session, consent_ids)
        if not answer.ground.is_stale(await locks.withdrawn_versions(session, consent_ids)):
            return answer
    return None


def ground_that_holds(answer: Answer | None, consents: ConsentClient) -> Ground | None:
    """Return the answer's ground while it may be acted on, at most five seconds from before it was asked."""
    return answer.ground if answer and answer.holds(consents.monotonic()) else None
