"""When consent is missing: assessments, statutes, who may assess, and which ways are open."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query

from slussen_chassis.transaction import TransactionRoute
from slussen_chassis.web import InEnglish, Now, Transaction, requires
from slussen_consent.domain.grounds import DisclosureGround
from slussen_consent.routes.parts import OnBehalfOf, Parts
from slussen_consent.tables import DesignatedAssessorRow
from slussen_consent.use_cases import assessors, grounds
from slussen_contracts.codelists.statutes import Statute, statutes
from slussen_contracts.consent import api, scopes

router = APIRouter(prefix="/consent/v1", route_class=TransactionRoute)
SubjectId = Annotated[UUID, Query(alias="subjectId", description="Personens id. / The person's id.")]
UnitId = Annotated[UUID, Query(alias="unitId", description="Enhetens id. / The unit's id.")]


@router.post(
    "/harm-assessments",
    operation_id="registerHarmAssessment",
    summary="Registrera en menprövning / Register a harm assessment",
    tags=["disclosure-grounds"],
    status_code=201,
    dependencies=[requires(scopes.DECIDE)],
)
async def register_harm_assessment(
    content: api.HarmAssessmentCreate, session: Transaction, parts: Parts, acting: OnBehalfOf, now: Now
) -> api.DisclosureGroundRead:
    """Görs av den som verksamheten har utsett; skälen står i journal eller akt, här finns utfall och hänvisning.

    / Made by somebody whom the activity has designated; the reasons stand in the record, outcome and reference here.
    """
    return _ground(await grounds.register(session, content, acting=acting, resources=parts, now=now))


@router.post(
    "/unauthorised-disclosure-assessments",
    operation_id="registerUnauthorisedDisclosureAssessment",
    summary="Registrera en privat vårdgivares prövning / Register a private provider's assessment",
    tags=["disclosure-grounds"],
    status_code=201,
    dependencies=[requires(scopes.DECIDE)],
)
async def register_unauthorised_disclosure_assessment(
    content: api.UnauthorisedDisclosureAssessmentCreate,
    session: Transaction,
    parts: Parts,
    acting: OnBehalfOf,
    now: Now,
) -> api.DisclosureGroundRead:
    """Om utlämnandet vore obehörigt (6 kap. 12 § patientsäkerhetslagen); skälen står i journalen.

    / Whether telling would be unauthorised (patientsäkerhetslagen 6 kap. 12 §); the reasons stand in the record.
    """
    return _ground(await grounds.register(session, content, acting=acting, resources=parts, now=now))


@router.post(
    "/statutory-disclosures",
    operation_id="registerStatutoryDisclosure",
    summary="Registrera att en sekretessbrytande regel används / Register that a statute is used",
    tags=["disclosure-grounds"],
    status_code=201,
    dependencies=[requires(scopes.DECIDE)],
)
async def register_statutory_disclosure(
    content: api.StatutoryDisclosureCreate, session: Transaction, parts: Parts, acting: OnBehalfOf, now: Now
) -> api.DisclosureGroundRead:
    """Bara lagrum som gällde dagen för beslutet och som verksamhetsgrenen kan välja; en orosanmälan hör inte hit.

    / Only statutes in force on the day decided that the branch may choose; a report of concern does not belong here.
    """
    return _ground(await grounds.register(session, content, acting=acting, resources=parts, now=now))


@router.get(
    "/disclosure-grounds",
    operation_id="listDisclosureGrounds",
    summary="Grunder för utlämnande om en person / Grounds for disclosure about a person",
    tags=["disclosure-grounds"],
    dependencies=[requires(scopes.READ)],
)
async def list_disclosure_grounds(
    session: Transaction, acting: OnBehalfOf, now: Now, subject_id: SubjectId
) -> api.DisclosureGrounds:
    """Din huvudmans prövningar och lagstöd som rör den egna enheten, de nyaste först. Läsningen loggas.

    / Your authority's assessments and statutes used that concern the own unit, the newest first. It is logged.
    """
    found = await grounds.list_grounds(session, subject_id, acting=acting, now=now)
    return api.DisclosureGrounds(items=[_ground(ground) for ground in found])


@router.get(
    "/disclosure-grounds/{ground_id}",
    operation_id="getDisclosureGround",
    summary="En grund för utlämnande / A ground for disclosure",
    tags=["disclosure-grounds"],
    dependencies=[requires(scopes.READ)],
)
async def get_disclosure_ground(
    ground_id: UUID, session: Transaction, acting: OnBehalfOf, now: Now
) -> api.DisclosureGroundRead:
    """Grunden som den är nu. Läsningen loggas. / The ground as it now is. The reading is logged."""
    return _ground(await grounds.get_ground(session, ground_id, acting=acting, now=now))


@router.post(
    "/disclosure-grounds/{ground_id}/revocation",
    operation_id="revokeDisclosureGround",
    summary="Återta en grund för utlämnande / Revoke a ground for disclosure",
    tags=["disclosure-grounds"],
    dependencies=[requires(scopes.DECIDE)],
)
async def revoke_disclosure_ground(
    ground_id: UUID, session: Transaction, acting: OnBehalfOf, now: Now
) -> api.DisclosureGroundRead:
    """Från och med nu får inget lämnas med stöd av den; det som lämnats förblir lagligt.

    / From now on nothing may rely on it; what was told before stays lawful.
    """
    return _ground(await grounds.revoke_ground(session, ground_id, acting=acting, now=now))


@router.get(
    "/disclosure-options",
    operation_id="listDisclosureOptions",
    summary="Vad som kan göras efter ett nej / What can be done after a no",
    tags=["disclosure-grounds"],
    dependencies=[requires(scopes.READ)],
)
async def list_disclosure_options(
    session: Transaction, parts: Parts, acting: OnBehalfOf, now: Now, english: InEnglish
) -> api.DisclosureOptions:
    """Vägarna för den egna enheten i den ordning de prövas, med lagrum att välja och vilka som utsetts.

    / The own unit's ways in the order in which they are tried, with the statutes to choose and who is designated.
    """
    found = await grounds.list_options(session, acting=acting, resources=parts, now=now)
    return api.DisclosureOptions(
        items=[
            api.DisclosureOption(
                code=step.code,
                text=step.en if english else step.sv,
                statutes=[_statute(one, english=english) for one in choices],
                assessors=people,
            )
            for step, choices, people in found
        ]
    )


@router.post(
    "/designated-assessors",
    operation_id="designateAssessor",
    summary="Utse den som får göra menprövningar / Designate who may assess harm",
    tags=["designated-assessors"],
    status_code=201,
    dependencies=[requires(scopes.DESIGNATE)],
)
async def designate_assessor(
    wanted: api.AssessorDesignate, session: Transaction, parts: Parts, acting: OnBehalfOf, now: Now
) -> api.AssessorRead:
    """För en offentlig enhet hos den egna huvudmannen. / For a public unit of one's own authority."""
    return _assessor(await assessors.designate(session, wanted, acting=acting, resources=parts, now=now))


