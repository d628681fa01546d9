"""Survey occasions over REST, for staff; visitors answer on a page."""

from uuid import UUID

from fastapi import APIRouter

from slussen_chassis.transaction import TransactionRoute
from slussen_chassis.web import CurrentCaller, Now, Transaction, requires
from slussen_contracts.statistics import scopes
from slussen_contracts.statistics.surveys import LinksCreate, LinksRead, SurveyCreate, SurveyRead, SurveysRead
from slussen_statistics.routes.pages.paths import SURVEY
from slussen_statistics.use_cases import entries, surveys
from slussen_statistics.use_cases.surveys import Survey

RECORDS = [requires(scopes.RECORD)]
router = APIRouter(
    prefix="/statistics/v1/centres/{centre_id}/surveys", route_class=TransactionRoute, tags=["surveys"]
)


def _read(survey: Survey) -> SurveyRead:
    row = survey.row
    return SurveyRead(
        id=row.id,
        version=row.version,
        centre_id=row.centre_id,
        instrument=row.instrument,
        opens_on=row.opens_on,
        closes_on=row.closes_on,
        is_closed=row.is_closed,
        links=row.links,
        answers=survey.answers,
        created_at=row.created_at,
    )


@router.post(
    "",
    status_code=201,
    operation_id="createSurvey",
    summary="Skapa ett enkättillfälle / Create a survey occasion",
    dependencies=RECORDS,
)
async def create_survey(
    centre_id: UUID, body: SurveyCreate, session: Transaction, caller: CurrentCaller, now: Now
) -> SurveyRead:
    """Skapa ett tillfälle då besökare svarar på en enkät. Svaren räknas på tillfällets första dag.

    Create an occasion on which visitors answer a survey. Its answers count on its first day.
    """
    desk = await entries.open_desk(session, centre_id, caller=caller, now=now)
    return _read(await surveys.create(session, desk, body))


@router.get(
    "", operation_id="listSurveys", summary="Enkättillfällen / Survey occasions", dependencies=RECORDS
)
async def list_surveys(centre_id: UUID, session: Transaction, caller: CurrentCaller, now: Now) -> SurveysRead:
    """Familjecentralens enkättillfällen, det senaste först. / The centre's occasions, the newest first."""
    desk = await entries.open_desk(session, centre_id, caller=caller, now=now)
    return SurveysRead(surveys=[_read(one) for one in await surveys.list_surveys(session, desk)])


@router.post(
    "/{survey_id}/links",
    status_code=201,
    operation_id="makeSurveyLinks",
    summary="Gör länkar för ett svar var / Make links for one answer each",
    dependencies=RECORDS,
)
async def make_links(
    centre_id: UUID,
    survey_id: UUID,
    body: LinksCreate,
    session: Transaction,
    caller: CurrentCaller,
    now: Now,
) -> LinksRead:
    """Gör länkar som var och en gäller för ett anonymt svar. De visas bara nu.

    Make links that are each good for one anonymous answer. They are shown this once.
    """
    desk = await entries.open_desk(session, centre_id, caller=caller, now=now)
    tokens = await surveys.make_links(session, desk, survey_id, body.count)
    return LinksRead(paths=[f"{SURVEY}/{token}" for token in tokens])


@router.post(
    "/{survey_id}/closing",
    operation_id="closeSurvey",
    summary="Stäng ett enkättillfälle / Close a survey occasion",
    dependencies=RECORDS,
)
async def close_survey(
    centre_id: UUID, survey_id: UUID, session: Transaction, caller: CurrentCaller, now: Now
) -> SurveyRead:
    """Stäng tillfället; oanvända länkar gäller inte längre. / Close it; unused links are worth nothing."""
    desk = await entries.open_desk(session, centre_id, caller=caller, now=now)
    return _read(await surveys.close(session, desk, survey_id))
