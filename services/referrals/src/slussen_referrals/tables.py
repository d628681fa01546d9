"""The tables of the referrals service; its copies of the register hold no data about persons."""

from datetime import date, datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import BigInteger, Date, DateTime, Integer, MetaData, Text, Uuid
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import registry
from sqlmodel import Field, SQLModel

metadata = MetaData()
MOMENT = DateTime(timezone=True)


class Base(SQLModel, registry=registry(metadata=metadata)):
    """Base of this service's tables: a registry of its own, since one process may serve several services."""


def _text(**more: Any) -> Any:
    return Field(sa_type=Text, **more)


def _texts() -> Any:
    return Field(default_factory=list, sa_type=ARRAY(Text))


def _moment(**more: Any) -> Any:
    return Field(sa_type=MOMENT, **more)


class ReferralRow(Base, table=True):
    """A referral at its newest version."""

    __tablename__: ClassVar[str] = "referral"

    id: UUID = Field(primary_key=True)
    version: int
    county_code: str = _text()
    responsible_authority_id: UUID
    grants: list[UUID] = Field(default_factory=list, sa_type=ARRAY(Uuid))
    municipality_code: str = _text()
    profile_id: str = _text()
    centre_id: UUID
    subject_id: UUID = Field(index=False)
    family_id: UUID | None = None
    kind: str = _text()
    form: str = _text(default="standard")
    group_id: UUID | None = None
    state: str = _text()
    state_since: datetime = _moment()
    from_unit_id: UUID
    from_activity: str | None = _text(default=None)
    from_profession: str = _text()
    to_unit_id: UUID | None = None
    to_entry_id: UUID | None = None
    to_authority_id: UUID | None = None
    to_activity: str | None = _text(default=None)
    to_profession: str = _text()
    situation: str = _text()
    topics: list[str] = _texts()
    topics_sent: list[str] = _texts()
    needs: list[dict[str, str]] = Field(default_factory=list, sa_type=JSONB)
    form_version: int | None = None
    answers: dict[str, dict[str, str]] = Field(default_factory=dict, sa_type=JSONB)
    permission_given_on: date | None = Field(default=None, sa_type=Date)
    permission_given_by: str | None = _text(default=None)
    declines_statistics: bool = False
    consent_ids: list[UUID] = Field(default_factory=list, sa_type=ARRAY(Uuid))
    consent_versions: list[int] = Field(default_factory=list, sa_type=ARRAY(Integer))
    ground: dict[str, Any] | None = Field(default=None, sa_type=JSONB(none_as_null=True))
    wait_through: date | None = Field(default=None, sa_type=Date)
    ask_again_at: datetime | None = _moment(default=None)
    suspended_from: str | None = _text(default=None)
    returns_to: str | None = _text(default=None)
    requested_topics: list[str] = _texts()
    hold_through: date | None = Field(default=None, sa_type=Date)
    introduced_by: str | None = _text(default=None)
    introduced_on: date | None = Field(default=None, sa_type=Date)
    introduced_at: str | None = _text(default=None)
    advice: str | None = _text(default=None)
    due_on: date | None = Field(default=None, sa_type=Date)
    limit_origin: str | None = _text(default=None)
    limit_agreement_id: UUID | None = None
    limit_due_days: int | None = None
    limit_expire_days: int | None = None
    alarm: str | None = _text(default=None)
    alarm_on: date | None = Field(default=None, sa_type=Date)
    reason: str | None = _text(default=None)
    outcome: str | None = _text(default=None)
    follow_up_on: date | None = Field(default=None, sa_type=Date)
    no_follow_up: bool = False
    created_at: datetime = _moment()
    changed_at: datetime = _moment()
    sent_at: datetime | None = _moment(default=None)
    accepted_at: datetime | None = _moment(default=None)
    contacted_at: datetime | None = _moment(default=None)
    ended_at: datetime | None = _moment(default=None)


