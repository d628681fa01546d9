"""A journal's migration: many rows in one stream that may break, each line counted once."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from uuid import UUID

from slussen_chassis.errors import ConflictError, NotFoundError

MOST_LINES = 1_000_000


class MigrationNotFoundError(NotFoundError):
    """No such migration of the calling system."""

    code: ClassVar[str] = "migration-not-found"
    title_sv: ClassVar[str] = "Överföringen finns inte här"
    title_en: ClassVar[str] = "The migration is not here"


class MigrationCompletedError(ConflictError):
    """A migration that is completed takes no more rows; open another."""

    code: ClassVar[str] = "migration-completed"
    title_sv: ClassVar[str] = "Överföringen är avslutad; öppna en ny"
    title_en: ClassVar[str] = "The migration is completed; open another"


class LinesMissingError(ConflictError):
    """The stream begins after the line that comes next: what lies between would be lost."""

    code: ClassVar[str] = "lines-missing"
    title_sv: ClassVar[str] = "Rader saknas: fortsätt från överföringens nextLine"
    title_en: ClassVar[str] = "Lines are missing: go on from the migration's nextLine"


class TooManyLinesError(ConflictError):
    """The migration has as many lines as one may have; go on in another."""

    code: ClassVar[str] = "too-many-lines"
    title_sv: ClassVar[str] = f"En överföring har högst {MOST_LINES} rader; fortsätt i en ny"
    title_en: ClassVar[str] = f"A migration has at most {MOST_LINES} lines; go on in another"


class MigrationMovedError(ConflictError):
    """Another stream has taken the same lines meanwhile; nothing has had its effect twice."""

    code: ClassVar[str] = "migration-moved"
    title_sv: ClassVar[str] = "En annan ström har tagit samma rader; läs nextLine och fortsätt därifrån"
    title_en: ClassVar[str] = "Another stream has taken the same lines; read nextLine and go on from there"


@dataclass(frozen=True, slots=True)
class Tally:
    """What became of some lines; blank ones count in none of these."""

    accepted: int = 0
    duplicates: int = 0
    rejected: int = 0


@dataclass(frozen=True, slots=True)
class Migration:
    """How far a migration has come; `next_line` counts from 1, and all lines before it are settled."""

    id: UUID
    next_line: int
    tally: Tally
    opened_at: datetime
    changed_at: datetime
    label: str | None = None
    expected_rows: int | None = None
    completed_at: datetime | None = None

    def require_line(self, first_line: int) -> None:
        """Refuse a stream that begins at `first_line` where that line can't be taken.

        Raises:
            MigrationCompletedError: It takes no more.
            LinesMissingError: Lines between would be lost.
        """
        if self.completed_at is not None:
            raise MigrationCompletedError
        if first_line > self.next_line:
            raise LinesMissingError
