"""Copies of the register, as it was last announced."""

from datetime import date
from uuid import UUID

from sqlalchemy import Text, Uuid
from sqlmodel import Field

from slussen_statistics.tables.rows import Base, many


class UnitCopyRow(Base, table=True):
    """A unit (enhet) as the register last announced it."""

    __tablename__ = "unit_copy"

    unit_id: UUID = Field(primary_key=True)
    version: int
    county_code: str
    centre_ids: list[UUID] = many(Uuid)
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
    activities: list[str] | None = many(Text, nullable=True)


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
    profession: str | None = None
