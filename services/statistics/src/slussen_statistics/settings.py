"""What the statistics service is told at start."""

import base64
import binascii
import hashlib
from typing import Annotated

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import NoDecode, SettingsConfigDict

from slussen_chassis.crypto import Keyring
from slussen_chassis.settings import ServiceSettings
from slussen_statistics.domain.cell_key import noise_table
from slussen_statistics.domain.published import DEFAULT_NOISE
from slussen_statistics.domain.suppression import SMALLEST_THRESHOLD
from slussen_statistics.use_cases.releases import Protection

SHORTEST_SECRET = 32


class StatisticsSettings(ServiceSettings):
    """Settings of the statistics service.

    Attributes:
        pseudonym_secret: Base64 of at least 32 random bytes; the secret of each year's pseudonyms is kept under it.
        threshold: The smallest count that is shown where a threshold holds (handbook 7.1; a default).
        rounding: To what totals that were entered as numbers are rounded.
        noise: The p-table of the Cell Key Method; a file in `data/ptables`.
        threshold_counties: County codes, comma-separated, that publish their flow under a threshold in place of noise.
        px_cells: Most cells that one answer of PxWebApi holds.
        px_calls: Calls without login that the gateway lets through in `px_seconds`; told in PxWebApi's `/config`.
        public_origin: The address under which people and machines reach the service, for links; absent: as asked.
        publisher_iri: What the publishing organisation is known by in the catalogue of data sets; with `publisher_name`
            and `publisher_email`, who answers questions. Without them there is no such catalogue.
    """

    model_config = SettingsConfigDict(
        env_prefix="SLUSSEN_STATISTICS_", extra="ignore", frozen=True, hide_input_in_errors=True
    )

    pseudonym_secret: SecretStr
    threshold: int = Field(default=5, ge=SMALLEST_THRESHOLD, le=100)
    rounding: int = Field(default=5, ge=1, le=100)
    noise: str = DEFAULT_NOISE
    threshold_counties: Annotated[frozenset[str], NoDecode] = frozenset()
    px_cells: int = Field(default=150_000, ge=1)
    px_calls: int = Field(default=60, ge=1)
    px_seconds: int = Field(default=12, ge=1)
    public_origin: str | None = None
    publisher_iri: str | None = None
    publisher_name: str | None = None
    publisher_email: str | None = None

    @field_validator("threshold_counties", mode="before")
    @classmethod
    def _listed(cls, value: object) -> object:
        return frozenset(filter(None, value.split(","))) if isinstance(value, str) else value

    @field_validator("noise")
    @classmethod
    def _is_there(cls, name: str) -> str:
        try:
            noise_table(name)
        except OSError:
            raise ValueError("there is no such p-table") from None
        return name

    @field_validator("pseudonym_secret")
    @classmethod
    def _is_a_secret(cls, secret: SecretStr) -> SecretStr:
        try:
            read = base64.b64decode(secret.get_secret_value(), validate=True)
        except binascii.Error:
            raise ValueError("the pseudonym secret is not base64") from None
        if len(read) < SHORTEST_SECRET:
            raise ValueError("the pseudonym secret must have at least 32 bytes")
        return secret

    def keyring(self) -> Keyring:
        """Return what opens the secrets of each year's pseudonyms."""
        read = base64.b64decode(self.pseudonym_secret.get_secret_value())
        return Keyring({1: hashlib.sha256(b"slussen.statistics.pseudonyms" + read).digest()})

    def protection(self) -> Protection:
        """Return what releases are protected by."""
        return Protection(self.noise, self.threshold, self.rounding, self.threshold_counties)
