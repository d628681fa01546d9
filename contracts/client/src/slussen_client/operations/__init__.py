"""The operations of all services. Made by contracts/generate.py; change its sources, not this file."""

from slussen_client.asking import Asker, AsyncAsker
from slussen_client.operations.agreements import AsyncAgreements, Agreements
from slussen_client.operations.consent import AsyncConsent, Consent
from slussen_client.operations.integration import AsyncIntegration, Integration
from slussen_client.operations.referrals import AsyncReferrals, Referrals
from slussen_client.operations.statistics import AsyncStatistics, Statistics


class Services(Asker):
    """Every service by its name."""

    @property
    def agreements(self) -> Agreements:
        """The operations of agreements."""
        return Agreements(self._way)

    @property
    def consent(self) -> Consent:
        """The operations of consent."""
        return Consent(self._way)

    @property
    def referrals(self) -> Referrals:
        """The operations of referrals."""
        return Referrals(self._way)

    @property
    def statistics(self) -> Statistics:
        """The operations of statistics."""
        return Statistics(self._way)

    @property
    def integration(self) -> Integration:
        """The operations of integration."""
        return Integration(self._way)



class AsyncServices(AsyncAsker):
    """Every service by its name, to be awaited."""

    @property
    def agreements(self) -> AsyncAgreements:
        """The operations of agreements, to be awaited."""
        return AsyncAgreements(self._way)

    @property
    def consent(self) -> AsyncConsent:
        """The operations of consent, to be awaited."""
        return AsyncConsent(self._way)

    @property
    def referrals(self) -> AsyncReferrals:
        """The operations of referrals, to be awaited."""
        return AsyncReferrals(self._way)

    @property
    def statistics(self) -> AsyncStatistics:
        """The operations of statistics, to be awaited."""
        return AsyncStatistics(self._way)

    @property
    def integration(self) -> AsyncIntegration:
        """The operations of integration, to be awaited."""
        return AsyncIntegration(self._way)
