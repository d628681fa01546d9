"""Groups that lie in one category: withheld, and not told by subtraction of what is shown."""

from fractions import Fraction
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from slussen_statistics.domain.catalogue import TABLES
from slussen_statistics.domain.cell_key import noise_table
from slussen_statistics.domain.grid import Grid, Row
from slussen_statistics.domain.revealing import Sum, withheld, withheld_in
from slussen_statistics.domain.showing import WITHHELD, Rules, shown

KINDS = ("internal", "external")
WITHIN = {"c1": "m1", "c2": "m1", "c3": "m2", "m1": "k", "m2": "k"}
CENTRES = ("c1", "c2", "c3")
AREAS = {"k": CENTRES, "m1": ("c1", "c2"), "m2": ("c3",), "c1": ("c1",), "c2": ("c2",), "c3": ("c3",)}
LEAVES = tuple(product(CENTRES, KINDS))
Cell = tuple[int, int, int]

cells = st.tuples(*[st.sampled_from([0, 0, 1, 2, 5])] * 3)
cubes = st.fixed_dictionaries(dict.fromkeys(LEAVES, cells))


def leaves_of(area: str, kind: str) -> list[tuple[str, str]]:
    return [(c, k) for c, k in LEAVES if c in AREAS[area] and kind in (k, "total")]


def everything(
    cube: dict[tuple[str, str], Cell],
) -> tuple[dict[tuple[str, str], Cell], list[Sum[tuple[str, str]]]]:
    """Return every line with units, and every sum, of areas and of kinds."""
    names = list(product(AREAS, (*KINDS, "total")))
    lines = {}
    for area, kind in names:
        found = tuple(map(sum, zip(*(cube[leaf] for leaf in leaves_of(area, kind)), strict=True)))
        if any(found):
            lines[area, kind] = found
    sums = [Sum((area, "total"), tuple((area, kind) for kind in KINDS)) for area in AREAS]
    for kind in (*KINDS, "total"):
        sums.append(Sum(("k", kind), (("m1", kind), ("m2", kind))))
        sums.append(Sum(("k", kind), tuple((c, kind) for c in CENTRES)))
        sums.append(Sum(("m1", kind), (("c1", kind), ("c2", kind))))
        sums.append(Sum(("m2", kind), (("c3", kind),)))
    return lines, sums


def is_told(wanted: list[Fraction], known: list[list[Fraction]]) -> bool:
    """Tell whether a sum of leaves is a combination of known ones (Gauss)."""
    rows = [row[:] for row in known]
    for at in range(len(wanted)):
        pivot = next((row for row in rows if row[at]), None)
        if pivot is None:
            if wanted[at]:
                return False
            continue
        rows.remove(pivot)
        pivot = [value / pivot[at] for value in pivot]
        rows = [[v - row[at] * p for v, p in zip(row, pivot, strict=True)] for row in rows]
        wanted = [v - wanted[at] * p for v, p in zip(wanted, pivot, strict=True)]
    return not any(wanted)


@given(cube=cubes)
@settings(max_examples=150, deadline=None)
def test_no_line_in_one_category_follows_from_all_that_is_shown_together(
    cube: dict[tuple[str, str], Cell],
) -> None:
    lines, sums = everything(cube)
    hidden = withheld(lines, sums)

    def vector(name: tuple[str, str]) -> list[Fraction]:
        there = [leaf for leaf in leaves_of(*name) if any(cube[leaf])]
        return [Fraction(leaf in there) for leaf in LEAVES]

    known = [vector(name) for name in lines if name not in hidden]
    for name, counts in lines.items():
        if sum(1 for count in counts if count) == 1:
            assert name in hidden
            assert not is_told(vector(name), known), name


@given(cube=cubes)
@settings(max_examples=150, deadline=None)
def test_in_every_sum_none_is_withheld_or_two_that_spread_over_two_categories(
    cube: dict[tuple[str, str], Cell],
) -> None:
    lines, sums = everything(cube)
    hidden = withheld(lines, sums)
    for one in sums:
        if one.whole not in lines:
            continue
        parts = [lines[part] for part in one.parts if part in hidden]
        if one.whole in hidden:
            assert parts
        elif parts:
            assert len(parts) >= 2
            assert sum(1 for of_category in zip(*parts, strict=True) if any(of_category)) >= 2


