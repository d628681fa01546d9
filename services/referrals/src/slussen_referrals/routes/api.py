"""The REST surface: HTTP to use cases and back; rights, rules and queries are further in."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request, Response
from sqlmodel.ext.asyncio.session import AsyncSession

from slussen_chassis.auth import Caller
from slussen_chassis.transaction import TransactionRoute
from slussen_chassis.web import CurrentCaller, IfMatch, Now, Page, Paging, Transaction, requires, set_etag
from slussen_contracts.referrals.api import (
    Act,
    Permission,
    ReferralComplete,
    ReferralCreate,
    ReferralDecline,
    ReferralRead,
    ReferralRecall,
    ReferralSend,
    ReferralState,
    ReferralStep,
)
from slussen_contracts.referrals.scopes import READ, RECEIVE, SEND
from slussen_referrals.clients import ConsentClient
from slussen_referrals.domain import referral as domain
from slussen_referrals.domain.errors import invalid
from slussen_referrals.domain.referral import Referral
from slussen_referrals.routes.views import PREFIX, address_of, referral_read, step_read
from slussen_referrals.settings import ReferralsSettings
from slussen_referrals.use_cases import acting, disclosing, opening, reading

router = APIRouter(prefix=PREFIX, route_class=TransactionRoute, tags=["referrals"])


def _consents(request: Request) -> ConsentClient:
    client: ConsentClient = request.app.state.consents
    return client


def _settings(request: Request) -> ReferralsSettings:
    settings: ReferralsSettings = request.app.state.settings
    return settings


def _by(caller: CurrentCaller, now: Now, expected: IfMatch) -> acting.By:
    return acting.By(caller, now, expected)


Consents = Annotated[ConsentClient, Depends(_consents)]
Settings = Annotated[ReferralsSettings, Depends(_settings)]
By = Annotated[acting.By, Depends(_by)]


def _asking(by: By, consents: Consents) -> disclosing.Asking:
    return disclosing.Asking(by.caller, consents, by.now, by.expected)


Asking = Annotated[disclosing.Asking, Depends(_asking)]


async def _answer(
    session: AsyncSession, referral: Referral, caller: Caller, response: Response
) -> ReferralRead:
    set_etag(response, referral.version)
    return referral_read((await reading.show(session, [referral], caller=caller))[0])


@router.post("/referrals", operation_id="createReferral", status_code=201, dependencies=[requires(SEND)])
async def create_referral(
    body: ReferralCreate,
    session: Transaction,
    by: By,
    consents: Consents,
    settings: Settings,
    response: Response,
) -> ReferralRead:
    """Öppna en slussning, eller notera ett behov. / Open a referral, or note a need.

    Den räknas från det att förälderns medgivande är registrerat. Ingen fritext och inga bilagor.
    / It counts from the parent's permission. No free text, no attachments.
    """
    made = await opening.create_referral(
        session, _order(body), caller=by.caller, consents=consents, settings=settings, now=by.now
    )
    response.headers["Location"] = address_of(made.id)
    return await _answer(session, made, by.caller, response)


@router.get("/referrals", operation_id="listReferrals", dependencies=[requires(READ)])
async def list_referrals(
    session: Transaction,
    caller: CurrentCaller,
    page: Paging,
    box: Annotated[
        Literal["inbox", "sent"], Query(description="Till eller från din enhet. / To or from your unit.")
    ] = "inbox",
    state: Annotated[list[ReferralState] | None, Query(description="Bara dessa lägen. / Only these.")] = None,
) -> Page[ReferralRead]:
    """Lista slussningar till eller från din enhet, de nyaste först. / List your unit's referrals, newest first."""
    found = await reading.list_referrals(
        session, caller=caller, inbox=box == "inbox", states=state or (), page=page
    )
    return Page[ReferralRead].of([referral_read(shown) for shown in found], page)


