"""Grounds besides consent, and who may assess harm, in the ordinary session."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import orjson
from pydantic import TypeAdapter
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from slussen_consent.domain.grounds import DisclosureGround, GroundNotFoundError
from slussen_consent.repository.subjects import is_same_person
from slussen_consent.tables import DesignatedAssessorRow, DisclosureGroundRow

_GROUND = TypeAdapter(DisclosureGround)
_MOST_OF_ONE_PERSON = 200


def ground_of(document: dict[str, Any]) -> DisclosureGround:
    """Return the ground that a row's document holds."""
    return _GROUND.validate_python(document)


async def add(
    session: AsyncSession, ground: DisclosureGround, *, county_code: str, authority_id: UUID
) -> None:
    """Keep a new ground; its controller alone sees it."""
    session.add(
        DisclosureGroundRow(
            id=ground.id,
            version=ground.version,
            subject_id=ground.content.subject_id,
            document=_document(ground),
            county_code=county_code,
            responsible_authority_id=authority_id,
            grants=[authority_id],
        )
    )
    await session.flush()


async def save(session: AsyncSession, ground: DisclosureGround) -> None:
    """Keep a ground's next version."""
    row = await session.get_one(DisclosureGroundRow, ground.id)
    row.version, row.document = ground.version, _document(ground)
    await session.flush()


async def get(session: AsyncSession, ground_id: UUID, *, visible_to: UUID | None) -> DisclosureGround:
    """Return a ground.

    Raises:
        GroundNotFoundError: There is none that the authority may see.
    """
    found = await _read(session, visible_to, col(DisclosureGroundRow.id) == ground_id)
    if not found:
        raise GroundNotFoundError
    return found[0]


async def get_for_update(session: AsyncSession, ground_id: UUID, *, kept_by: UUID | None) -> DisclosureGround:
    """Return a ground that the authority keeps, locked until the transaction ends.

    Raises:
        GroundNotFoundError: The authority keeps no such ground.
    """
    theirs = (
        col(DisclosureGroundRow.id) == ground_id,
        col(DisclosureGroundRow.responsible_authority_id) == kept_by,
    )
    await session.exec(select(DisclosureGroundRow.id).where(*theirs).with_for_update())
    return await get(session, ground_id, visible_to=kept_by)


async def list_about(
    session: AsyncSession, subject_id: UUID, *, visible_to: UUID | None
) -> Sequence[DisclosureGround]:
    """Return the grounds about a person that the authority may see, the newest first."""
    return await _read(session, visible_to, is_same_person(col(DisclosureGroundRow.subject_id), subject_id))


async def list_assessors(
    session: AsyncSession, *, unit_id: UUID | None, visible_to: UUID | None
) -> Sequence[DesignatedAssessorRow]:
    """Return who may assess, or might, for a unit; the newest first."""
    query = (
        select(DesignatedAssessorRow)
        .where(
            col(DesignatedAssessorRow.unit_id) == unit_id,
            col(DesignatedAssessorRow.grants).contains([visible_to]),
        )
        .order_by(col(DesignatedAssessorRow.id).desc())
    )
    return (await session.exec(query)).all()


async def get_assessor_for_update(
    session: AsyncSession, assessor_id: UUID, *, kept_by: UUID | None
) -> DesignatedAssessorRow | None:
    """Return a designation of the authority's, locked until the transaction ends."""
    query = (
        select(DesignatedAssessorRow)
        .where(
            col(DesignatedAssessorRow.id) == assessor_id,
            col(DesignatedAssessorRow.responsible_authority_id) == kept_by,
        )
        .with_for_update()
    )
    return (await session.exec(query)).first()


async def _read(session: AsyncSession, reader: UUID | None, *conditions: Any) -> Sequence[DisclosureGround]:
    query = (
        select(DisclosureGroundRow)
        .where(col(DisclosureGroundRow.grants).contains([reader]), *conditions)
        .order_by(col(DisclosureGroundRow.id).desc())
        .limit(_MOST_OF_ONE_PERSON)
        .execution_options(populate_existing=True)
    )
    return [ground_of(row.document) for row in (await session.exec(query)).all()]


def _document(ground: DisclosureGround) -> dict[str, Any]:
    document: dict[str, Any] = orjson.loads(orjson.dumps(ground))
    return document
