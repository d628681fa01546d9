"""Tables of the statistics service: ledger, figures and presences, releases, entries, copies of the register."""

from datetime import date, datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import BigInteger, Column, DateTime, Integer, LargeBinary, MetaData, Text, Uuid
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import registry
from sqlmodel import Field, SQLModel


def _json() -> Any:
    return Field(sa_column=Column(JSONB(none_as_null=True), nullable=False))


def _many(kind: type[Any], *, nullable: bool = False) -> Any:
    return Field(sa_column=Column(ARRAY(kind), nullable=nullable))


class Base(SQLModel, registry=registry()):
    """The service's own registry and metadata."""

    metadata: ClassVar[MetaData] = MetaData()


class FactRow(Base, table=True):
    """The ledger: one thing in its newest version. Requests can't read it.

    `record_key` is its random number for the Cell Key Method; it never changes and never leaves. `generation` tells
    up to which rebuild the fact is in the figures.
    """

    __tablename__ = "fact"

    kind: str = Field(primary_key=True)
    id: UUID = Field(primary_key=True)
    version: int
    generation: int
    record_key: int = Field(sa_type=BigInteger)
    content: dict[str, Any] = _json()


class FigureRow(Base, table=True):
    """A figure: units in a cell, the sum of their record keys modulo 2^32, and an amount."""

    __tablename__ = "figure"

    generation: int = Field(primary_key=True)
    county_code: str = Field(primary_key=True)
    table_id: str = Field(primary_key=True)
    area: str = Field(primary_key=True)
    year: int = Field(primary_key=True)
    month: int = Field(primary_key=True)
    measure: str = Field(primary_key=True)
    cell: str = Field(primary_key=True)
    count: int = Field(sa_type=BigInteger)
    key_sum: int = Field(sa_type=BigInteger)
    amount: int = Field(sa_type=BigInteger)


class PresenceRow(Base, table=True):
    """A family or child in an area and a year: how many facts stand behind it, month by month."""

    __tablename__ = "presence"

    generation: int = Field(primary_key=True)
    county_code: str = Field(primary_key=True)
    year: int = Field(primary_key=True)
    table_id: str = Field(primary_key=True)
    measure: str = Field(primary_key=True)
    area: str = Field(primary_key=True)
    unit: bytes = Field(primary_key=True, sa_type=LargeBinary)
    record_key: int = Field(sa_type=BigInteger)
    months: list[int] = _many(Integer)


class RebuildStateRow(Base, table=True):
    """Which generation of figures is read, and which is being made beside it."""

    __tablename__ = "rebuild_state"

    is_only: bool = Field(default=True, primary_key=True)
    current: int
    building: int | None


class PseudonymKeyRow(Base, table=True):
    """The secret of one year's pseudonyms, encrypted; without one it was destroyed."""

    __tablename__ = "pseudonym_key"

    year: int = Field(primary_key=True)
    secret: bytes | None = Field(sa_type=LargeBinary)
    destroyed_at: datetime | None = Field(default=None, sa_type=DateTime(timezone=True))


class FamilyMemberRow(Base, table=True):
    """The family that a child belonged to in a year, by pseudonyms; no longer written (0012)."""

    __tablename__ = "family_member"

    year: int = Field(primary_key=True)
    subject: bytes = Field(primary_key=True, sa_type=LargeBinary)
    family: bytes = Field(sa_type=LargeBinary)
    told_at: datetime = Field(sa_type=DateTime(timezone=True))


class MergedSubjectRow(Base, table=True):
    """The person that a record was about in a year, by pseudonyms; no longer written (0012)."""

    __tablename__ = "merged_subject"

    year: int = Field(primary_key=True)
    subject: bytes = Field(primary_key=True, sa_type=LargeBinary)
    person: bytes = Field(sa_type=LargeBinary)
    told_at: datetime = Field(sa_type=DateTime(timezone=True))


class ToldKeyRow(Base, table=True):
    """The secret of the hashes by which what was told is found, encrypted."""

    __tablename__ = "told_key"

    is_only: bool = Field(default=True, primary_key=True)
    secret: bytes = Field(sa_type=LargeBinary)