@router.get(
    "/designated-assessors",
    operation_id="listDesignatedAssessors",
    summary="Vilka som får göra menprövningar / Who may assess harm",
    tags=["designated-assessors"],
    dependencies=[requires(scopes.READ)],
)
async def list_designated_assessors(
    session: Transaction, acting: OnBehalfOf, unit_id: UnitId
) -> api.Assessors:
    """Enhetens utsedda, även tidigare, de nyaste först. / The unit's designated, the earlier ones too."""
    found = await assessors.list_assessors(session, unit_id, acting=acting)
    return api.Assessors(items=[_assessor(row) for row in found])


@router.post(
    "/designated-assessors/{assessor_id}/ending",
    operation_id="endDesignation",
    summary="Avsluta ett utseende / End a designation",
    tags=["designated-assessors"],
    dependencies=[requires(scopes.DESIGNATE)],
)
async def end_designation(
    assessor_id: UUID, session: Transaction, acting: OnBehalfOf, now: Now
) -> api.AssessorRead:
    """Gäller genast; prövningar som gjorts står kvar. / At once; assessments that were made stand."""
    return _assessor(await assessors.end_designation(session, assessor_id, acting=acting, now=now))


def _ground(ground: DisclosureGround) -> api.DisclosureGroundRead:
    content = ground.content
    statute = statutes().get(content.statute_id or "")
    return api.DisclosureGroundRead.model_validate(
        {
            "id": ground.id,
            "version": ground.version,
            "kind": content.kind.value,
            "subject_id": content.subject_id,
            "situation": content.situation,
            "topics": list(content.topics),
            "sender_unit_id": ground.sender_unit_id,
            "recipient_unit_id": content.recipient_unit_id,
            "recipient_profession": content.recipient_profession,
            "outcome": grounds.outcome_of(ground),
            "manner": content.manner,
            "own_view": content.own_view,
            "statute_id": content.statute_id,
            "statute_kind": statute.kind if statute else None,
            "reason_code": content.reason,
            "decided_by": content.decided_by,
            "decided_at": content.decided_at,
            "registered_at": ground.registered_at,
            "valid_through": content.valid_through,
            "journal_reference": {
                "system": content.record.system,
                "document_id": content.record.document_id,
                "documented_at": content.record.documented_at,
            },
            "revoked_at": ground.revoked_at,
        }
    )


def _statute(statute: Statute, *, english: bool) -> api.StatuteOption:
    return api.StatuteOption(
        id=statute.id,
        kind=statute.kind,
        reference=statute.reference,
        text=statute.en if english else statute.sv,
        first_day=statute.first_day,
        confirmed=statute.confirmed,
    )


def _assessor(row: DesignatedAssessorRow) -> api.AssessorRead:
    return api.AssessorRead.model_validate(row, from_attributes=True)
