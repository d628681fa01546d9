"""Survey occasions: created by staff, answered by whoever holds a link, once and by nobody in particular.

No trace is kept of an answer beside the answer: a row that says when somebody answered would be more than the answer
tells. Making an occasion and its links leaves traces as everything does.
"""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from slussen_chassis import audit
from slussen_chassis.auth import Caller
from slussen_chassis.clock import STOCKHOLM, local_day, new_id
from slussen_chassis.database import Context, set_context
from slussen_chassis.errors import ForbiddenError, NotFoundError
from slussen_contracts.statistics.entries import Answer, Quote
from slussen_contracts.statistics.surveys import SurveyCreate
from slussen_statistics.domain.instruments import Instrument, instruments
from slussen_statistics.domain.surveys import (
    LinkUsedError,
    OpenDays,
    SurveyClosedError,
    new_token,
    open_instrument,
    token_hash,
)
from slussen_statistics.repository import register, surveys
from slussen_statistics.tables import SurveyRow
from slussen_statistics.use_cases.entries import Desk, record_anonymous

PURPOSE = "survey_answer"
ANSWERING = Caller("survey", "anonymous")


@dataclass(frozen=True, slots=True)
class Survey:
    """An occasion with how many links it has, and how many of them have been used."""

    row: SurveyRow
    unused: int

    @property
    def answers(self) -> int:
        """Return how many have answered."""
        return self.row.links - self.unused

    @property
    def days(self) -> OpenDays:
        """Return when it takes answers."""
        return OpenDays(self.row.opens_on, self.row.closes_on, self.row.is_closed)

    @property
    def instrument(self) -> Instrument:
        """Return what is asked."""
        return instruments()[self.row.instrument]


@dataclass(frozen=True, slots=True)
class Asked:
    """A survey as its link shows it."""

    survey: SurveyRow
    centre_name: str
    instrument: Instrument


@dataclass(frozen=True, slots=True)
class Given:
    """What somebody has answered."""

    values: Mapping[str, int]
    respondent: str | None = None
    quote: Quote | None = None


async def create(session: AsyncSession, desk: Desk, wanted: SurveyCreate) -> Survey:
    """Create an occasion.

    Raises:
        InvalidError: Its instrument is none that visitors answer, or its days end before they begin.
    """
    instrument = open_instrument(wanted.instrument)
    OpenDays(wanted.opens_on, wanted.closes_on).check()
    centre, authority = desk.centre, desk.caller.authority_id
    if authority is None:
        raise ForbiddenError
    working = await register.list_authorities(session, centre.centre_id, on=desk.today)
    row = SurveyRow(
        id=new_id(),
        version=1,
        centre_id=centre.centre_id,
        county_code=centre.county_code,
        instrument=instrument.id,
        instrument_version=instrument.version,
        opens_on=wanted.opens_on,
        closes_on=wanted.closes_on,
        links=0,
        is_closed=False,
        created_at=desk.now,
        responsible_authority_id=authority,
        grants=sorted({authority, *working}),
    )
    await surveys.add(session, row)
    audit.record(session, "survey.create", resource_type="survey", resource_id=row.id)
    return Survey(row, 0)


async def list_surveys(session: AsyncSession, desk: Desk) -> Sequence[Survey]:
    """Return the centre's occasions, the newest first."""
    rows = await surveys.list_surveys(session, desk.centre.centre_id, visible_to=desk.caller.authority_id)
    unused = await surveys.count_links(session, [row.id for row in rows])
    audit.record(session, "survey.list", resource_type="centre", resource_id=desk.centre.centre_id)
    return [Survey(row, unused.get(row.id, 0)) for row in rows]


async def read(session: AsyncSession, desk: Desk, survey_id: UUID) -> Survey:
    """Return an occasion.

    Raises:
        NotFoundError: The centre has no such one.
    """
    row = await _get(session, desk, survey_id)
    unused = await surveys.count_links(session, [row.id])
    audit.record(session, "survey.read", resource_type="survey", resource_id=row.id)
    return Survey(row, unused.get(row.id, 0))


async def make_links(session: AsyncSession, desk: Desk, survey_id: UUID, count: int) -> list[str]:
    """Return the tokens of new links; they are known here this once.

    Raises:
        NotFoundError: The centre has no such occasion.
        SurveyClosedError: It is over.
    """
    row = await _get(session, desk, survey_id, for_update=True)
    if row.is_closed or desk.today > row.closes_on:
        raise SurveyClosedError
    tokens = [new_token() for _ in range(count)]
    await surveys.add_links(session, row, [token_hash(token) for token in tokens])
    audit.record(session, "survey.make-links", resource_type="survey", resource_id=row.id)
    return tokens


async def close(session: AsyncSession, desk: Desk, survey_id: UUID) -> Survey:
    """Close an occasion for good; links that were not used are worth nothing from now on.

    Raises:
        NotFoundError: The centre has no such one.
    """
    row = await _get(session, desk, survey_id, for_update=True)
    await surveys.close(session, row)
    audit.record(session, "survey.close", resource_type="survey", resource_id=row.id)
    return await read(session, desk, survey_id)


async def ask(session: AsyncSession, token: str, *, now: datetime) -> Asked:
    """Return the survey that a link opens.

    Raises:
        LinkUsedError: The link is used, or is none.
        SurveyClosedError: It takes no answers today.
    """
    link = await surveys.find_link(session, token_hash(token))
    if link is None:
        raise LinkUsedError
    return await _asked(session, link.survey_id, link.authority_id, now)


async def answer(session: AsyncSession, token: str, given: Given, *, now: datetime) -> None:
    """Keep an answer and use its link up; the answer bears the survey's first day, and no trace of the link.

    Raises:
        LinkUsedError: The link is used, or is none.
        SurveyClosedError: The survey takes no answers today.
        InvalidError: Something in the answer is not as it must be.
    """
    link = await surveys.use_link(session, token_hash(token))
    if link is None:
        raise LinkUsedError
    survey_id, authority_id = link
    asked = await _asked(session, survey_id, authority_id, now)
    centre = await register.find_centre(session, asked.survey.centre_id)
    if centre is None:
        raise NotFoundError
    caller = replace(ANSWERING, authority_id=authority_id)
    midnight = datetime.combine(local_day(now), time.min, STOCKHOLM)
    entry = Answer(
        kind="answer",
        on=asked.survey.opens_on,
        instrument=asked.instrument.id,
        instrument_version=asked.instrument.version,
        respondent=given.respondent,
        values=dict(given.values),
        quotes=(given.quote,) if given.quote else (),
    )
    await record_anonymous(session, Desk(centre, caller, midnight), entry, entry_id=uuid.uuid4())


async def _asked(session: AsyncSession, survey_id: UUID, authority_id: UUID, now: datetime) -> Asked:
    await set_context(session, Context(authority_id=authority_id, actor="survey", purpose=PURPOSE))
    row = await surveys.find(session, survey_id, visible_to=authority_id)
    if row is None:
        raise LinkUsedError
    if not OpenDays(row.opens_on, row.closes_on, row.is_closed).is_open(local_day(now)):
        raise SurveyClosedError
    centre = await register.find_centre(session, row.centre_id)
    return Asked(row, centre.name if centre else "", instruments()[row.instrument])


async def _get(session: AsyncSession, desk: Desk, survey_id: UUID, *, for_update: bool = False) -> SurveyRow:
    row = await surveys.find(session, survey_id, visible_to=desk.caller.authority_id, for_update=for_update)
    if row is None or row.centre_id != desk.centre.centre_id:
        raise NotFoundError
    return row
