"""What counties have added to their clause libraries."""

from datetime import date
from uuid import UUID

from sqlalchemy import Column, Text
from sqlmodel import Field

from slussen_agreements.tables.rows import Base, Code
from slussen_contracts.agreements.api import AgreementKind


class LibraryAdditionRow(Base, table=True):
    """A clause that a county added to its library; its text never changes, a new one takes its place."""

    __tablename__ = "library_addition"

    id: UUID = Field(primary_key=True)
    version: int
    county_code: str = Field(sa_type=Text)
    kind: AgreementKind = Field(sa_column=Column(Code(AgreementKind), nullable=False))
    key: str = Field(sa_type=Text)
    heading: str = Field(sa_type=Text)
    text: str = Field(sa_type=Text)
    valid_from: date
    valid_through: date | None
