"""What the agreements service takes and answers: register, centres and collaboration agreements."""

from datetime import date
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from pydantic import Field, StringConstraints

from slussen_contracts.events import Model, Moment, StrictModel
from slussen_contracts.identifiers import (
    Activity,
    AuthorityType,
    Branch,
    HsaId,
    MunicipalityCode,
    OrganisationNumber,
    Profession,
)

EXAMPLE_ID = "01980c6e-7d4a-7c3e-9a51-3f0b6f0c2a11"

READABLE = r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]*$"
"""What a text that people write may hold: no control characters but tab and line ends, which XML 1.0 (2.2) allows
alone, so that every text can be kept in the database and shown in a document."""

Name = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200, pattern=READABLE)
]
ProfileId = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,40}$"), Field(examples=["orebro"])]
ClauseKey = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{1,63}$")]
ClauseText = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=20_000, pattern=READABLE)
]
Digest = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
PartyRole = Annotated[
    str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{1,63}$"), Field(examples=["municipality"])
]
"""As what a party signs: a code of the county profile's `agreements.local_agreement.parties`, or `other`."""

Subject = Annotated[
    str,
    StringConstraints(pattern=r"^[A-Za-z0-9._@:-]{1,120}$"),
    Field(
        description="Den anställdas id hos identitetstjänsten, aldrig ett personnummer."
        " / The employee's id at the identity provider, never a personal number.",
        examples=["anna.barnmorska"],
    ),
]


class CentreKind(StrEnum):
    """What a centre is under a county's profile: a family centre, one that is like it, or neither."""

    FULL = "full"
    LIKE = "like"
    NONE = "none"


class AgreementKind(StrEnum):
    """Kind of agreement (avtal): between whom it stands and what it is about."""

    LOCAL = "local"
    COUNTY = "county"
    PREMISES = "premises"
    LETTER_OF_INTENT = "letter_of_intent"
    COORDINATOR = "coordinator"


class AgreementStatus(StrEnum):
    """Where an agreement is in its life."""

    DRAFT = "draft"
    READY = "ready"
    AWAITING_SIGNATURES = "awaiting_signatures"
    ACTIVE = "active"
    UNDER_NOTICE = "under_notice"
    SUPERSEDED = "superseded"
    ENDED = "ended"


class ResponsibleAuthorityCreate(StrictModel):
    """A responsible authority (huvudman) to enter in the register; its county is the caller's."""

    name: Name = Field(examples=["Region Örebro län"])
    authority_type: AuthorityType
    organisation_number: OrganisationNumber
    municipality_code: MunicipalityCode | None = Field(
        default=None, description="Krävs för en kommun. / Required for a municipality.", examples=[None]
    )


class ResponsibleAuthorityRead(Model):
    """A responsible authority (huvudman)."""

    id: UUID = Field(examples=[EXAMPLE_ID])
    version: int = Field(examples=[1])
    county_code: str = Field(examples=["18"])
    name: str = Field(examples=["Region Örebro län"])
    authority_type: AuthorityType
    organisation_number: str = Field(examples=["2321000164"])
    municipality_code: str | None = Field(default=None, examples=["1880"])


class NameChange(StrictModel):
    """What can be changed of a responsible authority or of a board: its name."""

    name: Name = Field(examples=["Region Örebro län"])


class BoardCreate(StrictModel):
    """A municipal board (nämnd) to enter in the register."""

    authority_id: UUID = Field(examples=[EXAMPLE_ID])
    name: Name = Field(examples=["Socialnämnden"])


class BoardRead(Model):
    """A municipal board (nämnd): an authority of its own in the law of confidentiality."""

    id: UUID = Field(examples=[EXAMPLE_ID])
    version: int = Field(examples=[1])
    county_code: str = Field(examples=["18"])
    authority_id: UUID = Field(examples=[EXAMPLE_ID])
    name: str = Field(examples=["Socialnämnden"])


class UnitChange(StrictModel):
    """What can be changed of a unit (enhet): all but its HSA-id and its responsible authority."""

    name: Name = Field(examples=["Barnmorskemottagningen Vivalla"])
    board_id: UUID | None = Field(
        default=None,
        description="Krävs i en kommun som har nämnder. / Required in a municipality that has boards.",
        examples=[None],
    )
    branch: Branch
    activity: Activity | None = Field(default=None, examples=["maternal_health_care"])
    professions: tuple[Profession, ...] = Field(default=(), max_length=30, examples=[["midwife"]])
    municipality_code: MunicipalityCode | None = None
    valid_from: date = Field(examples=["2026-03-01"])
    valid_through: date | None = Field(default=None, examples=[None])


class UnitCreate(UnitChange):
    """A unit (enhet) to enter in the register; its county is the caller's."""

    hsa_id: HsaId
    authority_id: UUID = Field(examples=[EXAMPLE_ID])