class ReferralStepRow(Base, table=True):
    """One act on a referral; only ever added to."""

    __tablename__: ClassVar[str] = "referral_step"

    referral_id: UUID = Field(primary_key=True)
    version: int = Field(primary_key=True)
    county_code: str = _text()
    responsible_authority_id: UUID
    act: str = _text()
    state: str = _text()
    party: str = _text()
    unit_id: UUID | None = None
    actor: str = _text()
    reason: str | None = _text(default=None)
    at: datetime = _moment()


class FamilyRow(Base, table=True):
    """A family: an id and a version, and nothing about anybody."""

    __tablename__: ClassVar[str] = "family"

    id: UUID = Field(primary_key=True)
    version: int
    county_code: str = _text()


class FamilyMemberRow(Base, table=True):
    """A person's family; `grants` are the authorities that know the person."""

    __tablename__: ClassVar[str] = "family_member"

    subject_id: UUID = Field(primary_key=True)
    family_id: UUID
    role: str = _text()
    county_code: str = _text()
    responsible_authority_id: UUID
    grants: list[UUID] = Field(default_factory=list, sa_type=ARRAY(Uuid))


class FamilyStepRow(Base, table=True):
    """One act on a family; only ever added to, and seen by the authority that did it."""

    __tablename__: ClassVar[str] = "family_step"

    family_id: UUID = Field(primary_key=True)
    version: int = Field(primary_key=True)
    county_code: str = _text()
    responsible_authority_id: UUID
    act: str = _text()
    subject_ids: list[UUID] = Field(default_factory=list, sa_type=ARRAY(Uuid))
    other_family_id: UUID | None = None
    unit_id: UUID | None = None
    actor: str = _text()
    at: datetime = _moment()


class JointPlanRow(Base, table=True):
    """A joint plan at its newest version."""

    __tablename__: ClassVar[str] = "joint_plan"

    id: UUID = Field(primary_key=True)
    version: int
    county_code: str = _text()
    responsible_authority_id: UUID
    grants: list[UUID] = Field(default_factory=list, sa_type=ARRAY(Uuid))
    municipality_code: str = _text()
    profile_id: str = _text()
    centre_id: UUID
    subject_id: UUID
    family_id: UUID | None = None
    state: str = _text()
    situation: str = _text()
    topics: list[str] = _texts()
    permission_given_on: date = Field(sa_type=Date)
    permission_given_by: str = _text()
    declines_statistics: bool = False
    participants: list[dict[str, Any]] = Field(default_factory=list, sa_type=JSONB)
    goals: list[dict[str, Any]] = Field(default_factory=list, sa_type=JSONB)
    efforts: list[dict[str, Any]] = Field(default_factory=list, sa_type=JSONB)
    referral_ids: list[UUID] = Field(default_factory=list, sa_type=ARRAY(Uuid))
    consent_ids: list[UUID] = Field(default_factory=list, sa_type=ARRAY(Uuid))
    consent_versions: list[int] = Field(default_factory=list, sa_type=ARRAY(Integer))
    opened_on: date = Field(sa_type=Date)
    review_on: date = Field(sa_type=Date)
    review_told_on: date | None = Field(default=None, sa_type=Date)
    closed_on: date | None = Field(default=None, sa_type=Date)
    outcome: str | None = _text(default=None)
    reason: str | None = _text(default=None)
    created_at: datetime = _moment()
    changed_at: datetime = _moment()


class DirectoryEntryRow(Base, table=True):
    """What a unit says of itself, or a service outside the register; nothing about any person."""

    __tablename__: ClassVar[str] = "directory_entry"

    id: UUID = Field(primary_key=True)
    version: int
    county_code: str = _text()
    authority_id: UUID
    unit_id: UUID | None = None
    centre_id: UUID | None = None
    name: str | None = _text(default=None)
    professions: list[str] = _texts()
    details: dict[str, Any] = Field(default_factory=dict, sa_type=JSONB)
    capacity: str = _text()
    full_through: date | None = Field(default=None, sa_type=Date)
    form_version: int = 0
    form: list[dict[str, Any]] = Field(default_factory=list, sa_type=JSONB)
    changed_at: datetime = _moment()


