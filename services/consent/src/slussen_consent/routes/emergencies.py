"""Break-glass into the own authority's records, and its review."""

from uuid import UUID

from fastapi import APIRouter

from slussen_chassis.transaction import TransactionRoute
from slussen_chassis.web import Now, Transaction, requires
from slussen_consent.routes.parts import OnBehalfOf
from slussen_consent.use_cases import emergencies
from slussen_consent.use_cases.emergencies import ReviewedAccess
from slussen_contracts.consent import api, scopes

router = APIRouter(prefix="/consent/v1", route_class=TransactionRoute)


@router.post(
    "/emergency-accesses",
    operation_id="openEmergencyAccess",
    summary="Nödöppna det egna som andra enheter har / Open in an emergency what other units of one's own keep",
    tags=["emergency-accesses"],
    status_code=201,
    dependencies=[requires(scopes.READ)],
)
async def open_emergency_access(
    wanted: api.EmergencyAccessOpen, session: Transaction, acting: OnBehalfOf, now: Now
) -> api.EmergencyAccessRead:
    """Öppnar i högst tre timmar det som den egna huvudmannens andra enheter har om personen.

    Varje läsning loggas och granskas av någon annan. Det ger aldrig rätt att lämna något till en annan huvudman.

    / Opens for at most three hours what other units of one's own authority keep about the person. Each reading is
    logged and reviewed by somebody else. It never gives the right to tell another authority anything.
    """
    return _read(await emergencies.open_emergency_access(session, wanted, acting=acting, now=now))


@router.post(
    "/emergency-accesses/{access_id}/closing",
    operation_id="closeEmergencyAccess",
    summary="Stäng en nödöppning i förtid / Close an emergency access before its time",
    tags=["emergency-accesses"],
    dependencies=[requires(scopes.READ)],
)
async def close_emergency_access(
    access_id: UUID, session: Transaction, acting: OnBehalfOf, now: Now
) -> api.EmergencyAccessRead:
    """Den som öppnade stänger. / Whoever opened it closes it."""
    return _read(await emergencies.close_emergency_access(session, access_id, acting=acting, now=now))


@router.get(
    "/emergency-accesses",
    operation_id="listEmergencyAccesses",
    summary="Nödöppningar att granska / Emergency accesses to review",
    tags=["emergency-accesses"],
    dependencies=[requires(scopes.REVIEW)],
)
async def list_emergency_accesses(session: Transaction, acting: OnBehalfOf) -> api.EmergencyAccesses:
    """Den egna huvudmannens nödöppningar med vad som lästes; de ogranskade står först.

    / The own authority's emergency accesses with what was read; those to be reviewed stand first.
    """
    found = await emergencies.list_emergency_accesses(session, acting=acting)
    return api.EmergencyAccesses(items=[_read(one) for one in found])


@router.post(
    "/emergency-accesses/{access_id}/review",
    operation_id="reviewEmergencyAccess",
    summary="Granska en nödöppning / Review an emergency access",
    tags=["emergency-accesses"],
    dependencies=[requires(scopes.REVIEW)],
)
async def review_emergency_access(
    access_id: UUID, review: api.EmergencyReview, session: Transaction, acting: OnBehalfOf, now: Now
) -> api.EmergencyAccessRead:
    """Görs en gång, av någon annan än den som öppnade; var den inte befogad stängs den genast.

    / Done once, by somebody else than the one who opened it; where it was not justified it closes at once.
    """
    return _read(
        await emergencies.review_emergency_access(session, access_id, review, acting=acting, now=now)
    )


def _read(found: ReviewedAccess) -> api.EmergencyAccessRead:
    access, review = found.access, found.access.review
    return api.EmergencyAccessRead.model_validate(
        {
            "id": access.id,
            "version": access.version,
            "person": access.person,
            "unit_id": access.unit_id,
            "subject_id": access.subject_id,
            "reason_code": access.reason.value,
            "reference": access.reference,
            "opened_at": access.opened_at,
            "closes_at": access.closes_at,
            "readings": [
                {"resource_type": row.resource_type, "resource_id": row.resource_id, "read_at": row.read_at}
                for row in found.readings
            ],
            "reviewed_by": review.by if review else None,
            "reviewed_at": review.at if review else None,
            "review_outcome": review.outcome.value if review else None,
            "review_reference": review.reference if review else None,
        }
    )
