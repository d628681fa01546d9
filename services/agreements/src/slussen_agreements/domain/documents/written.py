"""What an agreement's document tells, gathered: the agreement, and what other parts of the service know about it."""

from dataclasses import dataclass
from datetime import date

from slussen_agreements.domain.agreement import Agreement, RequiredClause, missing
from slussen_agreements.domain.findings import NotRegulated
from slussen_agreements.domain.notice import NoticeTerms
from slussen_agreements.domain.revision import RevisionRule
from slussen_contracts.agreements.api import AgreementStatus


@dataclass(frozen=True, slots=True)
class NamedParty:
    """A party as the register has it on the day that the document is made."""

    name: str
    organisation_number: str
    role: str


@dataclass(frozen=True, slots=True)
class Place:
    """What an agreement is for: a centre in a municipality, a municipality, or a county."""

    county: str
    municipality: str | None = None
    centre: str | None = None

    @property
    def name(self) -> str:
        """The narrowest of the names."""
        return self.centre or self.municipality or self.county


@dataclass(frozen=True, slots=True)
class Terms:
    """What binds the parties beside the clauses."""

    notice: NoticeTerms
    dispute_body: str | NotRegulated
    revision: RevisionRule
    copies: int | None


@dataclass(frozen=True, slots=True)
class EditionLine:
    """An edition in the history of changes."""

    edition: int
    valid_from: date
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenAgreement:
    """An agreement with everything that its document tells.

    Attributes:
        required: The clauses that its kind requires, in the source's order.
        suggested: Clauses that the source suggests and does not require.
        parties: In the agreement's own order.
        editions: This one and every one before, the first one first.
    """

    agreement: Agreement
    required: tuple[RequiredClause, ...]
    suggested: tuple[RequiredClause, ...]
    parties: tuple[NamedParty, ...]
    place: Place
    profile_name: str
    terms: Terms
    editions: tuple[EditionLine, ...]

    @property
    def is_draft(self) -> bool:
        """Whether its text has a gap, or a party has rejected it: nothing to sign yet."""
        agreement = self.agreement
        is_empty = not agreement.clauses and agreement.status is AgreementStatus.DRAFT
        return is_empty or agreement.is_rejected or not missing(agreement, self.required).is_filled
