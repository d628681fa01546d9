"""The ordinary routes: persons, and consents as staff reads, records and withdraws them."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Response

from slussen_chassis.transaction import TransactionRoute
from slussen_chassis.web import IfMatch, InEnglish, Now, Transaction, requires, set_etag
from slussen_consent.routes.parts import OnBehalfOf, Parts
from slussen_consent.routes.reading import consent_read
from slussen_consent.use_cases import consents, stored_decisions, subjects
from slussen_consent.use_cases.consents import AtVersion
from slussen_contracts.consent import api, scopes

router = APIRouter(prefix="/consent/v1", route_class=TransactionRoute)


@router.post(
    "/subjects/resolutions",
    operation_id="resolveSubjects",
    summary="Byt personers nummer mot ogenomskinliga id:n / Turn persons' numbers into opaque ids",
    tags=["subjects"],
    dependencies=[requires(scopes.RESOLVE)],
)
async def resolve_subjects(
    asked: api.SubjectResolution, session: Transaction, parts: Parts, _acting: OnBehalfOf
) -> api.ResolvedSubjects:
    """Svaret är alltid likadant: det framgår inte om någon var känd sedan tidigare.

    `system: null` ger en ny person utan nummer (nyfödd).

    / The answer is always alike: it never tells whether somebody was known. `system: null` makes a new person without
    a number (a newborn).
    """
    found = await subjects.resolve_subjects(session, asked.identifiers, resources=parts)
    return api.ResolvedSubjects(
        subjects=[api.SubjectReference(subject_id=subject_id) for subject_id in found]
    )


@router.post(
    "/subjects/{subject_id}/identifiers",
    operation_id="addIdentifier",
    summary="Ge en känd person ett nytt nummer / Give a known person a new number",
    tags=["subjects"],
    status_code=201,
    dependencies=[requires(scopes.RESOLVE)],
)
async def add_identifier(
    subject_id: UUID, number: api.IdentifierAdd, session: Transaction, parts: Parts, _acting: OnBehalfOf
) -> api.SubjectReference:
    """Till exempel när ett samordningsnummer blir ett personnummer: allt som finns om personen hör kvar till den.

    / For example when a coordination number becomes a personal number: everything about the person stays theirs.
    """
    await subjects.add_identifier(
        session, subject_id, number.identifier, supersedes=number.supersedes, resources=parts
    )
    return api.SubjectReference(subject_id=subject_id)


@router.get(
    "/consents",
    operation_id="listConsents",
    summary="Samtycken om en person / Consents about a person",
    tags=["consents"],
    dependencies=[requires(scopes.READ)],
)
async def list_consents(
    session: Transaction,
    acting: OnBehalfOf,
    english: InEnglish,
    now: Now,
    subject_id: Annotated[UUID, Query(alias="subjectId", description="Personens id. / The person's id.")],
) -> api.Consents:
    """De samtycken om personen som din huvudman får se och din enhet behöver, de nyaste först. Läsningen loggas.

    `withheld`: andra enheter hos din huvudman har mer, som den inre sekretessen håller tillbaka.

    / The consents about the person that your authority may see and your unit needs, the newest first. The reading is
    logged. `withheld`: other units of your authority keep more, which inner confidentiality holds back.
    """
    reader = acting.authority_id
    found = await consents.find_consents(session, subject_id, reader=reader, now=now)
    items = [consent_read(record, english=english, reader=reader) for record in found.items]
    return api.Consents(items=items, withheld=found.withheld)


@router.post(
    "/consents",
    operation_id="recordConsent",
    summary="Registrera ett samtycke / Record a consent",
    tags=["consents"],
    status_code=201,
    dependencies=[requires(scopes.RECORD)],
)
async def record_consent(  # noqa: PLR0913, PLR0917 - what a route is given
    content: api.ConsentCreate,
    session: Transaction,
    parts: Parts,
    acting: OnBehalfOf,
    english: InEnglish,
    now: Now,
    response: Response,
) -> api.ConsentRead:
    """Ett samtycke som lämnades i ett samtal. Det som saknas eller bryter mot en regel nämns vid namn.

    / A consent that was given in a conversation. What is missing or breaks a rule is named.
    """
    kept = await consents.record_consent(session, content, acting=acting, resources=parts, now=now)
    set_etag(response, kept.consent.version)
    response.headers["Location"] = f"/consent/v1/consents/{kept.consent.id}"
    return consent_read(kept, english=english, reader=acting.authority_id)


@router.get(
    "/consents/{consent_id}",
    operation_id="getConsent",
    summary="Ett samtycke / A consent",
    tags=["consents"],
    dependencies=[requires(scopes.READ)],
)
async def get_consent(
    consent_id: UUID,
    session: Transaction,
    acting: OnBehalfOf,
    english: InEnglish,
    now: Now,
    response: Response,
) -> api.ConsentRead:
    """Samtycket i sin senaste version. Läsningen loggas. / The consent at its newest version. The reading is logged."""
    found = await consents.get_consent(session, consent_id, reader=acting.authority_id, now=now)
    set_etag(response, found.consent.version)
    return consent_read(found, english=english, reader=acting.authority_id)


@router.get(
    "/consents/{consent_id}/versions",
    operation_id="listConsentVersions",
    summary="Ett samtyckes historia / A consent's history",
    tags=["consents"],
    dependencies=[requires(scopes.READ)],
)
async def list_consent_versions(
    consent_id: UUID, session: Transaction, acting: OnBehalfOf, english: InEnglish, now: Now
) -> api.ConsentVersions:
    """Alla versioner, den äldsta först; ingen ändras eller tas bort. / Every version, the oldest first."""
    found = await consents.list_versions(session, consent_id, reader=acting.authority_id, now=now)
    return api.ConsentVersions(
        items=[consent_read(record, english=english, reader=acting.authority_id) for record in found]
    )


@router.post(
    "/consents/{consent_id}/changes",
    operation_id="changeConsent",
    summary="Ändra ett samtycke / Change a consent",
    tags=["consents"],
    dependencies=[requires(scopes.RECORD)],
)
async def change_consent(  # noqa: PLR0913, PLR0917 - what a route is given
    consent_id: UUID,
    content: api.ConsentChange,
    session: Transaction,
    parts: Parts,
    acting: OnBehalfOf,
    english: InEnglish,
    now: Now,
    expected: IfMatch,
    response: Response,
) -> api.ConsentRead:
    """Hela det nya läget efter ett samtal; varje vårdnadshavares senaste ståndpunkt gäller. Allt äldre går att läsa.

    / The whole new state after a conversation; of each custodian the latest position stands. Older versions stay
    readable.
    """
    kept = await consents.change_consent(
        session, AtVersion(consent_id, expected), content, acting=acting, resources=parts, now=now
    )
    set_etag(response, kept.consent.version)
    return consent_read(kept, english=english, reader=acting.authority_id)


@router.post(
    "/consents/{consent_id}/withdrawal",
    operation_id="withdrawConsent",
    summary="Återkalla ett samtycke / Withdraw a consent",
    tags=["consents"],
    dependencies=[requires(scopes.RECORD)],
)
async def withdraw_consent(  # noqa: PLR0913, PLR0917 - what a route is given
    consent_id: UUID,
    withdrawal: api.ConsentWithdraw,
    session: Transaction,
    acting: OnBehalfOf,
    english: InEnglish,
    now: Now,
    expected: IfMatch,
    response: Response,
) -> api.ConsentRead:
    """Från och med nu får inget lämnas med stöd av samtycket; det som lämnats tidigare förblir lagligt.

    / From now on nothing may be told on the ground of the consent. Sharing that happened before stays lawful.
    """
    kept = await consents.withdraw_consent(
        session, consent_id, withdrawal, keeper=acting.authority_id, expected=expected, now=now
    )
    set_etag(response, kept.consent.version)
    return consent_read(kept, english=english, reader=acting.authority_id)


@router.get(
    "/disclosure-decisions/{decision_id}",
    operation_id="getDisclosureDecision",
    summary="Ett beslut som fattats, och om det har blivit inaktuellt / A decision, and whether it has gone stale",
    tags=["disclosure-decisions"],
    dependencies=[requires(scopes.DECIDE)],
)
async def get_disclosure_decision(
    decision_id: UUID, session: Transaction, parts: Parts, acting: OnBehalfOf, now: Now
) -> api.StoredDecisionRead:
    """Har något som beslutet vilar på ändrats sedan dess är det inaktuellt och ska fattas på nytt.

    / Where anything that the decision rests on has changed since, it is stale and must be made again.
    """
    found = await stored_decisions.get_decision(session, decision_id, acting=acting, resources=parts, now=now)
    row = found.row
    return api.StoredDecisionRead.model_validate(
        {
            "decision_id": row.id,
            "subject_id": row.subject_id,
            "outcome": row.outcome,
            "consents": [
                {"consent_id": consent_id, "version": version}
                for consent_id, version in zip(row.consent_ids, row.consent_versions, strict=True)
            ],
            "decided_at": row.decided_at,
            "stale": bool(found.stale_because),
            "stale_because": list(found.stale_because),
        }
    )
