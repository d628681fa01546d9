"""What may be entered, and what of it counts: each kind's day, natural key, codes and numbers, and its rules."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from slussen_chassis.errors import ConflictError, FieldProblem
from slussen_contracts.profiles.model import CountyProfile
from slussen_contracts.statistics.entries import (
    ActivityPlan,
    AgreementReview,
    Answer,
    EntryWrite,
    Goal,
    GroupSession,
    HomeVisits,
    Listing,
    ParentGroup,
    StaffTime,
    Visits,
    VisitsMonth,
)
from slussen_statistics.domain.instruments import Instrument, instruments
from slussen_statistics.domain.labels import Label
from slussen_statistics.domain.personal_numbers import personal_number_faults, texts_in

CONVENTION_SECTION = "crc_work"
SEVERAL = 2
LED_BY = "led_by_"
"""Begins the name of the number that says that somebody of a profession led a session."""


class CentreClosedError(ConflictError):
    """The centre's agreement has ended: its history stays readable, and nothing new is entered (EV-02)."""

    code: ClassVar[str] = "centre-closed"
    title_sv = "Familjecentralens avtal har upphört; inget nytt kan föras in efter den dagen"
    title_en = "The centre's agreement has ended; nothing new can be entered after that day"


class AlreadyEnteredError(ConflictError):
    """There is an entry of that kind for that day, month, year or reference already; it can be corrected."""

    code: ClassVar[str] = "already-entered"
    title_sv = "Uppgiften finns redan; rätta den i stället"
    title_en = "That is entered already; correct it instead"


class EntryIsVoidError(ConflictError):
    """A void entry is not corrected."""

    code: ClassVar[str] = "entry-is-void"
    title_sv = "Uppgiften är makulerad"
    title_en = "The entry is void"


@dataclass(frozen=True, slots=True)
class Agreement:
    """From when through when an agreement covers a centre; without a last day it has not ended."""

    valid_from: date
    valid_through: date | None


def is_closed(agreements: Iterable[Agreement], *, on: date) -> bool:
    """Tell whether a centre's agreement had ended before a day, and none is in force on it.

    Days before the first agreement are open, so that earlier years can be entered.
    """
    begun = [one.valid_through for one in agreements if one.valid_from <= on]
    return bool(begun) and all(last is not None and last < on for last in begun)


@dataclass(frozen=True, slots=True)
class Counted:
    """What of an entry reaches the ledger; no text.

    Attributes:
        on: The day on which it counts.
        natural_key: What makes it one of its kind at the centre.
    """

    on: date
    natural_key: str
    codes: dict[str, str]
    numbers: dict[str, int]


def counted(entry: EntryWrite, *, activities: Collection[str], entry_id: str) -> Counted:
    """Return what of an entry counts at a centre with these activities."""
    if isinstance(entry, Answer):
        return _answer(entry, frozenset(activities), entry_id)
    return _COUNTED[type(entry)](entry)


def _numbers(entry: object, *names: str) -> dict[str, int]:
    found = {name: getattr(entry, name) for name in names}
    return {name: value for name, value in found.items() if value is not None}


def _by_day(entry: Visits) -> Counted:
    numbers = _numbers(entry, "adults", "children", "families", "first_visits")
    return Counted(entry.on, entry.on.isoformat(), {}, numbers)


def _by_month(entry: VisitsMonth | HomeVisits | StaffTime) -> Counted:
    names = [name for name in type(entry).model_fields if name not in {"kind", "on"}]
    return Counted(entry.on, f"{entry.on:%Y-%m}", {}, _numbers(entry, *names))


def _listing(entry: Listing) -> Counted:
    numbers = _numbers(entry, "listed_families", "enrolled_children", "pregnant")
    return Counted(entry.on, str(entry.on.year), {}, numbers)


def _ended_group(entry: ParentGroup) -> Counted:
    codes = {"group_type": entry.group_type.value}
    numbers = _numbers(entry, "guardians_three_times")
    told = {
        "group_sessions": entry.sessions,
        "views_taken_in": entry.views_taken_in,
        "evaluated": entry.is_evaluated,
    }
    numbers |= {name: int(value) for name, value in told.items() if value is not None}
    numbers["groups"] = 1
    return Counted(entry.on, f"{entry.on.year}:{entry.reference}", codes, numbers)


def _review(entry: AgreementReview) -> Counted:
    return Counted(entry.on, entry.on.isoformat(), {}, {})


def _session(entry: GroupSession) -> Counted:
    numbers = _numbers(entry, "minutes", "families", "guardians")
    numbers["cohesive"] = int(entry.is_cohesive)
    leaders = sorted(set(entry.led_by))
    numbers["cross_led"] = int(len(leaders) >= SEVERAL)
    numbers["leaders"] = len(leaders)
    numbers |= {f"{LED_BY}{profession}": 1 for profession in leaders}
    key = f"{entry.on.isoformat()}:{entry.group_type.value}:{entry.reference or ''}"
    return Counted(entry.on, key, {"group_type": entry.group_type.value}, numbers)


def _plan(entry: ActivityPlan) -> Counted:
    has_section = any(section.code == CONVENTION_SECTION for section in entry.sections)
    numbers = {"with_convention": int(has_section)}
    return Counted(date(entry.year, 1, 1), str(entry.year), {}, numbers)


