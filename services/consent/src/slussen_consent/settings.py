"""What the consent service is told at start, besides what every service is told."""

from pydantic import SecretStr
from pydantic_settings import SettingsConfigDict

from slussen_chassis.settings import ServiceSettings


class ConsentSettings(ServiceSettings):
    """Settings of the consent service.

    Attributes:
        subject_keys: JSON object from version to base64 key of 32 bytes; the highest encrypts persons' numbers.
        blind_index_key: base64 of 32 bytes; the key by which a person's number is found. Never kept with the data.
        register_seconds: For how long the process trusts its own reading of the register's copies.
    """

    model_config = SettingsConfigDict(env_prefix="SLUSSEN_CONSENT_", extra="ignore", frozen=True)

    subject_keys: SecretStr
    blind_index_key: SecretStr
    register_seconds: float = 1.0
