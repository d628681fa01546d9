"""What may let something be told when consent is missing: an assessment of harm, a private provider's, a statute.

Each is bound to one person, situation and recipient, to its topics, and to its last day; none is ever a consent.
A report of concern is none of them: it is never decided on here and leaves no trace (design decision 11).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import ClassVar
from uuid import UUID

from slussen_chassis.clock import local_day
from slussen_chassis.errors import ConflictError, FieldProblem, ForbiddenError, InvalidError, NotFoundError
from slussen_consent.domain.consent import JournalReference
from slussen_consent.domain.employment import Employment
from slussen_consent.domain.scope import Request
from slussen_contracts.codelists.statutes import Statute, StatuteKind, in_force, statutes
from slussen_contracts.identifiers import AuthorityType, Branch, Profession

LONGEST = timedelta(days=90)
"""How long a ground holds at most: our cautious default, no source states a time."""

REPORTS_OF_CONCERN = frozenset({"sol-2001-14-1", "sol-2025-19-1"})
"""Duties to report a concern: they go to the authority's own channel and are never registered here."""


DUTY_BY_LAW = "duty_by_law"
"""The reason of a statute that makes it a duty to tell; a possibility has a need as its reason."""


class GroundKind(StrEnum):
    """The three kinds, in the order in which they are tried (handbook 5.6)."""

    STATUTORY_DISCLOSURE = "statutory_disclosure"
    HARM_ASSESSMENT = "harm_assessment"
    UNAUTHORISED_DISCLOSURE_ASSESSMENT = "unauthorised_disclosure_assessment"


TEST_OF_SENDER: dict[AuthorityType, GroundKind] = {
    AuthorityType.REGION: GroundKind.HARM_ASSESSMENT,
    AuthorityType.MUNICIPALITY: GroundKind.HARM_ASSESSMENT,
    AuthorityType.PRIVATE_PROVIDER: GroundKind.UNAUTHORISED_DISCLOSURE_ASSESSMENT,
}
"""Which test the sender's own law of secrecy offers: OSL for public bodies, PSL 6 kap. 12 § for private ones."""


class GroundInvalidError(InvalidError):
    """What was to be registered is no ground as the law and the sources demand it."""

    code: ClassVar[str] = "disclosure-ground-invalid"
    title_sv: ClassVar[str] = "Grunden kan inte registreras som den är"
    title_en: ClassVar[str] = "The ground can't be registered as it is"


class NotDesignatedError(ForbiddenError):
    """Harm is assessed by those whom the activity has designated (S000 Menprövning)."""

    code: ClassVar[str] = "not-designated"
    title_sv: ClassVar[str] = "Menprövning görs bara av den som verksamheten har utsett"
    title_en: ClassVar[str] = "Harm is assessed only by those whom the activity has designated"


class GroundNotFoundError(NotFoundError):
    """No such ground that the caller may see."""

    code: ClassVar[str] = "disclosure-ground-not-found"
    title_sv: ClassVar[str] = "Grunden finns inte här"
    title_en: ClassVar[str] = "The ground is not here"


class GroundAlreadyRevokedError(ConflictError):
    """A ground is revoked once; its first moment of revocation stands."""

    code: ClassVar[str] = "disclosure-ground-already-revoked"
    title_sv: ClassVar[str] = "Grunden är redan återtagen"
    title_en: ClassVar[str] = "The ground is already revoked"


@dataclass(frozen=True, slots=True)
class Designation:
    """That somebody may assess harm for a unit, its first and last day included."""

    person: str
    valid_from: date
    valid_through: date | None = None

    def covers(self, on: date) -> bool:
        """Whether the designation holds on a day."""
        return self.valid_from <= on <= (self.valid_through or on)


@dataclass(frozen=True, slots=True)
class GroundDraft:
    """A ground as it came in; `permits` is the outcome."""

    kind: GroundKind
    subject_id: UUID
    situation: str
    topics: tuple[str, ...]
    recipient_unit_id: UUID
    decided_by: str
    decided_at: datetime
    valid_through: date
    record: JournalReference
    permits: bool = True
    recipient_profession: Profession | None = None
    manner: str | None = None
    own_view: str | None = None
    statute_id: str | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class DisclosureGround:
    """A registered ground; `record` is where its reasons stand."""

    id: UUID
    version: int
    sender_unit_id: UUID
    registered_at: datetime
    content: GroundDraft
    revoked_at: datetime | None = None

    def holds(self, at: datetime) -> bool:
        """Whether the ground was registered, not revoked and within its last day at a moment."""
        revoked = self.revoked_at is not None and self.revoked_at <= at
        return self.registered_at <= at and not revoked and local_day(at) <= self.content.valid_through

    def about(self, subject_id: UUID) -> "DisclosureGround":
        """Return the ground with its person by another of the person's ids."""
        return replace(self, content=replace(self.content, subject_id=subject_id))

    def reaches(self, sender: Employment, request: Request, *, subject_id: UUID, situation: str) -> bool:
        """Whether it is about this person, situation, sender, recipient and topic; what is unknown is not reached."""
        content = self.content
        profession = content.recipient_profession
        return (
            (content.subject_id, content.situation) == (subject_id, situation)
            and self.sender_unit_id == sender.unit_id
            and content.recipient_unit_id == request.unit_id
            and profession in {None, request.profession}
            and request.topic in content.topics
        )

    def is_of_senders_law(self, sender: Employment, on: date) -> bool:
        """Whether the sender's law offers this kind, and for a statute whether it is in force for the branch."""
        if self.content.kind is not GroundKind.STATUTORY_DISCLOSURE:
            return sender.authority_type is not None and (
                TEST_OF_SENDER.get(sender.authority_type) is self.content.kind
            )
        return any(statute.id == self.content.statute_id for statute in selectable(sender.branch, on))


