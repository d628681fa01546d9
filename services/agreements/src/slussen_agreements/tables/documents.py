"""Documents that were handed out to be signed, and files that came back signed."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Column, DateTime, LargeBinary, Text
from sqlmodel import Field

from slussen_agreements.tables.rows import GrantedRow


class AgreementDocumentRow(GrantedRow, table=True):
    """The document of one wording, as it was handed out; it is never changed."""

    __tablename__ = "agreement_document"

    id: UUID = Field(primary_key=True)
    agreement_id: UUID = Field(foreign_key="agreement.id")
    content_digest: str = Field(sa_type=Text)
    made_at: datetime = Field(sa_column=Column(DateTime(timezone=True), nullable=False))
    pdf: bytes = Field(sa_type=LargeBinary)
    sha256: str = Field(sa_type=Text)
    key_id: str = Field(sa_type=Text)
    seal: str = Field(sa_type=Text)


class AgreementSignedFileRow(GrantedRow, table=True):
    """A file that a party signed outside, encrypted: its certificates hold personal numbers."""

    __tablename__ = "agreement_signed_file"

    id: UUID = Field(primary_key=True)
    agreement_id: UUID = Field(foreign_key="agreement.id")
    sha256: str = Field(sa_type=Text)
    encrypted: bytes = Field(sa_type=LargeBinary)
    received_at: datetime = Field(sa_column=Column(DateTime(timezone=True), nullable=False))
