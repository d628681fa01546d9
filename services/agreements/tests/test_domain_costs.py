from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slussen_agreements.domain.cost_keys import (
    ChosenKey,
    CountyCostRule,
    Split,
    choose_key,
    key_faults,
    review_findings,
    sharers,
)
from slussen_agreements.domain.costs import (
    CostItem,
    CostSplit,
    NobodyToShareError,
    Participant,
    Rounding,
    payer_in_turn,
    split_cost,
    taken_over,
)
from slussen_agreements.domain.days import Period

YEAR = Period.of_year(2026)
KRONOR = 100
BASE = {"mhv", "bhv", "opf", "fst"}
PAYERS = {"mhv": "region", "bhv": "region", "opf": "municipality", "fst": "municipality"}
IN_FORCE = date(2026, 3, 1)
COORDINATOR = CountyCostRule(split=Split.EQUAL_BY_BASE_ACTIVITY, local_override=False)
OTHER = CountyCostRule(
    split=Split.EQUAL_BY_BASE_ACTIVITY, local_override=True, applies_to_centres_from=IN_FORCE
)
SKANE = CountyCostRule(split=Split.EQUAL_BY_PARTY)


def taking_part(*activities: str) -> list[Participant]:
    return [Participant(key=one, group=one, payer=PAYERS.get(one, "other")) for one in activities]


def cost(kronor: int, *, period: Period = YEAR, employer: str | None = "opf") -> CostItem:
    return CostItem(ore=kronor * KRONOR, period=period, employer=employer)


def kronor(split: CostSplit) -> dict[str, float]:
    return {share.key: share.ore / KRONOR for share in split.shares}


@pytest.mark.case("AG-27")
def test_each_base_activity_of_a_full_centre_bears_a_quarter_and_the_employer_gets_three_back() -> None:
    split = split_cost(cost(600_000), taking_part("mhv", "bhv", "opf", "fst"))
    assert kronor(split) == dict.fromkeys(("mhv", "bhv", "opf", "fst"), 150_000)
    assert split.reimbursement_ore == 450_000 * KRONOR
    assert split.by_payer == {"region": 300_000 * KRONOR, "municipality": 300_000 * KRONOR}


@pytest.mark.case("AG-28")
def test_in_a_like_centre_of_three_the_municipality_bears_two_parts() -> None:
    split = split_cost(cost(600_000), taking_part("bhv", "opf", "fst"))
    assert kronor(split) == dict.fromkeys(("bhv", "opf", "fst"), 200_000)
    assert split.by_payer["municipality"] == 400_000 * KRONOR


@pytest.mark.case("AG-29")
def test_a_local_key_is_refused_for_the_coordinator_and_accepted_for_other_common_costs() -> None:
    seventy_thirty = {"opf": 70, "bhv": 30}
    refused = choose_key(COORDINATOR, seventy_thirty, established_on=date(2026, 9, 1))
    assert (refused.split, refused.parts) == (Split.EQUAL_BY_BASE_ACTIVITY, None)
    assert [one.rule for one in refused.findings] == ["cost-key-departs"]
    assert refused.findings[0].as_problem("parts").field == "parts"
    accepted = choose_key(OTHER, seventy_thirty, established_on=date(2026, 9, 1))
    assert accepted == ChosenKey(Split.OWN_KEY, seventy_thirty)


@pytest.mark.case("AG-30")
def test_an_older_centre_keeps_its_own_rule_for_other_costs_and_reviews_the_coordinators() -> None:
    old, new = date(2026, 2, 28), IN_FORCE
    kept = choose_key(OTHER, None, established_on=old)
    assert (kept.split, [one.rule for one in kept.findings]) == (None, ["cost-key-of-old-centre"])
    assert choose_key(OTHER, {"opf": 1, "bhv": 3}, established_on=old).split is Split.OWN_KEY
    assert choose_key(OTHER, None, established_on=new) == ChosenKey(Split.EQUAL_BY_BASE_ACTIVITY)
    flagged = review_findings(COORDINATOR, established_on=old, county_from=IN_FORCE)
    assert [one.rule for one in flagged] == ["coordinator-split-review"]
    assert list(review_findings(COORDINATOR, established_on=new, county_from=IN_FORCE)) == []
    assert list(review_findings(SKANE, established_on=old, county_from=IN_FORCE)) == []
    assert list(review_findings(COORDINATOR, established_on=old, county_from=None)) == []


@pytest.mark.case("AG-31")
def test_library_and_dental_service_bear_no_share_of_the_coordinator() -> None:
    everybody = taking_part("bhv", "opf", "fst", "library", "dental")
    bearing = sharers(Split.EQUAL_BY_BASE_ACTIVITY, everybody, base_activities=BASE)
    assert kronor(split_cost(cost(600_000), bearing)) == dict.fromkeys(("bhv", "opf", "fst"), 200_000)
    assert sharers(Split.OWN_KEY, everybody, base_activities=BASE) == tuple(everybody)