def _goal(entry: Goal) -> Counted:
    numbers = {
        "measurable": int(entry.is_measurable),
        "evaluated": int(entry.outcome is not None or entry.is_attained is not None),
        "attained": int(bool(entry.is_attained)),
    }
    codes = {"goal_kind": entry.goal_kind.value}
    return Counted(date(entry.year, 1, 1), f"{entry.year}:{entry.reference}", codes, numbers)


_COUNTED: Mapping[type[object], Callable[[Any], Counted]] = {
    Visits: _by_day,
    VisitsMonth: _by_month,
    HomeVisits: _by_month,
    StaffTime: _by_month,
    Listing: _listing,
    GroupSession: _session,
    ParentGroup: _ended_group,
    AgreementReview: _review,
    ActivityPlan: _plan,
    Goal: _goal,
}


def _answer(entry: Answer, activities: frozenset[str], entry_id: str) -> Counted:
    """Return the numbers of the items that apply; the group's joint view is one a year, others are many."""
    instrument = instruments().get(entry.instrument)
    applicable = {item.code for item in instrument.applicable(activities)} if instrument else set()
    codes = {"instrument": entry.instrument}
    if entry.stage:
        codes["stage"] = entry.stage
    if entry.respondent:
        codes["respondent"] = entry.respondent
    key = entry_id
    if entry.stage == "agreed":
        key = f"{entry.instrument}:{entry.on.year}:agreed"
    elif entry.reference:
        key = f"{entry.instrument}:{entry.on.isoformat()}:{entry.reference}"
    return Counted(entry.on, key, codes, {code: n for code, n in entry.values.items() if code in applicable})


def faults_in(entry: EntryWrite, *, today: date, profile: CountyProfile | None) -> list[FieldProblem]:
    """Return what hinders that an entry is kept; a personal number alone, since what else is wrong may name it."""
    if numbers := personal_number_faults(texts_in(entry)):
        return numbers
    found = (
        []
        if _day_of(entry) <= today
        else [FieldProblem("on", "in-the-future", "dagen har inte varit än", "the day has not come yet")]
    )
    if isinstance(entry, Answer):
        found += _answer_faults(entry)
    if isinstance(entry, ActivityPlan):
        found += _plan_faults(entry, profile)
    return found


def _day_of(entry: EntryWrite) -> date:
    """Return the day that must not lie ahead; plans and goals are made for years to come."""
    return date.min if isinstance(entry, Goal | ActivityPlan) else entry.on


def _answer_faults(entry: Answer) -> Iterator[FieldProblem]:
    instrument = instruments().get(entry.instrument)
    if instrument is None or instrument.version != entry.instrument_version:
        yield FieldProblem("instrument", "unknown", "instrumentet finns inte", "there is no such instrument")
        return
    if (entry.stage is not None) != bool(instrument.steps):
        yield FieldProblem(
            "stage",
            "stage",
            "anges för självreflektion och bara där",
            "is given for a self-reflection and only there",
        )
    groups = {group.code for group in instrument.respondents}
    if entry.respondent is not None and entry.respondent not in groups:
        yield FieldProblem("respondent", "unknown", "gruppen finns inte", "there is no such group")
    yield from _item_faults(entry, instrument)


def _item_faults(entry: Answer, instrument: Instrument) -> Iterator[FieldProblem]:
    known = {item.code for item in instrument.items}
    for code in sorted({*entry.values, *entry.texts} - known):
        yield FieldProblem(f"values.{code}", "unknown", "frågan finns inte", "there is no such item")
    if instrument.scale is None and entry.values:
        yield FieldProblem("values", "not-an-instrument", instrument.note.sv, instrument.note.en)
    points = instrument.scale.points if instrument.scale else 0
    for code, value in entry.values.items():
        if instrument.scale and value > points:
            yield FieldProblem(
                f"values.{code}",
                "less-than-equal",
                f"är större än skalans {points}",
                f"is above the scale's {points}",
            )


def _plan_faults(entry: ActivityPlan, profile: CountyProfile | None) -> Iterator[FieldProblem]:
    """Yield the sections that the county asks for and the plan lacks (Örebro: the Convention's, S002 9)."""
    wanted = (profile.statistics.activity_plan_must_contain.value or ()) if profile else ()
    there = {section.code for section in entry.sections}
    for code in wanted:
        if code not in there:
            yield FieldProblem(
                f"sections.{code}",
                "missing-section",
                "länet kräver ett avsnitt om detta i planen",
                "the county asks for a section on this in the plan",
            )


def notes_on(entry: EntryWrite, profile: CountyProfile | None) -> list[Label]:
    """Return what to think of; nothing of it hinders."""
    if isinstance(entry, Answer) and (instrument := instruments().get(entry.instrument)):
        return [] if instrument.is_instrument else [instrument.note]
    expected = profile.statistics.priority_goals_per_year.value if profile else None
    if isinstance(entry, ActivityPlan) and expected and len(entry.priority_goals) != expected:
        return [
            Label(
                f"Planen har {len(entry.priority_goals)} prioriterade mål; {expected} förväntas.",
                f"The plan has {len(entry.priority_goals)} priority goals; {expected} are expected.",
            )
        ]
    return []
