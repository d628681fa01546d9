"""May this be told? Boundary and consents in, an explained decision out (handbook 5.6 and 6.4).

Deterministic: the same facts give the same decision. An explicit no is refused, also where no boundary stands;
a missing consent is never taken as given.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar
from uuid import UUID

from slussen_chassis.clock import local_day
from slussen_chassis.errors import FieldProblem, InvalidError
from slussen_consent.domain.boundary import BoundaryFinding, decide_boundary, stricter
from slussen_consent.domain.boundary_rules import Boundary
from slussen_consent.domain.consent import Consent, ConsentStatus, ConsentVersion
from slussen_consent.domain.county import CountyRules
from slussen_consent.domain.employment import Employment
from slussen_consent.domain.grounds import TEST_OF_SENDER, DisclosureGround, permitting
from slussen_consent.domain.next_steps import Alternative, Flag, NextStep, next_steps
from slussen_consent.domain.positions import ConsentValue, Stance
from slussen_consent.domain.scope import Request, concerns


class Outcome(StrEnum):
    """The decision, from the mildest to the strictest."""

    PERMITTED = "permitted"
    ASSESSMENT_REQUIRED = "assessment_required"
    CONSENT_REQUIRED = "consent_required"
    REFUSED = "refused"


class Ground(StrEnum):
    """On what a permitted disclosure rests; of several topics the one that stands furthest from consent is named."""

    SAME_AREA = "same_area"
    CONSENT = "consent"
    STATUTORY_DISCLOSURE = "statutory_disclosure"
    HARM_ASSESSMENT = "harm_assessment"
    UNAUTHORISED_DISCLOSURE_ASSESSMENT = "unauthorised_disclosure_assessment"


class NoTopicError(InvalidError):
    """A decision is about at least one topic that is to be told."""

    code: ClassVar[str] = "no-topic"


_DISTANCE = {ground: place for place, ground in enumerate(Ground)}
_STRICTNESS = {outcome: place for place, outcome in enumerate(Outcome)}
_WITHOUT_CONSENT: dict[Boundary, Outcome] = {
    Boundary.CONSENT_NOT_REQUIRED: Outcome.PERMITTED,
    Boundary.PRIVATE_DISCLOSURE_ASSESSMENT: Outcome.ASSESSMENT_REQUIRED,
    Boundary.CONSENT_REQUIRED: Outcome.CONSENT_REQUIRED,
}


@dataclass(frozen=True, slots=True)
class DisclosureFacts:
    """Everything that a decision reads, as of one moment.

    `consents` are the subject's consents as they were at `as_of`, whatever their situation and state.
    """

    sender: Employment
    recipient: Employment
    subject_id: UUID
    situation: str
    topics: tuple[str, ...]
    consents: tuple[Consent, ...]
    county: CountyRules
    as_of: datetime
    care_relationship: bool = False
    grounds: tuple[DisclosureGround, ...] = ()

    @property
    def on(self) -> date:
        """The calendar day of the decision in Europe/Stockholm."""
        return local_day(self.as_of)

    def request(self, topic: str) -> Request:
        """Return the request to tell the recipient about one topic."""
        return Request(topic, self.recipient.unit_id, self.recipient.profession, self.recipient.activity)


@dataclass(frozen=True, slots=True)
class TopicFinding:
    """What was found about one topic: the outcome, and the consent or ground it relies on, or that refuses it."""

    topic: str
    outcome: Outcome
    consent: ConsentVersion | None = None
    ground: Ground | None = None
    ground_id: UUID | None = None
    statute_id: str | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """The answer with its whole explanation; `relied_on` are the consent versions that it falls with."""

    outcome: Outcome
    boundary: BoundaryFinding
    topics: tuple[TopicFinding, ...]
    ground: Ground | None
    relied_on: tuple[ConsentVersion, ...]
    missing_custodians: tuple[UUID, ...]
    alternatives: tuple[Alternative, ...]
    flags: tuple[Flag, ...]
    next_steps: tuple[NextStep, ...]
    profile_id: str
    profile_first_day: date
    as_of: datetime

    @property
    def inner_confidentiality(self) -> bool:
        """Whether inner confidentiality holds: a permitted disclosure in one area is never free access."""
        return self.boundary.inner_confidentiality

    @property
    def law(self) -> tuple[str, ...]:
        """The statutes of the boundary and of every ground that is relied on, by their ids in the code list."""
        grounds = (topic.statute_id for topic in self.topics if topic.statute_id)
        return tuple(dict.fromkeys((*self.boundary.law, *grounds)))


def decide_disclosure(facts: DisclosureFacts) -> Decision:
    """Decide whether the sender may tell the recipient about every topic, in this situation at this moment.

    Raises:
        NoTopicError: Nothing is to be told.

    Source: handbook 5.6, 5.9 and 6.4; offentlighets- och sekretesslagen (2009:400) 10 kap. 1 §, 12 kap. 2 §.
    """
    if not facts.topics:
        raise NoTopicError(
            FieldProblem(
                field="topics", rule="required", sv="Ange vad som ska lämnas.", en="State what is to be told."
            )
        )
    boundary = decide_boundary(
        facts.sender, facts.recipient, facts.county, care_relationship=facts.care_relationship
    )
    active = _in_situation(facts)
    topics = tuple(_decide_topic(topic, facts, active, boundary.outcome) for topic in facts.topics)
    outcome = max((topic.outcome for topic in topics), key=_STRICTNESS.__getitem__)
    relied_on = _relied_on(topics, outcome)
    alternatives = _alternatives(outcome, facts, boundary)
    flags = _flags(facts, active, boundary, relied_on)
    return Decision(
        outcome=outcome,
        boundary=boundary,
        topics=topics,
        ground=_ground(outcome, topics),
        relied_on=relied_on,
        missing_custodians=_missing_custodians(active),
        alternatives=alternatives,
        flags=flags,
        next_steps=next_steps(alternatives, flags),
        profile_id=facts.county.profile_id,
        profile_first_day=facts.county.profile_first_day,
        as_of=facts.as_of,
    )


def strictest_decision(decisions: Iterable[Decision]) -> Decision:
    """Return the first of the strictest decisions: for a meeting it holds for everybody in it."""
    return max(decisions, key=lambda decision: _STRICTNESS[decision.outcome])


def boundary_decided(decisions: Collection[Decision]) -> Boundary:
    """Return the strictest boundary among the strictest decisions: what stood between those whom it stops."""
    outcome = strictest_decision(decisions).outcome
    return stricter(*(decision.boundary.outcome for decision in decisions if decision.outcome is outcome))


def decide_strictest(several: Iterable[DisclosureFacts]) -> tuple[DisclosureFacts, Decision]:
    """Return the first of the strictest decisions with the facts that it was made on.

    So it is decided where several facts may hold and it is unstated which: in which of two employments somebody
    acts, or which county's rules are theirs.

    Source: handbook 5.10 U12 and U17.
    """
    decided = ((facts, decide_disclosure(facts)) for facts in several)
    return max(decided, key=lambda pair: _STRICTNESS[pair[1].outcome])


def _in_situation(facts: DisclosureFacts) -> tuple[Consent, ...]:
    """Return the consents that can be relied on: this person, this situation, active on the day."""
    on = facts.on
    return tuple(
        consent
        for consent in facts.consents
        if consent.subject_id == facts.subject_id
        and consent.situation == facts.situation
        and consent.is_active(on)
    )


def _withdrawn(facts: DisclosureFacts) -> tuple[Consent, ...]:
    """Return the consents about this person in this situation that were withdrawn."""
    return tuple(
        consent
        for consent in facts.consents
        if (consent.subject_id, consent.situation) == (facts.subject_id, facts.situation)
        and consent.status is ConsentStatus.WITHDRAWN
    )


def _decide_topic(
    topic: str, facts: DisclosureFacts, consents: Collection[Consent], boundary: Boundary
) -> TopicFinding:
    """Return what boundary and consents give; where that is no permission, a ground may permit (handbook 5.6)."""
    request = facts.request(topic)
    found = _by_consent(request, facts, consents, boundary)
    if found.outcome is Outcome.PERMITTED or not facts.grounds:
        return found
    ground = permitting(
        facts.grounds,
        facts.sender,
        request,
        subject_id=facts.subject_id,
        situation=facts.situation,
        at=facts.as_of,
    )
    if ground is None:
        return found
    return TopicFinding(
        topic,
        Outcome.PERMITTED,
        ground=Ground(ground.content.kind.value),
        ground_id=ground.id,
        statute_id=ground.content.statute_id,
    )


def _by_consent(
    request: Request, facts: DisclosureFacts, consents: Collection[Consent], boundary: Boundary
) -> TopicFinding:
    topic = request.topic
    refusing = _refusing(consents, request, facts.on)
    if refusing:
        return TopicFinding(topic, Outcome.REFUSED, refusing.reference)
    if boundary is Boundary.CONSENT_NOT_REQUIRED:
        return TopicFinding(topic, Outcome.PERMITTED, ground=Ground.SAME_AREA)
    covering = _covering((*consents, *_withdrawn(facts)), request, facts)
    if covering:
        return TopicFinding(topic, Outcome.PERMITTED, covering.reference, Ground.CONSENT)
    return TopicFinding(topic, _WITHOUT_CONSENT[boundary])


def _refusing(consents: Iterable[Consent], request: Request, on: date) -> Consent | None:
    """Return a consent in which a custodian's latest word on the request is a no; a tie is a no."""
    latest: dict[UUID, tuple[tuple[datetime, bool], Consent]] = {}
    for consent in sorted(consents, key=_newest):
        for position in consent.positions:
            stance = position.stance(consent.scope, request, on)
            if stance is Stance.SILENT:
                continue
            word = (position.given_at or consent.recorded_at, stance is Stance.DENIES)
            held = latest.get(position.custodian_id)
            if held is None or word >= held[0]:
                latest[position.custodian_id] = (word, consent)
    refusing = [consent for (_, denies), consent in latest.values() if denies]
    return max(refusing, key=_newest, default=None)


