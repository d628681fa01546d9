"""What the consent service is told at start, besides what every service is told."""

from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, SecretStr
from pydantic_settings import SettingsConfigDict

from slussen_chassis.settings import ServiceSettings


class OwnChannel(BaseModel):
    """A channel of an authority's own, in Swedish and English."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    sv: str
    en: str
    url: str | None = None
    phone: str | None = None


class OwnChannels(BaseModel):
    """Where an authority's staff turns; what is not set has the general answer."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    report_of_concern: OwnChannel = OwnChannel(
        sv="Anmäl genast till socialtjänsten i kommunen där barnet bor, utanför kontorstid till socialjouren. "
        "Vid akut fara: ring 112.",
        en="Report at once to the social services where the child lives, out of hours to the social emergency "
        "service. In immediate danger call 112.",
        phone="112",
    )
    legal_advice: OwnChannel = OwnChannel(
        sv="Fråga kommunjuristen, regionjuristen eller verksamhetens egen jurist.",
        en="Ask the municipality's, the region's or the provider's own lawyer.",
    )


class ConsentSettings(ServiceSettings):
    """Settings of the consent service.

    Attributes:
        subject_keys: JSON object from version to base64 key of 32 bytes; the highest encrypts persons' numbers
            and what custodians call children.
        blind_index_key: base64 of 32 bytes; the key by which a person's number is found. Never kept with the data.
        contact_channels: JSON object from authority id to its own channels, for a report of concern and for the law.
        receipt_key: private JWK (Ed25519) that signs receipts of consents.
        receipt_past_keys: public JWK set of keys that signed receipts before, so that those still verify.
        register_seconds: For how long the process trusts its own reading of the register's copies.
        searches_per_minute: How often one caller may search by a person's number, in each process; with several
            processes the sum holds.
        migrations_kept_days: How long a migration's progress and faulty lines are kept after it was last touched.
        labels_kept_days: How long what a custodian calls a child is kept after it was last shown.
        review_reminder_days: How long an emergency access may await its review until its authority is reminded.
    """

    model_config = SettingsConfigDict(env_prefix="SLUSSEN_CONSENT_", extra="ignore", frozen=True)

    subject_keys: SecretStr
    blind_index_key: SecretStr
    receipt_key: SecretStr
    receipt_past_keys: str = '{"keys": []}'
    register_seconds: float = 1.0
    searches_per_minute: int = Field(default=60, ge=1)
    migrations_kept_days: int = Field(default=365, ge=1)
    labels_kept_days: int = Field(default=365, ge=1)
    review_reminder_days: int = Field(default=7, ge=1)
    contact_channels: dict[UUID, OwnChannels] = Field(default_factory=dict)
