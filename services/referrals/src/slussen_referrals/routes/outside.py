"""One-time links over REST: issued by the sender, opened and used by whoever holds link and code."""

import base64
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Request, Response

from slussen_chassis.openapi import KEYLESS
from slussen_chassis.problems import prefers_english, problem_response
from slussen_chassis.web import InEnglish, Now, Transaction, requires
from slussen_contracts.referrals import api
from slussen_contracts.referrals.api import Act, Party
from slussen_contracts.referrals.scopes import READ, SEND
from slussen_referrals import register
from slussen_referrals.delivering import DELIVERIES, Handover
from slussen_referrals.domain.errors import LinkNotFoundError, invalid
from slussen_referrals.domain.outside import OutsideLink
from slussen_referrals.domain.states import acts_open_to
from slussen_referrals.domain.words import state_text
from slussen_referrals.routes.parts import By, Consents, Settings
from slussen_referrals.routes.views import PREFIX
from slussen_referrals.routes.worded import WordedRoute
from slussen_referrals.use_cases import outside

router = APIRouter(prefix=PREFIX, route_class=WordedRoute, tags=["outside-links"])
OFFERED = {Act.RECEIVE, Act.ACCEPT, Act.DECLINE, Act.CONTACT, Act.COMPLETE, Act.ASK_INFORMATION}
KEY = r"^[0-9a-f-]{36}\.[A-Za-z0-9_-]{20,64}$"
PAGE = "/referrals/pages/outside"


def _outside(now: Now, settings: Settings, consents: Consents) -> outside.Outside:
    pepper = settings.signing_key.get_secret_value().encode()
    return outside.Outside(now, pepper, consents, settings.limits)


def _answered_once(request: Request) -> None:
    """Refuse an `Idempotency-Key`: by it the answer would be kept, and it holds secrets that are shown once."""
    if "idempotency-key" in request.headers:
        raise invalid("Idempotency-Key", "not-here", "svaret visas bara en gång", "the answer is shown once")


OutsideParts = Annotated[outside.Outside, Depends(_outside)]
"""What a visit needs."""


@router.post(
    "/referrals/{referral_id}/outside-links",
    operation_id="issueOutsideLink",
    status_code=201,
    dependencies=[requires(SEND), Depends(_answered_once)],
    openapi_extra={KEYLESS: True},
)
async def issue_link(  # noqa: PLR0913, PLR0917 - what a route is given
    referral_id: UUID,
    body: api.OutsideLinkCreate,
    session: Transaction,
    by: By,
    out: OutsideParts,
    settings: Settings,
    english: InEnglish,
) -> api.OutsideLinkCreated:
    """Gör en engångslänk till en mottagare utan konto. / Make a one-time link for a recipient without an account.

    Länk och kod visas bara nu, och lämnas över på olika sätt. / Link and code are shown now alone.
    """
    ways = (body.link_way, body.code_way)
    link, handed_over = await outside.issue_link(session, referral_id, ways, by, out.pepper)
    unit_id = by.caller.unit_id
    names = await register.unit_names(session, {unit_id} if unit_id else set())
    common: dict[str, Any] = {
        "page": f"{settings.public_origin or ''}{PAGE}",
        "from_unit": next(iter(names.values()), "Slussen"),
        "expires_at": link.expires_at,
        "made_at": out.now,
        "english": english,
    }
    halves = (
        (body.link_way, Handover(what="link", secret=handed_over.reference, **common)),
        (body.code_way, Handover(what="code", secret=handed_over.code, **common)),
    )
    link_delivery, code_delivery = [await _handed_over(way, half) for way, half in halves]
    return api.OutsideLinkCreated(
        id=link.id,
        link=f"{PAGE}/{handed_over.reference}",
        key=handed_over.key,
        code=handed_over.code,
        expires_at=link.expires_at,
        link_delivery=link_delivery,
        code_delivery=code_delivery,
    )


async def _handed_over(way: api.Way, half: Handover) -> api.HandedOver:
    made = await DELIVERIES[way](half)
    pdf = base64.b64encode(made.pdf).decode() if made.pdf else None
    return api.HandedOver(way=way, text=made.text, pdf=pdf)