class ToldIdRow(Base, table=True):
    """An id of a record or family that is merged or has members, sealed; forgotten with the last that names it."""

    __tablename__ = "told_id"

    hash: bytes = Field(primary_key=True, sa_type=LargeBinary)
    sealed: bytes = Field(sa_type=LargeBinary)


class ToldPersonRow(Base, table=True):
    """As whose record one counts in every year, by its newest version; nobody's after a split."""

    __tablename__ = "told_person"

    record: bytes = Field(primary_key=True, sa_type=LargeBinary)
    version: int = Field(sa_type=BigInteger)
    person: bytes | None = Field(default=None, sa_type=LargeBinary)


class ToldFamilyRow(Base, table=True):
    """A family's newest version; one that was absorbed has nobody in it for ever."""

    __tablename__ = "told_family"

    family: bytes = Field(primary_key=True, sa_type=LargeBinary)
    version: int = Field(sa_type=BigInteger)
    told_at: datetime = Field(sa_type=DateTime(timezone=True))
    is_absorbed: bool


class ToldMemberRow(Base, table=True):
    """A record that belongs to a family by the family's newest version."""

    __tablename__ = "told_member"

    record: bytes = Field(primary_key=True, sa_type=LargeBinary)
    family: bytes = Field(primary_key=True, sa_type=LargeBinary)


class ReleaseRow(Base, table=True):
    """A county's dated release, and what protected it."""

    __tablename__ = "release"

    id: UUID = Field(primary_key=True)
    county_code: str
    released_on: date
    released_month: date
    period_through: date
    threshold: int
    revision_note: dict[str, str] | None = Field(
        default=None, sa_column=Column(JSONB(none_as_null=True), nullable=True)
    )
    noise_table: str | None = None
    rounding: int | None = None
    threshold_tables: list[str] | None = _many(Text, nullable=True)


class ReleasedAreaRow(Base, table=True):
    """An area of a release under the name that it had; a centre also names its municipality."""

    __tablename__ = "released_area"

    release_id: UUID = Field(primary_key=True)
    area: str = Field(primary_key=True)
    name: str
    municipality_code: str | None = None


class ReleasedBlockRow(Base, table=True):
    """A table of a release in one area and period, in dense arrays.

    `counts` and `key_sums` hold the base measures one after another; they leave through protection alone. `shown` is
    what is published. `is_fixed`: the values stand under a threshold, and nothing else may be made of them.
    """

    __tablename__ = "released_block"

    release_id: UUID = Field(primary_key=True)
    table_id: str = Field(primary_key=True)
    area: str = Field(primary_key=True)
    year: int = Field(primary_key=True)
    month: int = Field(primary_key=True)
    counts: list[int] = _many(BigInteger)
    key_sums: list[int] = _many(BigInteger)
    shown: dict[str, Any] = _json()
    is_fixed: bool


class ReleasedFigureRow(Base, table=True):
    """An inner cell of a threshold table as it stands in a county's newest release; the next release starts from it."""

    __tablename__ = "released_figure"

    county_code: str = Field(primary_key=True)
    year: int = Field(primary_key=True)
    kind: str = Field(primary_key=True)
    from_profession: str = Field(primary_key=True)
    to_profession: str = Field(primary_key=True)
    count: int


class SavedQueryRow(Base, table=True):
    """A query of PxWebApi under an id that stays."""

    __tablename__ = "saved_query"

    id: str = Field(primary_key=True)
    query: dict[str, Any] = _json()
    created_at: datetime = Field(sa_type=DateTime(timezone=True))


class EntryRow(Base, table=True):
    """What a centre has entered, texts included; seen by the authorities whose units work there."""

    __tablename__ = "entry"

    id: UUID = Field(primary_key=True)
    version: int
    kind: str
    centre_id: UUID
    county_code: str
    municipality_code: str
    on_day: date
    natural_key: str
    is_void: bool
    body: dict[str, Any] = _json()
    recorded_by_unit_id: UUID | None
    recorded_at: datetime = Field(sa_type=DateTime(timezone=True))
    responsible_authority_id: UUID
    grants: list[UUID] = _many(Uuid)


