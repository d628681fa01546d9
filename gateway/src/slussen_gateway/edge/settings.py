"""What the edge is told at start, by environment variables with the prefix `SLUSSEN_GATEWAY_`."""

import json
from ipaddress import IPv4Network, IPv6Network
from pathlib import Path
from typing import Annotated, Any, Literal, Self
from urllib.parse import urlsplit

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    SecretStr,
    ValidationError,
    model_validator,
)
from pydantic_settings import BaseSettings, SettingsConfigDict

from slussen_gateway.edge.callers import ROLE_SCOPES
from slussen_gateway.edge.fair_share import Limits
from slussen_gateway.edge.issuer_profiles import ClaimNames, OtherIssuer
from slussen_gateway.edge.login_ways import MAIN, PERSON
from slussen_gateway.edge.routing import SERVICES
from slussen_gateway.edge.sealing import Keyring
from slussen_gateway.edge.upstream import Address

PREFIX = "SLUSSEN_GATEWAY_"
RESERVED = {MAIN, PERSON}


class PersonSettings(BaseModel):
    """How private persons log in: by which issuer, where it is another than the staff's, and at which levels.

    Attributes:
        issuer: Issuer of eID logins; None where it is the one that staff use.
        client_id: The edge at that issuer.
        levels: The assurance levels (acr) that are accepted; by default DIGG's LoA 3 and 4.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    issuer: str | None = None
    client_id: str = "slussen-gateway"
    levels: tuple[str, ...] = (
        "http://id.elegnamnden.se/loa/1.0/loa3",
        "http://id.elegnamnden.se/loa/1.0/loa4",
    )


def _origin(value: str) -> str:
    parts = urlsplit(value)
    if (
        parts.scheme not in {"http", "https"}
        or not parts.netloc
        or value != f"{parts.scheme}://{parts.netloc}"
    ):
        raise ValueError("an origin is scheme and host, without a path")
    return value


def _known_services(value: dict[str, str]) -> dict[str, str]:
    if set(value) != set(SERVICES):
        raise ValueError(f"an address for each of {', '.join(SERVICES)}")
    for address in value.values():
        Address.parse(address)
    return value


def _distinct(value: tuple[OtherIssuer, ...]) -> tuple[OtherIssuer, ...]:
    for names in ([one.alias for one in value], [one.issuer for one in value]):
        if len(set(names)) != len(names):
            raise ValueError("each with an alias and an address of its own")
    if {one.alias for one in value} & RESERVED:
        raise ValueError(f"an alias other than {', '.join(sorted(RESERVED))}")
    return value


def _keyring(value: SecretStr) -> SecretStr:
    Keyring.from_json(value.get_secret_value())
    return value


def _private_jwk(value: SecretStr) -> SecretStr:
    jwk = json.loads(value.get_secret_value())
    if not isinstance(jwk, dict) or "d" not in jwk or "kid" not in jwk:
        raise ValueError("a private JWK with kid")
    return value


PrivateJwk = Annotated[SecretStr, AfterValidator(_private_jwk)]


class EdgeSettings(BaseSettings):
    """The edge's settings; what differs between environments has no default.

    Attributes:
        public_origin: The address that people and systems see, such as `https://slussen.example.se`.
        issuer: The main identity provider; tokens are believed of it and of `other_issuers` alone.
        issuer_label: What the choice of login calls it, in Swedish and English, where there are others.
        other_issuers: More issuers that staff may log in at, and systems be registered at.
        client_key: Private JWK by which the issuer knows the edge.
        signing_key: Private JWK (ES256) for internal tokens.
        session_keys: Keyring, JSON from number to base64 of 32 bytes.
        services: Name of each service to its address, `unix:/path` or `http://host:port`.
        persons: How private persons log in (national eID).
        docs: Folder of the reference site (`slussen_gateway.reference`); without it there is none.
        sandbox: Integrators may order failures (`Slussen-Sandbox`); refused in production.
        usage_seconds: How often what clients have called is told; a killed gateway loses at most that much of it.
        trusted_proxies: Networks of our own load balancers, whose `X-Forwarded-For` counts for rate limits.
    """

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, extra="ignore", frozen=True, hide_input_in_errors=True
    )

    environment: Literal["local", "test", "production"]
    public_origin: Annotated[str, AfterValidator(_origin)]
    issuer: str
    client_key: PrivateJwk
    signing_key: PrivateJwk
    session_keys: Annotated[SecretStr, AfterValidator(_keyring)]
    services: Annotated[dict[str, str], AfterValidator(_known_services)]
    nats_url: str
    nats_seed: SecretStr | None = None
    audience: str = "urn:slussen:api"
    client_id: str = "slussen-gateway"
    role_scopes: dict[str, frozenset[str]] = Field(default_factory=lambda: dict(ROLE_SCOPES))
    claim_names: ClaimNames = ClaimNames()
    issuer_label: tuple[str, str] = ("Logga in", "Log in")
    other_issuers: Annotated[tuple[OtherIssuer, ...], AfterValidator(_distinct)] = ()
    persons: PersonSettings = PersonSettings()
    trusted_proxies: tuple[IPv4Network | IPv6Network, ...] = ()
    anonymous_per_second: float = Field(default=5.0, gt=0)
    anonymous_burst: int = Field(default=60, ge=1)
    logins_per_second: float = Field(default=10.0, gt=0)
    logins_burst: int = Field(default=200, ge=1)
    caller_per_second: float = Field(default=100.0, gt=0)
    caller_burst: int = Field(default=1000, ge=1)
    authority_per_second: float = Field(default=400.0, gt=0)
    authority_burst: int = Field(default=4000, ge=1)
    caller_at_once: int = Field(default=100, ge=1)
    most_requests: int = Field(default=1000, ge=1)
    usage_seconds: float = Field(default=5.0, gt=0, le=60)
    sandbox: bool = False
    docs: Path | None = None
    host: str = "127.0.0.1"
    port: int = 8400

    @model_validator(mode="after")
    def _only_https_in_production(self) -> Self:
        others = (one.issuer for one in self.other_issuers)
        addresses = (self.public_origin, self.issuer, self.persons.issuer or self.issuer, *others)
        if self.environment == "production" and not all(a.startswith("https://") for a in addresses):
            raise ValueError("public_origin and issuer use HTTPS in production")
        if self.environment == "production" and self.sandbox:
            raise ValueError("there is no sandbox in production")
        return self

    @property
    def limits(self) -> Limits:
        """How much one caller and one authority may ask."""
        return Limits(
            caller_per_second=self.caller_per_second,
            caller_burst=self.caller_burst,
            authority_per_second=self.authority_per_second,
            authority_burst=self.authority_burst,
            at_once=self.caller_at_once,
        )

    def private_key(self, name: Literal["client_key", "signing_key"]) -> dict[str, Any]:
        """Return one of the private JWKs."""
        secret: SecretStr = getattr(self, name)
        jwk: dict[str, Any] = json.loads(secret.get_secret_value())
        return jwk


def read_settings() -> EdgeSettings:
    """Return the settings that the environment holds.

    Raises:
        SystemExit: One is missing or wrong; the message names it, without its value.
    """
    try:
        return EdgeSettings()
    except ValidationError as error:
        faults = "; ".join(
            f"{PREFIX}{'_'.join(map(str, fault['loc'])).upper()}: {fault['msg']}" for fault in error.errors()
        )
        raise SystemExit(f"Settings are missing or wrong. {faults}. Set them and start again.") from None
