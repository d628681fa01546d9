"""Facts: what the ledger holds of a thing in its newest version, and what each adds to the figures.

A fact holds codes, days, moments, numbers and pseudonyms; never a name, a personal number or free text.
"""

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import Any

from slussen_statistics.domain.facts import centres, consents, entries, referrals
from slussen_statistics.domain.figures import Contributions

Content = Mapping[str, Any]
Contribute = Callable[[Content], Contributions]

KINDS: Mapping[str, Contribute] = MappingProxyType(
    {
        "referral": referrals.contributions_of_referral,
        "joint_plan": referrals.contributions_of_joint_plan,
        "consent": consents.contributions_of_consent,
        "disclosure_ground": consents.contributions_of_ground,
        "disclosure_decision": consents.contributions_of_decision,
        "opening_week": centres.contributions_of_opening_week,
        "meeting": centres.contributions_of_meeting,
        "duty": centres.contributions_of_duty,
        **{f"entry_{kind}": contribute for kind, contribute in entries.KINDS.items()},
    }
)
"""How a fact of each kind counts."""

NOTHING = Contributions()


def contributions_of(kind: str, content: Content | None) -> Contributions:
    """Return what a fact adds to the figures; nothing where there is none."""
    return NOTHING if content is None else KINDS[kind](content)


def codes_in(content: object) -> Iterator[str]:
    """Yield every text in a fact's content."""
    if isinstance(content, str):
        yield content
    elif isinstance(content, Mapping):
        for value in content.values():
            yield from codes_in(value)
    elif isinstance(content, list | tuple):
        for value in content:
            yield from codes_in(value)