@router.get(
    "/referrals/{referral_id}/outside-links", operation_id="listOutsideLinks", dependencies=[requires(READ)]
)
async def list_links(referral_id: UUID, session: Transaction, by: By) -> list[api.OutsideLinkRead]:
    """Lista slussningens engångslänkar. / List the referral's one-time links."""
    return [_link(link) for link in await outside.list_links(session, referral_id, by)]


@router.post(
    "/referrals/{referral_id}/outside-links/{link_id}/revocation",
    operation_id="revokeOutsideLink",
    dependencies=[requires(SEND)],
)
async def revoke_link(referral_id: UUID, link_id: UUID, session: Transaction, by: By) -> api.OutsideLinkRead:
    """Återkalla en länk; även ett besök som pågår tar slut. / Revoke a link; a visit that lasts ends too."""
    return _link(await outside.revoke_link(session, referral_id, link_id, by))


@router.post(
    "/outside-visits",
    operation_id="openOutsideLink",
    status_code=201,
    response_model=api.OutsideVisit,
    dependencies=[Depends(_answered_once)],
    openapi_extra={KEYLESS: True},
)
async def open_link(
    body: api.OutsideOpening, request: Request, session: Transaction, out: OutsideParts
) -> api.OutsideVisit | Response:
    """Öppna en engångslänk med sin kod; länken är sedan förbrukad. / Open a one-time link; it is then used up.

    Fel länk och fel kod ser likadana ut; fem fel stänger länken. / Wrong link and wrong code look the same.
    """
    language = request.headers.get("accept-language")
    opened = await outside.open_link(session, key_in(body.key), body.code, out)
    if opened is None:
        return problem_response(LinkNotFoundError(), language)
    link, visit, seen = opened
    referral = seen_read(seen, english=prefers_english(language))
    return api.OutsideVisit.model_validate({"key": visit, "until": link.visit_until, "referral": referral})


@router.post("/outside-visits/acts", operation_id="actOutside")
async def act_outside(
    body: api.OutsideAct, session: Transaction, out: OutsideParts, english: InEnglish
) -> api.OutsideReferral:
    """Svara på slussningen som mottagare utan konto. / Answer the referral as a recipient without an account."""
    done = outside.Done(body.reason, body.outcome, body.follow_up_on, body.no_follow_up, tuple(body.topics))
    seen = await outside.act_outside(session, key_in(body.key), Act(body.act), done, out)
    return seen_read(seen, english=english)


def key_in(key: str) -> tuple[UUID, str]:
    """Return a key's id and secret.

    Raises:
        LinkNotFoundError: It is no key.
    """
    link_id, _, secret = key.partition(".")
    try:
        return UUID(link_id), secret
    except ValueError:
        raise LinkNotFoundError from None


def _link(link: OutsideLink) -> api.OutsideLinkRead:
    return api.OutsideLinkRead(
        id=link.id,
        link_way=link.link_way,
        code_way=link.code_way,
        expires_at=link.expires_at,
        opened_at=link.opened_at,
        revoked_at=link.revoked_at,
        wrong_codes=link.wrong_codes,
    )


def seen_read(seen: outside.Seen, *, english: bool) -> api.OutsideReferral:
    """Return a referral as its recipient outside sees it."""
    referral = seen.referral
    recipient = frozenset({Party.RECIPIENT})
    discloses = referral.discloses_to(recipient, seen.today)
    topics = referral.topics_sent if discloses else ()
    acts = acts_open_to(referral.state, referral.form, recipient)
    return api.OutsideReferral(
        state=referral.state,
        state_text=state_text(referral.state, seen.display_term, english=english),
        form=referral.form,
        from_unit_name=seen.from_unit_name,
        from_activity=referral.from_activity,
        from_profession=referral.from_profession,
        to_profession=referral.to_profession,
        topics=list(topics),
        needs=[api.Need(topic=n.topic, code=n.code) for n in referral.needs if n.topic in topics],
        answers={k: a["value"] for k, a in referral.answers.items() if a["topic"] in topics},
        acts=[act.value for act in acts if act in OFFERED],
    )
