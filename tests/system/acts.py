"""Who does what in a history, and what is sent with each act."""

from datetime import timedelta
from typing import Any

from slussen_local.demo.days import today
from slussen_local.demo.journal import consent_given
from slussen_local.demo.persons import Identity
from slussen_local.demo.register import Registered

TOPIC = "parental_support"
AT_WORK = {
    "maternal_health_care": ("anna.barnmorska", "midwife"),
    "child_health_care": ("bea.bvc", "child_health_nurse"),
    "open_preschool": ("pia.pedagog", "preschool_teacher"),
    "preventive_social_services": ("sara.socionom", "social_worker"),
}
"""Who works where; the private unit outside the centre is referred to as well, and answers nothing."""
HERE, THERE = "maternal_health_care", "preventive_social_services"
OUTSIDE = "private_child_health_care"
PATHS = (
    ((HERE, "sending"), (THERE, "acceptance"), (THERE, "first-contact"), (THERE, "completion")),
    ((HERE, "sending"), (THERE, "decline")),
    ((HERE, "sending"), (HERE, "recall")),
    ((HERE, "voiding"),),
    (
        (HERE, "statistics-choice"),
        (HERE, "sending"),
        (HERE, "statistics-choice"),
        (HERE, "statistics-choice"),
    ),
)
"""Who does what after another with a referral, to each of its ends."""
ENDS = {"recall", "voiding", "decline", "failure"}
COUNTED = ("state", "kind", "form", "openedOn", "sentAt", "acceptedAt", "endedAt", "outcome")
"""What is taken from each later answer; the recipient sees no person where a ground is gone."""
DECLINES = "declinesStatistics"
"""The sender alone sees it."""
CHOICE = "statistics-choice"
LASTING = {"voiding", CHOICE}
"""What can be done with a referral that has ended."""
Answer = dict[str, Any]


def profession_at(activity: str) -> str:
    return "child_health_nurse" if activity == OUTSIDE else AT_WORK[activity][1]


def permission(days_ago: int) -> Answer:
    return {"givenOn": (today() - timedelta(days=days_ago)).isoformat(), "givenBy": "custodian"}


def body_of(act: str) -> Any:
    day = today().isoformat()
    return {
        "permission": permission(3),
        "advice": {"advice": "refer_here"},
        "conversion": {"permission": permission(0)},
        "introduction": {"introducedBy": "midwife", "introducedOn": day, "place": "at_recipient"},
        "information-request": {"topics": [TOPIC]},
        "information": {"topics": [TOPIC]},
        "hold": {"reason": "waiting_time", "through": (today() + timedelta(days=20)).isoformat()},
        "return": {"reason": "no_capacity"},
        "failure": {"reason": "family_not_reached"},
        "completion": {"outcome": "other", "noFollowUp": True},
        "decline": {"reason": "no_capacity"},
        "recall": {"reason": "no_longer_needed"},
        "sending": {"sendWhenConsented": True},
    }.get(act, {})


def plan_body(registered: Registered, subject_id: str, situation: str) -> Answer:
    there = profession_at(THERE)
    return {
        "centreId": registered.centre,
        "subjectId": subject_id,
        "situation": situation,
        "topics": [TOPIC],
        "permission": permission(0),
        "participants": [{"unitId": registered.units[THERE], "profession": there}],
        "goals": [{"topic": TOPIC, "code": "better_sleep"}],
        "efforts": [{"code": "home_visit", "profession": there}],
        "reviewOn": (today() + timedelta(days=60)).isoformat(),
    }


def consent_body(registered: Registered, child: Identity, situation: str, value: str) -> Answer:
    """Return what a journal system would post, as staff enter it by themselves; both custodians say the same."""
    event = consent_given(child, situation=situation, at_unit="", to_unit=registered.units[THERE])
    of_journals = ("externalId", "recordedBy")
    body = {name: told for name, told in event["data"].items() if name not in of_journals}
    body["positions"] = [{**one, "value": value} for one in body["positions"]]
    return body
