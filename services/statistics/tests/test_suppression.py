"""Attacks on what is shown: linear solving, and search for another table with the bounds that a reader knows."""

from collections.abc import Collection, Iterator, Mapping
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from slussen_statistics.domain.flow import TOTAL, Place, with_totals
from slussen_statistics.domain.release import YearTable, first_table, next_table
from slussen_statistics.domain.suppression import protect

K = 5
Table = dict[Place, int]

counts = st.one_of(st.just(0), st.integers(1, 4), st.integers(1, 9), st.integers(5, 40))


def tables(most: int, values: st.SearchStrategy[int] = counts) -> st.SearchStrategy[Table]:
    sizes = st.tuples(st.integers(1, most), st.integers(1, most))
    return sizes.flatmap(
        lambda size: st.fixed_dictionaries(
            {(f"a{row}", f"b{column}"): values for row in range(size[0]) for column in range(size[1])}
        )
    )


def lines(table: Table) -> Iterator[dict[Place, int]]:
    """Every equation that a reader can write: a row or column of cells less its total is zero."""
    senders, receivers = sorted({a for a, _ in table}), sorted({b for _, b in table})
    for sender in (*senders, TOTAL):
        yield {**dict.fromkeys(((sender, b) for b in receivers), 1), (sender, TOTAL): -1}
    for receiver in (*receivers, TOTAL):
        yield {**dict.fromkeys(((a, receiver) for a in senders), 1), (TOTAL, receiver): -1}


def solved_by_equations(table: Table, withheld: Collection[Place]) -> set[Place]:
    """Return the withheld places whose value follows from the equations alone."""
    unknown = sorted(withheld)
    rows = [[Fraction(line.get(place, 0)) for place in unknown] for line in lines(table)]
    reduced: list[list[Fraction]] = []
    for column in range(len(unknown)):
        pivot = next((row for row in rows if row[column] and not any(row[:column])), None)
        if pivot is None:
            continue
        rows.remove(pivot)
        pivot = [value / pivot[column] for value in pivot]
        rows = [[a - row[column] * b for a, b in zip(row, pivot, strict=True)] for row in rows]
        reduced = [[a - row[column] * b for a, b in zip(row, pivot, strict=True)] for row in reduced]
        reduced.append(pivot)
    alone = [row for row in reduced if sum(1 for value in row if value) == 1]
    return {unknown[next(i for i, value in enumerate(row) if value)] for row in alone}


class Search:
    """Looks for a table that shows the same with another value in one place; what is withheld is 1 or more.

    No cell is tried further than one from the truth: what differs between two tables that show the same is made of
    closed ways, and one of them alone is a table that shows the same as well.
    """

    def __init__(self, table: Table, withheld: Collection[Place], place: Place, value: int) -> None:
        shown = {p: v for p, v in with_totals(table).items() if p not in withheld}
        self.table = table
        self.known = {**shown, place: value}

    def fits(self, found: Table, left: list[Place]) -> bool:
        """Tell whether every known total can still be met."""
        return all(self.total_fits(total, found, left) for total in self.known if TOTAL in total)

    def total_fits(self, total: Place, found: Table, left: list[Place]) -> bool:
        def inside(place: Place) -> bool:
            return total[0] in {place[0], TOTAL} and total[1] in {place[1], TOTAL}

        still_open = [p for p in left if inside(p)]
        so_far = sum(value for p, value in found.items() if inside(p))
        least = so_far + sum(min(self.choices(p)) for p in still_open)
        most = so_far + sum(max(self.choices(p)) for p in still_open)
        return least <= self.known[total] <= most

    def choices(self, cell: Place) -> tuple[int, ...]:
        truth = self.table[cell]
        return (self.known[cell],) if cell in self.known else (truth, truth + 1, max(1, truth - 1))

    def fill(self, found: Table, left: list[Place]) -> Table | None:
        """Return the first table that fits, nearest to the true one first."""
        if not self.fits(found, left):
            return None
        if not left:
            return found
        cell = left[0]
        for choice in self.choices(cell):
            if (done := self.fill({**found, cell: choice}, left[1:])) is not None:
                return done
        return None


