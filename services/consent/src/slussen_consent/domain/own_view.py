"""What a custodian may see and do alone, as a private person: own consents, and only where custody is known.

Silence is the default: where custody is not verified, has changed, or never gave a say, nothing is shown but that
something is not shown, why, and whom to ask. Of other custodians nothing is told but whether an answer is awaited.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import ClassVar
from uuid import UUID

from slussen_chassis.errors import FieldProblem, ForbiddenError, InvalidError
from slussen_consent.domain.consent import (
    Consent,
    ConsentStatus,
    EndReason,
    next_version,
    require_active,
)
from slussen_consent.domain.custodians import Capacity, may_consent
from slussen_consent.domain.positions import Method, Position, PositionValue, merge_positions


class Withheld(StrEnum):
    """Why a consent is not shown to somebody whose position it holds."""

    CUSTODY_NOT_VERIFIED = "custody_not_verified"
    CUSTODY_CHANGED = "custody_changed"
    NOT_ENTITLED = "not_entitled"


WITHHELD_TEXTS: dict[Withheld, tuple[str, str]] = {
    Withheld.CUSTODY_NOT_VERIFIED: (
        "Samtycket visas inte, för vårdnaden har inte kontrollerats på länge. Be mottagningen kontrollera den.",
        "The consent is not shown, since custody has not been verified for long. Ask the clinic to verify it.",
    ),
    Withheld.CUSTODY_CHANGED: (
        "Samtycket visas inte, för det avslutades när vårdnaden ändrades. Fråga mottagningen.",
        "The consent is not shown, since it ended when custody changed. Ask the clinic.",
    ),
    Withheld.NOT_ENTITLED: (
        "Samtycket visas inte, för det framgår inte att du får bestämma i frågan. Fråga mottagningen.",
        "The consent is not shown, since it is not known that you have a say in the matter. Ask the clinic.",
    ),
}
"""Why, and what to do, in Swedish and English."""

_NO_PRIVATE_PERSON = frozenset({Capacity.SOCIAL_BOARD})


class ConsentWithheldError(ForbiddenError):
    """The consent can't be shown to the person; the text says why and whom to ask."""

    code: ClassVar[str] = "consent-withheld"
    title_sv: ClassVar[str] = "Samtycket kan inte visas"
    title_en: ClassVar[str] = "The consent can't be shown"

    @classmethod
    def because(cls, reason: Withheld) -> "ConsentWithheldError":
        """Return the refusal for a reason."""
        sv, en = WITHHELD_TEXTS[reason]
        return cls(sv=sv, en=en)


class AnswerInvalidError(InvalidError):
    """The answer is none that this consent can take."""

    code: ClassVar[str] = "own-answer-invalid"
    title_sv: ClassVar[str] = "Svaret kan inte tas emot som det är"
    title_en: ClassVar[str] = "The answer can't be taken as it is"


@dataclass(frozen=True, slots=True)
class OwnAnswer:
    """What somebody answers now; `lines` are places in the consent's scope that a partial yes covers."""

    value: PositionValue
    lines: tuple[int, ...] = ()
    consequences_understood: bool = False


def own_position(
    consent: Consent, known_as: Collection[UUID], *, on: date, fresh_for: timedelta
) -> Position | Withheld:
    """Return the position of a person in a consent, or why it is not shown.

    Args:
        consent: A consent that holds a position of the person's.
        known_as: The opaque ids by which the person is known.
        on: The day, in Europe/Stockholm.
        fresh_for: How long a verification of custody lasts in the consent's county.

    Source: föräldrabalken 6 kap. 11 §; S000 Fotnot 3; handbook 5.3; CO-37.
    """
    own = next((one for one in consent.positions if one.custodian_id in known_as), None)
    if own is None or own.capacity in _NO_PRIVATE_PERSON:
        return Withheld.NOT_ENTITLED
    if consent.ending is not None and consent.ending.reason is EndReason.CUSTODY_CHANGED:
        return Withheld.CUSTODY_CHANGED
    if not may_consent(own.capacity, consent.subject_kind, own.document, on):
        return Withheld.NOT_ENTITLED
    if not consent.custody_is_fresh(on, fresh_for):
        return Withheld.CUSTODY_NOT_VERIFIED
    return own


def required_position(
    consent: Consent, known_as: Collection[UUID], *, on: date, fresh_for: timedelta
) -> Position:
    """Return the position of a person in a consent.

    Raises:
        ConsentWithheldError: The consent is not shown to the person.
    """
    own = own_position(consent, known_as, on=on, fresh_for=fresh_for)
    if isinstance(own, Withheld):
        raise ConsentWithheldError.because(own)
    return own


def awaits_others(consent: Consent, own: Position) -> bool:
    """Whether the consent waits for somebody else's answer, whoever that is."""
    return any(missing != own.custodian_id for missing in consent.missing_custodians)


def covered_lines(consent: Consent, own: Position) -> tuple[int, ...]:
    """Return the places in the consent's scope that the position lets through."""
    asked = tuple(place for place, line in enumerate(consent.scope) if line.allowed)
    if own.value is PositionValue.YES:
        return asked
    if own.value is not PositionValue.PARTIAL:
        return ()
    wanted = [line for line in own.scope if line.allowed]
    return tuple(place for place in asked if consent.scope[place] in wanted)


def answer(consent: Consent, own: Position, given: OwnAnswer, *, at: datetime) -> Consent:
    """Return the consent's next version, in which the person has answered anew, by own act.

    The journal has not documented it yet, and is asked to (HSLF-FS 2016:40 5 kap. 5 §).

    Raises:
        ConsentNotActiveError: The consent has ended; a new one is asked for in a conversation.
        AnswerInvalidError: A partial yes covers nothing or all, or what an answer leads to was not read.
    """
    require_active(consent)
    problems = tuple(_problems(consent, given))
    if problems:
        raise AnswerInvalidError(*problems)
    scope = tuple(consent.scope[place] for place in sorted(set(given.lines)))
    position = replace(
        own,
        value=given.value,
        given_at=at,
        method=Method.DIGITAL,
        scope=scope if given.value is PositionValue.PARTIAL else (),
    )
    positions = merge_positions(consent.positions, (position,))
    return next_version(consent, at=at, positions=positions, journal=None)


def may_still(consent: Consent) -> tuple[str, ...]:
    """Return the acts that are open to a person: none once the consent has ended."""
    return ("change", "withdraw") if consent.status is ConsentStatus.ACTIVE else ()


def _problems(consent: Consent, given: OwnAnswer) -> Sequence[FieldProblem]:
    found = []
    allowed = {place for place, line in enumerate(consent.scope) if line.allowed}
    chosen = set(given.lines)
    if given.value is PositionValue.PARTIAL and not (chosen and chosen < allowed):
        found.append(
            FieldProblem(
                "lines",
                "some-not-all",
                "Välj något, men inte allt, av det som frågan gäller.",
                "Choose some, but not all, of what was asked.",
            )
        )
    if given.value is not PositionValue.NO and not given.consequences_understood:
        found.append(
            FieldProblem(
                "consequencesUnderstood",
                "must-be-read",
                "Bekräfta att du har läst vad svaret leder till.",
                "Confirm that you have read what the answer leads to.",
            )
        )
    return found
