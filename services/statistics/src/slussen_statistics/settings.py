"""What the statistics service is told at start."""

import base64
import binascii

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import SettingsConfigDict

from slussen_chassis.settings import ServiceSettings
from slussen_statistics.domain.pseudonyms import Pseudonyms
from slussen_statistics.domain.suppression import SMALLEST_THRESHOLD


class StatisticsSettings(ServiceSettings):
    """Settings of the statistics service.

    Attributes:
        pseudonym_secret: Base64 of at least 32 random bytes; pseudonyms of families and children are made with it.
        threshold: The smallest count that a release shows (handbook 7.1; a default that a deployment may raise).
    """

    model_config = SettingsConfigDict(
        env_prefix="SLUSSEN_STATISTICS_", extra="ignore", frozen=True, hide_input_in_errors=True
    )

    pseudonym_secret: SecretStr
    threshold: int = Field(default=5, ge=SMALLEST_THRESHOLD, le=100)

    @field_validator("pseudonym_secret")
    @classmethod
    def _is_a_secret(cls, secret: SecretStr) -> SecretStr:
        try:
            Pseudonyms(base64.b64decode(secret.get_secret_value(), validate=True))
        except binascii.Error:
            raise ValueError("the pseudonym secret is not base64") from None
        return secret

    def pseudonyms(self) -> Pseudonyms:
        """Return what makes pseudonyms."""
        return Pseudonyms(base64.b64decode(self.pseudonym_secret.get_secret_value()))
