"""The tables as the code sees them; `migrations/` makes them, and a test holds the two together."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Column, DateTime, Text, Uuid
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlmodel import Field

from slussen_agreements.tables.cooperation import (
    CentreSectionHistoryRow,
    ConfidentialityBriefingRow,
    CountyGoalsRow,
    CountyMeetingRow,
)
from slussen_agreements.tables.documents import AgreementDocumentRow, AgreementSignedFileRow
from slussen_agreements.tables.library import LibraryAdditionRow
from slussen_agreements.tables.meetings import MeetingDecisionRow, PlannedMeetingRow
from slussen_agreements.tables.parties import InformationReceiptRow, PartyInformationRow, RenegotiationRow
from slussen_agreements.tables.rows import Base, Code
from slussen_agreements.tables.settlements import RegisterHistoryRow, SettlementCostRow, SettlementRow
from slussen_contracts.agreements.api import AgreementKind, AgreementStatus
from slussen_contracts.agreements.codes import MeetingKind
from slussen_contracts.identifiers import Activity, AuthorityType, Branch, Profession

__all__ = [
    "AgreementDisputeRow",
    "AgreementDocumentRow",
    "AgreementNoticeRow",
    "AgreementRejectionRow",
    "AgreementRow",
    "AgreementSignatureRow",
    "AgreementSignedFileRow",
    "Base",
    "BoardRow",
    "CalendarLinkRow",
    "CentreMeetingRow",
    "CentreSectionHistoryRow",
    "CentreSectionRow",
    "ConfidentialityBriefingRow",
    "CoordinatorAppointmentRow",
    "CountyGoalsRow",
    "CountyMeetingRow",
    "DutyMarkRow",
    "EvaluatedWeekRow",
    "FamilyCentreActivityRow",
    "FamilyCentreRow",
    "InformationReceiptRow",
    "LibraryAdditionRow",
    "MeetingDecisionRow",
    "PartyInformationRow",
    "PlannedMeetingRow",
    "RegisterHistoryRow",
    "RenegotiationRow",
    "ResponsibleAuthorityRow",
    "SettlementCostRow",
    "SettlementRow",
    "UnitRow",
]


class ResponsibleAuthorityRow(Base, table=True):
    """A responsible authority (huvudman)."""

    __tablename__ = "responsible_authority"

    id: UUID = Field(primary_key=True)
    version: int
    county_code: str = Field(sa_type=Text)
    name: str = Field(sa_type=Text)
    authority_type: AuthorityType = Field(sa_column=Column(Code(AuthorityType), nullable=False))
    organisation_number: str = Field(sa_type=Text)
    municipality_code: str | None = Field(sa_type=Text)


class BoardRow(Base, table=True):
    """A municipal board (nämnd)."""

    __tablename__ = "board"

    id: UUID = Field(primary_key=True)
    version: int
    county_code: str = Field(sa_type=Text)
    authority_id: UUID = Field(foreign_key="responsible_authority.id")
    name: str = Field(sa_type=Text)


class UnitRow(Base, table=True):
    """A unit (enhet)."""

    __tablename__ = "unit"

    id: UUID = Field(primary_key=True)
    version: int
    county_code: str = Field(sa_type=Text)
    name: str = Field(sa_type=Text)
    hsa_id: str = Field(sa_type=Text)
    authority_id: UUID = Field(foreign_key="responsible_authority.id")
    board_id: UUID | None = Field(foreign_key="board.id")
    branch: Branch = Field(sa_column=Column(Code(Branch), nullable=False))
    activity: Activity | None = Field(sa_column=Column(Code(Activity)))
    professions: tuple[Profession, ...] = Field(
        sa_column=Column(ARRAY(Code(Profession), as_tuple=True), nullable=False)
    )
    municipality_code: str | None = Field(sa_type=Text)
    valid_from: date
    valid_through: date | None


class FamilyCentreRow(Base, table=True):
    """A family centre (familjecentral)."""

    __tablename__ = "family_centre"

    id: UUID = Field(primary_key=True)
    version: int
    county_code: str = Field(sa_type=Text)
    name: str = Field(sa_type=Text)
    municipality_code: str = Field(sa_type=Text)
    profile_id: str = Field(sa_type=Text)
    display_term: str = Field(sa_type=Text)
    co_located: bool
    simultaneous: bool
    valid_from: date
    valid_through: date | None


class FamilyCentreActivityRow(Base, table=True):
    """One activity of a centre and the unit that runs it."""

    __tablename__ = "family_centre_activity"

    centre_id: UUID = Field(primary_key=True, foreign_key="family_centre.id")
    activity: Activity = Field(sa_column=Column(Code(Activity), primary_key=True))
    unit_id: UUID = Field(primary_key=True, foreign_key="unit.id")


class AgreementRow(Base, table=True):
    """A collaboration agreement (samverkansavtal), under row security."""

    __tablename__ = "agreement"

    id: UUID = Field(primary_key=True)
    version: int
    county_code: str = Field(sa_type=Text)
    responsible_authority_id: UUID
    grants: list[UUID] = Field(sa_column=Column(ARRAY(Uuid()), nullable=False))
    kind: AgreementKind = Field(sa_column=Column(Code(AgreementKind), nullable=False))
    status: AgreementStatus = Field(sa_column=Column(Code(AgreementStatus), nullable=False))
    edition: int = 1
    original_id: UUID | None = Field(default=None, foreign_key="agreement.id")
    centre_id: UUID | None = Field(foreign_key="family_centre.id")
    municipality_code: str | None = Field(default=None, sa_type=Text)
    profile_id: str = Field(sa_type=Text)
    profile_first_day: date
    parties: list[dict[str, str]] = Field(sa_column=Column(JSONB, nullable=False))
    clauses: list[dict[str, Any]] = Field(sa_column=Column(JSONB, nullable=False))
    terms: dict[str, Any] = Field(sa_column=Column(JSONB, nullable=False))
    valid_from: date
    valid_through: date | None
    last_day: date | None = None
    reviewed_on: date | None = None
    sign_in_order: bool = False
    sign_by: date | None = None
    reminded_on: date | None = None
    library_first_day: date | None = None


class AgreementSignatureRow(Base, table=True):
    """A signature (underskrift) over one version of an agreement; it is never changed."""

    __tablename__ = "agreement_signature"

    id: UUID = Field(primary_key=True)
    county_code: str = Field(sa_type=Text)
    responsible_authority_id: UUID
    grants: list[UUID] = Field(sa_column=Column(ARRAY(Uuid()), nullable=False))
    agreement_id: UUID = Field(foreign_key="agreement.id")
    role: str = Field(sa_type=Text)
    subject: str = Field(sa_type=Text)
    assurance_level: str | None = Field(sa_type=Text)
    digest: str = Field(sa_type=Text)
    signed_at: datetime = Field(sa_column=Column(DateTime(timezone=True), nullable=False))
    method: str = Field(default="session", sa_type=Text)
    evidence: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSONB, nullable=False))


class AgreementNoticeRow(Base, table=True):
    """Notice (uppsägning) that a party gave; it is never changed."""

    __tablename__ = "agreement_notice"

    id: UUID = Field(primary_key=True)
    county_code: str = Field(sa_type=Text)
    responsible_authority_id: UUID
    grants: list[UUID] = Field(sa_column=Column(ARRAY(Uuid()), nullable=False))
    agreement_id: UUID = Field(foreign_key="agreement.id")
    authority_id: UUID
    subject: str = Field(sa_type=Text)
    given_on: date
    form: str = Field(sa_type=Text)
    months: int | None
    last_day: date
    registered_at: datetime = Field(sa_column=Column(DateTime(timezone=True), nullable=False))


class AgreementRejectionRow(Base, table=True):
    """That a party rejected one wording of an agreement, and why; it is never changed."""

    __tablename__ = "agreement_rejection"

    id: UUID = Field(primary_key=True)
    county_code: str = Field(sa_type=Text)
    responsible_authority_id: UUID
    grants: list[UUID] = Field(sa_column=Column(ARRAY(Uuid()), nullable=False))
    agreement_id: UUID = Field(foreign_key="agreement.id")
    role: str = Field(sa_type=Text)
    subject: str = Field(sa_type=Text)
    digest: str = Field(sa_type=Text)
    reason: str = Field(sa_type=Text)
    rejected_at: datetime = Field(sa_column=Column(DateTime(timezone=True), nullable=False))


class AgreementDisputeRow(Base, table=True):
    """A dispute (tvist) under an agreement."""

    __tablename__ = "agreement_dispute"

    id: UUID = Field(primary_key=True)
    version: int
    county_code: str = Field(sa_type=Text)
    responsible_authority_id: UUID
    grants: list[UUID] = Field(sa_column=Column(ARRAY(Uuid()), nullable=False))
    agreement_id: UUID = Field(foreign_key="agreement.id")
    matter: str = Field(sa_type=Text)
    body: str | None = Field(sa_type=Text)
    registered_on: date
    settled_on: date | None
    outcome: str | None = Field(sa_type=Text)


class CentreSectionRow(Base, table=True):
    """One topic of what a centre has entered about itself, such as its opening hours; whole at each version."""

    __tablename__ = "centre_section"

    centre_id: UUID = Field(primary_key=True, foreign_key="family_centre.id")
    topic: str = Field(sa_type=Text, primary_key=True)
    version: int
    content: dict[str, Any] = Field(sa_column=Column(JSONB, nullable=False))
    entered_at: datetime = Field(sa_column=Column(DateTime(timezone=True), nullable=False))


class EvaluatedWeekRow(Base, table=True):
    """A week whose joint hours have been announced: as which version, and the numbers, None where not kept."""

    __tablename__ = "evaluated_week"

    centre_id: UUID = Field(primary_key=True, foreign_key="family_centre.id")
    iso_year: int = Field(primary_key=True)
    iso_week: int = Field(primary_key=True)
    version: int = 1
    numbers: str | None = Field(default=None, sa_type=Text)


class DutyMarkRow(Base, table=True):
    """What has become of a duty of the annual wheel; a duty that nothing has happened to has none."""

    __tablename__ = "duty_mark"

    centre_id: UUID = Field(primary_key=True, foreign_key="family_centre.id")
    key: str = Field(sa_type=Text, primary_key=True)
    version: int
    done_on: date | None
    handed_in: tuple[str, ...] = Field(sa_column=Column(ARRAY(Text, as_tuple=True), nullable=False))
    reminded_at: datetime | None = Field(sa_column=Column(DateTime(timezone=True)))
    overdue_at: datetime | None = Field(sa_column=Column(DateTime(timezone=True)))


class CalendarLinkRow(Base, table=True):
    """A secret link to a centre's calendar; the secret itself is nowhere."""

    __tablename__ = "calendar_link"

    id: UUID = Field(primary_key=True)
    centre_id: UUID = Field(foreign_key="family_centre.id")
    label: str = Field(sa_type=Text)
    responsible: str | None = Field(sa_type=Text)
    owner_subject: str | None = Field(sa_type=Text)
    secret_hash: str = Field(sa_type=Text)
    created_at: datetime = Field(sa_column=Column(DateTime(timezone=True), nullable=False))
    revoked_at: datetime | None = Field(sa_column=Column(DateTime(timezone=True)))


class CentreMeetingRow(Base, table=True):
    """A meeting or development day that was held."""

    __tablename__ = "centre_meeting"

    id: UUID = Field(primary_key=True)
    centre_id: UUID = Field(foreign_key="family_centre.id")
    kind: MeetingKind = Field(sa_column=Column(Code(MeetingKind), nullable=False))
    held_on: date
    coordinator_present: bool | None
    purpose: str | None = Field(default=None, sa_type=Text)
    documented: bool | None = None


class CoordinatorAppointmentRow(Base, table=True):
    """A coordinator's appointment (förordnande)."""

    __tablename__ = "coordinator_appointment"

    id: UUID = Field(primary_key=True)
    version: int
    centre_id: UUID = Field(foreign_key="family_centre.id")
    holder_subject: str = Field(sa_type=Text)
    profession: Profession | None = Field(sa_column=Column(Code(Profession)))
    extent: int | None
    unit_id: UUID | None = Field(foreign_key="unit.id")
    valid_from: date
    valid_through: date | None
    leaving_reported_on: date | None
    handed_over: bool
