"""The recipient at work, and what sender and recipient tell each other on the way; nothing new is disclosed."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from slussen_chassis.clock import local_day
from slussen_contracts.referrals.api import (
    Act,
    Advice,
    FailReason,
    HoldReason,
    ReturnReason,
)
from slussen_referrals.domain import acts, checks, working
from slussen_referrals.domain.referral import Introduction, Limits, Referral
from slussen_referrals.domain.working import Conversion
from slussen_referrals.settings import ReferralsSettings
from slussen_referrals.use_cases.acting import By, take_step
from slussen_referrals.use_cases.opening import check_covered, open_centre


@dataclass(frozen=True, slots=True)
class Rest:
    """Why a referral rests, and through which day."""

    reason: HoldReason
    through: date


async def introduce_family(
    session: AsyncSession, referral_id: UUID, introduction: Introduction, by: By
) -> Referral:
    """Record that family and recipient were introduced to each other in person."""

    def change(referral: Referral) -> Referral:
        return working.introduce(referral, introduction, by.now)

    return await take_step(session, referral_id, Act.INTRODUCE, by, change)


async def give_advice(session: AsyncSession, referral_id: UUID, advice: Advice, by: By) -> Referral:
    """Answer a question for advice."""
    return await take_step(session, referral_id, Act.ADVISE, by, lambda r: working.advise(r, advice, by.now))


async def convert_referral(
    session: AsyncSession,
    referral_id: UUID,
    conversion: Conversion,
    by: By,
    settings: ReferralsSettings,
) -> Referral:
    """Make a referral of a question for advice, with the parent's permission to that.

    Raises:
        NotCoveredError: It is internal, and no agreement is in force at the centre any more (EV-02).
    """
    today = local_day(by.now)
    checks.check_permission(conversion.permission, today, settings.limits)

    def change(referral: Referral) -> Referral:
        return working.convert(referral, conversion, by.now)

    made = await take_step(session, referral_id, Act.CONVERT, by, change)
    centre = await open_centre(session, made.centre_id, today)
    await check_covered(session, centre, made.kind, today, settings)
    return made


async def ask_information(
    session: AsyncSession, referral_id: UUID, topics: tuple[str, ...], by: By
) -> Referral:
    """Ask the sender for more information."""
    return await take_step(
        session, referral_id, Act.ASK_INFORMATION, by, lambda r: working.ask_information(r, topics, by.now)
    )


async def hold_referral(
    session: AsyncSession, referral_id: UUID, rest: Rest, by: By, limits: Limits
) -> Referral:
    """Let the referral rest through a day."""

    def change(referral: Referral) -> Referral:
        return working.hold(referral, rest.reason, rest.through, at=by.now, limits=limits)

    return await take_step(session, referral_id, Act.HOLD, by, change)


async def continue_referral(session: AsyncSession, referral_id: UUID, by: By) -> Referral:
    """Take up a resting referral where it was."""
    return await take_step(session, referral_id, Act.CONTINUE, by, lambda r: working.go_on(r, by.now))


async def return_referral(session: AsyncSession, referral_id: UUID, reason: ReturnReason, by: By) -> Referral:
    """Give back what had been accepted; the sender takes it from there."""
    return await take_step(
        session, referral_id, Act.RETURN, by, lambda r: working.give_back(r, reason, by.now)
    )


async def fail_referral(session: AsyncSession, referral_id: UUID, reason: FailReason, by: By) -> Referral:
    """Note that the hand-over could not be carried out."""
    return await take_step(session, referral_id, Act.FAIL, by, lambda r: acts.fail(r, reason, by.now))