@router.get("/referrals/{referral_id}", operation_id="readReferral", dependencies=[requires(READ)])
async def read_referral(
    referral_id: UUID, session: Transaction, caller: CurrentCaller, response: Response
) -> ReferralRead:
    """Läs en slussning; avsändaren ser utfallet. / Read a referral; the sender sees the outcome."""
    shown = await reading.read_referral(session, referral_id, caller=caller)
    set_etag(response, shown.referral.version)
    return referral_read(shown)


@router.get(
    "/referrals/{referral_id}/history", operation_id="readReferralHistory", dependencies=[requires(READ)]
)
async def read_history(referral_id: UUID, session: Transaction, caller: CurrentCaller) -> list[ReferralStep]:
    """Läs vad som gjorts med slussningen, det äldsta först. / Read what was done, the oldest first."""
    return [step_read(step) for step in await reading.read_history(session, referral_id, caller=caller)]


@router.post("/referrals/{referral_id}/offer", operation_id="offerReferral", dependencies=[requires(SEND)])
async def offer_referral(referral_id: UUID, session: Transaction, by: By, response: Response) -> ReferralRead:
    """Notera att familjen har erbjudits slussningen. / Note that the family was offered it."""
    made = await acting.note_step(session, referral_id, Act.OFFER, by)
    return await _answer(session, made, by.caller, response)


@router.post(
    "/referrals/{referral_id}/permission-request",
    operation_id="askPermission",
    dependencies=[requires(SEND)],
)
async def ask_permission(referral_id: UUID, session: Transaction, by: By, response: Response) -> ReferralRead:
    """Notera att föräldern är tillfrågad om medgivande. / Note that the parent was asked for permission."""
    made = await acting.note_step(session, referral_id, Act.ASK_PERMISSION, by)
    return await _answer(session, made, by.caller, response)


@router.post(
    "/referrals/{referral_id}/permission", operation_id="permitReferral", dependencies=[requires(SEND)]
)
async def permit_referral(
    referral_id: UUID,
    body: Permission,
    session: Transaction,
    by: By,
    settings: Settings,
    response: Response,
) -> ReferralRead:
    """Registrera förälderns medgivande; slussningen är öppen. / Record the parent's permission; it is open."""
    made = await opening.permit_referral(
        session,
        referral_id,
        domain.Permission(body.given_on, body.given_by),
        caller=by.caller,
        settings=settings,
        now=by.now,
        expected=by.expected,
    )
    return await _answer(session, made, by.caller, response)


@router.post("/referrals/{referral_id}/sending", operation_id="sendReferral", dependencies=[requires(SEND)])
async def send_referral(
    referral_id: UUID,
    session: Transaction,
    asking: Asking,
    settings: Settings,
    response: Response,
    body: ReferralSend | None = None,
) -> ReferralRead:
    """Skicka, om det finns stöd; annars väntar slussningen. / Send where there is a ground; else it waits.

    Läget i svaret säger vilket det blev, `ground` varför. / The state tells which, `ground` why.
    """
    body = body or ReferralSend()
    order = disclosing.SendOrder(
        tuple(body.topics) if body.topics else None, body.send_when_consented, body.wait_through
    )
    made = await disclosing.send_referral(session, referral_id, order, asking, settings)
    return await _answer(session, made, asking.caller, response)


@router.post(
    "/referrals/{referral_id}/receipt", operation_id="receiveReferral", dependencies=[requires(RECEIVE)]
)
async def receive_referral(
    referral_id: UUID, session: Transaction, by: By, response: Response
) -> ReferralRead:
    """Notera att enheten har tagit hand om slussningen. / Note that the unit has taken it in hand."""
    made = await acting.note_step(session, referral_id, Act.RECEIVE, by)
    return await _answer(session, made, by.caller, response)


