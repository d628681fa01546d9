"""Random histories of consents, joint plans, visits and parent groups, recounted naively from the newest versions."""

from collections import Counter
from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any
from uuid import UUID, uuid4

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from slussen_chassis.clock import local_day, new_id
from slussen_chassis.testing import START, TestDatabase
from slussen_contracts.consent.events import ConsentChanged, DisclosureDecisionsCounted
from slussen_contracts.events import Event
from slussen_contracts.referrals.events import JointPlanChanged
from slussen_contracts.statistics.entries import GroupSession, ParentGroup
from slussen_statistics.domain.catalogue import TABLES
from slussen_statistics.domain.entries import counted as counted_in
from slussen_statistics.settings import StatisticsSettings
from slussen_statistics.worker import rebuild

FIGURES = (
    "SELECT table_id, measure, area, year, month, cell, count, amount FROM figure"
    " WHERE generation = (SELECT current FROM rebuild_state) ORDER BY 1, 2, 3, 4, 5, 6"
)
FAMILIES = [uuid4() for _ in range(2)]
DAYS = [date(2025, 12, 31), date(2026, 1, 1), date(2026, 10, 3)]
AMOUNTS = {(table.id, base.code) for table in TABLES.values() for base in table.bases if base.is_amount}
Content = dict[str, Any]
Sent = tuple[str, int, int, Content]
Found = Counter[tuple[str, str, str, int, str]]

consents = st.fixed_dictionaries(
    {
        "valid_from": st.sampled_from(DAYS),
        "value": st.sampled_from(["yes", "no", "partial"]),
        "status": st.sampled_from(["active", "withdrawn", "annulled"]),
        "recorded_by_profession": st.sampled_from([None, "midwife", "librarian"]),
    }
)
plans = st.fixed_dictionaries(
    {
        "opened_on": st.sampled_from(DAYS),
        "state": st.sampled_from(["open", "closed", "entered_in_error"]),
        "professions": st.sampled_from([("midwife",), ("midwife", "social_worker")]),
        "counted": st.booleans(),
        "family": st.sampled_from([0, 1]),
    }
)
visits = st.fixed_dictionaries(
    {"on": st.sampled_from(DAYS), "adults": st.integers(0, 40), "children": st.integers(0, 40)}
)
sessions = st.fixed_dictionaries(
    {
        "on": st.sampled_from(DAYS),
        "led_by": st.lists(st.sampled_from(["midwife", "social_worker", "librarian"]), max_size=4),
        "minutes": st.sampled_from([None, 60]),
    }
)
groups = st.fixed_dictionaries(
    {
        "on": st.sampled_from(DAYS),
        "views_taken_in": st.sampled_from([None, True, False]),
        "sessions": st.sampled_from([None, 0, 6]),
    }
)
decisions = st.fixed_dictionaries(
    {
        "day": st.sampled_from([local_day(START), local_day(START - timedelta(days=400))]),
        "number": st.just(3),
        "boundary": st.sampled_from([None, "consent_required", "consent_not_required", "newer"]),
        "outcome": st.sampled_from(["permitted", "refused"]),
    }
)
HISTORIES = {
    "consent": consents,
    "decision": decisions,
    "plan": plans,
    "visits": visits,
    "group_session": sessions,
    "parent_group": groups,
}
ENTRIES = {"group_session": GroupSession, "parent_group": ParentGroup}


@st.composite
def deliveries(draw: st.DrawFn) -> list[Sent]:
    """Return versions of a few things, each at least once, in any order, as (kind, thing, version, content)."""
    sent = []
    for kind, versions in HISTORIES.items():
        histories = draw(st.lists(st.lists(versions, min_size=1, max_size=3), max_size=4))
        sent += [
            (kind, t, v, content)
            for t, history in enumerate(histories)
            for v, content in enumerate(history, 1)
        ]
    again = draw(st.lists(st.sampled_from(sent), max_size=4)) if sent else []
    return draw(st.permutations([*sent, *again]))


def event_of(make: SimpleNamespace, kind: str, content: Content, of: UUID, version: int) -> Event:
    envelope = {"id": new_id(), "occurred_at": START, "county_code": "18", "aggregate_id": of}
    envelope["aggregate_version"] = version
    if kind == "consent":
        more = {"subject_id": uuid4(), "situation": "parental_support", "responsible_authority_id": uuid4()}
        return ConsentChanged.model_validate(
            {**envelope, **more, **content, "valid_through": date(2027, 2, 28)}
        )
    if kind == "decision":
        return DisclosureDecisionsCounted.model_validate(
            {**envelope, "responsible_authority_id": uuid4(), **content}
        )
    if kind == "plan":
        family = FAMILIES[content["family"]]
        more = {"centre_id": make.CENTRE, "municipality_code": "1880", "profile_id": "orebro"}
        more |= {"subject_id": family, "family_id": family, "review_on": date(2027, 1, 1)}
        shown = {name: value for name, value in content.items() if name != "family"}
        return JointPlanChanged.model_validate({**envelope, **more, **shown})
    if kind in ENTRIES:
        return event_of_group(make, kind, content, of, version)
    numbers = {"adults": content["adults"], "children": content["children"]}
    entry: Event = make.entry(
        "visits", aggregate_id=of, aggregate_version=version, on=content["on"], numbers=numbers
    )
    return entry


