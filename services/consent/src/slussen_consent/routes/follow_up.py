"""Asking again, the ends of consents, and the log of what was told."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Response

from slussen_chassis.transaction import TransactionRoute
from slussen_chassis.web import IfMatch, InEnglish, Now, Transaction, requires, set_etag
from slussen_consent.domain.ask_again import AskAgainTask
from slussen_consent.routes.parts import OnBehalfOf, Parts
from slussen_consent.routes.reading import consent_read
from slussen_consent.tables import DisclosureRow
from slussen_consent.use_cases import ask_again, disclosures, endings
from slussen_contracts.consent import api, scopes

router = APIRouter(prefix="/consent/v1", route_class=TransactionRoute)


@router.get(
    "/ask-again-tasks",
    operation_id="listAskAgainTasks",
    summary="Att fråga igen om / To ask again about",
    tags=["ask-again-tasks"],
    dependencies=[requires(scopes.READ)],
)
async def list_ask_again_tasks(session: Transaction, acting: OnBehalfOf) -> api.AskAgainTasks:
    """Den egna enhetens öppna uppgifter efter nej och delvis, den som ska göras först står först.

    / The own unit's open tasks after a no or a partial, the first due first.
    """
    found = await ask_again.list_tasks(session, acting=acting)
    return api.AskAgainTasks(items=[_task(task) for task in found])


@router.post(
    "/ask-again-tasks/{task_id}/completion",
    operation_id="completeAskAgainTask",
    summary="Frågan är ställd och inställningen densamma / It was asked, and the attitude is the same",
    tags=["ask-again-tasks"],
    dependencies=[requires(scopes.RECORD)],
)
async def complete_ask_again_task(
    task_id: UUID, session: Transaction, acting: OnBehalfOf, now: Now
) -> api.AskAgainTaskRead:
    """Har inställningen ändrats registreras i stället ett nytt svar, som avslutar uppgiften.

    / Where the attitude has changed, record the new answer instead; it ends the task.
    """
    return _task(await ask_again.complete_task(session, task_id, acting=acting, now=now))


@router.post(
    "/consents/{consent_id}/annulment",
    operation_id="annulConsent",
    summary="Makulera ett samtycke som registrerats av misstag / Annul a consent recorded by mistake",
    tags=["consents"],
    dependencies=[requires(scopes.RECORD)],
)
async def annul_consent(  # noqa: PLR0913, PLR0917 - what a route is given
    consent_id: UUID,
    session: Transaction,
    acting: OnBehalfOf,
    now: Now,
    expected: IfMatch,
    english: InEnglish,
    response: Response,
) -> api.ConsentRead:
    """Samtycket gäller inte från och med nu; alla versioner går att läsa.

    / From now on the consent does not hold; every version stays readable.
    """
    kept = await endings.annul_consent(session, consent_id, acting=acting, expected=expected, now=now)
    set_etag(response, kept.consent.version)
    return consent_read(kept, english=english, reader=acting.authority_id)


@router.post(
    "/closed-situations",
    operation_id="closeSituation",
    summary="Avsluta en situation / Close a situation",
    tags=["consents"],
    dependencies=[requires(scopes.RECORD)],
)
async def close_situation(
    closing: api.SituationClose, session: Transaction, acting: OnBehalfOf, now: Now, english: InEnglish
) -> api.SituationClosed:
    """Alla din huvudmans samtycken i situationen upphör, och så gör grunderna för utlämnande.

    / Every consent of your authority in the situation ends, and so do the grounds for disclosure.
    """
    closed, revoked = await endings.close_situation(session, closing, acting=acting, now=now)
    consents = [consent_read(record, english=english, reader=acting.authority_id) for record in closed]
    return api.SituationClosed(consents=consents, ground_ids=revoked)


@router.post(
    "/disclosures",
    operation_id="logDisclosure",
    summary="Logga vad som lämnats / Log what was told",
    tags=["disclosures"],
    status_code=201,
    dependencies=[requires(scopes.DECIDE)],
)
async def log_disclosure(
    told: api.DisclosureCreate, session: Transaction, parts: Parts, acting: OnBehalfOf, now: Now
) -> api.DisclosureRead:
    """Vad som lämnats, till vem, när och på vilket beslut; ett beslut räcker till en handling.

    / What was told, to whom, when and on which decision; a decision holds for one act.
    """
    return _disclosure(
        await disclosures.log_disclosure(session, told, acting=acting, resources=parts, now=now)
    )


@router.get(
    "/disclosures",
    operation_id="listDisclosures",
    summary="Vad som lämnats om en person / What was told about a person",
    tags=["disclosures"],
    dependencies=[requires(scopes.READ)],
)
async def list_disclosures(
    session: Transaction,
    acting: OnBehalfOf,
    now: Now,
    subject_id: Annotated[UUID, Query(alias="subjectId", description="Personens id. / The person's id.")],
) -> api.Disclosures:
    """Vad den egna enheten lämnat eller fått veta om personen, det senaste först. Läsningen loggas.

    / What the own unit has told or been told about the person, the latest first. The reading is logged.
    """
    found = await disclosures.list_disclosures(session, subject_id, acting=acting, now=now)
    return api.Disclosures(items=[_disclosure(row) for row in found])


def _task(task: AskAgainTask) -> api.AskAgainTaskRead:
    return api.AskAgainTaskRead.model_validate(task, from_attributes=True)


def _disclosure(row: DisclosureRow) -> api.DisclosureRead:
    return api.DisclosureRead.model_validate(row, from_attributes=True)
