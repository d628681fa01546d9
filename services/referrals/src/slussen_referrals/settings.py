"""What the referrals service is told at start."""

from pydantic import SecretStr
from pydantic_settings import SettingsConfigDict

from slussen_chassis.settings import ServiceSettings
from slussen_referrals.domain.referral import Limits


class ReferralsSettings(ServiceSettings):
    """Settings of the referrals service.

    Attributes:
        consent_url: Where the consent service answers, `unix:/path.sock` or `http://host:port`.
        draft_keys: Keyring of drafts, JSON from version to base64 of 32 bytes; the highest encrypts.
        counties_without_local_agreements: Counties where the county's agreement covers (Kalmar, 08).
        permission_days: How old a permission may be when it is recorded.
        wait_days: How long an armed referral waits for a consent where the sender names no day.
        longest_wait_days: How far ahead that day may lie.
        public_origin: The address under which people reach the pages, for letters that are printed.
    """

    model_config = SettingsConfigDict(env_prefix="SLUSSEN_REFERRALS_", extra="ignore", frozen=True)

    consent_url: str
    draft_keys: SecretStr
    counties_without_local_agreements: frozenset[str] = frozenset({"08"})
    permission_days: int = 366
    wait_days: int = 30
    longest_wait_days: int = 90
    public_origin: str | None = None

    @property
    def limits(self) -> Limits:
        """The limits that the rules read."""
        return Limits(self.permission_days, self.wait_days, self.longest_wait_days)
