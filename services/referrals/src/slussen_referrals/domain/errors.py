"""Why something can't be done with a referral; the code of each is contract."""

from datetime import date
from typing import ClassVar

from slussen_chassis.errors import (
    ConflictError,
    FieldProblem,
    ForbiddenError,
    InvalidError,
    NotFoundError,
    UnavailableError,
)


class ReferralNotFoundError(NotFoundError):
    """No such referral that the caller's unit sends or receives."""

    code: ClassVar[str] = "referral-not-found"
    title_sv: ClassVar[str] = "Slussningen finns inte här"
    title_en: ClassVar[str] = "The referral is not here"


class DraftNotFoundError(NotFoundError):
    """No such draft of the caller's own at this unit."""

    code: ClassVar[str] = "draft-not-found"
    title_sv: ClassVar[str] = "Utkastet finns inte här"
    title_en: ClassVar[str] = "The draft is not here"


class DraftSentError(ConflictError):
    """The draft has become a referral, once and for all; reading it tells which."""

    code: ClassVar[str] = "draft-sent"
    title_sv: ClassVar[str] = "Utkastet har redan blivit en slussning; läs utkastet för att se vilken"
    title_en: ClassVar[str] = "The draft has become a referral; read the draft to see which"


class EmploymentMissingError(ForbiddenError):
    """The caller acts at no unit, or without a profession: only staff of a unit handle referrals."""

    code: ClassVar[str] = "employment-missing"
    title_sv: ClassVar[str] = "Det framgår inte vid vilken enhet och i vilket yrke du arbetar"
    title_en: ClassVar[str] = "Your unit and profession are not known"


class NotYourActError(ForbiddenError):
    """The other side's act: the sender can't accept, the recipient can't recall."""

    code: ClassVar[str] = "not-your-act"
    title_sv: ClassVar[str] = "Det steget tas av den andra enheten eller av systemet"
    title_en: ClassVar[str] = "That step belongs to the other unit or to the system"


class ActNotPossibleError(ConflictError):
    """The act does not fit the state that the referral is in."""

    code: ClassVar[str] = "act-not-possible"
    title_sv: ClassVar[str] = "Det går inte i det läge som slussningen är i"
    title_en: ClassVar[str] = "That can't be done in the referral's present state"


class PermissionMissingError(ConflictError):
    """The parent's permission (medgivande) is not recorded; it is needed inside and outside the centre.

    Source: handbook ch. 6.2 (Skåne's guide, Medarbetare; Jämtland's agreement).
    """

    code: ClassVar[str] = "permission-missing"
    title_sv: ClassVar[str] = "Förälderns medgivande till slussningen saknas; registrera det först"
    title_en: ClassVar[str] = "The parent's permission for the referral is missing; record it first"


class NotCoveredError(ConflictError):
    """No agreement is in force at the centre: no new internal referral."""

    code: ClassVar[str] = "agreement-not-in-force"
    title_sv: ClassVar[str] = (
        "Inget samverkansavtal gäller vid familjecentralen; interna slussningar kan inte öppnas"
    )
    title_en: ClassVar[str] = "No agreement is in force at the centre; internal referrals can't be opened"

    @classmethod
    def ended(cls, on: date | None) -> "NotCoveredError":
        """Return the error that tells when the last agreement ended, where one did."""
        if on is None:
            return cls()
        return cls(
            sv=f"Samverkansavtalet vid familjecentralen upphörde {on}; interna slussningar kan inte öppnas",
            en=f"The centre's agreement ended on {on}; internal referrals can't be opened",
        )


class GroundMissingError(ConflictError):
    """The consent service found no ground for the disclosure; the referral stays as it is."""

    code: ClassVar[str] = "ground-missing"
    title_sv: ClassVar[str] = (
        "Det finns inte stöd för att lämna ut uppgifterna; slussningen är kvar som den var"
    )
    title_en: ClassVar[str] = "There is no ground for the disclosure; the referral stays as it was"

    @classmethod
    def lacking(cls, topics: tuple[str, ...]) -> "GroundMissingError":
        """Return the error that names the topics that may not leave."""
        if not topics:
            return cls()
        named = ", ".join(topics)
        return cls(
            sv=f"Stöd saknas för att lämna ut: {named}", en=f"There is no ground to tell about: {named}"
        )


class ReportOfConcernError(ConflictError):
    """A concern that a child fares badly is reported, never handed over: it takes no permission and no consent.

    Nothing of the attempt is kept. Source: acceptance case SL-07; socialtjänstlagen (2025:400) 19 kap. 1 §.
    """

    code: ClassVar[str] = "report-of-concern"
    title_sv: ClassVar[str] = (
        "Vid oro för att ett barn far illa görs en orosanmälan, ingen slussning. Den kräver varken medgivande eller"
        " samtycke. Hit vänder du dig: /consent/v1/contact-channels"
    )
    title_en: ClassVar[str] = (
        "A concern for a child is reported, not referred. It takes neither permission nor consent. Where to turn:"
        " /consent/v1/contact-channels"
    )


