"""Grounds besides consent: registered at one's own unit, listed, revoked; and which ways are open."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from slussen_chassis import audit
from slussen_chassis.clock import local_day, new_id
from slussen_chassis.errors import FieldProblem
from slussen_chassis.outbox import enqueue
from slussen_consent.domain.grounds import (
    TEST_OF_SENDER,
    DisclosureGround,
    GroundDraft,
    GroundInvalidError,
    GroundKind,
    GroundNotFoundError,
    register_ground,
    revoke,
    selectable,
)
from slussen_consent.domain.next_steps import Alternative, NextStep, next_steps
from slussen_consent.intake import journal_of
from slussen_consent.repository import grounds as repository
from slussen_consent.repository import subjects
from slussen_consent.repository.register import Unit
from slussen_consent.resources import Resources
from slussen_consent.use_cases.acting import Acting
from slussen_consent.use_cases.assessors import designated_for
from slussen_consent.use_cases.consents import own_unit
from slussen_consent.use_cases.sight import Seen, sight_of
from slussen_consent.use_cases.subjects import SubjectNotFoundError
from slussen_contracts.codelists.statutes import Statute
from slussen_contracts.consent import api
from slussen_contracts.consent.events import GroundRegistered, GroundRevoked, GroundState

Content = (
    api.HarmAssessmentCreate | api.UnauthorisedDisclosureAssessmentCreate | api.StatutoryDisclosureCreate
)
_KINDS: dict[type[api.GroundContent], GroundKind] = {
    api.HarmAssessmentCreate: GroundKind.HARM_ASSESSMENT,
    api.UnauthorisedDisclosureAssessmentCreate: GroundKind.UNAUTHORISED_DISCLOSURE_ASSESSMENT,
    api.StatutoryDisclosureCreate: GroundKind.STATUTORY_DISCLOSURE,
}


async def register(
    session: AsyncSession, content: Content, *, acting: Acting, resources: Resources, now: datetime
) -> DisclosureGround:
    """Register a ground for what the own unit may tell.

    Raises:
        UnitMissingError: The caller's unit is not in the register.
        SubjectNotFoundError: There is no such person.
        GroundInvalidError: Something breaks a rule; all faults are named.
        NotDesignatedError: The caller is not designated to assess harm for the unit.
    """
    units = await resources.register.units([api.UnitReference(unit_id=acting.unit_id), content.recipient])
    unit = own_unit(acting, units)
    recipient = units.find(content.recipient)
    if recipient is None:
        raise GroundInvalidError(
            FieldProblem(
                "recipient.unitId",
                "unknown-unit",
                "Enheten finns inte i registret.",
                "The unit is not in the register.",
            )
        )
    if not await subjects.exists(session, content.subject_id):
        raise SubjectNotFoundError
    designated = await designated_for(session, unit.id, acting=acting)
    ground = register_ground(
        _draft(content, recipient.id, acting),
        unit.employment(acting.profession, local_day(now)),
        designated.designations,
        ground_id=new_id(),
        sender_unit_id=unit.id,
        at=now,
    )
    await repository.add(session, ground, county_code=unit.county_code, authority_id=acting.authority_id)
    _trace(session, "disclosure-ground.register", ground)
    enqueue(session, _event(GroundRegistered, ground, acting, unit.county_code, now))
    return ground


async def list_grounds(
    session: AsyncSession, subject_id: UUID, *, acting: Acting, now: datetime
) -> Sequence[DisclosureGround]:
    """Return the own authority's grounds about a person that the own unit tells or is told on; leave a trace."""
    audit.record(session, "disclosure-ground.list", resource_type="disclosure_ground", subject_id=subject_id)
    found = await repository.list_about(session, subject_id, visible_to=acting.authority_id)
    return (await _seen(session, subject_id, found, now)).items


async def get_ground(
    session: AsyncSession, ground_id: UUID, *, acting: Acting, now: datetime
) -> DisclosureGround:
    """Return a ground, and leave a trace.

    Raises:
        GroundNotFoundError: There is none that the authority may see and the unit needs.
    """
    found = await repository.get(session, ground_id, visible_to=acting.authority_id)
    if (await _seen(session, found.content.subject_id, [found], now)).withheld:
        raise GroundNotFoundError
    _trace(session, "disclosure-ground.read", found)
    return found


