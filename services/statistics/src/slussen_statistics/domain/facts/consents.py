"""What a consent and another ground for telling add to the figures; both count in a whole county alone."""

from collections.abc import Mapping
from typing import Any

from slussen_statistics.domain.catalogue.consents import (
    CONSENTS,
    DISCLOSURE_GROUNDS,
    KINDS,
    NOT_STATED,
    OUTCOMES,
)
from slussen_statistics.domain.facts.content import added, day_in
from slussen_statistics.domain.figures import Contributions

ANNULLED = "annulled"
"""Status of a consent that was recorded by mistake and never counted."""


def contributions_of_consent(content: Mapping[str, Any]) -> Contributions:
    """Return what a consent adds: one in the year it began, under its latest answer.

    A withdrawn, expired or closed consent was given, and stays counted; an annulled one never was.
    """
    on = day_in(content, "valid_from")
    if on is None or content["status"] == ANNULLED:
        return Contributions()
    cell = f"{content['profession'] or NOT_STATED}/{content['value']}"
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