@pytest.mark.case("EV-03")
def test_a_coordinator_appointed_in_mid_year_moves_the_split_from_that_day() -> None:
    before, after = taken_over(cost(365_000, employer="opf"), on=date(2026, 7, 1), employer="bhv")
    assert (before.ore, before.employer, before.period.last) == (181_000 * KRONOR, "opf", date(2026, 6, 30))
    assert (after.ore, after.employer, after.period.first) == (184_000 * KRONOR, "bhv", date(2026, 7, 1))
    both = taking_part("bhv", "opf")
    assert split_cost(before, both).reimbursement_ore == 90_500 * KRONOR
    assert kronor(split_cost(after, both)) == {"bhv": 92_000, "opf": 92_000}


def test_taking_over_outside_the_period_divides_nothing() -> None:
    whole = cost(100)
    assert taken_over(whole, on=date(2027, 1, 1), employer="bhv") == (whole,)
    assert taken_over(whole, on=date(2026, 1, 1), employer="bhv") == (cost(100, employer="bhv"),)


def test_an_activity_that_joins_in_mid_year_bears_its_part_of_the_days_that_it_takes_part() -> None:
    joins = Participant(
        key="fst", group="fst", payer="municipality", present=(Period(date(2026, 7, 2), date.max),)
    )
    split = split_cost(cost(365 * 6), [*taking_part("bhv", "opf"), joins])
    assert kronor(split) == {"bhv": 182 * 3 + 183 * 2, "opf": 182 * 3 + 183 * 2, "fst": 183 * 2}


def test_an_activity_that_leaves_and_comes_back_bears_both_times() -> None:
    away = Participant(
        key="fst",
        group="fst",
        payer="municipality",
        present=(
            Period(date(2025, 1, 1), date(2025, 6, 30)),
            Period(date(2026, 1, 1), date(2026, 1, 10)),
            Period(date(2026, 12, 22), date(2026, 12, 31)),
        ),
    )
    split = split_cost(cost(365 * 2), [*taking_part("opf"), away])
    assert kronor(split) == {"opf": 345 * 2 + 20, "fst": 20}


def test_days_without_anybody_to_bear_them_are_refused_and_not_spread_on_others() -> None:
    late = Participant(key="opf", group="opf", payer="m", present=(Period(date(2026, 1, 2), date.max),))
    with pytest.raises(NobodyToShareError):
        split_cost(cost(100), [late])
    with pytest.raises(NobodyToShareError):
        split_cost(cost(100), taking_part("opf"), {"opf": 0})


def test_two_units_of_one_activity_share_its_part() -> None:
    second = Participant(key="bhv2", group="bhv", payer="private")
    split = split_cost(cost(400), [*taking_part("bhv", "opf"), second])
    assert kronor(split) == {"bhv": 100, "opf": 200, "bhv2": 100}
    assert split.by_group == {"bhv": 200 * KRONOR, "opf": 200 * KRONOR}


def test_skanes_parties_share_equally_and_a_departure_is_shown_and_kept() -> None:
    parties = [Participant(key=one, group=one, payer=one) for one in ("region", "private", "municipality")]
    bearing = sharers(Split.EQUAL_BY_PARTY, parties, base_activities=BASE)
    assert set(kronor(split_cost(cost(600_000, employer="region"), bearing)).values()) == {200_000}
    own = choose_key(SKANE, {"region": 1, "private": 1, "municipality": 2}, established_on=IN_FORCE)
    assert (own.split, [one.rule for one in own.findings]) == (Split.OWN_KEY, ["cost-key-differs"])


def test_an_own_key_that_is_equal_departs_from_nothing() -> None:
    equal = choose_key(COORDINATOR, {"opf": 50, "bhv": 50}, established_on=IN_FORCE)
    assert equal == ChosenKey(Split.EQUAL_BY_BASE_ACTIVITY)


def test_jamtlands_activities_share_equally_by_default_until_they_agree_on_a_key() -> None:
    jamtland = CountyCostRule(split=Split.EQUAL_BY_ACTIVITY, local_override=True, is_default=True)
    chosen = choose_key(jamtland, None, established_on=IN_FORCE)
    assert (chosen.split, [one.rule for one in chosen.findings]) == (
        Split.EQUAL_BY_ACTIVITY,
        ["cost-key-by-default"],
    )
    assert len(sharers(Split.EQUAL_BY_ACTIVITY, taking_part("opf", "library"), base_activities=BASE)) == 2
    agreed = {"opf": 1, "bhv": 2}
    assert choose_key(jamtland, agreed, established_on=IN_FORCE) == ChosenKey(Split.OWN_KEY, agreed)


