"""Consents in the ordinary session; every read names the authority that reads, under row security as well."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

import orjson
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from slussen_chassis.database import context_of
from slussen_consent.domain.consent import ConsentNotFoundError
from slussen_consent.records import ConsentRecord, Keeping, consent_of, document_of
from slussen_consent.repository.context import plain
from slussen_consent.repository.subjects import is_same_person
from slussen_consent.tables import ConsentRow, ConsentVersionRow
from slussen_contracts.identifiers import Profession

_MOST_OF_ONE_PERSON = 200
_MOST_OF_A_UNIT = 20


async def get(session: AsyncSession, consent_id: UUID, *, visible_to: UUID | None) -> ConsentRecord:
    """Return a consent at its newest version.

    Raises:
        ConsentNotFoundError: There is none that the authority may see.
    """
    return _found(await _newest(session, visible_to, col(ConsentRow.id) == consent_id))


async def get_for_update(session: AsyncSession, consent_id: UUID, *, kept_by: UUID | None) -> ConsentRecord:
    """Return a consent that the authority keeps, locked until the transaction ends.

    Raises:
        ConsentNotFoundError: The authority keeps no such consent.
    """
    return _found(await _locked(session, kept_by, col(ConsentRow.id) == consent_id))


async def find_for_update_by_external_id(
    session: AsyncSession, external_id: str, *, client_id: str, kept_by: UUID | None
) -> ConsentRecord | None:
    """Return the consent that a journal calls `external_id`, locked until the transaction ends."""
    theirs = (col(ConsentRow.client_id) == client_id, col(ConsentRow.external_id) == external_id)
    found = await _locked(session, kept_by, *theirs)
    return found[0] if found else None


async def find_by_external_id(
    session: AsyncSession, external_id: str, *, client_id: str, visible_to: UUID
) -> ConsentRecord | None:
    """Return the consent that a journal calls `external_id` for an authority, not locked."""
    theirs = (
        col(ConsentRow.client_id) == client_id,
        col(ConsentRow.external_id) == external_id,
        col(ConsentRow.responsible_authority_id) == visible_to,
    )
    found = await _newest(session, visible_to, *theirs)
    return found[0] if found else None


async def list_about(
    session: AsyncSession, subject_id: UUID, *, visible_to: UUID | None
) -> Sequence[ConsentRecord]:
    """Return the consents about a person that the authority may see, the newest first."""
    return await _newest(session, visible_to, is_same_person(col(ConsentRow.subject_id), subject_id))


async def list_recorded_at(
    session: AsyncSession, *, unit_id: UUID | None, visible_to: UUID | None
) -> Sequence[ConsentRecord]:
    """Return what a unit has recorded, the newest first."""
    return await _newest(
        session, visible_to, col(ConsentRow.recorded_by_unit_id) == unit_id, most=_MOST_OF_A_UNIT
    )


async def list_versions(
    session: AsyncSession, consent_id: UUID, *, visible_to: UUID | None
) -> Sequence[ConsentRecord]:
    """Return every version of a consent, the oldest first.

    Raises:
        ConsentNotFoundError: There is none that the authority may see.
    """
    query = (
        select(ConsentRow, ConsentVersionRow)
        .join(ConsentVersionRow, col(ConsentVersionRow.consent_id) == col(ConsentRow.id))
        .where(col(ConsentRow.id) == consent_id, col(ConsentRow.grants).contains([visible_to]))
        .order_by(col(ConsentVersionRow.version))
    )
    found = [_record(head, version) for head, version in (await session.exec(query)).all()]
    if not found:
        raise ConsentNotFoundError
    return found


async def find_past_last_day(session: AsyncSession, today: date, *, most: int) -> Sequence[tuple[UUID, UUID]]:
    """Return ids and controllers of active consents whose last day has passed, whoever keeps them (worker)."""
    query = (
        select(col(ConsentRow.id), col(ConsentRow.responsible_authority_id))
        .where(col(ConsentRow.status) == "active", col(ConsentRow.valid_through) < today)
        .order_by(col(ConsentRow.valid_through))
        .limit(most)
    )
    return [(row[0], row[1]) for row in (await session.exec(query)).all()]


async def add(session: AsyncSession, record: ConsentRecord) -> ConsentRecord:
    """Keep a new consent with its first version, and return it as it is kept."""
    record = record.registered(context_of(session).actor)
    consent, keeping = record.consent, record.keeping
    session.add(
        ConsentRow(
            id=consent.id,
            version=consent.version,
            subject_id=consent.subject_id,
            status=consent.status.value,
            valid_through=consent.valid_through,
            client_id=keeping.client_id,
            external_id=keeping.external_id,
            recorded_by_unit_id=keeping.unit_id,
            recorded_by_profession=keeping.profession,
            county_code=keeping.county_code,
            responsible_authority_id=keeping.authority_id,
            grants=list(keeping.grants),
        )
    )
    _add_version(session, record)
    await session.flush()
    return record


async def save(session: AsyncSession, record: ConsentRecord) -> ConsentRecord:
    """Keep a consent's next version and return it as it is kept; the earlier ones stay as they are."""
    record = record.registered(context_of(session).actor)
    head = await session.get_one(ConsentRow, record.consent.id)
    head.version = record.consent.version
    head.status = record.consent.status.value
    head.valid_through = record.consent.valid_through
    head.grants = list(record.keeping.grants)
    _add_version(session, record)
    await session.flush()
    return record


