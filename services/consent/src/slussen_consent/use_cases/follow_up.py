"""What follows when a consent comes or changes: asking again, and asking the journal where it is documented."""

from dataclasses import replace
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from slussen_chassis import audit
from slussen_chassis.clock import new_id
from slussen_chassis.outbox import enqueue
from slussen_consent.counties import rules_in
from slussen_consent.domain.ask_again import AskAgainTask, answers_again, supersede, task_for
from slussen_consent.domain.consent import ConsentStatus
from slussen_consent.domain.documentation import documentation_of
from slussen_consent.records import ConsentRecord
from slussen_consent.repository import consents, tasks
from slussen_contracts.consent.events import DocumentationRequested

_TO_BE_DOCUMENTED = frozenset({ConsentStatus.ACTIVE, ConsentStatus.WITHDRAWN})


async def follow_up(session: AsyncSession, record: ConsentRecord, *, now: datetime) -> None:
    """Supersede what the consent answers, make its own task if it is a no or partial, ask for its documentation.

    It is called in the transaction of the change; a first registration's is called by its event.

    Source: S000 Dokumentation av samtycke; HSLF-FS 2016:40 5 kap. 5 §.
    """
    consent, keeping = record.consent, record.keeping
    for task in await tasks.list_open_about(
        session, consent.subject_id, consent.situation, kept_by=keeping.authority_id
    ):
        if await _is_answered(session, task, record):
            await tasks.save(session, supersede(task, at=now))
    county = rules_in(keeping.county_code, consent.valid_from)
    made = task_for(consent, unit_id=keeping.unit_id, after=county.ask_again_after, task_id=new_id(), at=now)
    if made is not None:
        await tasks.add(session, made, keeping)
        audit.record(
            session,
            "ask-again-task.create",
            resource_type="ask_again_task",
            resource_id=made.id,
            subject_id=consent.subject_id,
        )
    if consent.documentation_missing and consent.status in _TO_BE_DOCUMENTED:
        enqueue(session, _request(record, now))


async def _is_answered(session: AsyncSession, task: AskAgainTask, record: ConsentRecord) -> bool:
    if task.consent_id == record.consent.id:
        return True
    older = await consents.get(session, task.consent_id, visible_to=record.keeping.authority_id)
    return answers_again(record.consent, replace(older.consent, subject_id=record.consent.subject_id))


def _request(record: ConsentRecord, now: datetime) -> DocumentationRequested:
    consent, keeping = record.consent, record.keeping
    county = rules_in(keeping.county_code, consent.valid_from)
    return DocumentationRequested(
        id=new_id(),
        occurred_at=now,
        county_code=keeping.county_code,
        aggregate_id=consent.id,
        aggregate_version=consent.version,
        subject_id=consent.subject_id,
        status=consent.status.value,
        responsible_authority_id=keeping.authority_id,
        recorded_by_unit_id=keeping.unit_id,
        recorded_by_profession=keeping.profession,
        client_id=keeping.client_id,
        external_id=keeping.external_id,
        place=documentation_of(keeping.profession, consent.subject_kind, county).place,
    )