def selectable(branch: Branch | None, on: date) -> tuple[Statute, ...]:
    """Return the statutes in force that staff of a branch may choose: duties and possibilities."""
    return tuple(
        statute
        for statute in in_force(on)
        if branch in statute.selectable_by
        and statute.kind in {StatuteKind.DUTY, StatuteKind.POSSIBILITY}
        and statute.id not in REPORTS_OF_CONCERN
    )


def register_ground(
    draft: GroundDraft,
    sender: Employment,
    designations: Iterable[Designation],
    *,
    ground_id: UUID,
    sender_unit_id: UUID,
    at: datetime,
) -> DisclosureGround:
    """Register a ground for what the sender's unit may tell.

    Raises:
        GroundInvalidError: Something breaks a rule; all faults are named.
        NotDesignatedError: Harm was assessed by somebody whom the unit has not designated.

    Source: handbook 5.6; S000 Menprövning, Obehörigt röjande, Sekretessbrytande regler.
    """
    problems = tuple(_problems(draft, sender, at))
    if problems:
        raise GroundInvalidError(*problems)
    if draft.kind is GroundKind.HARM_ASSESSMENT:
        _require_designated(draft, designations, at)
    return DisclosureGround(
        id=ground_id, version=1, sender_unit_id=sender_unit_id, registered_at=at, content=draft
    )


def revoke(ground: DisclosureGround, *, at: datetime) -> DisclosureGround:
    """Revoke a ground: from now on nothing may rely on it.

    Raises:
        GroundAlreadyRevokedError: It was revoked before.
    """
    if ground.revoked_at is not None:
        raise GroundAlreadyRevokedError
    return replace(ground, version=ground.version + 1, revoked_at=at)


def permitting(
    grounds: Iterable[DisclosureGround],
    sender: Employment,
    request: Request,
    *,
    subject_id: UUID,
    situation: str,
    at: datetime,
) -> DisclosureGround | None:
    """Return a ground that permits the request: of each kind the latest word counts, a later no takes a yes away."""
    latest: dict[GroundKind, DisclosureGround] = {}
    for ground in sorted(grounds, key=lambda one: (one.content.decided_at, one.registered_at, one.id)):
        if ground.holds(at) and ground.reaches(sender, request, subject_id=subject_id, situation=situation):
            latest[ground.content.kind] = ground
    for kind in GroundKind:
        found = latest.get(kind)
        if found and found.content.permits and found.is_of_senders_law(sender, local_day(at)):
            return found
    return None


def _require_designated(draft: GroundDraft, designations: Iterable[Designation], at: datetime) -> None:
    days = {local_day(draft.decided_at), local_day(at)}
    theirs = [one for one in designations if one.person == draft.decided_by]
    if not any(all(one.covers(day) for day in days) for one in theirs):
        raise NotDesignatedError


def _problems(draft: GroundDraft, sender: Employment, at: datetime) -> Iterator[FieldProblem]:
    if draft.decided_at > at:
        yield FieldProblem(
            "decidedAt", "in-the-future", "Tidpunkten har inte inträffat.", "The moment has not come."
        )
    if draft.valid_through < local_day(at):
        yield FieldProblem(
            "validThrough", "has-passed", "Sista dagen har passerat.", "The last day has passed."
        )
    if draft.valid_through > local_day(at) + LONGEST:
        yield FieldProblem(
            "validThrough",
            "longer-than-allowed",
            f"Grunden gäller högst {LONGEST.days} dagar.",
            f"The ground holds for at most {LONGEST.days} days.",
        )
    if draft.kind is GroundKind.STATUTORY_DISCLOSURE:
        yield from _statute_problems(draft, sender)
    elif sender.authority_type is None or TEST_OF_SENDER.get(sender.authority_type) is not draft.kind:
        yield FieldProblem(
            "kind",
            "not-of-the-senders-law",
            "Menprövning görs av offentliga verksamheter, prövning av obehörigt röjande av privata.",
            "Public bodies assess harm; private providers assess whether it is an unauthorised disclosure.",
        )


def _statute_problems(draft: GroundDraft, sender: Employment) -> Iterator[FieldProblem]:
    on = local_day(draft.decided_at)
    statute = statutes().get(draft.statute_id or "")
    if statute is None:
        rule, sv, en = "unknown-statute", "Lagrummet finns inte i listan.", "The statute is not in the list."
    elif statute.id in REPORTS_OF_CONCERN:
        rule, sv, en = (
            "has-its-own-channel",
            "Det här registreras inte här; använd huvudmannens egen kanal.",
            "This is not registered here; use the authority's own channel.",
        )
    elif not statute.is_in_force(on):
        rule, sv, en = (
            "not-in-force",
            "Lagrummet gällde inte den dagen.",
            "The statute was not in force that day.",
        )
    elif statute not in selectable(sender.branch, on):
        rule, sv, en = (
            "not-selectable",
            "Din verksamhetsgren kan inte välja lagrummet.",
            "Your branch can't choose the statute.",
        )
    else:
        yield from _reason_problems(draft, statute)
        return
    yield FieldProblem("statuteId", rule, sv, en)


def _reason_problems(draft: GroundDraft, statute: Statute) -> Iterator[FieldProblem]:
    if (statute.kind is StatuteKind.DUTY) is not (draft.reason == DUTY_BY_LAW):
        yield FieldProblem(
            "reasonCode",
            "does-not-fit",
            "Skälet passar inte lagrummet: en skyldighet eller en möjlighet.",
            "The reason does not fit the statute: a duty, or a possibility.",
        )