class AnnualReportRow(Base, table=True):
    """A centre's annual report of a year as it is being written.

    `passages` holds each heading's text with a version of its own, so that several people write at once.
    """

    __tablename__ = "annual_report"

    id: UUID = Field(primary_key=True)
    version: int
    edition: int
    state: str
    centre_id: UUID
    county_code: str
    municipality_code: str
    year: int
    profile_id: str
    passages: dict[str, Any] = _json()
    quotes: dict[str, Any] = _json()
    reason: str | None = None
    changed_at: datetime = Field(sa_type=DateTime(timezone=True))
    responsible_authority_id: UUID
    grants: list[UUID] = _many(Uuid)


class AnnualReportEditionRow(Base, table=True):
    """An edition of a report as it was handed in: its content and its document, byte for byte."""

    __tablename__ = "annual_report_edition"

    report_id: UUID = Field(primary_key=True)
    edition: int = Field(primary_key=True)
    county_code: str
    submitted_at: datetime = Field(sa_type=DateTime(timezone=True))
    late_for: list[str] = _many(Text)
    reason: str | None = None
    content: dict[str, Any] = _json()
    pdf: bytes = Field(sa_type=LargeBinary)
    sha256: str
    responsible_authority_id: UUID
    grants: list[UUID] = _many(Uuid)


class SurveyRow(Base, table=True):
    """A survey occasion: which survey visitors answer at a centre, and when."""

    __tablename__ = "survey"

    id: UUID = Field(primary_key=True)
    version: int
    centre_id: UUID
    county_code: str
    instrument: str
    instrument_version: int
    opens_on: date
    closes_on: date
    links: int
    is_closed: bool
    created_at: datetime = Field(sa_type=DateTime(timezone=True))
    responsible_authority_id: UUID
    grants: list[UUID] = _many(Uuid)


class SurveyLinkRow(Base, table=True):
    """A link that has not been used; its answer takes the row away, and nothing ties the two."""

    __tablename__ = "survey_link"

    token_hash: bytes = Field(primary_key=True, sa_type=LargeBinary)
    survey_id: UUID
    authority_id: UUID


class CounterTapRow(Base, table=True):
    """A tap that has been counted, so that it never counts twice; it holds no number."""

    __tablename__ = "counter_tap"

    centre_id: UUID = Field(primary_key=True)
    id: UUID = Field(primary_key=True)
    on_day: date


class UnitCopyRow(Base, table=True):
    """A unit (enhet) as the register last announced it."""

    __tablename__ = "unit_copy"

    unit_id: UUID = Field(primary_key=True)
    version: int
    county_code: str
    centre_ids: list[UUID] = _many(Uuid)
    valid_from: date
    valid_through: date | None
    authority_id: UUID | None = None


class CentreCopyRow(Base, table=True):
    """A family centre (familjecentral) as the register last announced it."""

    __tablename__ = "centre_copy"

    centre_id: UUID = Field(primary_key=True)
    version: int
    county_code: str
    municipality_code: str
    name: str
    profile_id: str
    valid_from: date
    valid_through: date | None
    activities: list[str] | None = _many(Text, nullable=True)


class AgreementCopyRow(Base, table=True):
    """A collaboration agreement (samverkansavtal) as it was last announced."""

    __tablename__ = "agreement_copy"

    agreement_id: UUID = Field(primary_key=True)
    version: int
    county_code: str
    centre_id: UUID | None
    kind: str
    valid_from: date
    valid_through: date | None


class CoordinatorCopyRow(Base, table=True):
    """A coordinator's (samordnare) appointment as it was last announced; who it is stays elsewhere."""

    __tablename__ = "coordinator_copy"

    appointment_id: UUID = Field(primary_key=True)
    version: int
    county_code: str
    centre_id: UUID
    extent: int | None
    valid_from: date
    valid_through: date | None
