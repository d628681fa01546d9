"""For whom somebody asks: a user for the own unit alone, a service for the user it acts for."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from slussen_chassis.auth import Caller
from slussen_chassis.errors import FieldProblem, ForbiddenError, InvalidError
from slussen_consent.repository.register import Units
from slussen_contracts.consent.api import Participant
from slussen_contracts.identifiers import Profession


class NotYourUnitError(ForbiddenError):
    """A decision is asked for as one's own unit and profession."""

    code: ClassVar[str] = "not-your-unit"
    title_sv: ClassVar[str] = "Du kan bara fråga för din egen enhet och yrkesroll"
    title_en: ClassVar[str] = "You can only ask for your own unit and profession"


class AuthorityMissingError(ForbiddenError):
    """Whoever asks acts for a responsible authority."""

    code: ClassVar[str] = "authority-missing"
    title_sv: ClassVar[str] = "Det framgår inte för vilken huvudman du arbetar"
    title_en: ClassVar[str] = "It is not known for which responsible authority you work"


@dataclass(frozen=True, slots=True)
class Acting:
    """Who acts: the person or system, for which authority, at which unit, in which profession."""

    subject: str
    authority_id: UUID
    county_code: str
    unit_id: UUID | None
    profession: Profession | None
    is_person: bool
    purpose: str

    @classmethod
    def of(cls, caller: Caller, purpose: str) -> "Acting":
        """Return who acts: the user behind a service, else the caller.

        A service states for whose authority it asks: at acceptance it is the sender's, while the recipient acts.
        It answers for its user's right to the act; here it is held to units of the authority that it states.

        Raises:
            AuthorityMissingError: No responsible authority is known.
        """
        actor = caller.acts_for
        authority = caller.authority_id or (actor.authority_id if actor else None)
        if authority is None:
            raise AuthorityMissingError
        profession = actor.profession if actor else caller.profession
        return cls(
            subject=actor.subject if actor else caller.subject,
            authority_id=authority,
            county_code=caller.county_code,
            unit_id=actor.unit_id if actor else caller.unit_id,
            profession=_profession(profession),
            is_person=caller.kind == "user",
            purpose=purpose,
        )

    def context(self) -> tuple[str, str, str, str, str]:
        """Return authority, unit, county, actor and purpose for a hot statement."""
        return (
            str(self.authority_id),
            str(self.unit_id or ""),
            self.county_code,
            self.subject,
            self.purpose,
        )

    def own(self) -> Participant:
        """Return the own unit and profession as a participant."""
        return Participant(unit_id=self.unit_id, profession=self.profession)

    def is_own(self, participant: Participant, units: Units) -> bool:
        """Whether a participant is the own unit and profession; for a system, a unit of the authority it acts for."""
        unit = units.find(participant)
        if not self.is_person:
            return unit is not None and unit.authority_id == self.authority_id
        other_profession = self.profession is not None and participant.profession not in {
            None,
            self.profession,
        }
        return (unit.id if unit else participant.unit_id) == self.unit_id and not other_profession

    def require_own(self, sender: Participant, units: Units, field: str) -> None:
        """Refuse to ask as somebody else.

        Raises:
            NotYourUnitError: The sender is not the own unit or profession, or not of the own authority.
            InvalidError: No sender's unit is known.
        """
        if not sender.names_unit:
            raise InvalidError(
                FieldProblem(
                    f"{field}.unitId",
                    "required",
                    "Avsändarens enhet saknas.",
                    "The sender's unit is missing.",
                )
            )
        unknown_to_system = not self.is_person and units.find(sender) is None
        if not unknown_to_system and not self.is_own(sender, units):
            raise NotYourUnitError


def _profession(code: str | None) -> Profession | None:
    try:
        return Profession(code) if code else None
    except ValueError:
        return None
