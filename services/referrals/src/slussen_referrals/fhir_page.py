"""The page of the mapping between a referral's states and FHIR's, made from the one table and the text beside it."""

from importlib import resources

from slussen_contracts.referrals.api import ReferralState as State
from slussen_referrals.domain.states import TRANSITIONS
from slussen_referrals.domain.words import STATE_TEXTS
from slussen_referrals.fhir.states import ACTS, STATUSES
from slussen_referrals.state_page import table

MORE = {
    "decline": "`statusReason`",
    "hold": "`statusReason`, `restriction.period.end`",
    "return": "`statusReason`",
    "fail": "`statusReason`",
    "recall": "`statusReason`",
    "complete": "`output`",
    "send": "`input` where the recipient asks",
}


def page() -> str:
    """Return the page in Markdown."""
    states = [
        (f"`{state}`", STATE_TEXTS[state][0], f"`{STATUSES[state].request}`", f"`{STATUSES[state].task}`")
        for state in State
    ]
    acts = {(row.act.value, row.to): None for row in TRANSITIONS if row.act in ACTS and row.state is not None}
    rows = [
        (f"`{act}`", f"`{STATUSES[to].task}`" if to else "the status it rests from", MORE.get(act, ""))
        for act, to in acts
    ]
    text = (resources.files("slussen_referrals.fhir") / "page.md").read_text("utf-8")
    heads = ("State", "Svenska", "`ServiceRequest.status`", "`Task.status`")
    text = text.replace("{states}", table(heads, states).strip())
    return text.replace("{steps}", table(("Act", "`Task.status`", "Takes"), rows).strip())
