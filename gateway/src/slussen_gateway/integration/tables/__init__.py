"""Tables of the integration app: the feed, how far each client has read, whose each unit is, and webhooks."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Column, DateTime, LargeBinary, Text, Uuid
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlmodel import Field

from slussen_gateway.integration.tables.rows import Base
from slussen_gateway.integration.tables.usage import (
    ClientCallsRow,
    ClientErrorRow,
    ClientShareRow,
    GatewayRow,
)

__all__ = [
    "AuthorityNumberRow",
    "Base",
    "ClientCallsRow",
    "ClientErrorRow",
    "ClientRow",
    "ClientShareRow",
    "FeedEntryRow",
    "FeedHeadRow",
    "GatewayRow",
    "NotedLetterRow",
    "ReadingRow",
    "RecallReceiverRow",
    "RecallRow",
    "RecalledThingRow",
    "ToldRow",
    "UnitAuthorityRow",
    "WebhookAttemptRow",
    "WebhookDeliveryRow",
    "WebhookKeyRow",
    "WebhookRow",
]


class FeedHeadRow(Base, table=True):
    """The newest position; its lock makes the order of positions the order of commits."""

    __tablename__ = "feed_head"

    id: int = Field(primary_key=True)
    position: int = Field(sa_type=BigInteger)


class FeedEntryRow(Base, table=True):
    """An event in one authority's feed; one that several may know stands once for each, at the same position."""

    __tablename__ = "feed_entry"

    authority_id: UUID = Field(primary_key=True)
    position: int = Field(primary_key=True, sa_type=BigInteger)
    event_id: UUID
    type: str
    county_code: str
    envelope: dict[str, Any] = Field(sa_column=Column(JSONB, nullable=False))
    recorded_at: datetime = Field(sa_type=DateTime(timezone=True))
    responsible_ids: list[UUID] = Field(sa_column=Column(ARRAY(Uuid), nullable=False))


class ReadingRow(Base, table=True):
    """How far a client says that it has read."""

    __tablename__ = "reading"

    authority_id: UUID = Field(primary_key=True)
    client_id: str = Field(primary_key=True)
    position: int = Field(sa_type=BigInteger)
    read_at: datetime = Field(sa_type=DateTime(timezone=True))


class UnitAuthorityRow(Base, table=True):
    """Which authority a unit belongs to, as the register last announced it."""

    __tablename__ = "unit_authority"

    unit_id: UUID = Field(primary_key=True)
    version: int
    authority_id: UUID


class WebhookRow(Base, table=True):
    """A webhook, which events it wants, and how it fares."""

    __tablename__ = "webhook"

    id: UUID = Field(primary_key=True)
    authority_id: UUID
    client_id: str
    county_code: str
    url: str
    description: str
    types: list[str] = Field(sa_column=Column(ARRAY(Text), nullable=False))
    counties: list[str] = Field(sa_column=Column(ARRAY(Text), nullable=False))
    authorities: list[UUID] = Field(sa_column=Column(ARRAY(Uuid), nullable=False))
    status: str
    disabled_reason: str | None
    position: int = Field(sa_type=BigInteger)
    warned_level: int
    silent_since: datetime = Field(sa_type=DateTime(timezone=True))
    counted_from: datetime = Field(sa_type=DateTime(timezone=True))
    created_at: datetime = Field(sa_type=DateTime(timezone=True))
    version: int


class WebhookKeyRow(Base, table=True):
    """A pair of keys of a webhook, encrypted."""

    __tablename__ = "webhook_key"

    id: UUID = Field(primary_key=True)
    webhook_id: UUID
    authority_id: UUID
    public_key: str
    sealed: bytes = Field(sa_type=LargeBinary)
    created_at: datetime = Field(sa_type=DateTime(timezone=True))
    expires_at: datetime | None = Field(sa_type=DateTime(timezone=True))


class WebhookDeliveryRow(Base, table=True):
    """An event on its way to a webhook."""

    __tablename__ = "webhook_delivery"

    id: UUID = Field(primary_key=True)
    webhook_id: UUID
    authority_id: UUID
    event_id: UUID
    type: str
    kind: str
    state: str
    position: int | None = Field(sa_type=BigInteger)
    envelope: dict[str, Any] = Field(sa_column=Column(JSONB, nullable=False))
    attempts: int
    first_at: datetime | None = Field(sa_type=DateTime(timezone=True))
    next_attempt_at: datetime | None = Field(sa_type=DateTime(timezone=True))
    last_outcome: str | None
    created_at: datetime = Field(sa_type=DateTime(timezone=True))


