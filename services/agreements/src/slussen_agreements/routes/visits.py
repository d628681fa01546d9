"""What the routes about one centre's life share: the visit, its path, and findings as the API shows them."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Annotated, Final
from uuid import UUID

from fastapi import Depends, Query

from slussen_agreements.domain.findings import Finding, Label
from slussen_agreements.routes.answers import PREFIX, AsOfDay, read
from slussen_agreements.use_cases.centre_visits import Visit
from slussen_chassis.web import CurrentCaller, Now, Transaction
from slussen_contracts.agreements.findings import FindingRead, NamedCode

CENTRE: Final = f"{PREFIX}/family-centres/{{centre_id}}"


def _visit(centre_id: UUID, session: Transaction, caller: CurrentCaller, now: Now) -> Visit:
    return Visit(session, centre_id, caller, now)


AtCentre = Annotated[Visit, Depends(_visit)]
"""The request about the centre that the path names."""


def _visit_as_of(visit: AtCentre, as_of: AsOfDay = None) -> Visit:
    return replace(visit, as_of=as_of)


AtCentreThen = Annotated[Visit, Depends(_visit_as_of)]
"""The request about the centre that the path names, as of `asOf` where that is given."""

Year = Annotated[int, Query(ge=2000, le=2200, description="Kalenderår. / Calendar year.", examples=[2026])]


def found(findings: Iterable[Finding]) -> tuple[FindingRead, ...]:
    """Return findings as the API shows them."""
    return tuple(read(FindingRead, finding) for finding in findings)


def named(label: Label) -> NamedCode:
    """Return a code with its words."""
    return NamedCode(code=label.key, sv=label.sv, en=label.en)
