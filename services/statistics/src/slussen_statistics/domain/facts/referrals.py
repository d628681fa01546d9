"""What a referral and a joint plan add to the figures.

A referral counts in the month in which it was opened, from the day on which the parent gave permission. A suspended
one stays counted; one that was entered in error counts nowhere; one whose family declined to be counted counts only
as declined. Families count once a year, by internal referrals alone. So do children; an adult who was handed over on
the adult's own permission is no child, while the family counts all the same.

Source: handbook 6.6 (counting rules), 6.1 (kinds); design decisions 8, 21, 22.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from slussen_statistics.domain.catalogue.referrals import (
    JOINT_PLANS,
    OUTCOMES,
    REFERRAL_FAMILIES,
    REFERRAL_FLOW,
    REFERRAL_OUTCOMES,
    REFERRAL_TIMES,
    REFERRALS_DECLINED,
    band_of,
)
from slussen_statistics.domain.facts.content import added, day_in, moment_in, places
from slussen_statistics.domain.figures import Addition, Contributions, Presence
from slussen_statistics.domain.labels import known

VOID = "entered_in_error"
"""State of a referral or plan that is counted nowhere (felregistrerad)."""
ADVICE = "advice"
"""Form of a question for advice, which counts only once it has become a referral."""
ADULT = "adult"
"""Kind of person who is no child; an unborn one is, and so is whoever nothing is known of."""
DECLINED_STATES: Mapping[str, str] = {
    "declined": "not_accepted",
    "recalled": "recalled",
    "failed": "no_contact",
    "expired": "no_contact",
}
LEAST_PROFESSIONS = 2
"""So many professions make a plan a cooperation (handbook 6.5)."""


def contributions_of_referral(content: Mapping[str, Any]) -> Contributions:
    """Return what a referral adds."""
    on = day_in(content, "opened_on")
    if on is None or content["state"] == VOID:
        return Contributions()
    if not content["counted"]:
        if content.get("form") == ADVICE:
            return Contributions()
        return Contributions(tuple(added(content, REFERRALS_DECLINED, "referrals", on=on)))
    return Contributions(tuple(_additions(content, on)), tuple(_presences(content, on)))


def _additions(content: Mapping[str, Any], on: date) -> Iterator[Addition]:
    kind = content["kind"]
    flow = f"{kind}/{known(content['from_profession'])}/{known(content['to_profession'])}"
    yield from added(content, REFERRAL_FLOW, "referrals", on=on, cell=flow)
    yield from added(content, REFERRAL_OUTCOMES, "referrals", on=on, cell=f"{kind}/{outcome_of(content)}")
    for step, until in (("accepted", "accepted_at"), ("closed", "ended_at")):
        days = _days(content, until)
        if days is not None:
            cell = f"{step}/{band_of(days)}"
            yield from added(content, REFERRAL_TIMES, "referrals", on=on, cell=cell)


def outcome_of(content: Mapping[str, Any]) -> str:
    """Return the category of a referral in the table of outcomes."""
    by_state = DECLINED_STATES.get(content["state"])
    if by_state is not None:
        return by_state
    outcome = content.get("outcome")
    if outcome is None:
        return "waiting"
    return outcome if outcome in OUTCOMES else "other"


def _days(content: Mapping[str, Any], until: str) -> int | None:
    sent, end = moment_in(content, "sent_at"), moment_in(content, until)
    return None if sent is None or end is None else max(0, (end - sent).days)


def _presences(content: Mapping[str, Any], on: date) -> Iterator[Presence]:
    if content["kind"] == "internal":
        yield from _present(content, REFERRAL_FAMILIES, on)


def _present(content: Mapping[str, Any], table: str, on: date) -> Iterator[Presence]:
    is_adult = content.get("subject_kind") == ADULT
    child = None if is_adult else content.get("person") or content.get("subject")
    for measure, unit in (("families", content.get("family")), ("children", child)):
        if unit is not None:
            for place in places(content, table, measure, on=on):
                yield Presence(place, bytes.fromhex(unit))


def contributions_of_joint_plan(content: Mapping[str, Any]) -> Contributions:
    """Return what a joint plan adds: its family and child, where two professions or more take part."""
    on = day_in(content, "created_on")
    if on is None or content["state"] == VOID:
        return Contributions()
    if not content["counted"] or len(set(content["professions"])) < LEAST_PROFESSIONS:
        return Contributions()
    return Contributions((), tuple(_present(content, JOINT_PLANS, on)))