class UnitRead(Model):
    """A unit (enhet) of a responsible authority, and the centres it works at."""

    id: UUID = Field(examples=[EXAMPLE_ID])
    version: int = Field(examples=[1])
    county_code: str = Field(examples=["18"])
    name: str = Field(examples=["Barnmorskemottagningen Vivalla"])
    hsa_id: str = Field(examples=["SE2321000164-1001"])
    authority_id: UUID = Field(examples=[EXAMPLE_ID])
    board_id: UUID | None = Field(default=None, examples=[None])
    branch: Branch
    activity: Activity | None = None
    professions: tuple[Profession, ...] = Field(default=(), examples=[["midwife"]])
    municipality_code: str | None = Field(default=None, examples=["1880"])
    valid_from: date = Field(examples=["2026-03-01"])
    valid_through: date | None = Field(default=None, examples=[None])
    centre_ids: tuple[UUID, ...] = Field(default=(), examples=[[EXAMPLE_ID]])


class CentreActivityWrite(StrictModel):
    """One activity of a centre and the unit that runs it."""

    activity: Activity
    unit_id: UUID = Field(examples=[EXAMPLE_ID])


class CentreActivityRead(Model):
    """One activity of a centre and the unit that runs it."""

    activity: Activity
    unit_id: UUID = Field(examples=[EXAMPLE_ID])


class FamilyCentreWrite(StrictModel):
    """A family centre (familjecentral) as it is to stand in the register; its county is the caller's."""

    name: Name = Field(examples=["Familjecentralen Vivalla"])
    municipality_code: MunicipalityCode
    profile_id: ProfileId
    activities: tuple[CentreActivityWrite, ...] = Field(min_length=1, max_length=50)
    display_term: Name | None = Field(
        default=None,
        description="Ordet för slussning här; profilens första ord om inget anges."
        " / This centre's word for a referral; the profile's first where none is given.",
        examples=["slussning"],
    )
    co_located: bool = Field(
        default=True, description="Samlokaliserade enligt länets profil. / Co-located as the profile means."
    )
    simultaneous: bool = Field(
        default=True, description="Verksamheterna bedrivs samtidigt. / The activities run at the same time."
    )
    valid_from: date = Field(examples=["2026-03-01"])
    valid_through: date | None = Field(default=None, examples=[None])


class ClassificationReason(Model):
    """One ground for a centre's classification: its rule, what it is about, and both texts."""

    rule: str = Field(examples=["activity-missing"])
    subject: str | None = Field(default=None, examples=["open_preschool"])
    sv: str = Field(examples=["Öppen förskola saknas för familjecentral."])
    en: str = Field(examples=["Open preschool is missing for a family centre."])


class ClassificationRead(Model):
    """What a centre is under its county's profile, and why it is no more."""

    kind: CentreKind
    profile_id: str = Field(examples=["orebro"])
    profile_first_day: date = Field(examples=["2026-03-01"])
    reasons: tuple[ClassificationReason, ...] = ()


class FamilyCentreRead(Model):
    """A family centre (familjecentral) with its activities and what it is under its profile."""

    id: UUID = Field(examples=[EXAMPLE_ID])
    version: int = Field(examples=[1])
    county_code: str = Field(examples=["18"])
    name: str = Field(examples=["Familjecentralen Vivalla"])
    municipality_code: str = Field(examples=["1880"])
    profile_id: str = Field(examples=["orebro"])
    activities: tuple[CentreActivityRead, ...]
    display_term: str = Field(examples=["slussning"])
    co_located: bool
    simultaneous: bool
    valid_from: date = Field(examples=["2026-03-01"])
    valid_through: date | None = Field(default=None, examples=[None])
    classification: ClassificationRead


class PartyWrite(StrictModel):
    """A party (avtalspart) and as what it signs."""

    authority_id: UUID = Field(examples=[EXAMPLE_ID])
    role: PartyRole


class PartyRead(Model):
    """A party (avtalspart) and as what it signs."""

    authority_id: UUID = Field(examples=[EXAMPLE_ID])
    role: str = Field(examples=["municipality"])


class AgreementCreate(StrictModel):
    """An agreement (avtal) to draft, under the profile of its centre or of its county.

    A local agreement, one on premises and one on a coordinator are for a centre; a letter of intent is for a
    municipality, and a county's agreement for neither.
    """

    kind: AgreementKind
    centre_id: UUID | None = Field(
        default=None,
        description="Krävs utom för länsavtal och avsiktsförklaring."
        " / Required but for a county's agreement and a letter of intent.",
        examples=[EXAMPLE_ID],
    )
    municipality_code: MunicipalityCode | None = Field(
        default=None,
        description="Krävs för en avsiktsförklaring. / Required for a letter of intent.",
        examples=[None],
    )
    parties: tuple[PartyWrite, ...] = Field(min_length=2, max_length=20)
    valid_from: date = Field(examples=["2026-03-01"])
    valid_through: date | None = Field(default=None, examples=[None])


