"""A collaboration agreement (samverkansavtal): its clauses, its parties' signatures, and what it lacks.

`lifecycle.py` beside this says what may happen to it. Source: handbook 4.6; Örebro's agreement chapter 15.
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar, TypeAlias
from uuid import UUID

from slussen_chassis.errors import ConflictError, ForbiddenError, InvalidError, NotFoundError
from slussen_contracts.agreements.api import AgreementKind, AgreementStatus
from slussen_contracts.profiles import Clause as ProfileClause


class AgreementNotFoundError(NotFoundError):
    """There is no such agreement, or the caller is no party to it."""

    title_sv: ClassVar[str] = "Avtalet finns inte här"
    title_en: ClassVar[str] = "The agreement is not here"


class AgreementSignedError(ConflictError):
    """A signed version is not changed; a change is a new version."""

    code: ClassVar[str] = "agreement-signed"
    title_sv: ClassVar[str] = "Avtalet är undertecknat och kan inte ändras"
    title_en: ClassVar[str] = "The agreement is signed and can't be changed"


class WrongStatusError(ConflictError):
    """The agreement is not where in its life this can be done."""

    code: ClassVar[str] = "agreement-status"
    title_sv: ClassVar[str] = "Det går inte i det läge som avtalet är i"
    title_en: ClassVar[str] = "That can't be done where the agreement is in its life"


class DigestMismatchError(ConflictError):
    """The signatory has read another version than the one that is there."""

    code: ClassVar[str] = "digest-mismatch"
    title_sv: ClassVar[str] = "Avtalet är ett annat än det du läste; läs det igen innan du skriver under"
    title_en: ClassVar[str] = "The agreement is not the one you read; read it again before you sign"


class AlreadySignedError(ConflictError):
    """A party signs a version once."""

    code: ClassVar[str] = "already-signed"
    title_sv: ClassVar[str] = "Parten har redan skrivit under"
    title_en: ClassVar[str] = "The party has signed already"


class NotAPartyError(ForbiddenError):
    """Only a person of a party signs, and for that party alone."""

    code: ClassVar[str] = "not-a-party"
    title_sv: ClassVar[str] = "Bara den som företräder en avtalspart kan skriva under"
    title_en: ClassVar[str] = "Only somebody who acts for a party can sign"


class AgreementNotReadyError(InvalidError):
    """Clauses or signatures are missing; each is named."""

    code: ClassVar[str] = "agreement-not-ready"
    title_sv: ClassVar[str] = "Avtalet är inte komplett"
    title_en: ClassVar[str] = "The agreement is not complete"


RequiredClause: TypeAlias = ProfileClause
"""A clause that the county's profile asks for."""


@dataclass(frozen=True, slots=True)
class Party:
    """A party (avtalspart) and as what it signs; one authority may be a party in two roles."""

    authority_id: UUID
    role: str


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause; `heading` is the steering group's own where the profile has none for the key."""

    key: str
    text: str
    heading: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """A signature (underskrift): who, for which party, over which version, when and how surely identified."""

    id: UUID
    party: Party
    subject: str
    assurance_level: str | None
    digest: str
    signed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """A collaboration agreement under one version of its centre's profile."""

    id: UUID
    version: int = 1
    county_code: str
    responsible_authority_id: UUID
    grants: tuple[UUID, ...]
    kind: AgreementKind
    status: AgreementStatus = AgreementStatus.DRAFT
    centre_id: UUID
    profile_id: str
    profile_first_day: date
    parties: tuple[Party, ...]
    clauses: tuple[Clause, ...] = ()
    signatures: tuple[Signature, ...] = ()
    valid_from: date
    valid_through: date | None = None

    @property
    def party_authority_ids(self) -> tuple[UUID, ...]:
        """The authorities that it binds, each once."""
        return tuple(dict.fromkeys(party.authority_id for party in self.parties))

    @property
    def digest(self) -> str:
        """SHA-256 of the content in its canonical form: JSON with sorted keys, UTF-8, no spaces."""
        content = {
            "id": str(self.id),
            "kind": self.kind.value,
            "centre": str(self.centre_id),
            "profile": f"{self.profile_id}/{self.profile_first_day}",
            "parties": [[str(party.authority_id), party.role] for party in self.parties],
            "clauses": {clause.key: [clause.heading, clause.text] for clause in self.clauses},
            "validFrom": str(self.valid_from),
            "validThrough": str(self.valid_through) if self.valid_through else None,
        }
        canonical = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(canonical.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Missing:
    """What an agreement lacks: clauses in the order of the source's chapter, and signatures."""

    clauses: tuple[RequiredClause, ...]
    signatures: tuple[Party, ...]

    @property
    def nothing(self) -> bool:
        """Whether it is complete."""
        return not self.clauses and not self.signatures


def missing(agreement: Agreement, required: Sequence[RequiredClause]) -> Missing:
    """Return what the agreement lacks under the clauses that its profile requires."""
    filled = {clause.key for clause in agreement.clauses}
    signed = {signature.party for signature in agreement.signatures}
    return Missing(
        tuple(clause for clause in required if clause.key not in filled),
        tuple(party for party in agreement.parties if party not in signed),
    )
