"""Attacks on published counts: what somebody learns who knows all but one family, asks twice, or averages."""

import secrets
from collections.abc import Callable, Mapping, Sequence
from itertools import product
from statistics import fmean, pvariance
from typing import cast

import pytest
from typing_extensions import override

from slussen_statistics.domain.catalogue import TABLES
from slussen_statistics.domain.catalogue.model import Dimension
from slussen_statistics.domain.cell_key import KEY_BITS, NoiseTable, noise_table, rounding_step
from slussen_statistics.domain.grid import Grid, Row
from slussen_statistics.domain.labels import Label
from slussen_statistics.domain.showing import WITHHELD, Rules, Shown, shown

RULES = Rules(noise_table("d5-v3-js2"))
FLOW = TABLES["referral-flow"]
CONSENTS = TABLES["consents"]
TRIALS = 4000


def key() -> int:
    return secrets.randbits(KEY_BITS)


def protected(keys: list[int]) -> int:
    return RULES.noise.protect(len(keys), sum(keys))


def test_the_difference_of_two_slices_that_differ_by_one_family_does_not_tell_that_there_is_one() -> None:
    """Without the family the difference is always 0; with it, other differences than 1 are the rule."""
    found = []
    for _ in range(TRIALS):
        others, family = [key() for _ in range(12)], key()
        found.append(protected([*others, family]) - protected(others))
    assert abs(fmean(found) - 1) < 0.2
    assert sum(1 for difference in found if difference == 1) / TRIALS < 0.3
    assert sum(1 for difference in found if difference <= 0) / TRIALS > 0.25
    assert pvariance(found) > 4


def test_adding_one_known_unit_draws_the_noise_anew() -> None:
    cell = [key() for _ in range(20)]
    assert len({protected([*cell, key()]) for _ in range(200)}) >= 8


class FreshNoise(NoiseTable):
    """A protector with the fault that averaging finds: the same units draw anew for each question."""

    @override
    def protect(self, count: int, key_sum: int) -> int:
        return super().protect(count, key())


FRESH = Rules(FreshNoise(RULES.noise.parameters, RULES.noise.noises, RULES.noise.bounds))
VARIANCE = RULES.noise.parameters.variance
ASKED_AGAIN = 8
SMALLEST_ERROR = VARIANCE / 4
"""The variance that averaging must leave: about 3 and 2.3 here, and an eighth of that where noise is drawn anew."""
TARGET = ("midwife", "yes", 7)
UNITS = (
    TARGET,
    *(("midwife", "no", 6), ("midwife", "partial", 5)),
    *(("physician", "yes", 8), ("physician", "no", 9)),
    *(("librarian", "yes", 6), ("librarian", "no", 7)),
)
QUESTIONS = (
    ("midwife/yes",),
    ("midwife/total", "midwife/no", "midwife/partial"),
    ("total/yes", "physician/yes", "librarian/yes"),
    ("health/yes", "physician/yes"),
    ("health/total", "physician/total", "midwife/no", "midwife/partial"),
)
"""What tells the target where there is no noise: a cell that holds it, less the others."""