def _add_version(session: AsyncSession, record: ConsentRecord) -> None:
    session.add(
        ConsentVersionRow(
            consent_id=record.consent.id,
            version=record.consent.version,
            recorded_at=record.consent.changed_at,
            document=orjson.loads(document_of(record)),
            county_code=record.keeping.county_code,
            responsible_authority_id=record.keeping.authority_id,
            grants=list(record.keeping.grants),
        )
    )


async def _locked(session: AsyncSession, keeper: UUID | None, *conditions: Any) -> Sequence[ConsentRecord]:
    """Lock what the authority keeps, then read it: what another transaction wrote before the lock is seen."""
    kept = (col(ConsentRow.responsible_authority_id) == keeper, *conditions)
    await session.exec(select(ConsentRow.id).where(*kept).with_for_update())
    return await _newest(session, keeper, *kept)


async def _newest(
    session: AsyncSession, reader: UUID | None, *conditions: Any, most: int = _MOST_OF_ONE_PERSON
) -> Sequence[ConsentRecord]:
    query = (
        select(ConsentRow, ConsentVersionRow)
        .join(
            ConsentVersionRow,
            (col(ConsentVersionRow.consent_id) == col(ConsentRow.id))
            & (col(ConsentVersionRow.version) == col(ConsentRow.version)),
        )
        .where(col(ConsentRow.grants).contains([reader]), *conditions)
        .order_by(col(ConsentVersionRow.recorded_at).desc(), col(ConsentRow.id))
        .limit(most)
        .execution_options(populate_existing=True)
    )
    return [_record(head, version) for head, version in (await session.exec(query)).all()]


def _found(records: Sequence[ConsentRecord]) -> ConsentRecord:
    if not records:
        raise ConsentNotFoundError
    return records[0]


def _record(head: ConsentRow, version: ConsentVersionRow) -> ConsentRecord:
    return ConsentRecord(
        consent_of(plain(head.id), version.version, plain(head.subject_id), version.document),
        Keeping(
            authority_id=plain(head.responsible_authority_id),
            grants=tuple(map(plain, version.grants)),
            county_code=head.county_code,
            unit_id=plain(head.recorded_by_unit_id),
            profession=Profession(head.recorded_by_profession) if head.recorded_by_profession else None,
            client_id=head.client_id,
            external_id=head.external_id,
            record_owner=version.document.get("record_owner"),
            registered_by=version.document.get("registered_by"),
        ),
    )
