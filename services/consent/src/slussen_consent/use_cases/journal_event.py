"""What first registrations and changes from journals have in common."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from slussen_chassis.auth import Caller
from slussen_chassis.errors import ConflictError, DomainError, FieldProblem, ForbiddenError, InvalidError
from slussen_consent.domain.recording import ConsentInvalidError
from slussen_consent.intake import in_members_words, named_recipients, unknown_unit
from slussen_consent.repository.journal import Stored
from slussen_consent.repository.register import Unit, Units
from slussen_contracts.consent.api import (
    ConsentChangedEvent,
    ConsentRecordedEvent,
    ConsentWithdrawnEvent,
    JournalConsent,
    RecordedBy,
    UnitReference,
)

Inbound = ConsentRecordedEvent | ConsentChangedEvent | ConsentWithdrawnEvent


class MachineClientRequiredError(ForbiddenError):
    """Journal events come from a system that is registered for an authority."""

    code: ClassVar[str] = "machine-client-required"
    title_sv: ClassVar[str] = "Bara ett anslutet system kan lämna journalhändelser"
    title_en: ClassVar[str] = "Only a connected system can post journal events"


class ExternalIdInUseError(ConflictError):
    """The journal's id is another event's consent; post a change of it, or choose a new id."""

    code: ClassVar[str] = "external-id-in-use"
    title_sv: ClassVar[str] = "Journalens id används redan för ett samtycke; skicka en ändring i stället"
    title_en: ClassVar[str] = "The journal's id is a consent's already; post a change instead"


class UnknownExternalIdError(InvalidError):
    """No consent was recorded under the journal's id; post `recorded` first, or again if it was lost."""

    code: ClassVar[str] = "unknown-external-id"
    title_sv: ClassVar[str] = "Inget samtycke är registrerat med det id:t; skicka registreringen först"
    title_en: ClassVar[str] = "No consent is recorded under that id; post its registration first"


@dataclass(frozen=True, slots=True)
class Journal:
    """The journal system that posts, for whom and why."""

    caller: Caller
    client_id: str
    authority_id: UUID
    purpose: str

    @classmethod
    def of(cls, caller: Caller, purpose: str) -> "Journal":
        """Return the journal system behind a caller.

        Raises:
            MachineClientRequiredError: The caller is no system that acts for an authority.
        """
        if caller.kind != "client" or caller.client_id is None or caller.authority_id is None:
            raise MachineClientRequiredError
        return cls(caller, caller.client_id, caller.authority_id, purpose)


@dataclass(frozen=True, slots=True)
class EventResult:
    """What became of an event: what it did, now or when it came first, or why it was not taken."""

    stored: Stored | None = None
    is_new: bool = False
    error: DomainError | None = None


def units_named(contents: Iterable[JournalConsent]) -> list[UnitReference]:
    """Return every unit that the contents name, by whatever id."""
    return [
        reference
        for content in contents
        for reference in (content.recorded_by, *(recipient for _, recipient in named_recipients(content)))
    ]


def recording_unit(recorded_by: RecordedBy, units: Units, journal: Journal) -> Unit:
    """Return the unit at which a consent was recorded: one of the journal's own authority.

    Raises:
        ConsentInvalidError: The register has no such unit, or it is another authority's.
    """
    unit = units.find(recorded_by)
    member = "recordedBy.hsaId" if recorded_by.hsa_id else "recordedBy.unitId"
    if unit is None:
        raise ConsentInvalidError(unknown_unit(member))
    if unit.authority_id != journal.authority_id:
        raise ConsentInvalidError(
            FieldProblem(
                member,
                "not-your-unit",
                "Enheten hör inte till den huvudman som systemet är anslutet för.",
                "The unit is not of the authority that the system is connected for.",
            )
        )
    return unit


def faults_in_data(error: ConsentInvalidError) -> ConsentInvalidError:
    """Return what the rules found, named by the members of the event's `data`."""
    named = in_members_words(error).problems
    return ConsentInvalidError(*(FieldProblem(f"data.{p.field}", p.rule, p.sv, p.en) for p in named))
