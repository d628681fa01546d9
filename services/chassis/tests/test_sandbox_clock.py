"""The clock that a sandbox moves, and production never."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pydantic import ValidationError

from slussen_chassis.clock import SystemClock
from slussen_chassis.settings import ServiceSettings
from slussen_chassis.testing import TestDatabase, settings_environment


@pytest.fixture
def clock_file(tmp_path: Path) -> Path:
    return tmp_path / "clock"


@pytest.fixture(autouse=True)
def _put_right() -> object:
    yield
    SystemClock.follow(None)


def test_a_moved_clock_moves_at_once_and_back(clock_file: Path) -> None:
    SystemClock.follow(clock_file)
    assert SystemClock().now() - datetime.now(UTC) < timedelta(seconds=5)
    clock_file.write_text("86400")
    assert timedelta(hours=23) < SystemClock().now() - datetime.now(UTC) < timedelta(hours=25)
    for nothing in ("", "soon", "1e9"):
        clock_file.write_text(nothing)
        assert abs(SystemClock().now() - datetime.now(UTC)) < timedelta(seconds=5)


def test_without_a_file_it_is_the_machines(clock_file: Path) -> None:
    clock_file.write_text("86400")
    SystemClock.follow(None)
    assert abs(SystemClock().now() - datetime.now(UTC)) < timedelta(seconds=5)


def test_production_refuses_it(database: TestDatabase, clock_file: Path) -> None:
    given = settings_environment(database, "nats://127.0.0.1:4222") | {"sandbox_clock": clock_file}
    ServiceSettings(**given)
    with pytest.raises(ValidationError, match="no sandbox in production"):
        ServiceSettings(**given | {"environment": "production"})
