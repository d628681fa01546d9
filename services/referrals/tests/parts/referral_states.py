"""The matrix that was written by hand, and how a referral comes to each of its states."""

from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import yaml
from referral_world import World, made

MATRIX: dict[str, dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "referral_matrix.yaml").read_text("utf-8")
)
FORMS = ("standard", "warm", "advice")
BEFORE = ("identified", "offered", "awaiting_permission")
HIDDEN_FROM_THE_RECIPIENT = frozenset({*BEFORE, "opened", "awaiting_consent"})
"""Before anything was sent; what was taken back before it was accepted is hidden too."""

BODIES: dict[str, Any] = {
    "permission": {"givenOn": "2026-11-22", "givenBy": "custodian"},
    "advice": {"advice": "refer_here"},
    "conversion": {"permission": {"givenOn": "2026-11-22", "givenBy": "custodian"}},
    "introduction": {"introducedBy": "midwife", "introducedOn": "2026-11-22", "place": "at_recipient"},
    "information-request": {"topics": ["parental_support"]},
    "information": {"topics": ["parental_support"]},
    "hold": {"reason": "waiting_time", "through": "2026-12-22"},
    "return": {"reason": "no_capacity"},
    "failure": {"reason": "family_not_reached"},
    "completion": {"outcome": "other", "noFollowUp": True},
    "decline": {"reason": "no_capacity"},
    "recall": {"reason": "no_longer_needed"},
    "statistics-choice": {"declinesStatistics": True},
}
ACTS = tuple(
    dict.fromkeys(
        act
        for rules in MATRIX.values()
        for part in (rules, rules.get("warm", {}), rules.get("advice", {}))
        if isinstance(part, dict)
        for side in ("sender", "recipient")
        for act in part.get(side, {})
    )
)
PATHS: dict[str, tuple[tuple[str, str], ...]] = {
    "sent": (),
    "received": (("recipient", "receipt"),),
    "accepted": (("recipient", "acceptance"),),
    "contacted": (("recipient", "acceptance"), ("recipient", "first-contact")),
    "following_up": (
        ("recipient", "acceptance"),
        ("recipient", "first-contact"),
        ("recipient", "follow-up"),
    ),
    "information_requested": (("recipient", "receipt"), ("recipient", "information-request")),
    "on_hold": (("recipient", "receipt"), ("recipient", "hold")),
    "advised": (("recipient", "advice"),),
    "returned": (("recipient", "acceptance"), ("recipient", "return")),
    "completed": (("recipient", "acceptance"), ("recipient", "completion")),
    "declined": (("recipient", "decline"),),
    "failed": (("sender", "failure"),),
    "recalled": (("sender", "recall"),),
    "entered_in_error": (("sender", "voiding"),),
}
"""By which acts a sent referral comes to the state; a question for advice is completed by its own way."""


def rules_of(state: str, form: str, side: str) -> dict[str, str]:
    """What the side may do in the state with a referral of the form: act -> where it leads."""
    rules = MATRIX[state]
    own = rules.get(form) or {}
    found: dict[str, str] = own.get(side, rules.get(side, {}))
    return found


def exists(state: str, form: str) -> bool:
    return MATRIX[state].get(form) != "never"


def whose(act: str, form: str) -> frozenset[str]:
    """Which sides may do the act in any state, with a referral of the form."""
    return frozenset(
        side
        for side in ("sender", "recipient")
        for state in MATRIX
        if exists(state, form) and act in rules_of(state, form, side)
    )


async def in_state(world: World, state: str, form: str = "standard") -> dict[str, Any]:
    """A referral of the form that came to the state by the acts that lead there."""
    if state in BEFORE:
        found = await world.opened(permission=None, stage=state, form=form)
    elif state == "opened":
        found = await world.opened(form=form)
    elif state == "awaiting_consent":
        found = await world.waiting(form=form)
    elif state == "expired":
        found = await world.opened(form=form)
        await world.database.rows(
            "UPDATE referral SET alarm = 'expire', alarm_on = '2026-11-22' WHERE id = $1", UUID(found["id"])
        )
        await world.run_jobs()
    elif state == "suspended":
        consent = uuid4()
        found = await world.sent((consent, 1), form=form)
        await world.deliver(world.withdrawn(consent))
    else:
        found = await world.sent(form=form)
        path = PATHS[state]
        if form == "advice" and state == "completed":
            path = (("recipient", "advice"), ("sender", "completion"))
        for who, act in path:
            made(await world.post(f"{found['id']}/{act}", BODIES.get(act), who=who))
    now = (await world.database.rows("SELECT state, version FROM referral WHERE id = $1", UUID(found["id"])))[
        0
    ]
    assert now["state"] == state
    return {**found, **now}
