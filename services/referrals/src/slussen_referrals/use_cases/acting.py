"""The steps that disclose nothing new: received, contacted, completed, declined, recalled, voided and the like."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from slussen_chassis.auth import Caller
from slussen_chassis.web import check_version
from slussen_contracts.referrals.api import Act, DeclineReason, Outcome, RecallReason
from slussen_referrals.domain import acts
from slussen_referrals.domain.advancing import party_for
from slussen_referrals.domain.referral import Limits, Referral
from slussen_referrals.repository import referrals as repository
from slussen_referrals.use_cases.keeping import keep, place_of, reader


@dataclass(frozen=True, slots=True)
class By:
    """Who acts, when, and which version of the referral they have read."""

    caller: Caller
    now: datetime
    expected: int | None = None


async def note_step(session: AsyncSession, referral_id: UUID, act: Act, by: By) -> Referral:
    """Take a step that carries nothing but itself: offered, permission asked for, received."""
    return await take_step(session, referral_id, act, by, lambda r: acts.note(r, act, by.now))


async def contact_family(session: AsyncSession, referral_id: UUID, by: By) -> Referral:
    """Record that the recipient has had first contact with the family."""
    return await take_step(session, referral_id, Act.CONTACT, by, lambda r: acts.contact(r, by.now))


@dataclass(frozen=True, slots=True)
class Closing:
    """How it ended, and when it is followed up."""

    outcome: Outcome
    follow_up_on: date | None
    no_follow_up: bool


async def complete_referral(
    session: AsyncSession, referral_id: UUID, closing: Closing, by: By, limits: Limits
) -> Referral:
    """Close the loop; the sender sees the outcome.

    Raises:
        FollowUpMissingError: Neither a day for follow-up nor an explicit none is given.
    """

    def close(referral: Referral) -> Referral:
        return acts.complete(
            referral,
            closing.outcome,
            follow_up_on=closing.follow_up_on,
            no_follow_up=closing.no_follow_up,
            at=by.now,
            limits=limits,
        )

    return await take_step(session, referral_id, Act.COMPLETE, by, close)


async def decline_referral(
    session: AsyncSession, referral_id: UUID, reason: DeclineReason, by: By
) -> Referral:
    """Decline, with a reason."""
    return await take_step(session, referral_id, Act.DECLINE, by, lambda r: acts.decline(r, reason, by.now))


async def recall_referral(session: AsyncSession, referral_id: UUID, reason: RecallReason, by: By) -> Referral:
    """Take the referral back; before it was accepted, it is gone for the recipient."""
    return await take_step(session, referral_id, Act.RECALL, by, lambda r: acts.recall(r, reason, by.now))


async def void_referral(session: AsyncSession, referral_id: UUID, by: By) -> Referral:
    """Mark the referral as entered in error: it counts nowhere."""
    return await take_step(session, referral_id, Act.VOID, by, lambda r: acts.void(r, by.now))


async def choose_statistics(session: AsyncSession, referral_id: UUID, by: By, *, declines: bool) -> Referral:
    """Note whether the family declines to be counted; where it is opened, statistics are told."""

    def change(referral: Referral) -> Referral:
        return acts.choose_statistics(referral, by.now, declines=declines)

    return await take_step(session, referral_id, Act.CHOOSE_STATISTICS, by, change)


async def take_step(
    session: AsyncSession, referral_id: UUID, act: Act, by: By, change: Callable[[Referral], Referral]
) -> Referral:
    """Do an act that asks nobody: load, see that the caller may, change, keep."""
    referral = await repository.get_for_update(session, referral_id, visible_to=reader(by.caller))
    party = party_for(referral, act, referral.parties(place_of(by.caller)))
    check_version(referral.version, by.expected)
    return await keep(session, change(referral), act, party)