class OutsideLinkRow(Base, table=True):
    """A one-time link; its secrets are kept as keyed hashes alone."""

    __tablename__: ClassVar[str] = "outside_link"

    id: UUID = Field(primary_key=True)
    county_code: str = _text()
    responsible_authority_id: UUID
    grants: list[UUID] = Field(default_factory=list, sa_type=ARRAY(Uuid))
    referral_id: UUID
    link_way: str = _text()
    code_way: str = _text()
    secret_hash: bytes
    code_hash: bytes
    visit_hash: bytes | None = None
    wrong_codes: int = 0
    created_at: datetime = _moment()
    expires_at: datetime = _moment()
    opened_at: datetime | None = _moment(default=None)
    visit_until: datetime | None = _moment(default=None)
    revoked_at: datetime | None = _moment(default=None)


class ReferralMessageRow(Base, table=True):
    """A short message by code between the two sides; only ever added to."""

    __tablename__: ClassVar[str] = "referral_message"

    id: UUID = Field(primary_key=True)
    referral_id: UUID
    county_code: str = _text()
    responsible_authority_id: UUID
    party: str = _text()
    unit_id: UUID
    actor: str = _text()
    code: str = _text()
    about_on: date | None = Field(default=None, sa_type=Date)
    at: datetime = _moment()


class DraftRow(Base, table=True):
    """What somebody is about to refer, encrypted; its writer's alone."""

    __tablename__: ClassVar[str] = "draft"

    id: UUID = Field(primary_key=True)
    version: int
    county_code: str = _text()
    responsible_authority_id: UUID = Field(primary_key=True)
    unit_id: UUID = Field(primary_key=True)
    owner: str = _text(primary_key=True)
    content: bytes | None = None
    sent_as: UUID | None = None
    created_at: datetime = _moment()
    changed_at: datetime = _moment()
    expires_at: datetime = _moment()


class WithdrawnConsentRow(Base, table=True):
    """A consent's newest version that nothing may rely on any more."""

    __tablename__: ClassVar[str] = "withdrawn_consent"

    consent_id: UUID = Field(primary_key=True)
    version: int = Field(sa_type=BigInteger)


class MergedSubjectRow(Base, table=True):
    """Into which of a person's records another one of that person was merged; None: into none any more."""

    __tablename__: ClassVar[str] = "merged_subject"

    subject_id: UUID = Field(primary_key=True)
    version: int = Field(sa_type=BigInteger)
    into_subject_id: UUID | None = None


class UnitRow(Base, table=True):
    """Copy of a unit in the register."""

    __tablename__: ClassVar[str] = "known_unit"

    id: UUID = Field(primary_key=True)
    version: int
    county_code: str = _text()
    name: str = _text()
    authority_id: UUID
    branch: str = _text()
    activity: str | None = _text(default=None)
    professions: list[str] = _texts()
    centre_ids: list[UUID] = Field(default_factory=list, sa_type=ARRAY(Uuid))
    municipality_code: str | None = _text(default=None)
    valid_through: date | None = Field(default=None, sa_type=Date)


class CentreRow(Base, table=True):
    """Copy of a family centre in the register."""

    __tablename__: ClassVar[str] = "known_centre"

    id: UUID = Field(primary_key=True)
    version: int
    county_code: str = _text()
    municipality_code: str = _text()
    profile_id: str = _text()
    name: str = _text()
    display_term: str = _text()
    unit_ids: list[UUID] = Field(default_factory=list, sa_type=ARRAY(Uuid))
    valid_from: date = Field(sa_type=Date)
    valid_through: date | None = Field(default=None, sa_type=Date)


class AgreementRow(Base, table=True):
    """Copy of a collaboration agreement: where and for which days it is in force, and its time limits by state."""

    __tablename__: ClassVar[str] = "known_agreement"

    id: UUID = Field(primary_key=True)
    version: int
    county_code: str = _text()
    kind: str = _text()
    centre_id: UUID | None = None
    valid_from: date = Field(sa_type=Date)
    valid_through: date | None = Field(default=None, sa_type=Date)
    time_limits: dict[str, dict[str, Any]] = Field(default_factory=dict, sa_type=JSONB)
