"""Why a consent or another ground about the person did or did not apply: one verdict for each that was looked at.

It explains a decision and decides nothing. A verdict names the first thing that stands in the way.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal
from uuid import UUID

from slussen_consent.domain.consent import Consent, ConsentStatus
from slussen_consent.domain.decision import Decision, DisclosureFacts
from slussen_consent.domain.grounds import DisclosureGround
from slussen_consent.domain.positions import ConsentValue, Stance


class Verdict(StrEnum):
    """What was found of a consent or another ground."""

    APPLIED = "applied"
    REFUSES = "refuses"
    NOT_NEEDED = "not_needed"
    OTHER_SITUATION = "other_situation"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    ANNULLED = "annulled"
    CLOSED = "closed"
    REVOKED = "revoked"
    NOT_YET = "not_yet"
    LAST_DAY_PASSED = "last_day_passed"
    AWAITS_ANSWERS = "awaits_answers"
    DOES_NOT_COVER = "does_not_cover"
    NOT_THE_SENDERS_LAW = "not_the_senders_law"


VERDICT_TEXTS: dict[Verdict, tuple[str, str]] = {
    Verdict.APPLIED: ("Beslutet vilar på detta.", "The decision rests on this."),
    Verdict.REFUSES: ("Detta säger nej till det som ska lämnas.", "This says no to what is to be told."),
    Verdict.NOT_NEEDED: (
        "Detta hade gett tillåtelse, men beslutet vilar på något annat.",
        "This would have permitted it, but the decision rests on something else.",
    ),
    Verdict.OTHER_SITUATION: ("Detta gäller en annan situation.", "This is about another situation."),
    Verdict.WITHDRAWN: ("Samtycket är återkallat.", "The consent is withdrawn."),
    Verdict.EXPIRED: ("Samtycket har gått ut.", "The consent has expired."),
    Verdict.ANNULLED: ("Samtycket är makulerat.", "The consent is annulled."),
    Verdict.CLOSED: (
        "Situationen som detta gällde är avslutad.",
        "The situation that this was about is closed.",
    ),
    Verdict.REVOKED: ("Grunden är återtagen.", "The ground is revoked."),
    Verdict.NOT_YET: ("Detta gäller först senare.", "This holds only later."),
    Verdict.LAST_DAY_PASSED: ("Den sista dagen har passerat.", "The last day has passed."),
    Verdict.AWAITS_ANSWERS: ("Ett svar väntas fortfarande.", "An answer is still awaited."),
    Verdict.DOES_NOT_COVER: (
        "Detta omfattar inte allt som ska lämnas till mottagaren.",
        "This does not cover all that is to be told to the recipient.",
    ),
    Verdict.NOT_THE_SENDERS_LAW: (
        "Avsändarens regler om sekretess ger inte den möjligheten.",
        "The sender's law of secrecy does not offer this.",
    ),
}

_ENDED = {
    ConsentStatus.WITHDRAWN: Verdict.WITHDRAWN,
    ConsentStatus.EXPIRED: Verdict.EXPIRED,
    ConsentStatus.ANNULLED: Verdict.ANNULLED,
    ConsentStatus.CLOSED: Verdict.CLOSED,
}


@dataclass(frozen=True, slots=True)
class Considered:
    """A consent or another ground that was looked at, at its version, and what was found."""

    kind: Literal["consent", "ground"]
    id: UUID
    version: int
    verdict: Verdict

    @property
    def applied(self) -> bool:
        """Whether the decision rests on it, or it refuses."""
        return self.verdict in {Verdict.APPLIED, Verdict.REFUSES}

    def text(self, *, swedish: bool) -> str:
        """Return the verdict as a sentence for people."""
        sv, en = VERDICT_TEXTS[self.verdict]
        return sv if swedish else en


def considered(facts: DisclosureFacts, decision: Decision) -> tuple[Considered, ...]:
    """Return every consent and ground about the person with its verdict, in the order of their ids."""
    relied = {topic.consent.consent_id for topic in decision.topics if topic.consent and topic.ground}
    used = {topic.ground_id for topic in decision.topics if topic.ground_id}
    theirs = (consent for consent in facts.consents if consent.subject_id == facts.subject_id)
    grounds = (ground for ground in facts.grounds if ground.content.subject_id == facts.subject_id)
    return (
        *_consents(theirs, facts, relied),
        *(
            Considered("ground", ground.id, ground.version, _of_ground(ground, facts, used))
            for ground in sorted(grounds, key=lambda one: one.id)
        ),
    )


def _consents(consents: Iterable[Consent], facts: DisclosureFacts, relied: set[UUID]) -> Iterable[Considered]:
    return (
        Considered("consent", consent.id, consent.version, _of_consent(consent, facts, relied))
        for consent in sorted(consents, key=lambda one: one.id)
    )


def _of_consent(consent: Consent, facts: DisclosureFacts, relied: set[UUID]) -> Verdict:
    if consent.situation != facts.situation:
        return Verdict.OTHER_SITUATION
    if consent.status in _ENDED:
        return _ENDED[consent.status]
    if not consent.is_active(facts.on):
        return Verdict.NOT_YET if facts.on < consent.valid_from else Verdict.LAST_DAY_PASSED
    if consent.id in relied:
        return Verdict.APPLIED
    return _of_active(consent, facts)


def _of_active(consent: Consent, facts: DisclosureFacts) -> Verdict:
    requests = [facts.request(topic) for topic in facts.topics]
    if any(
        position.stance(consent.scope, request, facts.on) is Stance.DENIES
        for position in consent.positions
        for request in requests
    ):
        return Verdict.REFUSES
    if consent.value is ConsentValue.PENDING:
        return Verdict.AWAITS_ANSWERS
    if all(consent.covers(request, situation=facts.situation, on=facts.on) for request in requests):
        return Verdict.NOT_NEEDED
    return Verdict.DOES_NOT_COVER


def _of_ground(ground: DisclosureGround, facts: DisclosureFacts, used: set[UUID]) -> Verdict:
    if ground.id in used:
        return Verdict.APPLIED
    if ground.content.situation != facts.situation:
        return Verdict.OTHER_SITUATION
    if not ground.holds(facts.as_of):
        revoked = ground.revoked_at is not None and ground.revoked_at <= facts.as_of
        return Verdict.REVOKED if revoked else Verdict.LAST_DAY_PASSED
    return _of_holding(ground, facts)


def _of_holding(ground: DisclosureGround, facts: DisclosureFacts) -> Verdict:
    reached = (
        ground.reaches(
            facts.sender, facts.request(topic), subject_id=facts.subject_id, situation=facts.situation
        )
        for topic in facts.topics
    )
    if not all(reached):
        return Verdict.DOES_NOT_COVER
    if not ground.content.permits:
        return Verdict.REFUSES
    if not ground.is_of_senders_law(facts.sender, facts.on):
        return Verdict.NOT_THE_SENDERS_LAW
    return Verdict.NOT_NEEDED