class ConsentUnansweredError(UnavailableError):
    """The consent service gave no answer in time: nothing is sent, nothing is changed."""

    code: ClassVar[str] = "consent-unanswered"
    title_sv: ClassVar[str] = "Samtyckestjänsten svarar inte; inget har skickats. Försök igen om en stund"
    title_en: ClassVar[str] = "The consent service does not answer; nothing was sent. Try again in a moment"


class GroundUndecidableError(ConflictError):
    """The consent service can't decide on what it was asked: the recipient's unit is not in the register."""

    code: ClassVar[str] = "ground-undecidable"
    title_sv: ClassVar[str] = "Det går inte att pröva om uppgifterna får lämnas; ange mottagarens enhet"
    title_en: ClassVar[str] = "Whether the information may leave can't be decided; name the recipient's unit"


class FollowUpMissingError(InvalidError):
    """A referral is closed with a day for follow-up, or with an explicit word that there is none."""

    code: ClassVar[str] = "follow-up-missing"
    title_sv: ClassVar[str] = "Ange en dag för uppföljning, eller att ingen behövs"
    title_en: ClassVar[str] = "Give a day for follow-up, or say that none is needed"


class GroupNotFoundError(NotFoundError):
    """The caller's unit has sent no such group of referrals."""

    code: ClassVar[str] = "referral-group-not-found"
    title_sv: ClassVar[str] = "Slussningarna finns inte här"
    title_en: ClassVar[str] = "The referrals are not here"


class FamilyNotFoundError(NotFoundError):
    """The caller's authority knows nobody in such a family."""

    code: ClassVar[str] = "family-not-found"
    title_sv: ClassVar[str] = "Familjen finns inte här"
    title_en: ClassVar[str] = "The family is not here"


class PlanNotFoundError(NotFoundError):
    """No such joint plan that the caller's unit takes part in."""

    code: ClassVar[str] = "joint-plan-not-found"
    title_sv: ClassVar[str] = "Den gemensamma planen finns inte här"
    title_en: ClassVar[str] = "The joint plan is not here"


class PlanNotOpenError(ConflictError):
    """The joint plan is closed or void."""

    code: ClassVar[str] = "joint-plan-not-open"
    title_sv: ClassVar[str] = "Den gemensamma planen är inte öppen"
    title_en: ClassVar[str] = "The joint plan is not open"


class RecipientFullError(ConflictError):
    """The recipient has said that there is no room: nothing is sent, and the fault is the recipient's."""

    code: ClassVar[str] = "recipient-full"
    title_sv: ClassVar[str] = "Mottagaren har sagt att det är fullt; inget har skickats"
    title_en: ClassVar[str] = "The recipient has said that it is full; nothing was sent"
    fault = "recipient"

    @classmethod
    def through(cls, day: date | None) -> "RecipientFullError":
        """Return the error that tells through which day, where it is known."""
        if day is None:
            return cls()
        return cls(
            sv=f"Mottagaren är full till och med {day}; inget har skickats",
            en=f"The recipient is full through {day}; nothing was sent",
        )


class RecipientClosedError(ConflictError):
    """The recipient's unit has closed: nothing is sent to it, and the fault is the recipient's."""

    code: ClassVar[str] = "recipient-closed"
    title_sv: ClassVar[str] = "Mottagarens enhet har upphört; välj en annan mottagare"
    title_en: ClassVar[str] = "The recipient's unit has closed; choose another recipient"
    fault = "recipient"


class ContentMissingError(InvalidError):
    """What the recipient needs to know is missing, or an answer does not fit; each is named by its key."""

    code: ClassVar[str] = "content-missing"
    title_sv: ClassVar[str] = "Mottagaren behöver veta mer innan den kan ta emot"
    title_en: ClassVar[str] = "The recipient needs to know more before it can take it"


class EntryNotFoundError(NotFoundError):
    """No such recipient in the caller's county."""

    code: ClassVar[str] = "directory-entry-not-found"
    title_sv: ClassVar[str] = "Mottagaren finns inte i katalogen"
    title_en: ClassVar[str] = "The recipient is not in the directory"


class NotYourEntryError(ForbiddenError):
    """The entry is of another unit, or was entered by another authority."""

    code: ClassVar[str] = "not-your-entry"
    title_sv: ClassVar[str] = "Uppgifterna ändras av den enhet som de gäller"
    title_en: ClassVar[str] = "The entry is changed by the unit that it is about"


class LinkNotFoundError(NotFoundError):
    """No such one-time link that can be opened or visited; why is not told."""

    code: ClassVar[str] = "outside-link-not-found"
    title_sv: ClassVar[str] = "Länken eller koden gäller inte; be avsändaren om en ny"
    title_en: ClassVar[str] = "The link or the code is not valid; ask the sender for a new one"


class LinkNotOpenableError(ConflictError):
    """A one-time link is made by the sender of a referral that was sent to a recipient without a unit here."""

    code: ClassVar[str] = "outside-link-not-possible"
    title_sv: ClassVar[str] = "En engångslänk görs av avsändaren, till en mottagare utan enhet här"
    title_en: ClassVar[str] = "A one-time link is made by the sender, for a recipient without a unit here"


def invalid(field: str, rule: str, sv: str, en: str) -> InvalidError:
    """Return the error for one faulty field."""
    return InvalidError(FieldProblem(field, rule, sv, en))
