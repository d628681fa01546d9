"""What entered figures and answers add: numbers by day or month, goals, plans, and the answers to instruments.

An entry's content has the codes and numbers of its kind; texts never reach the ledger.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any

from slussen_contracts.identifiers import Profession
from slussen_statistics.domain.catalogue.activity import (
    GOAL_KINDS,
    GOALS,
    GROUP_TYPES,
    GROUPS,
    HOME_VISITS,
    LEADERS,
    LISTING,
    PLANS,
    VISITS,
)
from slussen_statistics.domain.catalogue.centres import STAFF_TIME
from slussen_statistics.domain.catalogue.consents import NOT_STATED
from slussen_statistics.domain.catalogue.referrals import LISTED_AT
from slussen_statistics.domain.catalogue.register import AGREEMENTS
from slussen_statistics.domain.catalogue.surveys import SELF_REFLECTION, TABLE_OF
from slussen_statistics.domain.entries import LED_BY
from slussen_statistics.domain.facts.content import added
from slussen_statistics.domain.figures import Addition, Contributions
from slussen_statistics.domain.instruments import instruments
from slussen_statistics.domain.labels import PROFESSIONS, TOTAL

Content = Mapping[str, Any]
Contribute = Callable[[Content], Contributions]

LOCAL = "local"
"""The kind of agreement that a centre reviews each year (I-24)."""
AGREED = "agreed"
"""The stage of a self-reflection at which the group has agreed on a joint view (step III)."""


def _counted(make: Callable[[Content, date], Iterator[Addition]]) -> Contribute:
    def contribute(content: Content) -> Contributions:
        if content["is_void"]:
            return Contributions()
        return Contributions(tuple(make(content, date.fromisoformat(content["on"]))))

    return contribute


def _amounts(content: Content, table: str, on: date, *names: str, cell: str = "") -> Iterator[Addition]:
    for name in names:
        amount = content["numbers"].get(name)
        if amount is not None:
            yield from added(content, table, name, on=on, cell=cell, amount=amount)


def _visits(content: Content, on: date) -> Iterator[Addition]:
    yield from _amounts(content, VISITS, on, "adults", "children", "families", "first_visits")
    yield from added(content, VISITS, "days", on=on)


def _visits_month(content: Content, on: date) -> Iterator[Addition]:
    yield from _amounts(content, VISITS, on, "families_in_month")


def _group_session(content: Content, on: date) -> Iterator[Addition]:
    kind = content["codes"].get("group_type")
    cell = kind if kind in GROUP_TYPES else "other"
    yield from added(content, GROUPS, "sessions", on=on, cell=cell)
    yield from _amounts(content, GROUPS, on, "minutes", "families", "guardians", cell=cell)
    for name in ("cohesive", "cross_led"):
        if content["numbers"].get(name):
            yield from added(content, GROUPS, name, on=on, cell=cell)
    yield from _leaders(content, on)


def _leaders(content: Content, on: date) -> Iterator[Addition]:
    """Yield a session under each profession that led it and once under the total, which is no sum.

    Facts that were kept before the leading professions were told say nothing.
    """
    numbers = content["numbers"]
    if "leaders" not in numbers:
        return
    led_by = {name.removeprefix(LED_BY) for name in numbers if name.startswith(LED_BY)}
    cells = {profession if profession in PROFESSIONS else Profession.OTHER for profession in led_by}
    for cell in (*sorted(cells or {NOT_STATED}), TOTAL):
        yield from added(content, LEADERS, "sessions", on=on, cell=cell)


def _parent_group(content: Content, on: date) -> Iterator[Addition]:
    kind = content["codes"].get("group_type")
    cell = kind if kind in GROUP_TYPES else "other"
    names = ("guardians_three_times", "group_sessions", "views_taken_in", "evaluated")
    yield from _amounts(content, GROUPS, on, *names, cell=cell)
    if content["numbers"].get("groups"):
        yield from added(content, GROUPS, "groups", on=on, cell=cell)


def _listing(content: Content, on: date) -> Iterator[Addition]:
    yield from _amounts(content, LISTING, on, "listed_families", "enrolled_children", "pregnant")
    families = content["numbers"].get("listed_families")
    if families is not None:
        for table, cell in LISTED_AT.items():
            yield from added(content, table, "listed", on=on, cell=cell, amount=families)


def _home_visits(content: Content, on: date) -> Iterator[Addition]:
    yield from _amounts(content, HOME_VISITS, on, "visits", "families")


def _staff_time(content: Content, on: date) -> Iterator[Addition]:
    names = ("house_meeting_minutes", "training_minutes", "consultation_minutes", "planning_minutes")
    yield from _amounts(content, STAFF_TIME, on, *names)
    yield from added(content, STAFF_TIME, "months", on=on, amount=1)


def _goal(content: Content, on: date) -> Iterator[Addition]:
    kind = content["codes"].get("goal_kind")
    cell = kind if kind in GOAL_KINDS else "other"
    yield from added(content, GOALS, "goals", on=on, cell=cell)
    for name in ("measurable", "evaluated", "attained"):
        if content["numbers"].get(name):
            yield from added(content, GOALS, name, on=on, cell=cell)


def _activity_plan(content: Content, on: date) -> Iterator[Addition]:
    yield from added(content, PLANS, "plans", on=on)
    if content["numbers"].get("with_convention"):
        yield from added(content, PLANS, "with_convention", on=on)


def _answer(content: Content, on: date) -> Iterator[Addition]:
    codes = content["codes"]
    table = TABLE_OF.get(codes["instrument"])
    if table is None:
        return
    if codes.get("stage") == AGREED:
        yield from _agreed(content, on)
        return
    respondents = instruments()[codes["instrument"]].respondents
    middle = f"/{codes.get('respondent') or 'not_stated'}" if respondents else ""
    for item, value in content["numbers"].items():
        yield from added(content, table, "answers", on=on, cell=f"{item}{middle}/v{value}")


def _agreed(content: Content, on: date) -> Iterator[Addition]:
    for item, value in content["numbers"].items():
        cell = f"{item}/{TOTAL}"
        yield from added(content, SELF_REFLECTION, "agreed_sum", on=on, cell=cell, amount=value)
        yield from added(content, SELF_REFLECTION, "agreed", on=on, cell=cell)


def _agreement_review(content: Content, on: date) -> Iterator[Addition]:
    for cell in (LOCAL, TOTAL):
        yield from added(content, AGREEMENTS, "reviewed", on=on, cell=cell, amount=1)


KINDS: Mapping[str, Contribute] = {
    "visits": _counted(_visits),
    "visits_month": _counted(_visits_month),
    "group_session": _counted(_group_session),
    "parent_group": _counted(_parent_group),
    "listing": _counted(_listing),
    "home_visits": _counted(_home_visits),
    "staff_time": _counted(_staff_time),
    "goal": _counted(_goal),
    "activity_plan": _counted(_activity_plan),
    "agreement_review": _counted(_agreement_review),
    "answer": _counted(_answer),
}
"""How an entry of each kind counts."""
