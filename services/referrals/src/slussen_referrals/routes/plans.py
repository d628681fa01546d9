"""Joint plans over REST."""

from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Response

from slussen_chassis.web import Page, Paging, Transaction, requires, set_etag
from slussen_contracts.referrals import api
from slussen_contracts.referrals.scopes import READ, SEND
from slussen_referrals.domain import referral as domain
from slussen_referrals.domain.plans import Effort, Goal, JointPlan
from slussen_referrals.routes.parts import Looking, Opener
from slussen_referrals.routes.views import PREFIX
from slussen_referrals.routes.worded import WordedRoute
from slussen_referrals.use_cases import plans

router = APIRouter(prefix=PREFIX, route_class=WordedRoute, tags=["joint-plans"])


@router.post("/joint-plans", operation_id="openJointPlan", status_code=201, dependencies=[requires(SEND)])
async def open_plan(
    body: api.JointPlanCreate, session: Transaction, opener: Opener, looking: Looking, response: Response
) -> api.JointPlanRead:
    """Gör en gemensam plan med minst två yrken. / Make a joint plan with at least two professions."""
    permission = domain.Permission(body.permission.given_on, body.permission.given_by)
    new = plans.NewPlan(body.centre_id, body.subject_id, body.situation, tuple(body.topics), permission)
    made = await plans.open_plan(session, new, _wish(body), opener)
    response.headers["Location"] = f"{PREFIX}/joint-plans/{made.id}"
    return _answer(made, looking.today, response)


@router.get("/joint-plans", operation_id="listJointPlans", dependencies=[requires(READ)])
async def list_plans(
    session: Transaction,
    looking: Looking,
    page: Paging,
    state: Annotated[list[api.PlanState] | None, Query(description="Bara dessa lägen. / Only these.")] = None,
) -> Page[api.JointPlanRead]:
    """Lista planer som din enhet deltar i. / List the plans that your unit takes part in."""
    found = await plans.list_plans(session, looking.caller, state or (), page)
    return Page[api.JointPlanRead].of([_read(plan, looking.today) for plan in found], page)


@router.get("/joint-plans/{plan_id}", operation_id="readJointPlan", dependencies=[requires(READ)])
async def read_plan(
    plan_id: UUID, session: Transaction, looking: Looking, response: Response
) -> api.JointPlanRead:
    """Läs en gemensam plan. / Read a joint plan."""
    return _answer(await plans.read_plan(session, plan_id, looking.caller), looking.today, response)


@router.put("/joint-plans/{plan_id}", operation_id="changeJointPlan", dependencies=[requires(SEND)])
async def change_plan(
    plan_id: UUID,
    body: api.JointPlanContent,
    session: Transaction,
    opener: Opener,
    looking: Looking,
    response: Response,
) -> api.JointPlanRead:
    """Ändra planen; stödet prövas på nytt mot alla som deltar. / Change it; the ground is asked for anew."""
    made = await plans.change_plan(session, plan_id, _wish(body), opener)
    return _answer(made, looking.today, response)


@router.post(
    "/joint-plans/{plan_id}/statistics-choice",
    operation_id="chooseJointPlanStatistics",
    dependencies=[requires(SEND)],
)
async def choose_statistics(
    plan_id: UUID,
    body: api.StatisticsChoice,
    session: Transaction,
    opener: Opener,
    looking: Looking,
    response: Response,
) -> api.JointPlanRead:
    """Notera om familjen vill ingå i statistiken. / Note whether the family wants to be counted in statistics."""
    made = await plans.choose_statistics(session, plan_id, opener, declines=body.declines_statistics)
    return _answer(made, looking.today, response)


@router.post("/joint-plans/{plan_id}/closure", operation_id="closeJointPlan", dependencies=[requires(SEND)])
async def close_plan(
    plan_id: UUID,
    body: api.JointPlanClose,
    session: Transaction,
    opener: Opener,
    looking: Looking,
    response: Response,
) -> api.JointPlanRead:
    """Avsluta planen med utfall. / Close the plan with an outcome."""
    made = await plans.close_plan(session, plan_id, body.outcome, opener)
    return _answer(made, looking.today, response)


@router.post("/joint-plans/{plan_id}/voiding", operation_id="voidJointPlan", dependencies=[requires(SEND)])
async def void_plan(
    plan_id: UUID, session: Transaction, opener: Opener, looking: Looking, response: Response
) -> api.JointPlanRead:
    """Makulera en plan som registrerats av misstag. / Void a plan that was entered in error."""
    return _answer(await plans.void_plan(session, plan_id, opener), looking.today, response)


def _wish(body: api.JointPlanContent) -> plans.Wish:
    return plans.Wish(
        participants=tuple((one.unit_id, one.profession) for one in body.participants),
        goals=tuple(Goal(goal.topic, goal.code, goal.is_reached) for goal in body.goals),
        efforts=tuple(Effort(e.code, e.profession, e.by_on, e.is_done) for e in body.efforts),
        review_on=body.review_on,
        referral_ids=tuple(dict.fromkeys(body.referral_ids)),
        declines_statistics=body.declines_statistics,
    )


def _answer(plan: JointPlan, today: date, response: Response) -> api.JointPlanRead:
    set_etag(response, plan.version)
    return _read(plan, today)


def _read(plan: JointPlan, today: date) -> api.JointPlanRead:
    content = plan.content
    return api.JointPlanRead(
        id=plan.id,
        version=plan.version,
        centre_id=plan.centre_id,
        state=plan.state,
        subject_id=plan.subject_id,
        situation=plan.situation,
        topics=list(plan.topics),
        permission=api.Permission(given_on=plan.permission.given_on, given_by=plan.permission.given_by),
        declines_statistics=plan.declines_statistics,
        participants=[
            api.PlanParticipantRead(unit_id=one.unit_id, profession=one.profession, activity=one.activity)
            for one in content.participants
        ],
        goals=[api.PlanGoal(topic=g.topic, code=g.code, is_reached=g.is_reached) for g in content.goals],
        efforts=[
            api.PlanEffort(code=e.code, profession=e.profession, by_on=e.by_on, is_done=e.is_done)
            for e in content.efforts
        ],
        referral_ids=list(content.referral_ids),
        opened_on=plan.opened_on,
        review_on=content.review_on,
        is_review_due=plan.is_review_due(today),
        closed_on=plan.closed_on,
        outcome=plan.outcome,
        reason=plan.reason,
        changed_at=plan.changed_at,
    )