def other_table(table: Table, withheld: Collection[Place], place: Place, value: int) -> Table | None:
    return Search(table, withheld, place, value).fill({}, sorted(table))


def pinned_by_search(table: Table, withheld: Collection[Place], place: Place, *, under: int = 100) -> bool:
    """Tell whether no other table shows the same, with a count in `place` from 1 to less than `under`."""
    truth = with_totals(table)[place]
    values = [value for value in (truth + 1, truth - 1) if 1 <= value < under]
    return all(other_table(table, withheld, place, value) is None for value in values)


def small(table: Mapping[Place, int]) -> set[Place]:
    return {place for place, value in with_totals(dict(table)).items() if 1 <= value < K}


def test_the_attacks_solve_a_table_whose_small_cell_alone_is_withheld() -> None:
    table = {("a", "x"): 3, ("a", "y"): 9, ("b", "x"): 8, ("b", "y"): 7}
    assert solved_by_equations(table, {("a", "x")}) == {("a", "x")}
    assert pinned_by_search(table, {("a", "x")}, ("a", "x"))


def test_the_search_sees_what_equations_do_not() -> None:
    table = {("a", "x"): 1, ("a", "y"): 1, ("b", "x"): 1, ("b", "y"): 1}
    withheld = set(table)
    assert solved_by_equations(table, withheld) == set()
    assert pinned_by_search(table, withheld, ("a", "x"))


@given(tables(7))
@settings(max_examples=100, deadline=None)
def test_no_small_count_follows_from_the_equations(table: Table) -> None:
    withheld = protect(table, K)
    assert small(table) <= withheld
    assert not solved_by_equations(table, withheld) & small(table)


@given(tables(3, st.one_of(st.just(0), st.integers(1, 4), st.integers(1, 9))))
@settings(max_examples=100, deadline=None)
def test_every_small_count_could_be_another_one_in_a_table_that_shows_the_same(table: Table) -> None:
    withheld = protect(table, K)
    assert not [place for place in small(table) if pinned_by_search(table, withheld, place)]
    cells = small(table) & set(table)
    assert not [place for place in cells if pinned_by_search(table, withheld, place, under=K)]


@given(tables(6))
@settings(deadline=None)
def test_zeros_are_never_withheld(table: Table) -> None:
    totals = with_totals(table)
    assert all(totals[place] > 0 for place in protect(table, K))


@given(tables(6, st.one_of(st.just(0), st.integers(5, 50))))
def test_a_table_without_small_counts_is_shown_whole(table: Table) -> None:
    assert protect(table, K) == frozenset()


def test_the_only_cell_of_a_table_takes_its_totals_with_it() -> None:
    everything = {("a", "x"), ("a", TOTAL), (TOTAL, "x"), (TOTAL, TOTAL)}
    assert protect({("a", "x"): 3}, K) == everything


@pytest.mark.parametrize("cells", [["ax", "ay", "bx", "by"], ["aw", "ax", "ay", "az"]])
def test_a_table_of_four_ones_is_withheld_whole_and_its_total_could_be_larger(cells: list[str]) -> None:
    table = {(cell[0], cell[1]): 1 for cell in cells}
    withheld = protect(table, K)
    assert withheld == set(with_totals(table))
    assert not [place for place in small(table) if pinned_by_search(table, withheld, place)]


def test_a_row_with_one_cell_takes_its_total_with_it() -> None:
    table = {("a", "x"): 3, ("b", "x"): 20, ("b", "y"): 30}
    withheld = protect(table, K)
    assert {("a", "x"), ("a", TOTAL)} <= withheld
    assert (TOTAL, TOTAL) not in withheld or (TOTAL, "x") in withheld