class WebhookAttemptRow(Base, table=True):
    """One request to a webhook and what came back, without bodies."""

    __tablename__ = "webhook_attempt"

    id: UUID = Field(primary_key=True)
    delivery_id: UUID
    webhook_id: UUID
    authority_id: UUID
    at: datetime = Field(sa_type=DateTime(timezone=True))
    milliseconds: int
    outcome: str
    status: int | None
    request_headers: dict[str, str] = Field(sa_column=Column(JSONB, nullable=False))
    request_bytes: int
    response_headers: dict[str, str] = Field(sa_column=Column(JSONB, nullable=False))
    response_bytes: int


class ToldRow(Base, table=True):
    """A client that was told of a thing, which it may have fetched since."""

    __tablename__ = "told"

    authority_id: UUID = Field(primary_key=True)
    client_id: str = Field(primary_key=True)
    thing_id: UUID = Field(primary_key=True)
    first_position: int = Field(sa_type=BigInteger)
    first_at: datetime = Field(sa_type=DateTime(timezone=True))


class RecalledThingRow(Base, table=True):
    """A thing whose content is no longer to be kept, and when that came into the feed."""

    __tablename__ = "recalled_thing"

    thing_id: UUID = Field(primary_key=True)
    thing: str
    reason: str
    controller_id: UUID
    county_code: str
    position: int = Field(sa_type=BigInteger)
    recalled_at: datetime = Field(sa_type=DateTime(timezone=True))


class RecallRow(Base, table=True):
    """A recalled thing as one authority's clients are asked about it."""

    __tablename__ = "recall"

    id: UUID = Field(primary_key=True)
    authority_id: UUID
    controller_id: UUID
    county_code: str
    thing: str
    thing_id: UUID
    reason: str
    opened_at: datetime = Field(sa_type=DateTime(timezone=True))
    next_reminder_at: datetime | None = Field(sa_type=DateTime(timezone=True))
    answered_at: datetime | None = Field(sa_type=DateTime(timezone=True))
    version: int


class RecallReceiverRow(Base, table=True):
    """A client that a recall asks, and its answer."""

    __tablename__ = "recall_receiver"

    recall_id: UUID = Field(primary_key=True)
    client_id: str = Field(primary_key=True)
    authority_id: UUID
    controller_id: UUID
    answer: str | None
    legal_ground: str | None
    answered_at: datetime | None = Field(sa_type=DateTime(timezone=True))


class NotedLetterRow(Base, table=True):
    """An event that a service could not take, as it last told of it."""

    __tablename__ = "noted_letter"

    id: UUID = Field(primary_key=True)
    service: str
    state: str
    event_type: str | None
    event_id: UUID | None
    stream_sequence: int = Field(sa_type=BigInteger)
    reason: str
    digest: str
    size: int
    members: list[str] = Field(sa_column=Column(ARRAY(Text), nullable=False))
    deliveries: int
    noted_at: datetime = Field(sa_type=DateTime(timezone=True))
    changed_at: datetime = Field(sa_type=DateTime(timezone=True))


class AuthorityNumberRow(Base, table=True):
    """An authority's organisation number, as the register last announced it."""

    __tablename__ = "authority_number"

    authority_id: UUID = Field(primary_key=True)
    version: int
    organisation_number: str


class ClientRow(Base, table=True):
    """A system and its grant; the gateway has it at `published_version`."""

    __tablename__ = "client"

    id: UUID = Field(primary_key=True)
    client_id: str
    name: str
    authority_id: UUID
    county_code: str
    level: str
    state: str
    scopes: list[str] = Field(sa_column=Column(ARRAY(Text), nullable=False))
    wanted: list[str] = Field(sa_column=Column(ARRAY(Text), nullable=False))
    requested_by: str
    decided_by: str | None
    reason: str | None
    created_at: datetime = Field(sa_type=DateTime(timezone=True))
    changed_at: datetime = Field(sa_type=DateTime(timezone=True))
    version: int
    published_version: int
