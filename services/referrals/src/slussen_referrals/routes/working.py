"""What the two do on the way: advice, introduction, more information, rest, return."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends

from slussen_chassis.web import Transaction, requires
from slussen_contracts.referrals.api import (
    Act,
    InformationPackage,
    InformationRequest,
    ReferralAdvise,
    ReferralConvert,
    ReferralFail,
    ReferralForm,
    ReferralHold,
    ReferralIntroduce,
    ReferralRead,
    ReferralReturn,
)
from slussen_contracts.referrals.scopes import READ, RECEIVE, SEND
from slussen_referrals.domain import referral as domain
from slussen_referrals.domain.working import Conversion
from slussen_referrals.routes.parts import Answer, Asking, By, Settings, either_side
from slussen_referrals.routes.views import PREFIX
from slussen_referrals.routes.worded import WordedRoute
from slussen_referrals.use_cases import acting, disclosing, working

router = APIRouter(prefix=PREFIX, route_class=WordedRoute, tags=["referrals"])


@router.post("/referrals/{referral_id}/advice", operation_id="adviseSender", dependencies=[requires(RECEIVE)])
async def give_advice(
    referral_id: UUID,
    body: ReferralAdvise,
    session: Transaction,
    by: By,
    answer: Answer,
) -> ReferralRead:
    """Svara på en fråga om råd. / Answer a question for advice."""
    made = await working.give_advice(session, referral_id, body.advice, by)
    return await answer(made)


@router.post(
    "/referrals/{referral_id}/conversion", operation_id="convertReferral", dependencies=[requires(SEND)]
)
async def convert_referral(
    referral_id: UUID,
    body: ReferralConvert,
    session: Transaction,
    by: By,
    settings: Settings,
    answer: Answer,
) -> ReferralRead:
    """Gör en slussning av frågan om råd, med medgivande. / Make a referral of a question for advice."""
    permission = domain.Permission(body.permission.given_on, body.permission.given_by)
    form = ReferralForm.WARM if body.warm else ReferralForm.STANDARD
    conversion = Conversion(permission, form, body.declines_statistics)
    return await answer(await working.convert_referral(session, referral_id, conversion, by, settings))


@router.post(
    "/referrals/{referral_id}/introduction", operation_id="introduceFamily", dependencies=[requires(READ)]
)
async def introduce_family(
    referral_id: UUID,
    body: ReferralIntroduce,
    session: Transaction,
    by: Annotated[acting.By, Depends(either_side)],
    answer: Answer,
) -> ReferralRead:
    """Notera att familj och mottagare har setts: vem, när och var. / Introduced in person: who, when, where."""
    introduction = domain.Introduction(body.introduced_by, body.introduced_on, body.place)
    made = await working.introduce_family(session, referral_id, introduction, by)
    return await answer(made)


@router.post("/referrals/{referral_id}/follow-up", operation_id="followUp", dependencies=[requires(RECEIVE)])
async def follow_up(
    referral_id: UUID,
    session: Transaction,
    by: By,
    answer: Answer,
) -> ReferralRead:
    """Notera att uppföljningen har börjat. / Note that the follow-up has begun."""
    made = await acting.note_step(session, referral_id, Act.FOLLOW_UP, by)
    return await answer(made)


@router.post(
    "/referrals/{referral_id}/information-request",
    operation_id="askInformation",
    dependencies=[requires(RECEIVE)],
)
async def ask_information(
    referral_id: UUID,
    body: InformationRequest,
    session: Transaction,
    by: By,
    answer: Answer,
) -> ReferralRead:
    """Be avsändaren om fler uppgifter. / Ask the sender for more information."""
    made = await working.ask_information(session, referral_id, tuple(dict.fromkeys(body.topics)), by)
    return await answer(made)


@router.post(
    "/referrals/{referral_id}/information", operation_id="giveInformation", dependencies=[requires(SEND)]
)
async def give_information(
    referral_id: UUID, body: InformationPackage, session: Transaction, asking: Asking, answer: Answer
) -> ReferralRead:
    """Lämna fler uppgifter, om det finns stöd för dem. / Give more information, where there is a ground.

    Stödet prövas på nytt för allt; utan uppgifter: svaret är att det inte finns fler.
    / The ground is asked for anew; without topics: there is no more to tell.
    """
    needs = tuple(domain.Need(need.topic, need.code) for need in body.needs)
    package = disclosing.Package(tuple(dict.fromkeys(body.topics)), needs)
    made = await disclosing.give_information(session, referral_id, package, asking)
    return await answer(made)


@router.post("/referrals/{referral_id}/hold", operation_id="holdReferral", dependencies=[requires(RECEIVE)])
async def hold_referral(
    referral_id: UUID,
    body: ReferralHold,
    session: Transaction,
    by: By,
    settings: Settings,
    answer: Answer,
) -> ReferralRead:
    """Låt slussningen vila till och med en dag. / Let the referral rest through a day."""
    made = await working.hold_referral(
        session, referral_id, working.Rest(body.reason, body.through), by, settings.limits
    )
    return await answer(made)


@router.post(
    "/referrals/{referral_id}/continuation", operation_id="continueReferral", dependencies=[requires(RECEIVE)]
)
async def continue_referral(
    referral_id: UUID,
    session: Transaction,
    by: By,
    answer: Answer,
) -> ReferralRead:
    """Ta upp en vilande slussning där den var. / Take up a resting referral where it was."""
    made = await working.continue_referral(session, referral_id, by)
    return await answer(made)


@router.post(
    "/referrals/{referral_id}/return", operation_id="returnReferral", dependencies=[requires(RECEIVE)]
)
async def return_referral(
    referral_id: UUID,
    body: ReferralReturn,
    session: Transaction,
    by: By,
    answer: Answer,
) -> ReferralRead:
    """Lämna tillbaka till avsändaren, med skäl. / Return to the sender, with a reason."""
    made = await working.return_referral(session, referral_id, body.reason, by)
    return await answer(made)


@router.post("/referrals/{referral_id}/failure", operation_id="failReferral", dependencies=[requires(READ)])
async def fail_referral(
    referral_id: UUID,
    body: ReferralFail,
    session: Transaction,
    by: Annotated[acting.By, Depends(either_side)],
    answer: Answer,
) -> ReferralRead:
    """Notera att slussningen inte gick att genomföra. / Note that the hand-over could not be carried out."""
    return await answer(await working.fail_referral(session, referral_id, body.reason, by))
