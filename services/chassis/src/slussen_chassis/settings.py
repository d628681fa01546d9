"""Settings of a service: read once at start, handed to the application factory, never a global.

What differs between environments has no default; secrets are `SecretStr` without default.
"""

import json
from pathlib import Path
from typing import Literal, Self, TypeVar

from pydantic import SecretStr, ValidationError, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict


class ServiceSettings(BaseSettings):
    """What every service is told at start; each service subclasses it with its own `env_prefix`.

    Attributes:
        database_url: `postgresql://` address of the role `<service>_app`, for requests.
        worker_database_url: the same database as `<service>_worker`, for relay, subscribers and jobs.
        nats_url: address of NATS; `nats_seed` is the service's NKey seed where the server asks for one.
        internal_keys: JSON object from issuer name to its public JWK set: whose internal tokens are believed.
        signing_key: this service's own private JWK (ES256), for calls to other services.
        sealer_database_url: the same database as `<service>_sealer`; without it the worker seals no audit rows.
        seal_key: private JWK (Ed25519) that signs the seals; told to the worker alone, with the address above.
        sandbox_clock: file with seconds by which the clock is moved in a sandbox; refused in production.
        seal_checkpoints: file that every seal's hash is appended to, out of the database's reach.
    """

    model_config = SettingsConfigDict(extra="ignore", frozen=True, hide_input_in_errors=True)

    environment: Literal["local", "test", "production"]
    database_url: SecretStr
    worker_database_url: SecretStr
    nats_url: str
    nats_seed: SecretStr | None = None
    internal_keys: str
    signing_key: SecretStr
    sealer_database_url: SecretStr | None = None
    seal_key: SecretStr | None = None
    seal_checkpoints: Path | None = None
    sandbox_clock: Path | None = None
    pool_size: int = 8
    pool_timeout_seconds: float = 2.0
    idempotency_hours: int = 24
    outbox_keep_days: int = 7

    @model_validator(mode="after")
    def _seals_with_a_key(self) -> Self:
        if (self.sealer_database_url is None) != (self.seal_key is None):
            raise ValueError("the sealer's address and key go together")
        return self

    @model_validator(mode="after")
    def _production_has_the_time_that_it_is(self) -> Self:
        if self.environment == "production" and self.sandbox_clock is not None:
            raise ValueError("there is no sandbox in production")
        return self

    def trusted_keys(self) -> dict[str, dict[str, object]]:
        """Return issuer -> public JWK set."""
        keys: dict[str, dict[str, object]] = json.loads(self.internal_keys)
        return keys


SettingsT = TypeVar("SettingsT", bound=ServiceSettings)


class SettingsError(SystemExit):
    """A setting is missing or wrong; the message names each, without its value."""

    def __init__(self, error: ValidationError, prefix: str) -> None:
        faults = ", ".join(
            f"{prefix}{'_'.join(map(str, e['loc'])).upper()} ({e['type']})" for e in error.errors()
        )
        super().__init__(
            f"Settings are missing or wrong: {faults}. Set these environment variables and start again."
        )


def read_settings(kind: type[SettingsT]) -> SettingsT:
    """Return the settings that the environment holds.

    Raises:
        SettingsError: One is missing or wrong; ends the process with a sentence that names it.
    """
    try:
        return kind()
    except ValidationError as error:
        raise SettingsError(error, kind.model_config.get("env_prefix") or "") from None
