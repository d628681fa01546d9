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

from slussen_agreements.domain.evidence import NO_EVIDENCE, SignatureEvidence
from slussen_agreements.domain.terms import NO_TERMS, AgreedTerms
from slussen_chassis.errors import ConflictError, ForbiddenError, InvalidError, NotFoundError
from slussen_contracts.agreements.api import AgreementKind, AgreementStatus
from slussen_contracts.agreements.evidence import SigningMethod
from slussen_contracts.clause_library import blanks
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


class AgreementRejectedError(ConflictError):
    """A party has rejected this wording; it is changed before anybody signs."""

    code: ClassVar[str] = "agreement-rejected"
    title_sv: ClassVar[str] = "En part har avböjt lydelsen; ändra avtalet innan det skrivs under"
    title_en: ClassVar[str] = "A party has rejected this wording; change it before anybody signs"


class NotYourTurnError(ConflictError):
    """The parties sign in an agreed order, and one before has not signed."""

    code: ClassVar[str] = "not-your-turn"
    title_sv: ClassVar[str] = "Parterna skriver under i ordning, och en part före har inte gjort det"
    title_en: ClassVar[str] = "The parties sign in order, and one before has not signed"


class SigningTimeOutError(ConflictError):
    """The last day for signing has passed."""

    code: ClassVar[str] = "signing-time-out"
    title_sv: ClassVar[str] = "Sista dagen för underskrift har passerat; länets administration kan ge en ny"
    title_en: ClassVar[str] = "The last day for signing has passed; the county's administration can set a new"


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
    method: SigningMethod = SigningMethod.SESSION
    evidence: SignatureEvidence = NO_EVIDENCE


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejection:
    """That a party rejected (avböjde) one wording, and why."""

    id: UUID
    party: Party
    subject: str
    digest: str
    reason: str
    rejected_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """One edition of an agreement under one version of its county's profile.

    `library_first_day` is the edition of the county's clause library that its text was taken from, if it was.
    `valid_through` is the last day that was agreed on and signed; `last_day` is the one on which it ends because of
    notice, of a later edition, or because the parties ended it.
    """

    id: UUID
    version: int = 1
    county_code: str
    responsible_authority_id: UUID
    grants: tuple[UUID, ...]
    kind: AgreementKind
    status: AgreementStatus = AgreementStatus.DRAFT
    edition: int = 1
    original_id: UUID | None = None
    centre_id: UUID | None
    municipality_code: str | None = None
    profile_id: str
    profile_first_day: date
    parties: tuple[Party, ...]
    clauses: tuple[Clause, ...] = ()
    terms: AgreedTerms = NO_TERMS
    signatures: tuple[Signature, ...] = ()
    rejections: tuple[Rejection, ...] = ()
    valid_from: date
    valid_through: date | None = None
    last_day: date | None = None
    reviewed_on: date | None = None
    sign_in_order: bool = False
    sign_by: date | None = None
    reminded_on: date | None = None
    library_first_day: date | None = None

    @property
    def party_authority_ids(self) -> tuple[UUID, ...]:
        """The authorities that it binds, each once."""
        return tuple(dict.fromkeys(party.authority_id for party in self.parties))

    @property
    def ends_on(self) -> date | None:
        """Its last day as things stand; None where it is in force until further notice."""
        return self.last_day or self.valid_through

    @property
    def lineage(self) -> UUID:
        """The id of the first of its editions."""
        return self.original_id or self.id

    @property
    def standing_signatures(self) -> tuple[Signature, ...]:
        """The signatures over the wording that it has now; those over an earlier one bind nobody."""
        return tuple(signature for signature in self.signatures if signature.digest == self.digest)

    @property
    def is_rejected(self) -> bool:
        """Whether a party has rejected the wording that it has now."""
        return any(rejection.digest == self.digest for rejection in self.rejections)

    @property
    def digest(self) -> str:
        """SHA-256 of the content in its canonical form: JSON with sorted keys, UTF-8, no spaces."""
        content: dict[str, object] = {
            "id": str(self.id),
            "kind": self.kind.value,
            "centre": str(self.centre_id) if self.centre_id else None,
            "profile": f"{self.profile_id}/{self.profile_first_day}",
            "parties": [[str(party.authority_id), party.role] for party in self.parties],
            "clauses": {clause.key: [clause.heading, clause.text] for clause in self.clauses},
            "validFrom": str(self.valid_from),
            "validThrough": str(self.valid_through) if self.valid_through else None,
        }
        if self.municipality_code:
            content["municipality"] = self.municipality_code
        if self.terms != NO_TERMS:
            content["terms"] = self.terms.content()
        canonical = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(canonical.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Missing:
    """What an agreement lacks: clauses in the order of the source's chapter, and signatures.

    `unfilled` are clauses, required or not, in which the parties have left a marked place open.
    """

    clauses: tuple[RequiredClause, ...]
    signatures: tuple[Party, ...]
    unfilled: tuple[RequiredClause, ...] = ()

    @property
    def nothing(self) -> bool:
        """Whether it is complete."""
        return self.is_filled and not self.signatures

    @property
    def is_filled(self) -> bool:
        """Whether its text is whole."""
        return not self.clauses and not self.unfilled


def missing(agreement: Agreement, required: Sequence[RequiredClause]) -> Missing:
    """Return what the agreement lacks under the clauses that its profile requires."""
    filled = {clause.key for clause in agreement.clauses}
    signed = {signature.party for signature in agreement.standing_signatures}
    labels = {clause.key: clause.sv for clause in required}
    return Missing(
        tuple(clause for clause in required if clause.key not in filled),
        tuple(party for party in agreement.parties if party not in signed),
        tuple(
            RequiredClause(key=clause.key, sv=labels.get(clause.key) or clause.heading or clause.key)
            for clause in agreement.clauses
            if blanks(clause.text)
        ),
    )
