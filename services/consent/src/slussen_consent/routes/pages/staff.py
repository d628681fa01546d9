"""Pages for staff: find a person, record a consent while talking, ask whether one may tell, and ask again."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from pydantic import Field, ValidationError
from starlette.responses import Response

from slussen_chassis.auth import Caller
from slussen_chassis.clock import local_day
from slussen_chassis.errors import ConflictError
from slussen_chassis.pages import CurrentPage, Form, FormModel, WebPage, page_router
from slussen_chassis.problems import from_validation
from slussen_chassis.web import Now, Transaction, requires
from slussen_consent.counties import rules_in
from slussen_consent.records import ConsentRecord
from slussen_consent.routes.pages.record_form import FIELDS, LABELS, RecordForm, content_of, number_of
from slussen_consent.routes.parts import OnBehalfOf, Parts
from slussen_consent.routes.reading import consent_read
from slussen_consent.use_cases import ask_again, consents, subjects
from slussen_consent.use_cases.acting import Acting
from slussen_consent.use_cases.decide import decide
from slussen_consent.use_cases.places import places_of
from slussen_consent.words import LANGUAGES, words
from slussen_contracts.consent import api, scopes
from slussen_contracts.identifiers import Profession

HOME = "/consent/pages"
router = page_router("consent")
READS, RECORDS, ASKS = [requires(scopes.READ)], [requires(scopes.RECORD)], [requires(scopes.DECIDE)]
TOPICS = ("parental_support", "health", "development", "speech", "family_situation", "contact_details")
USUAL_LENGTH = timedelta(days=180)


class NumberForm(FormModel):
    """A number to find a person by; it stands in no address."""

    number: str = Field(max_length=40)


class QuestionForm(FormModel):
    """May I tell?"""

    situation: str = Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._:-]{0,99}$")
    topics: tuple[str, ...] = Field(min_length=1)
    unit: UUID
    profession: Profession | None = None


@router.get("", dependencies=READS)
async def show_overview(page: CurrentPage, session: Transaction, acting: OnBehalfOf) -> Response:
    """Show whom to ask again, what the unit has recorded lately, and where to find a person."""
    return await _overview(page, session, acting, page.form())


@router.post("", dependencies=[requires(scopes.RESOLVE)])
async def find_person(
    page: CurrentPage, session: Transaction, parts: Parts, acting: OnBehalfOf, now: Now
) -> Response:
    """Find a person by number, and go on by the opaque id."""
    form = await page.entered(NumberForm)
    if content := form.content:
        async with form.attempt(session):
            identity = number_of(content.number, "number", local_day(now))
            asked = api.IdentifierToResolve(system=identity.system, value=identity.value)
            (found,) = await subjects.resolve_subjects(session, [asked], resources=parts)
            return page.go(f"{HOME}/people/{found}")
    return await _overview(page, session, acting, form)


@router.post("/tasks/{task_id}", dependencies=RECORDS)
async def complete_task(
    task_id: UUID, page: CurrentPage, session: Transaction, acting: OnBehalfOf, now: Now
) -> Response:
    """Note that somebody was asked again and answered the same."""
    await ask_again.complete_task(session, task_id, acting=acting, now=now)
    return page.go(HOME, said="asked-again")


@router.get("/people/{subject_id}", dependencies=READS)
async def show_person(
    subject_id: UUID, page: CurrentPage, session: Transaction, parts: Parts, acting: OnBehalfOf
) -> Response:
    """Show the consents about a person, and the question whether one may tell."""
    return await _person(page, session, parts, acting, subject_id, page.form())


@router.post("/people/{subject_id}/question", dependencies=ASKS)
async def ask_whether_to_tell(
    subject_id: UUID,
    page: CurrentPage,
    session: Transaction,
    parts: Parts,
    acting: OnBehalfOf,
    now: Now,
) -> Response:
    """Answer whether one may tell, with the rules that were tried."""
    form = await page.entered(QuestionForm)
    if content := form.content:
        question = api.DecisionRequest(
            subject_id=subject_id,
            situation=content.situation,
            topics=list(content.topics),
            recipient=api.Participant(unit_id=content.unit, profession=content.profession),
        )
        pair = api.Pair(sender=None, recipient=question.recipient)
        answered = await decide(question, [pair], acting=acting, resources=parts, now=now)
        places = await places_of(parts.register, unit_ids={content.unit})
        return page.show(
            "staff/decision.html",
            decision=answered.decisions[0],
            decided_at=answered.decided_at,
            place=places.unit(content.unit),
            topics=[_words(page).topic(topic) for topic in content.topics],
            subject_id=subject_id,
            english=page.english,
        )
    return await _person(page, session, parts, acting, subject_id, form)


@router.get("/people/{subject_id}/record", dependencies=RECORDS)
async def show_record_form(subject_id: UUID, page: CurrentPage, parts: Parts, acting: OnBehalfOf) -> Response:
    """Show the form, filled in as far as it can be."""
    values: dict[str, object] = {
        "kind": "child",
        "through": page.today + USUAL_LENGTH,
        "relation1": "custodian",
        "relation2": "custodian",
        "basis": "joint",
        "method1": "oral",
        "method2": "oral",
    }
    return await _record(page, parts, acting, subject_id, page.form(values))


@router.post("/people/{subject_id}/record", dependencies=RECORDS)
async def record_consent(
    subject_id: UUID,
    page: CurrentPage,
    session: Transaction,
    parts: Parts,
    acting: OnBehalfOf,
    now: Now,
) -> Response:
    """Record what they answered; every fault is named at its field."""
    form = await page.entered(RecordForm)
    if content := form.content:
        async with form.attempt(session, **FIELDS):
            try:
                entered = content_of(content, subject_id, system=f"unit-{acting.unit_id}", now=now)
            except ValidationError as error:
                raise from_validation([dict(fault) for fault in error.errors()]) from None
            kept = await consents.record_consent(session, entered, acting=acting, resources=parts, now=now)
            return page.go(f"{HOME}/consents/{kept.consent.id}", said="recorded")
    return await _record(page, parts, acting, subject_id, form)


@router.get("/consents/{consent_id}", dependencies=READS)
async def show_consent(
    consent_id: UUID,
    page: CurrentPage,
    session: Transaction,
    parts: Parts,
    acting: OnBehalfOf,
    now: Now,
) -> Response:
    """Show a recorded consent: what holds, what is missing and why, where to document it."""
    record = await consents.get_consent(session, consent_id, reader=acting.authority_id, now=now)
    consent = record.consent
    units = {line.unit_id for line in consent.scope if line.unit_id} | {record.keeping.unit_id}
    county = rules_in(record.keeping.county_code, local_day(now))
    return page.show(
        "staff/consent.html",
        record=record,
        read=(read := consent_read(record, english=page.english)),
        missing_words=", ".join(page.t(f"relations.{one}") for one in read.missing_custodians),
        state=_words(page).state(consent),
        places=await places_of(parts.register, unit_ids=units),
        words=_words(page),
        custody_is_fresh=consent.custody_is_fresh(local_day(now), county.custody_fresh_for),
        languages=LANGUAGES,
        own_unit=acting.unit_id,
    )


@router.post("/consents/{consent_id}/withdrawal", dependencies=RECORDS)
async def withdraw_consent(
    consent_id: UUID, page: CurrentPage, session: Transaction, acting: OnBehalfOf, now: Now
) -> Response:
    """Withdraw a consent, as a custodian has asked in the conversation."""
    try:
        await consents.withdraw_consent(
            session,
            consent_id,
            api.ConsentWithdraw(),
            keeper=acting.authority_id,
            expected=None,
            now=now,
        )
    except ConflictError:
        return page.go(f"{HOME}/consents/{consent_id}")
    return page.go(f"{HOME}/consents/{consent_id}", said="withdrawn")


async def _overview(page: WebPage, session: Any, acting: Acting, form: Form[Any]) -> Response:
    tasks = await ask_again.list_tasks(session, acting=acting)
    recorded = await consents.list_of_unit(session, acting=acting)
    return page.show(
        "staff/overview.html", form=form, tasks=tasks, recorded=_rows(recorded), today=page.today
    )


async def _person(
    page: WebPage, session: Any, parts: Any, acting: Acting, subject_id: UUID, form: Form[Any]
) -> Response:
    now = page.request.app.state.clock.now()
    found = await consents.list_consents(session, subject_id, reader=acting.authority_id, now=now)
    if found and not form.is_faulty:
        form = page.form({"situation": found[0].consent.situation})
    return page.show(
        "staff/person.html",
        form=form,
        subject_id=subject_id,
        recorded=_rows(found),
        units=await _units(parts, acting, page),
        topics=_topics(page),
        situations=[(one, one) for one in dict.fromkeys(record.consent.situation for record in found)],
        professions=[(one.value, _words(page).profession(one)) for one in Profession],
    )


async def _record(page: WebPage, parts: Any, acting: Acting, subject_id: UUID, form: Form[Any]) -> Response:
    county = rules_in(acting.county_code, page.today)
    return page.show(
        "staff/record.html",
        form=form,
        subject_id=subject_id,
        units=await _units(parts, acting, page),
        topics=_topics(page),
        labels={name: page.t(key) for name, key in LABELS.items()},
        must_explain=county.consequence_information_required,
    )


async def _units(parts: Any, acting: Acting, page: WebPage) -> list[tuple[str, str]]:
    """Return the other units at the own unit's family centres: id and words."""
    own = (await parts.register.units([api.UnitReference(unit_id=acting.unit_id)])).by_id
    centres = frozenset().union(*(unit.centre_ids for unit in own.values())) if own else frozenset()
    others = [
        unit
        for unit in await parts.register.units_at(centres)
        if unit.id != acting.unit_id and unit.is_open(page.today)
    ]
    places = await places_of(parts.register, unit_ids={unit.id for unit in others})
    return [(str(unit.id), _in_words(places.unit(unit.id), page)) for unit in others]


def _in_words(place: Any, page: WebPage) -> str:
    name = place.name or _words(page).activity(place.activity)
    return f"{name}, {place.authority_name}" if place.authority_name else str(name)


def _topics(page: WebPage) -> list[tuple[str, str]]:
    return [(topic, _words(page).topic(topic)) for topic in TOPICS]


def _rows(found: Any) -> list[dict[str, Any]]:
    """Return consents as lists show them; of the person nothing but the opaque id."""
    return [_row(record) for record in found]


def _row(record: ConsentRecord) -> dict[str, Any]:
    consent = record.consent
    return {
        "id": consent.id,
        "subject_id": consent.subject_id,
        "situation": consent.situation,
        "value": consent.value.value,
        "status": consent.status.value,
        "through": consent.valid_through,
    }


def _words(page: WebPage) -> Any:
    return words("en" if page.english else "sv")


async def place_of(session: Any, caller: Caller) -> str | None:
    """Return where the visitor works, for the header."""
    return await consents.unit_name(session, caller.unit_id) if caller.unit_id else None
