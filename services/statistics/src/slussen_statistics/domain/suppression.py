"""Threshold suppression of a table with margins: which cells are withheld so that no small count can be told.

Primary: every count from 1 to `threshold` - 1, in cells and in totals. Complementary: further cells, or totals,
until no withheld small count can be solved from what is shown. Zeros are shown and never withheld.

The table is read as a circulation in a network: each profession is a node on its sending and on its receiving
side, a cell carries its count from sender to receiver, and the totals carry it back. What is shown is fixed; what
is withheld may be any whole number from 1. A withheld count can be told exactly if and only if no closed way through
withheld cells can raise or lower it by one; that is a search in a graph, exact also where bounds bite (a table of two
dimensions is totally unimodular, so whole numbers lose nothing against fractions).

Where the choice is free the way is taken that withholds least, counted in referrals.

Source: domain/disclosure-control.md 7; handbook 7.1 (default: 1-4 are withheld); L. H. Cox, "Network models for
complementary cell suppression", JASA 90 (1995).
"""

import heapq
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping

from slussen_statistics.domain.flow import Counts, Place, with_totals
from slussen_statistics.domain.labels import TOTAL

SMALLEST_THRESHOLD = 3
"""Under this a withheld cell would have one value only that it could be."""

SMALLEST_WITHHELD = 1
"""What a reader knows of any withheld cell: it is no zero."""

Node = tuple[str, str]
Arc = tuple[Node, Place]


def protect(counts: Counts, threshold: int, *, already: Collection[Place] = ()) -> frozenset[Place]:
    """Return the cells and totals to withhold.

    Args:
        counts: Inner cells of one table.
        threshold: The smallest count that is shown; at least 3.
        already: What was withheld before and stays so.

    Raises:
        ValueError: The threshold is under 3.
    """
    if threshold < SMALLEST_THRESHOLD:
        raise ValueError("the threshold is at least 3")
    values = {place: count for place, count in with_totals(counts).items() if count}
    sensitive = sorted((value, place) for place, value in values.items() if value < threshold)
    withheld = {place for _, place in sensitive} | set(already)
    for _, place in sensitive:
        withheld |= _cover(values, withheld, place, threshold)
    return frozenset(withheld)


def _cover(
    values: Mapping[Place, int], withheld: Collection[Place], place: Place, threshold: int
) -> frozenset[Place]:
    """Return what must be withheld for `place` to be another count as well, a small one where that can be.

    There is always a way: every count lies on a closed way of cells that carry something, and all may be larger.
    """
    start, end = _ends(place)
    value = values[place]
    raised, lowered = (end, start), (start, end)
    ways = [
        (is_large, *way)
        for is_large, is_possible, direction in (
            (value + 1 >= threshold, True, raised),
            (False, value > SMALLEST_WITHHELD, lowered),
        )
        if is_possible and (way := _cheapest_way(values, withheld, *direction, avoiding=place)) is not None
    ]
    return min(ways, key=lambda way: way[:2])[2]


def _ends(place: Place) -> tuple[Node, Node]:
    """Return from which node to which a cell carries its count; totals of one dimension carry it back."""
    sender, receiver = place
    start, end = ("from", sender), ("to", receiver)
    return (end, start) if (sender == TOTAL) != (receiver == TOTAL) else (start, end)


def _cheapest_way(
    values: Mapping[Place, int], withheld: Collection[Place], start: Node, goal: Node, *, avoiding: Place
) -> tuple[int, frozenset[Place]] | None:
    """Return the cost and the cells of the way from `start` to `goal` that withholds least (Dijkstra)."""
    leaving = _arcs(values, avoiding)
    waiting: list[tuple[int, Node, tuple[Place, ...]]] = [(0, start, ())]
    done: set[Node] = set()
    while waiting:
        cost, node, way = heapq.heappop(waiting)
        if node == goal:
            return cost, frozenset(way)
        if node in done:
            continue
        done.add(node)
        for following, place in leaving[node]:
            if following not in done:
                extra = 0 if place in withheld else 1 + values[place]
                heapq.heappush(waiting, (cost + extra, following, (*way, place)))
    return None


def _arcs(values: Mapping[Place, int], avoiding: Place) -> Mapping[Node, list[Arc]]:
    leaving: defaultdict[Node, list[Arc]] = defaultdict(list)
    for place, value in values.items():
        if place != avoiding:
            for start, end in _directions(place, value):
                leaving[start].append((end, place))
    return leaving


def _directions(place: Place, value: int) -> Iterator[tuple[Node, Node]]:
    """Return how a way may pass a cell: forwards raises it, backwards lowers it where it stays above zero."""
    start, end = _ends(place)
    yield start, end
    if value > SMALLEST_WITHHELD:
        yield end, start