def event_of_group(make: SimpleNamespace, kind: str, content: Content, of: UUID, version: int) -> Event:
    more: Content = {"kind": kind, "group_type": "themed", "reference": "g"}
    more |= {"guardians_three_times": 0} if kind == "parent_group" else {}
    made = counted_in(ENTRIES[kind](**more, **content), activities=(), entry_id=str(of))
    event: Event = make.entry(
        kind,
        aggregate_id=of,
        aggregate_version=version,
        on=made.on,
        codes=made.codes,
        numbers=made.numbers,
    )
    return event


def years_of_families(newest: list[tuple[tuple[str, int], Content]]) -> list[int]:
    """The years in which a family has a plan that counts, each once for each family."""
    behind = {
        (c["opened_on"].year, c["family"])
        for (kind, _), c in newest
        if kind == "plan" and c["counted"] and c["state"] != "entered_in_error" and len(c["professions"]) > 1
    }
    return [year for year, _ in behind]


def of_visits(c: Content, centre: str) -> Found:
    amounts = {"days": 1, "adults": c["adults"], "children": c["children"]}
    return Counter(
        {
            ("open-preschool-visits", measure, area, c["on"].year, ""): amount
            for area in (centre, "1880", "18")
            for measure, amount in amounts.items()
        }
    )


def of_session(c: Content, centre: str) -> Found:
    units = {("parent-groups", "sessions", "themed"): 1, ("parent-group-leaders", "sessions", "total"): 1}
    if c["minutes"] is not None:
        units["parent-groups", "minutes", "themed"] = 60
    if len(set(c["led_by"])) > 1:
        units["parent-groups", "cross_led", "themed"] = 1
    for profession in set(c["led_by"]) or {"not_stated"}:
        units["parent-group-leaders", "sessions", profession] = 1
    return in_all_areas(units, c["on"].year, centre)


def of_group(c: Content, centre: str) -> Found:
    units = {("parent-groups", "groups", "themed"): 1}
    if c["views_taken_in"]:
        units["parent-groups", "views_taken_in", "themed"] = 1
    if c["sessions"] is not None:
        units["parent-groups", "group_sessions", "themed"] = c["sessions"]
    return in_all_areas(units, c["on"].year, centre)


RECOUNTED = {"visits": of_visits, "group_session": of_session, "parent_group": of_group}


def in_all_areas(units: dict[tuple[str, str, str], int], year: int, centre: str) -> Found:
    areas = (centre, "1880", "18")
    return Counter({(t, m, area, year, cell): n for (t, m, cell), n in units.items() for area in areas})


def expected(sent: list[Sent], centre: str) -> Found:
    """Recount by hand: table, measure, area, year and cell; of visits the amounts."""
    newest = {(kind, t): content for kind, t, _, content in sorted(sent, key=lambda s: s[:3])}
    found: Found = Counter()
    for (kind, _), c in newest.items():
        if kind == "consent" and c["status"] != "annulled":
            cell = f"{c['recorded_by_profession'] or 'not_stated'}/{c['value']}"
            found["consents", "consents", "18", c["valid_from"].year, cell] += 1
        if kind == "decision":
            boundary = {None: "not_stated", "newer": "other"}.get(c["boundary"], c["boundary"])
            cell = f"{boundary}/{c['outcome']}"
            found["disclosure-decisions", "decisions", "18", c["day"].year, cell] += c["number"]
        if kind in RECOUNTED:
            found.update(RECOUNTED[kind](c, centre))
    for year in years_of_families(list(newest.items())):
        for area in (centre, "1880", "18"):
            for measure in ("families", "children"):
                found["joint-plans", measure, area, year, ""] += 1
    return +found


def counted(rows: list[dict[str, Any]]) -> Found:
    found: Found = Counter()
    for row in rows:
        key = row["table_id"], row["measure"], row["area"], row["year"], row["cell"]
        found[key] += row["amount"] if key[:2] in AMOUNTS else row["count"]
    return +found


@given(sent=deliveries())
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_consents_plans_and_visits_are_those_of_a_naive_recount_and_so_after_a_rebuild(
    sent: list[Sent],
    database: TestDatabase,
    deliver: Any,
    make: SimpleNamespace,
    settings: StatisticsSettings,
) -> None:
    await database.rows("TRUNCATE fact, figure, presence, inbox")
    ids = {(kind, thing): new_id() for kind, thing, _, _ in sent}
    same_event: dict[tuple[str, int, int], Event] = {}
    for kind, thing, version, content in sent:
        made = same_event.get((kind, thing, version)) or event_of(
            make, kind, content, ids[kind, thing], version
        )
        same_event[kind, thing, version] = made
        await deliver(made)
    live = await database.rows(FIGURES)
    assert counted(live) == expected(sent, str(make.CENTRE))
    await rebuild(settings)
    assert await database.rows(FIGURES) == live
