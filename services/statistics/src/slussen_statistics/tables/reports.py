"""Annual reports and their editions."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import DateTime, LargeBinary, Text, Uuid
from sqlmodel import Field

from slussen_statistics.tables.rows import Base, json_column, many


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
    passages: dict[str, Any] = json_column()
    quotes: dict[str, Any] = json_column()
    reason: str | None = None
    changed_at: datetime = Field(sa_type=DateTime(timezone=True))
    responsible_authority_id: UUID
    grants: list[UUID] = many(Uuid)


class AnnualReportEditionRow(Base, table=True):
    """An edition of a report as it was handed in: its content and its document, byte for byte."""

    __tablename__ = "annual_report_edition"

    report_id: UUID = Field(primary_key=True)
    edition: int = Field(primary_key=True)
    county_code: str
    submitted_at: datetime = Field(sa_type=DateTime(timezone=True))
    late_for: list[str] = many(Text)
    reason: str | None = None
    content: dict[str, Any] = json_column()
    pdf: bytes = Field(sa_type=LargeBinary)
    sha256: str
    responsible_authority_id: UUID
    grants: list[UUID] = many(Uuid)
