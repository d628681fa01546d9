"""A private person's own consents, logged in with a national eID; nothing else is reachable for them."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Response

from slussen_chassis.transaction import TransactionRoute
from slussen_chassis.web import CurrentCaller, IfMatch, InEnglish, Now, Transaction, requires, set_etag
from slussen_consent.domain.own_view import OwnAnswer
from slussen_consent.domain.positions import PositionValue
from slussen_consent.repository.register import Register
from slussen_consent.routes.own_reading import accesses_read, own_consent_read, own_places, withheld_read
from slussen_consent.routes.parts import Parts
from slussen_consent.use_cases import own
from slussen_consent.use_cases.own import OwnConsent
from slussen_consent.words import words
from slussen_contracts.consent import api, scopes

router = APIRouter(prefix="/consent/v1", route_class=TransactionRoute)
OWN = [requires(scopes.OWN)]


@router.get(
    "/own-consents",
    operation_id="listOwnConsents",
    summary="Mina samtycken / My consents",
    tags=["own-consents"],
    dependencies=OWN,
)
async def list_own_consents(
    session: Transaction, parts: Parts, person: CurrentCaller, now: Now, english: InEnglish
) -> api.OwnConsents:
    """De samtycken där du har något att säga till om. Om andra vårdnadshavare framgår ingenting.

    Är vårdnaden inte känd visas inte samtycket, utan varför och vem du kan fråga. Läsningen loggas.

    / The consents in which you have a say. Of other custodians it tells nothing. Where custody is not known the
    consent is not shown, but why and whom to ask. The reading is logged.
    """
    found = await own.list_own(session, person=person, now=now)
    places = await own_places(parts.register, found.shown, {one.authority_id for one in found.withheld})
    language = words("en" if english else "sv")
    return api.OwnConsents(
        items=[own_consent_read(one, places, language) for one in found.shown],
        withheld=[withheld_read(one, places, language) for one in found.withheld],
    )


@router.get(
    "/own-consents/{consent_id}",
    operation_id="getOwnConsent",
    summary="Ett av mina samtycken / One of my consents",
    tags=["own-consents"],
    dependencies=OWN,
)
async def get_own_consent(  # noqa: PLR0913, PLR0917 - what a route is given
    consent_id: UUID,
    session: Transaction,
    parts: Parts,
    person: CurrentCaller,
    now: Now,
    english: InEnglish,
    response: Response,
) -> api.OwnConsentRead:
    """Samtycket som det är nu. Läsningen loggas. / The consent as it is now. The reading is logged."""
    found = await own.get_own(session, consent_id, person=person, now=now)
    return await _read(found, parts.register, response, english=english)


@router.post(
    "/own-consents/{consent_id}/position",
    operation_id="answerOwnConsent",
    summary="Ändra mitt svar / Change my answer",
    tags=["own-consents"],
    dependencies=OWN,
)
async def answer_own_consent(  # noqa: PLR0913, PLR0917 - what a route is given
    consent_id: UUID,
    given: api.OwnAnswer,
    session: Transaction,
    parts: Parts,
    person: CurrentCaller,
    now: Now,
    english: InEnglish,
    expected: IfMatch,
    response: Response,
) -> api.OwnConsentRead:
    """Ja, nej eller delvis. Det gäller genast, och mottagningen får veta det.

    / Yes, no or in part. It holds at once, and the clinic is told.
    """
    answered = OwnAnswer(PositionValue(given.value), tuple(given.lines), given.consequences_understood)
    kept = await own.answer_own(session, consent_id, answered, person=person, expected=expected, now=now)
    return await _read(kept, parts.register, response, english=english)


@router.post(
    "/own-consents/{consent_id}/withdrawal",
    operation_id="withdrawOwnConsent",
    summary="Återkalla samtycket / Withdraw the consent",
    tags=["own-consents"],
    dependencies=OWN,
)
async def withdraw_own_consent(  # noqa: PLR0913, PLR0917 - what a route is given
    consent_id: UUID,
    session: Transaction,
    parts: Parts,
    person: CurrentCaller,
    now: Now,
    english: InEnglish,
    expected: IfMatch,
    response: Response,
) -> api.OwnConsentRead:
    """Från och med nu får inget lämnas med stöd av samtycket; det som lämnats tidigare förblir lagligt.

    / From now on nothing may be told on the ground of the consent. Sharing that happened before stays lawful.
    """
    kept = await own.withdraw_own(session, consent_id, person=person, expected=expected, now=now)
    return await _read(kept, parts.register, response, english=english)


@router.get(
    "/own-accesses",
    operation_id="listOwnAccesses",
    summary="Vem som har tittat / Who has looked",
    tags=["own-consents"],
    dependencies=OWN,
)
async def list_own_accesses(
    session: Transaction,
    parts: Parts,
    person: CurrentCaller,
    now: Now,
    english: InEnglish,
    subject_id: Annotated[UUID, Query(alias="subjectId", description="Personens id. / The person's id.")],
) -> api.OwnAccesses:
    """Utdrag ur loggen: vilken enhet och när, aldrig vem (patientdatalagen 8 kap. 5 §).

    / Extract from the log: which unit and when, never who (Patient Data Act, chapter 8, section 5).
    """
    found = await own.list_accesses(session, subject_id, person=person, now=now)
    items = await accesses_read(found, parts.register, words("en" if english else "sv"))
    return api.OwnAccesses(subject_id=subject_id, items=items)


async def _read(
    found: OwnConsent, register: Register, response: Response, *, english: bool
) -> api.OwnConsentRead:
    set_etag(response, found.record.consent.version)
    places = await own_places(register, [found])
    return own_consent_read(found, places, words("en" if english else "sv"))