class ClausesWrite(StrictModel):
    """All clauses of a draft by key; a heading that the catalogue lacks is the steering group's own."""

    clauses: dict[ClauseKey, ClauseText] = Field(
        max_length=80, examples=[{"purpose_of_agreement": "Avtalet ska säkra samverkan."}]
    )
    headings: dict[ClauseKey, Name] = Field(
        default_factory=dict,
        max_length=80,
        description="Rubriker för egna avsnitt. / Headings of clauses of one's own.",
        examples=[{}],
    )


class ClauseRead(Model):
    """A clause with its heading; `required` tells whether the profile asks for it."""

    key: str = Field(examples=["purpose_of_agreement"])
    label: str = Field(examples=["syfte med avtalet"])
    required: bool
    text: str = Field(examples=["Avtalet ska säkra samverkan."])


class CatalogueClause(Model):
    """A clause that a county's profile asks for."""

    key: str = Field(examples=["purpose_of_agreement"])
    label: str = Field(examples=["syfte med avtalet"])


class ClauseCatalogue(Model):
    """The clauses that a local agreement must have under a profile, in the order of the source's chapter."""

    profile_id: str = Field(examples=["orebro"])
    profile_first_day: date = Field(examples=["2026-03-01"])
    clauses: tuple[CatalogueClause, ...]


class SignatureWrite(StrictModel):
    """A signature: the digest says which version the signatory has read."""

    digest: Digest = Field(examples=["0" * 64])
    role: PartyRole | None = Field(
        default=None,
        description="Krävs när huvudmannen är part i flera roller."
        " / Required where the authority is a party in several roles.",
        examples=[None],
    )


class SignatureRead(Model):
    """A signature (underskrift): who, for which party, over which version, when and how surely identified."""

    authority_id: UUID = Field(examples=[EXAMPLE_ID])
    role: str = Field(examples=["municipality"])
    subject: str = Field(examples=["region.signatar"])
    assurance_level: str | None = Field(default=None, examples=["http://id.sambi.se/loa/loa3"])
    digest: str = Field(examples=["0" * 64])
    signed_at: Moment = Field(examples=["2026-11-22T08:30:00.000000Z"])


class Completeness(Model):
    """What is missing before the agreement can be in force: clauses in the chapter's order, and signatures."""

    missing_clauses: tuple[CatalogueClause, ...] = ()
    missing_signatures: tuple[PartyRead, ...] = ()
    unfilled_clauses: tuple[CatalogueClause, ...] = Field(
        default=(),
        description="Avsnitt med en plats [[…]] kvar att fylla i. / Clauses with a place [[…]] left to fill.",
    )
    complete: bool


class EndingWrite(StrictModel):
    """That the agreement has ended, and its last day."""

    last_day: date = Field(examples=["2026-11-22"])


class AgreementRead(Model):
    """A collaboration agreement (samverkansavtal) with its clauses, signatures and what is missing."""

    id: UUID = Field(examples=[EXAMPLE_ID])
    version: int = Field(examples=[1])
    county_code: str = Field(examples=["18"])
    kind: AgreementKind
    status: AgreementStatus
    edition: int = Field(default=1, examples=[1])
    original_id: UUID | None = Field(
        default=None,
        description="Avtalets första utgåva, för en senare. / The agreement's first edition, for a later one.",
        examples=[None],
    )
    centre_id: UUID | None = Field(default=None, examples=[EXAMPLE_ID])
    municipality_code: str | None = Field(default=None, examples=[None])
    profile_id: str = Field(examples=["orebro"])
    profile_first_day: date = Field(examples=["2026-03-01"])
    parties: tuple[PartyRead, ...]
    valid_from: date = Field(examples=["2026-03-01"])
    valid_through: date | None = Field(default=None, examples=[None])
    clauses: tuple[ClauseRead, ...] = ()
    signatures: tuple[SignatureRead, ...] = ()
    completeness: Completeness
    sign_in_order: bool = False
    sign_by: date | None = Field(default=None, examples=[None])
    rejected: bool = Field(
        default=False,
        description="En part har avböjt den här lydelsen. / A party has rejected this wording.",
        examples=[False],
    )
    library_first_day: date | None = Field(
        default=None,
        description="Utgåvan av länets klausulbibliotek som texten hämtats ur."
        " / The edition of the county's clause library that its text was taken from.",
        examples=["2026-03-01"],
    )
    digest: str = Field(
        description="SHA-256 över avtalets innehåll; det är den som skrivs under."
        " / SHA-256 of the agreement's content; this is what is signed.",
        examples=["0" * 64],
    )
