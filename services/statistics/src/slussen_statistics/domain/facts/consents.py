"""What consents, other grounds for telling and decisions add to the figures; all count in a whole county alone."""

from collections.abc import Mapping
from typing import Any

from slussen_statistics.domain.catalogue.consents import (
    BOUNDARIES,
    CONSENTS,
    DECISION_OUTCOMES,
    DISCLOSURE_DECISIONS,
    DISCLOSURE_GROUNDS,
    KINDS,
    NOT_STATED,
    OUTCOMES,
)
from slussen_statistics.domain.facts.content import added, day_in
from slussen_statistics.domain.figures import Contributions
from slussen_statistics.domain.labels import known

ANNULLED = "annulled"
"""Status of a consent that was recorded by mistake and never counted."""


def contributions_of_consent(content: Mapping[str, Any]) -> Contributions:
    """Return what a consent adds: one in the year it began, under its latest answer.

    A withdrawn, expired or closed consent was given, and stays counted; an annulled one never was.
    """
    on = day_in(content, "valid_from")
    if on is None or content["status"] == ANNULLED:
        return Contributions()
    profession = known(content["profession"]) if content["profession"] else NOT_STATED
    cell = f"{profession}/{content['value']}"
    return Contributions(tuple(added(content, CONSENTS, "consents", on=on, cell=cell)))


def contributions_of_ground(content: Mapping[str, Any]) -> Contributions:
    """Return what an assessment or another ground adds, in the month in which it was registered."""
    on = day_in(content, "registered_on")
    if on is None:
        return Contributions()
    kind = content["kind"] if content["kind"] in KINDS else "other"
    outcome = content["outcome"] if content["outcome"] in OUTCOMES else "other"
    return Contributions(
        tuple(added(content, DISCLOSURE_GROUNDS, "grounds", on=on, cell=f"{kind}/{outcome}"))
    )


def contributions_of_decision(content: Mapping[str, Any]) -> Contributions:
    """Return what a decision adds, in the month in which it was made; without a boundary under "not stated"."""
    on = day_in(content, "decided_on")
    if on is None:
        return Contributions()
    boundary = content["boundary"] or NOT_STATED
    boundary = boundary if boundary in BOUNDARIES else "other"
    outcome = content["outcome"] if content["outcome"] in DECISION_OUTCOMES else "other"
    cell = f"{boundary}/{outcome}"
    return Contributions(tuple(added(content, DISCLOSURE_DECISIONS, "decisions", on=on, cell=cell)))