def test_the_cheapest_cells_are_taken_along() -> None:
    table = {(a, b): 100 for a in "abc" for b in "xyz"} | {
        ("a", "x"): 2,
        ("a", "y"): 9,
        ("b", "x"): 8,
        ("b", "y"): 7,
    }
    assert protect(table, K) == {("a", "x"), ("a", "y"), ("b", "x"), ("b", "y")}


def test_four_ones_in_a_square_take_more_than_themselves_along() -> None:
    table = {(a, b): 30 for a in "abc" for b in "xyz"} | {(a, b): 1 for a in "ab" for b in "xy"}
    withheld = protect(table, K)
    assert not pinned_by_search(table, withheld, ("a", "x"))


def test_a_threshold_that_leaves_one_value_is_refused() -> None:
    with pytest.raises(ValueError, match="at least 3"):
        protect({}, 2)


def grown(table: Table, growth: Table) -> Table:
    return {place: count + growth.get(place, 0) for place, count in table.items()}


histories = st.integers(1, 3).flatmap(
    lambda size: st.lists(
        st.fixed_dictionaries(
            {
                (f"a{r}", f"b{c}"): st.one_of(st.just(0), st.integers(0, 7))
                for r in range(size)
                for c in range(size)
            }
        ),
        min_size=2,
        max_size=4,
    )
)


def releases_of(history: list[Table]) -> list[YearTable]:
    counts = history[0]
    made = [first_table(counts, K)]
    for growth in history[1:]:
        counts = grown(counts, growth)
        made.append(next_table(made[-1], counts, K))
    return made


@given(histories)
@settings(max_examples=100, deadline=None)
def test_the_difference_of_two_releases_is_nothing_or_at_least_the_threshold(history: list[Table]) -> None:
    made = releases_of(history)
    for before, after in pairwise(made):
        first, second = with_totals(before.figures), with_totals(after.figures)
        changes = {second.get(place, 0) - first.get(place, 0) for place in {*first, *second}}
        assert not {change for change in changes if 0 < abs(change) < K}
        assert before.withheld <= after.withheld


@given(histories)
@settings(max_examples=100, deadline=None)
def test_another_history_shows_the_same_in_every_release(history: list[Table]) -> None:
    made = releases_of(history)
    first = made[0]
    if not first.figures:
        return
    for place in small(first.figures):
        others = [
            other
            for value in (with_totals(first.figures)[place] + step for step in (1, -1))
            if value and (other := other_table(dict(first.figures), first.withheld, place, value)) is not None
        ]
        assert any(all(shows_the_same(release, first, other) for release in made) for other in others)


def shows_the_same(release: YearTable, first: YearTable, other: Table) -> bool:
    """Tell whether `release`, had the year begun with `other`, would show the same and hide no zero."""
    places = {*release.figures, *other}
    shifted = {p: release.figures.get(p, 0) + other.get(p, 0) - first.figures.get(p, 0) for p in places}
    after = with_totals(shifted)
    return all(after.get(p, 0) == v for p, v in release.shown().items() if v is not None) and all(
        after[p] >= 1 for p in release.withheld
    )


def test_a_figure_moves_when_it_has_changed_enough_and_never_to_a_small_one() -> None:
    before = first_table({("a", "x"): 10, ("a", "y"): 20}, K)
    assert next_table(before, {("a", "x"): 14, ("a", "y"): 25}, K).figures == {("a", "x"): 10, ("a", "y"): 25}
    assert next_table(before, {("a", "x"): 5, ("a", "y"): 20}, K).figures[("a", "x")] == 5
    assert next_table(before, {("a", "x"): 3, ("a", "y"): 20}, K).figures[("a", "x")] == 10
    assert next_table(before, {("a", "y"): 20}, K).figures[("a", "x")] == 10
    assert next_table(before, {("a", "x"): 10, ("a", "y"): 20, ("b", "y"): 2}, K) == before
