"""Random histories through the real service, recounted naively from the newest versions; equal before protection."""

from collections import Counter, defaultdict
from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any
from uuid import UUID, uuid4

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from slussen_chassis.clock import new_id
from slussen_chassis.testing import START, TestDatabase
from slussen_contracts.events import Event
from slussen_statistics.settings import StatisticsSettings
from slussen_statistics.worker import rebuild

FIGURES = (
    "SELECT table_id, measure, area, year, month, cell, count, key_sum FROM figure"
    " WHERE generation = (SELECT current FROM rebuild_state) ORDER BY 1, 2, 3, 4, 5, 6"
)
FAMILIES = [uuid4() for _ in range(3)]
CHILDREN = [uuid4() for _ in range(3)]
CENTRES = [(uuid4(), "1880"), (uuid4(), "1860")]
Content = dict[str, Any]

SAME = ("opened_on", "to_profession", "kind", "state", "counted", "subject_kind")

versions = st.fixed_dictionaries(
    {
        "opened_on": st.sampled_from([None, date(2025, 12, 31), date(2026, 1, 1), date(2026, 10, 3)]),
        "to_profession": st.sampled_from(["social_worker", "librarian"]),
        "kind": st.sampled_from(["internal", "internal", "external"]),
        "state": st.sampled_from(["sent", "suspended", "declined", "entered_in_error"]),
        "counted": st.sampled_from([True, True, True, False]),
        "subject_kind": st.sampled_from([None, "child", "unborn", "adult"]),
        "family": st.sampled_from([0, 1, 2]),
        "centre": st.sampled_from([0, 1]),
        "accepted_after": st.sampled_from([None, 0, 5, 40]),
    }
)


@st.composite
def deliveries(draw: st.DrawFn) -> list[tuple[int, int, Content]]:
    """Return versions of a few referrals, each at least once, in any order, as (referral, version, content)."""
    histories = draw(st.lists(st.lists(versions, min_size=1, max_size=3), min_size=1, max_size=6))
    sent = [(r, v, content) for r, history in enumerate(histories) for v, content in enumerate(history, 1)]
    again = draw(st.lists(st.sampled_from(sent), max_size=5))
    return draw(st.permutations([*sent, *again]))


def event_of(make: SimpleNamespace, content: Content, referral: UUID, version: int) -> Event:
    centre, municipality = CENTRES[content["centre"]]
    after = content["accepted_after"]
    event: Event = make.referral(
        aggregate_id=referral,
        aggregate_version=version,
        centre_id=centre,
        municipality_code=municipality,
        family_id=FAMILIES[content["family"]],
        subject_id=CHILDREN[content["family"]],
        accepted_at=None if after is None else START + timedelta(days=after),
        **{name: content[name] for name in SAME},
    )
    return event


def expected(sent: list[tuple[int, int, Content]]) -> Counter[tuple[str, str, str, int, str]]:
    """Recount by hand: table, measure, area, year and cell."""
    newest = {r: content for r, _, content in sorted(sent, key=lambda s: (s[0], s[1]))}
    counting = [c for c in newest.values() if c["opened_on"] and c["state"] != "entered_in_error"]
    found: Counter[tuple[str, str, str, int, str]] = Counter()
    behind: defaultdict[tuple[str, str, int, int], int] = defaultdict(int)
    for c in counting:
        centre, municipality = CENTRES[c["centre"]]
        for area in (str(centre), municipality, "18"):
            for table, at in cells(c):
                found[table, "referrals", area, c["opened_on"].year, at] += 1
            if c["counted"] and c["kind"] == "internal":
                behind["families", area, c["opened_on"].year, c["family"]] += 1
                behind["children", area, c["opened_on"].year, c["family"]] += c["subject_kind"] != "adult"
    for (measure, area, year, _), referrals in behind.items():
        exactly = {0: [], 1: ["one"], 2: ["two", "two_or_more"]}.get(
            referrals, ["three_or_more", "two_or_more"]
        )
        for at in (*exactly, *(["total"] if referrals else [])):
            found["referral-families", measure, area, year, at] += 1
    return found


def cells(c: Content) -> list[tuple[str, str]]:
    """The cells in which one referral is counted once."""
    if not c["counted"]:
        return [("referrals-declined", "")]
    outcome = "not_accepted" if c["state"] == "declined" else "waiting"
    band = {0: "d0", 5: "d7", 40: "d90"}.get(c["accepted_after"])
    return [
        ("referral-flow", f"{c['kind']}/midwife/{c['to_profession']}"),
        ("referral-outcomes", f"{c['kind']}/{outcome}"),
        *([("referral-times", f"accepted/{band}")] if band else []),
    ]


def counted(rows: list[dict[str, Any]]) -> Counter[tuple[str, str, str, int, str]]:
    found: Counter[tuple[str, str, str, int, str]] = Counter()
    for row in rows:
        found[row["table_id"], row["measure"], row["area"], row["year"], row["cell"]] += row["count"]
    return found


@given(sent=deliveries())
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_any_order_and_any_repetition_gives_the_figures_of_a_naive_recount_and_so_does_a_rebuild(
    sent: list[tuple[int, int, Content]],
    database: TestDatabase,
    deliver: Any,
    make: SimpleNamespace,
    settings: StatisticsSettings,
) -> None:
    await database.rows("TRUNCATE fact, figure, presence, inbox")
    ids = {r: new_id() for r, _, _ in sent}
    same_event: dict[tuple[int, int], Event] = {}
    for r, v, content in sent:
        await deliver(same_event.setdefault((r, v), event_of(make, content, ids[r], v)))
    live = await database.rows(FIGURES)
    assert counted(live) == expected(sent)
    await rebuild(settings)
    assert await database.rows(FIGURES) == live