def _covering(consents: Iterable[Consent], request: Request, facts: DisclosureFacts) -> Consent | None:
    """Return the newest consent that permits the request, unless a newer one on it waits or was withdrawn since.

    A withdrawal takes away what was said before it in the same situation, under whichever consent it was said.
    """
    concerned = sorted((consent for consent in consents if concerns(consent.scope, request)), key=_newest)
    covering: Consent | None = None
    for consent in concerned:
        if consent.value is ConsentValue.PENDING or consent.status is ConsentStatus.WITHDRAWN:
            covering = None
        elif consent.covers(request, situation=facts.situation, on=facts.on):
            covering = consent
    return covering


def _newest(consent: Consent) -> tuple[datetime, UUID]:
    return (consent.changed_at, consent.id)


def _relied_on(topics: Iterable[TopicFinding], outcome: Outcome) -> tuple[ConsentVersion, ...]:
    if outcome is not Outcome.PERMITTED:
        return ()
    return tuple(dict.fromkeys(topic.consent for topic in topics if topic.consent is not None))


def _ground(outcome: Outcome, topics: Iterable[TopicFinding]) -> Ground | None:
    if outcome is not Outcome.PERMITTED:
        return None
    return max((topic.ground for topic in topics if topic.ground), key=_DISTANCE.__getitem__)