@router.post(
    "/referrals/{referral_id}/acceptance", operation_id="acceptReferral", dependencies=[requires(RECEIVE)]
)
async def accept_referral(
    referral_id: UUID, session: Transaction, asking: Asking, response: Response
) -> ReferralRead:
    """Ta emot; saknas stöd numera pausas slussningen. / Accept; without a ground by now it is suspended."""
    made = await disclosing.accept_referral(session, referral_id, asking)
    return await _answer(session, made, asking.caller, response)


@router.post(
    "/referrals/{referral_id}/first-contact", operation_id="contactFamily", dependencies=[requires(RECEIVE)]
)
async def contact_family(referral_id: UUID, session: Transaction, by: By, response: Response) -> ReferralRead:
    """Notera första kontakten med familjen. / Record the first contact with the family."""
    made = await acting.contact_family(session, referral_id, by)
    return await _answer(session, made, by.caller, response)


@router.post(
    "/referrals/{referral_id}/completion", operation_id="completeReferral", dependencies=[requires(RECEIVE)]
)
async def complete_referral(
    referral_id: UUID,
    body: ReferralComplete,
    session: Transaction,
    by: By,
    settings: Settings,
    response: Response,
) -> ReferralRead:
    """Avsluta med utfall och dag för uppföljning, eller ingen. / Close with outcome and follow-up, or none."""
    closing = acting.Closing(body.outcome, body.follow_up_on, body.no_follow_up)
    made = await acting.complete_referral(session, referral_id, closing, by, settings.limits)
    return await _answer(session, made, by.caller, response)


@router.post(
    "/referrals/{referral_id}/decline", operation_id="declineReferral", dependencies=[requires(RECEIVE)]
)
async def decline_referral(
    referral_id: UUID, body: ReferralDecline, session: Transaction, by: By, response: Response
) -> ReferralRead:
    """Avböj, med skäl. / Decline, with a reason."""
    made = await acting.decline_referral(session, referral_id, body.reason, by)
    return await _answer(session, made, by.caller, response)


@router.post(
    "/referrals/{referral_id}/resumption", operation_id="resumeReferral", dependencies=[requires(SEND)]
)
async def resume_referral(
    referral_id: UUID, session: Transaction, asking: Asking, response: Response
) -> ReferralRead:
    """Återuppta en pausad slussning, när det åter finns stöd. / Resume, once there is a ground again."""
    made = await disclosing.resume_referral(session, referral_id, asking)
    return await _answer(session, made, asking.caller, response)


@router.post("/referrals/{referral_id}/recall", operation_id="recallReferral", dependencies=[requires(SEND)])
async def recall_referral(
    referral_id: UUID, body: ReferralRecall, session: Transaction, by: By, response: Response
) -> ReferralRead:
    """Ta tillbaka slussningen. / Take the referral back."""
    made = await acting.recall_referral(session, referral_id, body.reason, by)
    return await _answer(session, made, by.caller, response)


@router.post("/referrals/{referral_id}/voiding", operation_id="voidReferral", dependencies=[requires(SEND)])
async def void_referral(referral_id: UUID, session: Transaction, by: By, response: Response) -> ReferralRead:
    """Makulera en slussning som registrerats av misstag. / Void a referral that was entered in error."""
    made = await acting.void_referral(session, referral_id, by)
    return await _answer(session, made, by.caller, response)


def _order(body: ReferralCreate) -> opening.Order:
    subject = body.subject_id or body.subject
    if subject is None or (body.subject_id and body.subject):
        raise invalid(
            "subjectId",
            "one-of",
            "ange antingen subjectId eller subject",
            "give subjectId or subject, one of them",
        )
    permission = body.permission
    return opening.Order(
        centre_id=body.centre_id,
        subject=subject,
        to_unit_id=body.recipient.unit_id,
        to_profession=body.recipient.profession,
        situation=body.situation,
        topics=tuple(dict.fromkeys(body.topics)),
        needs=tuple(domain.Need(need.topic, need.code) for need in body.needs),
        permission=domain.Permission(permission.given_on, permission.given_by) if permission else None,
        stage=body.stage,
    )
