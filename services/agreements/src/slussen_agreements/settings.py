"""Settings of the agreements service."""

from pydantic_settings import SettingsConfigDict

from slussen_chassis.settings import ServiceSettings


class AgreementsSettings(ServiceSettings):
    """What every service is told at start, read from `SLUSSEN_AGREEMENTS_...`."""

    model_config = SettingsConfigDict(env_prefix="SLUSSEN_AGREEMENTS_")