def _missing_custodians(active: Iterable[Consent]) -> tuple[UUID, ...]:
    missing = {custodian for consent in active for custodian in consent.missing_custodians}
    return tuple(sorted(missing))


def _alternatives(
    outcome: Outcome, facts: DisclosureFacts, boundary: BoundaryFinding
) -> tuple[Alternative, ...]:
    """Return the ways that are open instead, in the order in which they are tried (handbook 5.6)."""
    if outcome is Outcome.PERMITTED:
        return ()
    alternatives = [Alternative.ASK_AGAIN if outcome is Outcome.REFUSED else Alternative.ASK_FOR_CONSENT]
    if boundary.inner_confidentiality_possible and outcome is not Outcome.REFUSED:
        alternatives.append(Alternative.INNER_CONFIDENTIALITY)
    alternatives.append(Alternative.STATUTORY_DISCLOSURE)
    if facts.sender.authority_type in TEST_OF_SENDER:
        alternatives.append(Alternative(TEST_OF_SENDER[facts.sender.authority_type].value))
    return tuple(alternatives)


def _needs_all_by_default(consent: Consent, county: CountyRules) -> bool:
    """Whether it waits for every custodian by Skåne's rule in a county whose document is silent (handbook 5.4)."""
    waits = consent.value is ConsentValue.PENDING and consent.custody.needs_all
    return waits and "both_custodians_when" in county.defaults


def _flags(
    facts: DisclosureFacts,
    active: Collection[Consent],
    boundary: BoundaryFinding,
    relied_on: Collection[ConsentVersion],
) -> tuple[Flag, ...]:
    read = [consent for consent in active if not relied_on or consent.reference in relied_on]
    ended = [
        consent
        for consent in facts.consents
        if consent.subject_id == facts.subject_id and consent.situation == facts.situation
    ]
    county, on = facts.county, facts.on
    due = [consent.ask_again_on(county.ask_again_after) for consent in read]
    found = {
        Flag.VERIFY_CUSTODY: any(not c.custody_is_fresh(on, county.custody_fresh_for) for c in read),
        Flag.DEFAULT_USED: boundary.default_used or any(_needs_all_by_default(c, county) for c in active),
        Flag.ATTRIBUTE_MISSING: bool(boundary.missing),
        Flag.ANSWER_MISSING: any(consent.value is ConsentValue.PENDING for consent in active),
        Flag.ASK_AGAIN_DUE: any(day is not None and day <= on for day in due),
        Flag.DOCUMENTATION_MISSING: any(consent.documentation_missing for consent in read),
        Flag.CONSENT_EXPIRED: not active and any(consent.has_passed(on) for consent in ended),
        Flag.CONSENT_WITHDRAWN: not active
        and any(consent.status is ConsentStatus.WITHDRAWN for consent in ended),
    }
    return tuple(flag for flag in Flag if found[flag])
