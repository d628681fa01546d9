"""What the integration app is told at start."""

import ipaddress
from typing import Self

from pydantic import Field, SecretStr, model_validator
from pydantic_settings import SettingsConfigDict

from slussen_chassis.crypto import Keyring
from slussen_chassis.settings import ServiceSettings
from slussen_gateway.integration.domain.addresses import Rules


class IntegrationSettings(ServiceSettings):
    """Settings of the integration app: those of every service, and what concerns events out.

    Attributes:
        webhook_keys: keyring `{"1": "<base64 of 32 bytes>"}` that webhooks' secrets are encrypted with.
        webhook_networks: networks beside the public ones that webhooks may lead to, in CIDR form.
        webhook_plain_http: whether they may lead to `http`; never in production.
        retention_days: how long the feed keeps an event.
        sandbox: systems get what they ask for at once; refused in production.
        registration_url: where the issuer registers clients (RFC 7591), if it does, and its initial access token.
    """

    model_config = SettingsConfigDict(
        env_prefix="SLUSSEN_INTEGRATION_", extra="ignore", frozen=True, hide_input_in_errors=True
    )

    webhook_keys: SecretStr
    webhook_networks: tuple[ipaddress.IPv4Network | ipaddress.IPv6Network, ...] = ()
    webhook_plain_http: bool = False
    retention_days: int = Field(default=30, ge=1, le=366)
    sandbox: bool = False
    registration_url: str | None = None
    registration_token: SecretStr | None = None

    @model_validator(mode="after")
    def _encrypts_in_production(self) -> Self:
        if self.environment == "production" and self.webhook_plain_http:
            raise ValueError("webhooks go over https in production")
        if self.environment == "production" and self.sandbox:
            raise ValueError("there is no sandbox in production")
        return self

    @property
    def webhook_rules(self) -> Rules:
        """Where webhooks may lead."""
        return Rules(self.webhook_networks, self.webhook_plain_http)

    def webhook_keyring(self) -> Keyring:
        """Return the keys that webhooks' secrets are encrypted with."""
        return Keyring.from_json(self.webhook_keys.get_secret_value())
