"""Tables of the statistics service: the ledger, what is summed from it, releases, and copies from the register."""

from datetime import date, datetime
from typing import ClassVar
from uuid import UUID

from sqlalchemy import BigInteger, Column, DateTime, LargeBinary, MetaData, Uuid
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import registry
from sqlmodel import Field, SQLModel


def _moment() -> datetime | None:
    return Field(default=None, sa_type=DateTime(timezone=True))  # type: ignore[no-any-return]


class Base(SQLModel, registry=registry()):
    """The service's own registry and metadata."""

    metadata: ClassVar[MetaData] = MetaData()


class ReferralFactRow(Base, table=True):
    """The ledger: one referral in its newest version. Requests can't read it.

    `record_key` is the referral's random number for the Cell Key Method; it never changes and never leaves.
    """

    __tablename__ = "referral_fact"

    referral_id: UUID = Field(primary_key=True)
    version: int
    centre_id: UUID
    county_code: str
    municipality_code: str
    from_activity: str | None
    from_profession: str
    to_activity: str | None
    to_profession: str
    kind: str
    state: str
    is_counted: bool
    opened_on: date | None
    sent_at: datetime | None = _moment()
    accepted_at: datetime | None = _moment()
    contacted_at: datetime | None = _moment()
    ended_at: datetime | None = _moment()
    outcome: str | None
    record_key: int = Field(sa_type=BigInteger)
    family_pseudonym: bytes | None = Field(sa_type=LargeBinary)
    subject_pseudonym: bytes | None = Field(sa_type=LargeBinary)


class FlowRollupRow(Base, table=True):
    """The roll-up of the flow: how many referrals a cell holds and the sum of their record keys modulo 2^32."""

    __tablename__ = "flow_rollup"

    centre_id: UUID = Field(primary_key=True)
    county_code: str = Field(primary_key=True)
    municipality_code: str = Field(primary_key=True)
    year: int = Field(primary_key=True)
    month: int = Field(primary_key=True)
    from_profession: str = Field(primary_key=True)
    to_profession: str = Field(primary_key=True)
    kind: str = Field(primary_key=True)
    count: int
    key_sum: int = Field(sa_type=BigInteger)


class ReleaseRow(Base, table=True):
    """A county's dated release."""

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


class ReleaseCellRow(Base, table=True):
    """A published cell or total of a release; `value` is absent exactly where it is withheld. Zeros have no row."""

    __tablename__ = "release_cell"

    release_id: UUID = Field(primary_key=True)
    year: int = Field(primary_key=True)
    kind: str = Field(primary_key=True)
    from_profession: str = Field(primary_key=True)
    to_profession: str = Field(primary_key=True)
    value: int | None
    status: str | None


class ReleasedFigureRow(Base, table=True):
    """An inner cell as it stands in a county's newest release, shown or withheld; the next release starts from it."""

    __tablename__ = "released_figure"

    county_code: str = Field(primary_key=True)
    year: int = Field(primary_key=True)
    kind: str = Field(primary_key=True)
    from_profession: str = Field(primary_key=True)
    to_profession: str = Field(primary_key=True)
    count: int


class UnitCopyRow(Base, table=True):
    """A unit (enhet) as the register last announced it."""

    __tablename__ = "unit_copy"

    unit_id: UUID = Field(primary_key=True)
    version: int
    county_code: str
    centre_ids: list[UUID] = Field(sa_column=Column(ARRAY(Uuid), nullable=False))
    valid_from: date
    valid_through: date | None


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
