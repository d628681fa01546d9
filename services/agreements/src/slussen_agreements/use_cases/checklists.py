"""Checklists of a county's document, such as Örebro's nine preconditions, and where a centre stands on them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from slussen_agreements.domain.findings import Finding, Weight
from slussen_agreements.domain.register_rules import refuse
from slussen_agreements.repository.centre_sections import Entered
from slussen_agreements.use_cases.centre_visits import Ground, Visit, enter, ground_on, known
from slussen_chassis.errors import FieldProblem
from slussen_contracts.agreements.checklists import CheckedPoint, ChecklistsWrite, CheckState
from slussen_contracts.clause_library import Checklist, library


@dataclass(frozen=True, slots=True)
class CheckedLists:
    """A centre's checklists, where it stands on their points, and what it has not seen to."""

    entered: Entered[ChecklistsWrite]
    checklists: tuple[Checklist, ...]
    findings: tuple[Finding, ...]

    def state_of(self, checklist: str, point: str) -> CheckedPoint | None:
        """Return where the centre stands on a point; None: nobody has looked at it."""
        found = (
            one for one in self.entered.content.points if (one.checklist, one.point) == (checklist, point)
        )
        return next(found, None)


async def checklists(visit: Visit) -> CheckedLists:
    """Return a centre's checklists, as entered on the day that is asked about.

    Raises:
        CentreNotFoundError: There is no such centre.
        InvalidError: The day has not come.
    """
    ground = await ground_on(visit, visit.day)
    return _checked(visit, ground, await known(visit, ChecklistsWrite))


async def enter_checklists(visit: Visit, wanted: ChecklistsWrite, *, expected: int | None) -> CheckedLists:
    """Write where a centre stands on its checklists.

    Raises:
        InvalidError: The county has no such point, a point stands twice, or a day has not come.
        DomainError: The caller may not, or another version is there, as `enter` says.
    """
    ground = await ground_on(visit, visit.today)
    refuse(_faults(visit, _lists(visit, ground), wanted))
    return _checked(visit, ground, await enter(visit, wanted, expected=expected))


def _lists(visit: Visit, ground: Ground) -> tuple[Checklist, ...]:
    found = library(ground.profile.id, on=visit.day)
    return found.checklists if found else ()


def _faults(visit: Visit, lists: Sequence[Checklist], wanted: ChecklistsWrite) -> Iterator[FieldProblem]:
    known_points = {(one.key, item.key) for one in lists for item in one.items}
    keys = [(one.checklist, one.point) for one in wanted.points]
    for place, (key, one) in enumerate(zip(keys, wanted.points, strict=True)):
        if key not in known_points:
            yield FieldProblem(
                f"points.{place}.point", "of-county", "länet har ingen sådan punkt", "the county has no such"
            )
        if key in keys[:place]:
            yield FieldProblem(f"points.{place}.point", "unique", "finns redan", "is there already")
        if one.assessed_on > visit.today:
            yield FieldProblem(
                f"points.{place}.assessedOn", "in-future", "har inte kommit än", "has not come yet"
            )


def _checked(visit: Visit, ground: Ground, entered: Entered[ChecklistsWrite]) -> CheckedLists:
    lists = _lists(visit, ground)
    bare = CheckedLists(entered, lists, ())
    return CheckedLists(entered, lists, tuple(_findings(bare)))


def _findings(of: CheckedLists) -> Iterator[Finding]:
    for checklist in of.checklists:
        for item in checklist.items:
            point = of.state_of(checklist.key, item.key)
            if point is None:
                yield Finding(
                    "point-not-assessed",
                    Weight.NOTICE,
                    f"Inte bedömd: {item.sv}.",
                    f"Not assessed: {item.en}.",
                    item.key,
                )
            elif point.state is not CheckState.MET:
                yield Finding(
                    "point-not-met",
                    Weight.WARNING,
                    f"Inte uppfylld: {item.sv}.",
                    f"Not met: {item.en}.",
                    item.key,
                )
