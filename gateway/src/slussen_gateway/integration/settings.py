"""What the integration app is told at start."""

from pydantic_settings import SettingsConfigDict

from slussen_chassis.settings import ServiceSettings


class IntegrationSettings(ServiceSettings):
    """Settings of the integration app: those of every service."""

    model_config = SettingsConfigDict(
        env_prefix="SLUSSEN_INTEGRATION_", extra="ignore", frozen=True, hide_input_in_errors=True
    )
