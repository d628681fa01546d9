"""Settings of the agreements service."""

from pydantic import Field
from pydantic_settings import SettingsConfigDict

from slussen_chassis.settings import ServiceSettings


class AgreementsSettings(ServiceSettings):
    """What the agreements service is told at start, read from `SLUSSEN_AGREEMENTS_...`.

    Attributes:
        signing_assurance_level: How surely a person is identified who signs, as the identity provider states it.
    """

    model_config = SettingsConfigDict(env_prefix="SLUSSEN_AGREEMENTS_")

    signing_assurance_level: str = Field(default="http://id.sambi.se/loa/loa3", pattern=r"(^|/)loa[1-4]$")