async def _seen(
    session: AsyncSession, subject_id: UUID, found: Sequence[DisclosureGround], now: datetime
) -> Seen[DisclosureGround]:
    sight = await sight_of(session, subject_id, now=now)
    return await sight.of_units(
        session,
        found,
        ("disclosure_ground", lambda ground: ground.id),
        lambda ground: (ground.sender_unit_id, ground.content.recipient_unit_id),
    )


async def revoke_ground(
    session: AsyncSession, ground_id: UUID, *, acting: Acting, now: datetime
) -> DisclosureGround:
    """Revoke a ground of the own authority and announce it.

    Raises:
        GroundNotFoundError: The authority keeps no such ground.
        GroundAlreadyRevokedError: It was revoked before.
    """
    known = await repository.get_for_update(session, ground_id, kept_by=acting.authority_id)
    revoked = revoke(known, at=now)
    await repository.save(session, revoked)
    _trace(session, "disclosure-ground.revoke", revoked)
    enqueue(session, _event(GroundRevoked, revoked, acting, acting.county_code, now))
    return revoked


async def list_options(
    session: AsyncSession, *, acting: Acting, resources: Resources, now: datetime
) -> list[tuple[NextStep, tuple[Statute, ...], list[str]]]:
    """Return the ways that are open to the own unit after a no, in the order in which they are tried.

    Raises:
        UnitMissingError: The caller's unit is not in the register.

    Source: handbook 5.6.
    """
    unit = own_unit(acting, await resources.register.units([api.UnitReference(unit_id=acting.unit_id)]))
    on = local_day(now)
    statutes = selectable(unit.branch, on)
    people = (await designated_for(session, unit.id, acting=acting)).people(on)
    return [
        (
            step,
            statutes if step.code == Alternative.STATUTORY_DISCLOSURE else (),
            people if step.code == Alternative.HARM_ASSESSMENT else [],
        )
        for step in next_steps(_ways(unit), ())
    ]


def _ways(unit: Unit) -> list[Alternative]:
    ways = [Alternative.ASK_AGAIN, Alternative.STATUTORY_DISCLOSURE]
    test = TEST_OF_SENDER.get(unit.authority_type)
    return [*ways, Alternative(test.value)] if test else ways


def _draft(content: Content, recipient_unit_id: UUID, acting: Acting) -> GroundDraft:
    record = journal_of(content.journal_reference)
    assert record is not None  # noqa: S101 - the contract asks for it
    own: dict[str, Any] = {"decided_by": acting.subject}
    if isinstance(content, api.StatutoryDisclosureCreate):
        own = {
            "decided_by": content.decided_by,
            "statute_id": content.statute_id,
            "reason": content.reason_code,
        }
    else:
        own["permits"] = content.outcome == "may_be_disclosed"
    if isinstance(content, api.HarmAssessmentCreate):
        own |= {"manner": content.manner, "own_view": content.own_view}
    return GroundDraft(
        kind=_KINDS[type(content)],
        subject_id=content.subject_id,
        situation=content.situation,
        topics=tuple(dict.fromkeys(content.topics)),
        recipient_unit_id=recipient_unit_id,
        recipient_profession=content.recipient.profession,
        decided_at=content.decided_at,
        valid_through=content.valid_through,
        record=record,
        **own,
    )


def _event(
    kind: type[GroundState], ground: DisclosureGround, acting: Acting, county_code: str, now: datetime
) -> GroundState:
    content = ground.content
    return kind(
        id=new_id(),
        occurred_at=now,
        county_code=county_code,
        aggregate_id=ground.id,
        aggregate_version=ground.version,
        kind=content.kind.value,
        subject_id=content.subject_id,
        situation=content.situation,
        outcome=outcome_of(ground),
        responsible_authority_id=acting.authority_id,
        sender_unit_id=ground.sender_unit_id,
        recipient_unit_id=content.recipient_unit_id,
        valid_through=content.valid_through,
    )


def outcome_of(ground: DisclosureGround) -> str:
    """Return the outcome's code."""
    return "may_be_disclosed" if ground.content.permits else "may_not_be_disclosed"


def _trace(session: AsyncSession, action: str, ground: DisclosureGround) -> None:
    audit.record(
        session,
        action,
        resource_type="disclosure_ground",
        resource_id=ground.id,
        subject_id=ground.content.subject_id,
    )
