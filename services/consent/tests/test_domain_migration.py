"""A migration's lines: none taken twice, none left out, none after the end."""

from datetime import UTC, datetime
from uuid import UUID

import pytest

from slussen_consent.domain.migration import LinesMissingError, Migration, MigrationCompletedError, Tally

NOW = datetime(2026, 6, 10, 9, 0, tzinfo=UTC)


def migration(completed_at: datetime | None = None) -> Migration:
    return Migration(UUID(int=1), 5, Tally(4), NOW, NOW, completed_at=completed_at)


@pytest.mark.parametrize("line", [1, 4, 5])
def test_a_stream_may_begin_at_any_line_that_is_settled_or_next(line: int) -> None:
    migration().require_line(line)


def test_a_stream_that_leaves_a_line_out_is_refused() -> None:
    with pytest.raises(LinesMissingError):
        migration().require_line(6)


def test_what_is_completed_takes_no_more() -> None:
    with pytest.raises(MigrationCompletedError):
        migration(completed_at=NOW).require_line(5)
