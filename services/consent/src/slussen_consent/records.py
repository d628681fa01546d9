"""A consent as the service keeps it: what it says, who keeps it, and who may see it."""

from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson
from pydantic import TypeAdapter

from slussen_chassis.clock import new_id
from slussen_consent.domain.consent import Consent
from slussen_consent.domain.protection import WITHHELD, Protection, without_places
from slussen_contracts.consent.events import ConsentState
from slussen_contracts.identifiers import Profession

_COLUMNS = frozenset({"id", "version", "subject_id"})
_MEMBERS = tuple(field.name for field in fields(Consent) if field.name not in _COLUMNS)
_CONSENT = TypeAdapter(Consent)


@dataclass(frozen=True, slots=True)
class Keeping:
    """Who keeps a consent, and who may see it.

    Attributes:
        authority_id: The controller: the recorder's responsible authority.
        grants: The controller, and the authorities that may be told on the ground of the consent.
        client_id: The journal system whose event made it; None where staff recorded it here.
        external_id: The journal's own id of the consent.
        record_owner: In whose record it is documented: the child's, the guardian's, the adult's.
        registered_by: Who or which system registered this version.
    """

    authority_id: UUID
    grants: tuple[UUID, ...]
    county_code: str
    unit_id: UUID
    profession: Profession | None = None
    client_id: str | None = None
    external_id: str | None = None
    record_owner: str | None = None
    registered_by: str | None = None


@dataclass(frozen=True, slots=True)
class ConsentRecord:
    """A consent and its keeping; `protection` where the reader may know that its person's data are protected."""

    consent: Consent
    keeping: Keeping
    protection: Protection | None = None

    def shown_to(
        self, reader: UUID | None, unit_id: UUID | None, protection: Protection | None
    ) -> "ConsentRecord":
        """Return the record of a person as a reader may be shown it: of a protected one others see no places."""
        if protection is None or reader == self.keeping.authority_id:
            return replace(self, protection=protection)
        keeping = replace(self.keeping, unit_id=WITHHELD, external_id=None, record_owner=None)
        return ConsentRecord(without_places(self.consent, unit_id), keeping)

    def with_consent(self, consent: Consent) -> "ConsentRecord":
        """Return the record with another version of its consent."""
        return replace(self, consent=consent)

    def registered(self, by: str) -> "ConsentRecord":
        """Return the record as somebody registers it."""
        return replace(self, keeping=replace(self.keeping, registered_by=by))

    def kept(self, *, grants: tuple[UUID, ...], record_owner: str | None) -> "ConsentRecord":
        """Return the record as others may see it from now on, and where it is documented."""
        return replace(self, keeping=replace(self.keeping, grants=grants, record_owner=record_owner))


def document_of(record: ConsentRecord) -> str:
    """Return what a version's row holds as JSON: all but the ids, which are columns."""
    consent = record.consent
    document: dict[str, Any] = {name: getattr(consent, name) for name in _MEMBERS}
    document["record_owner"] = record.keeping.record_owner
    document["registered_by"] = record.keeping.registered_by
    return orjson.dumps(document, default=_plain).decode()


def consent_of(consent_id: UUID, version: int, subject_id: UUID, document: dict[str, Any]) -> Consent:
    """Return the consent that a version's row holds."""
    known = {name: document[name] for name in _MEMBERS if name in document}
    return _CONSENT.validate_python({**known, "id": consent_id, "version": version, "subject_id": subject_id})


def state_event(record: ConsentRecord, kind: type[ConsentState], *, at: datetime) -> ConsentState:
    """Return the event that announces a consent as it now is."""
    consent, keeping = record.consent, record.keeping
    allowed = [line for line in consent.scope if line.allowed]
    return kind(
        id=new_id(),
        occurred_at=at,
        county_code=keeping.county_code,
        aggregate_id=consent.id,
        aggregate_version=consent.version,
        subject_id=consent.subject_id,
        situation=consent.situation,
        value=consent.value.value,
        status=consent.status.value,
        responsible_authority_id=keeping.authority_id,
        recorded_by_profession=keeping.profession,
        recipient_unit_ids=tuple(dict.fromkeys(line.unit_id for line in allowed if line.unit_id)),
        recipient_professions=tuple(dict.fromkeys(line.profession for line in allowed if line.profession)),
        valid_from=consent.valid_from,
        valid_through=consent.valid_through,
        documentation_missing=consent.documentation_missing,
    )


def _plain(value: Any) -> Any:
    if isinstance(value, (frozenset, set)):
        return sorted(value)
    raise TypeError(type(value).__name__)
