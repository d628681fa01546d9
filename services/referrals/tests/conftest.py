import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from slussen_chassis.clock import FixedClock
from slussen_chassis.testing import TestDatabase, settings_environment
from slussen_referrals.settings import ReferralsSettings

sys.path.insert(0, str(Path(__file__).parent / "parts"))

from consent_service import ConsentService, serve_consents
from referral_world import DRAFT_KEYS, World, build_world


@pytest.fixture(scope="session")
def service_name() -> str:
    return "referrals"


@pytest.fixture
async def consent_service() -> AsyncIterator[tuple[ConsentService, str]]:
    async with serve_consents() as served:
        yield served


@pytest.fixture
def settings(
    database: TestDatabase, nats_url: str, consent_service: tuple[ConsentService, str]
) -> ReferralsSettings:
    return ReferralsSettings(
        **settings_environment(database, nats_url), consent_url=consent_service[1], draft_keys=DRAFT_KEYS
    )


@pytest.fixture
async def world(
    settings: ReferralsSettings,
    consent_service: tuple[ConsentService, str],
    database: TestDatabase,
    clock: FixedClock,
) -> AsyncIterator[World]:
    """A centre with its staff, known to the service."""
    async with build_world(settings, consent_service[0], database, clock) as made:
        yield made
