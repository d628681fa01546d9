"""The page of a referral's states, made from the one table; `contracts/generate.py` writes it."""

from collections.abc import Iterable, Sequence

from slussen_contracts.referrals.api import Act, Party
from slussen_contracts.referrals.api import ReferralState as State
from slussen_referrals.domain.states import ALL_FORMS, STATES, TRANSITIONS, Transition
from slussen_referrals.domain.time_limits import DEFAULT_LIMITS
from slussen_referrals.domain.words import STATE_TEXTS
from slussen_referrals.routes.views import PATH_OF
from slussen_referrals.use_cases.announcing import EVENT_OF

HEAD = """\
<!-- Made by contracts/generate.py from services/referrals/src/slussen_referrals/domain/states.py. -->

# A referral's states

The core status (`open`, `done`, `stopped`) never gets more words; the detailed state may. What the reader may do now,
and where to post it, stands in each answer's `nextActs`. Days are counted from when a state began; they are our
defaults; a county's profile may set its own (`referral.time_limits`), and an agreement in force those of its parties
(`referralTimeLimits`). `timeLimit` in an answer tells which one holds and who has set it.
"""
ACTS = """\
## Who may do what

Only what stands here can be done; the form (standard, warm, advice) is named where not all have it. An act by the
other side is 403, one that the state lacks 409, and what is not yours 404. `back` is the state that the referral rests
or was suspended from, else the same.
"""
NOWHERE = "-"


def page() -> str:
    """Return the page in Markdown."""
    states = [_state(state) for state in State]
    acts = [_act(row) for row in TRANSITIONS]
    return "\n".join(
        (
            HEAD,
            table(("State", "Svenska", "Core", "Whose move", "Due after", "Time out after"), states),
            ACTS,
            table(("In state", "Act", "To", "By", "Form", "Post to", "Event"), acts),
        )
    )


def _state(state: State) -> Sequence[str]:
    info, limit = STATES[state], DEFAULT_LIMITS.get(state)
    due = f"{limit.due_days} days" if limit else NOWHERE
    out = f"{limit.expire_days} days" if limit and limit.expire_days else NOWHERE
    return (f"`{state}`", STATE_TEXTS[state][0], info.core.value, _party(info.move), due, out)


def _act(row: Transition) -> Sequence[str]:
    path, event = PATH_OF.get(row.act), EVENT_OF.get(row.act)
    forms = "" if row.forms == ALL_FORMS else ", ".join(sorted(row.forms))
    return (
        f"`{row.state}`" if row.state else "(new)",
        f"`{row.act}`",
        f"`{row.to}`" if row.to else "back",
        ", ".join(_party(party) for party in sorted(row.by)),
        forms,
        _address(row, path),
        f"`{event.type.split('.')[3]}`" if event else NOWHERE,
    )


def _address(row: Transition, path: str | None) -> str:
    if row.state is None:
        return "`/referrals`"
    if row.act is Act.WAIT:
        return f"`/{PATH_OF[Act.SEND]}`, where there is no ground"
    return f"`/{path}`" if path else NOWHERE


def _party(party: Party | None) -> str:
    return party.value if party else NOWHERE


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table in Markdown."""
    lines = ["| " + " | ".join(heads) + " |", "|" + " --- |" * len(heads)]
    lines += ["| " + " | ".join(row) + " |" for row in rows]
    return "\n".join(lines) + "\n"
