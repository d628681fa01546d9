"""Systems that connect, and what they may do: what the developer portal's interface takes and answers."""

from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import Field

from slussen_contracts.events import Model, Moment, StrictModel

ClientState = Literal["requested", "active", "refused", "suspended", "revoked"]
ClientLevel = Literal["baseline", "fapi"]
ClientScope = Literal[
    "agreements:read",
    "consent:decide",
    "consent:read",
    "consent:record",
    "embedding:start",
    "events:read",
    "referrals:read",
    "referrals:receive",
    "referrals:send",
    "statistics:read-published",
    "statistics:record",
    "subjects:resolve",
    "webhooks:manage",
]
"""What a system may be given."""

ClientId = Annotated[
    str,
    Field(
        pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]{1,99}$",
        description="Det namn som identitetsutfärdaren har gett systemet. / What the issuer calls the system.",
        examples=["journal-orebro"],
    ),
]
Scopes = Annotated[list[ClientScope], Field(min_length=1, max_length=20, examples=[["consent:record"]])]
Reason = Annotated[str, Field(min_length=1, max_length=500, examples=["Avtalet med leverantören är klart."])]


class ClientCreate(StrictModel):
    """A system that is to connect for the caller's authority.

    Either `client_id`, where the issuer knows the system already, or `public_key`, by which it is registered there.
    """

    name: Annotated[str, Field(min_length=1, max_length=100, examples=["Journalsystemet"])]
    client_id: ClientId | None = None
    public_key: Annotated[
        dict[str, Any] | None,
        Field(
            description="Systemets publika nyckel som JWK; den privata lämnar aldrig systemet."
            " / The system's public key as a JWK; the private one never leaves the system.",
            examples=[{"kty": "EC", "crv": "P-256", "x": "...", "y": "...", "kid": "2026-11"}],
        ),
    ] = None
    scopes: Scopes
    level: ClientLevel = "baseline"


class ScopesWrite(StrictModel):
    """More that a system is to be allowed; an administrator of the authority decides."""

    scopes: Scopes


class ApprovalWrite(StrictModel):
    """That what was asked for is given."""


class ReasonWrite(StrictModel):
    """Why something is refused, suspended or revoked."""

    reason: Reason


class ClientRead(Model):
    """A system, and what it may do. It takes at most a minute until a change has its effect everywhere."""

    id: UUID
    client_id: str
    name: str
    state: ClientState
    level: ClientLevel
    scopes: list[str] = Field(examples=[["statistics:read-published"]])
    wanted_scopes: list[str] = Field(examples=[["consent:record"]])
    requested_by: str
    decided_by: str | None
    reason: str | None
    created_at: Moment
    changed_at: Moment
    version: int
