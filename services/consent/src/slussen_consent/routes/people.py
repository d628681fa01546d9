"""Two records of one person, and persons whose data are protected."""

from uuid import UUID

from fastapi import APIRouter

from slussen_chassis.transaction import TransactionRoute
from slussen_chassis.web import Now, Transaction, requires
from slussen_consent.domain.protection import Protection
from slussen_consent.routes.parts import OnBehalfOf, Parts
from slussen_consent.use_cases import merges, protection
from slussen_contracts.consent import api, scopes

router = APIRouter(prefix="/consent/v1", route_class=TransactionRoute)


@router.post(
    "/subjects/{subject_id}/merges",
    operation_id="mergeSubjects",
    summary="Två poster är samma person / Two records are one person's",
    tags=["subjects"],
    dependencies=[requires(scopes.MERGE)],
)
async def merge_subjects(
    subject_id: UUID,
    merge: api.SubjectMerge,
    session: Transaction,
    parts: Parts,
    acting: OnBehalfOf,
    now: Now,
) -> api.SubjectReference:
    """Allt som finns om den ena gäller den andra från och med nu; inget skrivs om, och det går att ångra.

    / All that is about the one is about the other from now on; nothing is rewritten, and it can be undone.
    """
    kept = await merges.merge_subjects(
        session, subject_id, merge.merged_subject_id, acting=acting, resources=parts, now=now
    )
    return api.SubjectReference(subject_id=kept)


@router.post(
    "/subjects/{subject_id}/splits",
    operation_id="splitSubject",
    summary="Ångra en sammanslagning / Undo a merge",
    tags=["subjects"],
    dependencies=[requires(scopes.MERGE)],
)
async def split_subject(
    subject_id: UUID,
    merge: api.SubjectMerge,
    session: Transaction,
    parts: Parts,
    acting: OnBehalfOf,
    now: Now,
) -> api.SubjectReference:
    """Posten är en egen person igen, med allt som var dess eget. / The record is a person of its own again."""
    own = await merges.split_subject(
        session, subject_id, merge.merged_subject_id, acting=acting, resources=parts, now=now
    )
    return api.SubjectReference(subject_id=own)


@router.put(
    "/subjects/{subject_id}/protection",
    operation_id="protectSubject",
    summary="Skyddade personuppgifter / That a person's data are protected",
    tags=["subjects"],
    status_code=204,
    dependencies=[requires(scopes.PROTECT)],
)
async def protect_subject(
    subject_id: UUID, wanted: api.SubjectProtection, session: Transaction, acting: OnBehalfOf, now: Now
) -> None:
    """Gäller personen hos alla huvudmän: andra än den som registrerat ser inga platser, och inga påminnelser går ut.

    / Holds for the person at every authority: others than the one who recorded see no places, and no reminders leave.
    """
    kind = Protection(wanted.kind) if wanted.kind else None
    await protection.protect_subject(session, subject_id, kind, acting=acting, now=now)
