"""Joint plans in and out as domain objects; every read names who reads."""

from collections.abc import Collection
from dataclasses import asdict
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, ColumnElement, Uuid, cast
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from slussen_contracts.identifiers import Activity, Profession
from slussen_contracts.referrals.api import PermissionGiver, PlanOutcome, PlanState
from slussen_referrals.domain.errors import PlanNotFoundError
from slussen_referrals.domain.grounds import ReliedConsent
from slussen_referrals.domain.plans import Content, Effort, Goal, JointPlan, Participant
from slussen_referrals.domain.referral import Permission
from slussen_referrals.repository.referrals import AsController, AtUnit, Found, Reader
from slussen_referrals.tables import JointPlanRow

_SAME = (
    "id",
    "version",
    "county_code",
    "municipality_code",
    "profile_id",
    "centre_id",
    "responsible_authority_id",
    "subject_id",
    "situation",
    "family_id",
    "declines_statistics",
    "opened_on",
    "closed_on",
    "reason",
    "created_at",
    "changed_at",
)


async def get_plan(session: AsyncSession, plan_id: UUID, *, visible_to: Reader) -> JointPlan:
    """Return a plan, locked until the transaction ends.

    Raises:
        PlanNotFoundError: There is none that the reader may see.
    """
    query = (
        select(JointPlanRow)
        .where(col(JointPlanRow.id) == plan_id, _visible(visible_to))
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    row = (await session.exec(query)).first()
    if row is None:
        raise PlanNotFoundError
    return _plan(row)


async def list_plans(
    session: AsyncSession, *, visible_to: AtUnit, states: Collection[PlanState], limit: int, offset: int
) -> list[JointPlan]:
    """Return the plans that the unit takes part in, the newest first."""
    query = select(JointPlanRow).where(_visible(visible_to))
    if states:
        query = query.where(col(JointPlanRow.state).in_([state.value for state in states]))
    query = query.order_by(col(JointPlanRow.id).desc()).limit(limit).offset(offset)
    return [_plan(row) for row in await session.exec(query)]


async def find_plans_relying_on(session: AsyncSession, consent_id: UUID) -> list[Found]:
    """Return the open plans that rely on the consent; the context must carry it as its reference."""
    query = select(JointPlanRow.id, JointPlanRow.responsible_authority_id, JointPlanRow.county_code).where(
        col(JointPlanRow.consent_ids).contains(cast([consent_id], ARRAY(Uuid))),
        col(JointPlanRow.state) == PlanState.OPEN.value,
    )
    return [Found(*row) for row in await session.exec(query.order_by(col(JointPlanRow.id)))]


async def find_plans_about(session: AsyncSession, subject_id: UUID) -> list[Found]:
    """Return the open plans about a person; the context must carry the person as its reference."""
    query = select(JointPlanRow.id, JointPlanRow.responsible_authority_id, JointPlanRow.county_code).where(
        col(JointPlanRow.subject_id) == subject_id, col(JointPlanRow.state) == PlanState.OPEN.value
    )
    return [Found(*row) for row in await session.exec(query.order_by(col(JointPlanRow.id)))]


async def find_reviews(
    session: AsyncSession, today: date, *, limit: int, resting: Collection[UUID]
) -> list[Found]:
    """Return open plans whose day of review has passed and was not told of, for the job that sees them."""
    query = select(JointPlanRow.id, JointPlanRow.responsible_authority_id, JointPlanRow.county_code).where(
        col(JointPlanRow.state) == PlanState.OPEN.value,
        col(JointPlanRow.review_on) < today,
        col(JointPlanRow.review_told_on).is_distinct_from(col(JointPlanRow.review_on)),
        col(JointPlanRow.id).not_in(resting),
    )
    return [Found(*row) for row in await session.exec(query.order_by(col(JointPlanRow.id)).limit(limit))]


async def mark_review_told(session: AsyncSession, plan: JointPlan) -> bool:
    """Note that the plan's present day of review was told of; return whether it was not before."""
    row = await session.get_one(JointPlanRow, plan.id)
    if row.review_told_on == row.review_on:
        return False
    row.review_told_on = row.review_on
    await session.flush()
    return True


async def add_plan(session: AsyncSession, plan: JointPlan) -> None:
    """Keep a new plan."""
    session.add(JointPlanRow(**_columns(plan)))
    await session.flush()


async def save_plan(session: AsyncSession, plan: JointPlan) -> None:
    """Keep a plan's new version."""
    row = await session.get_one(JointPlanRow, plan.id)
    for name, value in _columns(plan).items():
        setattr(row, name, value)
    await session.flush()


def _visible(reader: Reader) -> ColumnElement[bool]:
    if isinstance(reader, AsController):
        return col(JointPlanRow.responsible_authority_id) == reader.authority_id
    granted = col(JointPlanRow.grants).contains(cast([reader.unit_id], ARRAY(Uuid)))
    place = {"unit_id": str(reader.unit_id), "authority_id": str(reader.authority_id)}
    return granted & col(JointPlanRow.participants).contains([place])


def _plan(row: JointPlanRow) -> JointPlan:
    return JointPlan(
        **{name: getattr(row, name) for name in _SAME},
        state=PlanState(row.state),
        topics=tuple(row.topics),
        permission=Permission(row.permission_given_on, PermissionGiver(row.permission_given_by)),
        content=Content(
            participants=tuple(map(_participant, row.participants)),
            goals=tuple(Goal(**kept) for kept in row.goals),
            efforts=tuple(map(_effort, row.efforts)),
            review_on=row.review_on,
            referral_ids=tuple(row.referral_ids),
        ),
        consents=tuple(map(ReliedConsent, row.consent_ids, row.consent_versions)),
        outcome=PlanOutcome(row.outcome) if row.outcome else None,
    )


def _participant(kept: dict[str, Any]) -> Participant:
    activity = Activity(kept["activity"]) if kept["activity"] else None
    return Participant(
        UUID(kept["unit_id"]), UUID(kept["authority_id"]), Profession(kept["profession"]), activity
    )


def _kept(one: Participant) -> dict[str, Any]:
    return {**asdict(one), "unit_id": str(one.unit_id), "authority_id": str(one.authority_id)}


def _effort(kept: dict[str, Any]) -> Effort:
    by_on = date.fromisoformat(kept["by_on"]) if kept["by_on"] else None
    return Effort(kept["code"], Profession(kept["profession"]), by_on, kept["is_done"])


def _columns(plan: JointPlan) -> dict[str, Any]:
    content = plan.content
    return {
        **{name: getattr(plan, name) for name in _SAME},
        "grants": list(plan.grants),
        "state": plan.state.value,
        "topics": list(plan.topics),
        "permission_given_on": plan.permission.given_on,
        "permission_given_by": plan.permission.given_by.value,
        "participants": [_kept(one) for one in content.participants],
        "goals": [asdict(goal) for goal in content.goals],
        "efforts": [asdict(effort) for effort in content.efforts],
        "referral_ids": list(content.referral_ids),
        "review_on": content.review_on,
        "consent_ids": [consent.consent_id for consent in plan.consents],
        "consent_versions": [consent.version for consent in plan.consents],
        "outcome": plan.outcome.value if plan.outcome else None,
    }
