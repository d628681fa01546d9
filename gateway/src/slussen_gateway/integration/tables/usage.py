"""What gateways told of systems' calls; every row is one gateway's, and the sum over them is the whole."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, DateTime, Double
from sqlmodel import Field

from slussen_gateway.integration.tables.rows import Base


class ClientCallsRow(Base, table=True):
    """How often one gateway has answered one kind of call of a system in one hour; no problem is the empty text."""

    __tablename__ = "client_calls"

    client_id: str = Field(primary_key=True)
    hour: datetime = Field(primary_key=True, sa_type=DateTime(timezone=True))
    method: str = Field(primary_key=True)
    route: str = Field(primary_key=True)
    status: int = Field(primary_key=True)
    problem: str = Field(primary_key=True)
    instance: UUID = Field(primary_key=True)
    calls: int = Field(sa_type=BigInteger)


class ClientErrorRow(Base, table=True):
    """A call of a system that was refused."""

    __tablename__ = "client_error"

    instance: UUID = Field(primary_key=True)
    serial: int = Field(primary_key=True, sa_type=BigInteger)
    client_id: str
    at: datetime = Field(sa_type=DateTime(timezone=True))
    method: str
    route: str
    status: int
    problem: str
    fault: str | None
    trace_id: str


class ClientShareRow(Base, table=True):
    """How much of its limits a system uses at one gateway: as last told, and the most in one hour."""

    __tablename__ = "client_share"

    client_id: str = Field(primary_key=True)
    hour: datetime = Field(primary_key=True, sa_type=DateTime(timezone=True))
    instance: UUID = Field(primary_key=True)
    told_at: datetime = Field(sa_type=DateTime(timezone=True))
    at_once: int
    peak_at_once: int
    used: int
    peak_used: int
    authority_used: int
    peak_authority_used: int


class GatewayRow(Base, table=True):
    """A gateway's process, when it last told, and what it lets through."""

    __tablename__ = "gateway"

    instance: UUID = Field(primary_key=True)
    told_at: datetime = Field(sa_type=DateTime(timezone=True))
    caller_per_second: float = Field(sa_type=Double)
    caller_burst: int
    authority_per_second: float = Field(sa_type=Double)
    authority_burst: int
    at_once: int