def errors_of_averaging(rules: Rules) -> list[list[float]]:
    """Return by how much each question is wrong on average for somebody who asks it often; for many such targets."""
    return [
        [fmean(asked) - TARGET[-1] for asked in zip(*answers(consents(*UNITS), rules), strict=True)]
        for _ in range(TRIALS // 40)
    ]


def answers(grid: Grid, rules: Rules) -> list[list[int]]:
    """Return what each question tells of the target, asked again and again through what shows cells."""
    professions = {code: [code] for code, _, _ in UNITS}
    asked = by_sector(grid), by_profession(grid, professions)
    told = []
    for _ in range(ASKED_AGAIN):
        by_name: dict[str, int] = {}
        for found in asked:
            made, (rows, columns) = shown(found, rules), found.dimensions
            for codes in map("/".join, product(rows.codes, columns.codes)):
                by_name[codes] = cast("int", cell(found, made, codes))
        told.append([by_name[whole] - sum(by_name[one] for one in others) for whole, *others in QUESTIONS])
    return told


def by_sector(grid: Grid) -> Grid:
    return by_profession(
        grid, {code: members for code, (_, members) in CONSENTS.dimensions[0].sectors.items()}
    )


def by_profession(grid: Grid, members: Mapping[str, Sequence[str]]) -> Grid:
    """Return the grid with professions joined."""
    joined = Dimension.of("profession", Label("", ""), {code: Label("", "") for code in members})
    return grid.regrouped("profession", joined, {**members, "total": ["total"]})


def keeps_its_error(errors: Sequence[float]) -> bool:
    """Tell whether what was averaged is still wrong by as much as noise is, and in neither direction."""
    return abs(fmean(errors)) < 1 and pvariance(errors) > SMALLEST_ERROR


def test_averaging_repeated_and_overlapping_questions_leaves_the_error_and_would_find_noise_drawn_anew() -> (
    None
):
    errors, fresh = errors_of_averaging(RULES), errors_of_averaging(FRESH)
    assert keeps_its_error([of_all[0] for of_all in errors])
    assert keeps_its_error([fmean(of_all) for of_all in errors])
    assert not keeps_its_error([of_all[0] for of_all in fresh])
    assert not keeps_its_error([fmean(of_all) for of_all in fresh])


def test_two_releases_between_which_one_unit_came_differ_by_more_than_the_unit() -> None:
    differences = set()
    for _ in range(TRIALS):
        before = [key() for _ in range(4)]
        differences.add(protected([*before, key()]) - protected(before))
    assert {-3, -2, -1, 0, 1, 2, 3} <= differences


def consents(*cells: tuple[str, str, int]) -> Grid:
    return Grid.of(
        CONSENTS,
        [Row("consents", f"{profession}/{value}", n, key(), 0) for profession, value, n in cells],
    )


def cell(grid: Grid, made: Shown, codes: str, measure: int = 0) -> object:
    at = 0
    for code, dimension, stride in zip(codes.split("/"), grid.dimensions, grid.strides(), strict=True):
        at += dimension.codes.index(code) * stride
    return made.statuses[measure].get(at, made.values[measure][at])


def test_a_group_that_lies_in_one_category_of_a_sensitive_attribute_is_withheld() -> None:
    grid = consents(("midwife", "no", 14), ("psychologist", "no", 9), ("psychologist", "yes", 11))
    made = shown(grid, RULES)
    assert [cell(grid, made, f"midwife/{value}") for value in ("yes", "no", "partial", "pending")] == [
        WITHHELD
    ] * 4
    assert cell(grid, made, "midwife/no", measure=1) == WITHHELD
    assert cell(grid, made, "midwife/total") != WITHHELD
    assert cell(grid, made, "psychologist/no") != WITHHELD
    assert cell(grid, made, "dietitian/no") == 0


def test_a_group_of_joined_professions_is_judged_anew() -> None:
    found = by_sector(consents(("midwife", "no", 14), ("psychologist", "no", 9), ("librarian", "yes", 11)))
    made = shown(found, RULES)
    assert cell(found, made, "health/no") == WITHHELD
    assert isinstance(cell(found, made, "total/no"), int)


def test_a_cell_of_joined_categories_has_the_noise_of_its_own_units() -> None:
    keys = {"midwife": [key() for _ in range(8)], "physician": [key() for _ in range(5)]}
    rows = [
        Row("referrals", f"internal/{sender}/librarian", len(k), sum(k) % 2**32, 0)
        for sender, k in keys.items()
    ]
    grid = Grid.of(FLOW, rows)
    health = {"health": ("midwife", "physician"), "total": ("total",)}
    joined = Dimension.of("fromProfession", Label("", ""), {"health": Label("", "")})
    found = grid.regrouped("fromProfession", joined, health)
    both = [k for of_one in keys.values() for k in of_one]
    assert cell(found, shown(found, RULES), "internal/health/librarian") == protected(both)
    assert cell(grid, shown(grid, RULES), "internal/total/librarian") == protected(both)


@pytest.mark.parametrize(("families", "listed"), [(6, 9), (40, 4)])
def test_a_share_of_a_small_or_withheld_denominator_is_withheld(families: int, listed: int) -> None:
    plans = TABLES["joint-plans"]
    grid = Grid.of(plans, [Row("families", "", families, key(), 0), Row("listed", "", 1, 0, listed)])
    made = shown(grid, Rules(RULES.noise, rounding=1))
    share = next(i for i, m in enumerate(plans.measures) if m.code == "share")
    assert made.statuses[share] == {0: WITHHELD}


def test_a_median_of_few_is_withheld_and_one_of_many_is_the_upper_end_of_its_band() -> None:
    table = TABLES["referral-times"]
    few = Grid.of(table, [Row("referrals", "accepted/d7", 4, 2**31, 0)])
    many = Grid.of(
        table, [Row("referrals", "accepted/d0", 30, 0, 0), Row("referrals", "accepted/d7", 300, 0, 0)]
    )
    assert cell(few, shown(few, RULES), "accepted/total", measure=1) == WITHHELD
    assert cell(many, shown(many, RULES), "accepted/total", measure=1) == 7
    assert cell(many, shown(many, RULES), "accepted/d7", measure=1) == "."


def listed(entered: int, key_sum: int = 0, **rules: int) -> object:
    grid = Grid.of(TABLES["listing"], [Row("pregnant", "", 1, key_sum, entered)])
    pregnant = [m.code for m in TABLES["listing"].measures].index("pregnant")
    return cell_without_dimensions(shown(grid, Rules(RULES.noise, **rules)), pregnant)


@pytest.mark.parametrize("entered", [0, 1, 4, 5, 7, 8, 13, 250])
def test_entered_totals_are_rounded_up_or_down_so_that_their_mean_is_kept(entered: int) -> None:
    seen = [listed(entered, key()) for _ in range(TRIALS // 4)]
    assert set(seen) == {entered // 5 * 5, -(-entered // 5) * 5}
    assert abs(fmean(cast("list[int]", seen)) - entered) < 0.4
    assert listed(entered, 12345) == listed(entered, 12345 + 2**KEY_BITS)


def test_measures_of_the_same_entries_are_rounded_each_by_a_draw_of_its_own() -> None:
    draws = [(rounding_step(k, "adults", 5), rounding_step(k, "children", 5)) for k in range(500)]
    assert len(set(draws)) == 25


@pytest.mark.parametrize(("entered", "seen"), [(0, 0), (1, WITHHELD), (4, WITHHELD), (5, 5), (7, 7)])
def test_where_entered_totals_are_not_rounded_small_ones_are_withheld(entered: int, seen: object) -> None:
    assert listed(entered, key(), rounding=1) == seen


Range = tuple[int, int]


def at_random(entered: int) -> Range:
    """Return the least and the largest total of which a value can be what is shown."""
    value = cast("int", listed(entered, key()))
    return (max(value - 4, 0), value + 4)


def to_nearest(entered: int) -> Range:
    """Return the same where totals are rounded to the nearest five and withheld under five."""
    value = (entered + 2) // 5 * 5
    return (entered and 1, entered and 4) if entered < 5 else (max(value - 2, 5), value + 2)


@pytest.mark.parametrize("parts", [(5, 1, 1), (1, 1, 1, 1), (2, 1, 1), (8, 8, 8, 8)])
def test_an_entered_total_less_its_parts_does_not_tell_them(parts: tuple[int, ...]) -> None:
    """An attacker who knows the rule draws every conclusion that a total and its parts allow."""

    def is_told(rule: Callable[[int], Range]) -> bool:
        least, most = rule(sum(parts))
        ranges = [rule(part) for part in parts]
        lows, highs = sum(low for low, _ in ranges), sum(high for _, high in ranges)
        return any(max(a, least - highs + b) == min(b, most - lows + a) for a, b in ranges)

    assert sum(is_told(at_random) for _ in range(2000)) < 20
    assert is_told(to_nearest) == (parts != (2, 1, 1))


def cell_without_dimensions(made: Shown, measure: int) -> object:
    return made.statuses[measure].get(0, made.values[measure][0])