def test_nothing_is_withheld_where_every_line_spreads() -> None:
    cube = dict.fromkeys(LEAVES, (3, 4, 0))
    assert withheld(*everything(cube)) == set()


def test_the_smallest_sister_that_brings_another_category_is_withheld_beside() -> None:
    lines = {"all": (12, 30), "a": (9, 0), "b": (2, 20), "c": (1, 10)}
    assert withheld(lines, [Sum("all", ("a", "b", "c"))]) == {"a", "c"}


def test_a_category_that_tells_nothing_of_anybody_is_shown_alone() -> None:
    lines = {"all": (12, 0, 9), "a": (12, 0, 0), "b": (0, 0, 9)}
    sums = [Sum("all", ("a", "b"))]
    assert withheld(lines, sums) == {"a", "b"}
    assert withheld({"all": (12, 0, 0), "a": (12, 0, 0)}, [Sum("all", ("a",))], silent=[0]) == set()
    assert withheld(lines, sums, silent=[0]) == {"a", "b"}, "what would tell is withheld with it"


def test_what_lies_in_two_categories_is_withheld_beside_before_what_lies_in_another_one() -> None:
    lines = {"all": (20, 9), "a": (9, 0), "b": (0, 4), "c": (11, 5)}
    assert withheld(lines, [Sum("all", ("a", "b", "c"))]) == {"a", "b"}
    lines = {"all": (20, 9, 4), "a": (9, 0, 0), "b": (0, 0, 4), "c": (11, 9, 0)}
    assert withheld(lines, [Sum("all", ("a", "b", "c"))], silent=[2]) == {"a", "c"}


def test_a_line_that_is_the_whole_of_its_area_is_withheld_in_both() -> None:
    lines = {"county": (9, 3), "one": (9, 0), "two": (0, 3)}
    assert withheld(lines, [Sum("county", ("one", "two"))]) == {"one", "two"}
    alone = {"municipality": (9, 0), "centre": (9, 0)}
    assert withheld(alone, [Sum("municipality", ("centre",))]) == {"municipality", "centre"}


def test_units_that_lie_in_no_part_hide_as_much_as_a_part() -> None:
    lines = {"county": (9, 3, 1), "one": (9, 0, 0)}
    assert withheld(lines, [Sum("county", ("one",))]) == {"one"}


OUTCOMES = TABLES["referral-outcomes"]
RULES = Rules(noise_table("d5-v3-js2"))


def grid(**cells: int) -> Grid:
    return Grid.of(
        OUTCOMES, [Row("referrals", f"internal/{outcome}", n, n * 7919, 0) for outcome, n in cells.items()]
    )


def test_a_municipality_less_its_other_centre_does_not_tell_how_a_centre_s_referrals_ended() -> None:
    grids = {
        "12": grid(contact_established=40, family_declined=10),
        "1280": grid(contact_established=20, family_declined=4),
        "1281": grid(contact_established=20, family_declined=6),
        "one": grid(contact_established=12),
        "other": grid(contact_established=8, family_declined=4),
    }
    within = {"one": "1280", "other": "1280", "1280": "12", "1281": "12"}
    found = withheld_in(grids, within)
    place = OUTCOMES.dimensions[1].codes.index("contact_established")
    assert {area for area, (positions,) in found.items() if place in positions} == {"one", "other"}
    grids["one"].withheld = found["one"]
    made = shown(grids["one"], RULES)
    assert made.statuses[0][place] == WITHHELD
    total = OUTCOMES.dimensions[1].codes.index("total")
    assert total not in made.statuses[0]


def test_what_is_withheld_in_a_period_is_withheld_in_years_that_are_added_up() -> None:
    one, two = grid(contact_established=12, family_declined=9), grid(contact_established=9, moved=4)
    one.withheld = withheld_in({"a": grid(contact_established=12), "k": one}, {"a": "k"})["a"]
    assert one.plus(two).withheld[0] == one.withheld[0] != frozenset()