def test_where_the_county_states_no_key_the_agreements_own_is_used_or_asked_for() -> None:
    silent = choose_key(CountyCostRule(), None, established_on=IN_FORCE)
    assert (silent.split, [one.rule for one in silent.findings]) == (None, ["cost-key-missing"])
    assert choose_key(CountyCostRule(), {"opf": 1}, established_on=IN_FORCE).parts == {"opf": 1}


def test_an_own_key_has_a_part_for_each_that_takes_part_and_no_other() -> None:
    assert list(key_faults({"opf": 70, "bhv": 30}, ["opf", "bhv"])) == []
    found = list(key_faults({"opf": -1, "library": 0}, ["opf", "bhv"]))
    assert [(fault.field, fault.rule) for fault in found] == [
        ("parts.opf", "minimum"),
        ("parts.library", "unknown"),
        ("parts.bhv", "required"),
        ("parts", "sum"),
    ]


def test_left_over_ore_fall_on_the_employer() -> None:
    split = split_cost(CostItem(ore=100, period=YEAR, employer="fst"), taking_part("bhv", "opf", "fst"))
    assert [share.ore for share in split.shares] == [33, 33, 34]
    assert split.rounding is Rounding.ON_EMPLOYER


def test_without_an_employer_among_the_sharers_they_fall_on_the_first() -> None:
    for employer in (None, "county"):
        item = CostItem(ore=101, period=YEAR, employer=employer)
        split = split_cost(item, taking_part("bhv", "opf", "fst"))
        assert [share.ore for share in split.shares] == [34, 34, 33]
        assert split.rounding is Rounding.BY_LARGEST_REMAINDER
        assert split.reimbursement_ore == (101 if employer else 0)


def test_left_over_ore_fall_on_those_that_lost_most() -> None:
    item = CostItem(ore=10, period=YEAR)
    split = split_cost(item, taking_part("bhv", "opf", "fst"), {"bhv": 1, "opf": 4, "fst": 7})
    assert [share.ore for share in split.shares] == [1, 3, 6]


def test_a_cost_below_zero_and_a_participant_named_twice_are_refused() -> None:
    with pytest.raises(ValueError, match="below zero"):
        CostItem(ore=-1, period=YEAR)
    with pytest.raises(ValueError, match="same key"):
        split_cost(cost(100), taking_part("opf", "opf"))


def test_in_jamtland_the_payers_take_turns_by_year() -> None:
    order = ["education", "social", "region"]
    assert [payer_in_turn(order, since=2025, year=year) for year in (2025, 2026, 2027, 2028)] == [
        *order,
        "education",
    ]


@st.composite
def shared_costs(draw: st.DrawFn) -> tuple[CostItem, list[Participant], dict[str, int] | None]:
    count = draw(st.integers(1, 12))
    keys = [f"p{n}" for n in range(count)]
    starts = [0, *(draw(st.integers(-30, 400)) for _ in keys[1:])]
    people = [
        Participant(
            key=key,
            group=f"g{draw(st.integers(0, count - 1))}" if place else "g0",
            payer=key,
            present=(Period(YEAR.first + timedelta(days=start), YEAR.last + timedelta(days=500)),),
        )
        for place, (key, start) in enumerate(zip(keys, starts, strict=True))
    ]
    parts = draw(st.none() | st.fixed_dictionaries({one.group: st.integers(1, 99) for one in people}))
    employer = draw(st.none() | st.sampled_from([*keys, "nobody"]))
    return CostItem(ore=draw(st.integers(0, 10**12)), period=YEAR, employer=employer), people, parts


@given(shared_costs())
def test_shares_always_add_up_to_the_cost(
    shared: tuple[CostItem, list[Participant], dict[str, int] | None],
) -> None:
    split = split_cost(*shared)
    ores = [share.ore for share in split.shares]
    assert sum(ores) == shared[0].ore
    assert sum(split.by_payer.values()) == sum(split.by_group.values()) == shared[0].ore
    assert all(ore >= 0 for ore in ores)


@given(st.integers(0, 10**15), st.integers(1, 60), st.booleans())
def test_equal_shares_add_up_and_differ_by_less_than_one_ore_each(ore: int, n: int, employed: bool) -> None:
    item = CostItem(ore=ore, period=YEAR, employer="0" if employed else None)
    split = split_cost(item, taking_part(*(str(number) for number in range(n))))
    ores = [share.ore for share in split.shares]
    assert sum(ores) == ore
    assert max(ores) - min(ores) <= (n - 1 if employed else 1)


@given(st.integers(0, 10**12), st.dates(date(2025, 12, 1), date(2027, 2, 1)))
def test_a_cost_divided_at_any_day_keeps_its_sum(ore: int, on: date) -> None:
    items = taken_over(CostItem(ore=ore, period=YEAR, employer="opf"), on=on, employer="bhv")
    assert sum(item.ore for item in items) == ore
    assert sum(item.period.days for item in items) == YEAR.days
