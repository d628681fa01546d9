"""The model of a clause library: what a county's agreements say, clause by clause, at one edition.

The county's profile says which clauses an agreement must have; the library has their texts, and clauses that are
recommended or suggested beside them. Source: handbook 4.2 to 4.9.
"""

import re
from datetime import date
from enum import StrEnum
from string import Template
from typing import Annotated, Final, Self

from pydantic import Field, model_validator

from slussen_contracts.agreements.api import AgreementKind
from slussen_contracts.profiles.setting import Force, Frozen

PLACEHOLDERS: Final = frozenset({"parties", "centre", "municipality", "valid_from"})
"""What a text is filled with from the register."""

BLANK: Final = re.compile(r"\[\[[^\[\]]*\]\]")
"""A place that the parties are to fill."""

Key = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{1,63}$")]
Words = Annotated[str, Field(min_length=1, max_length=300)]


class Origin(StrEnum):
    """Whose words a text is in: the county's own template, or ours after the county's rules."""

    COUNTY = "county"
    OURS = "ours"


class LibraryClause(Frozen):
    """A clause with its text; `sv` is its heading where the profile has none for the key."""

    key: Key
    sv: Words | None = None
    force: Force = Force.MUST
    source: Words
    text: Annotated[str, Field(min_length=1, max_length=20_000)]

    @model_validator(mode="after")
    def _placeholders_are_known(self) -> Self:
        template = Template(self.text)
        if not template.is_valid() or set(template.get_identifiers()) - PLACEHOLDERS:
            raise ValueError("a placeholder is not one of ours")
        return self

    def filled(self, values: dict[str, str]) -> str:
        """Return the text with its placeholders filled; what the parties are to fill stays marked."""
        return Template(self.text).safe_substitute(values).strip()


class KindLibrary(Frozen):
    """The clauses of one kind of agreement, in the county's order."""

    origin: Origin
    clauses: tuple[LibraryClause, ...]

    @model_validator(mode="after")
    def _keys_stand_once(self) -> Self:
        keys = [clause.key for clause in self.clauses]
        if len(set(keys)) < len(keys):
            raise ValueError("two clauses have the same key")
        return self


class ChecklistItem(Frozen):
    """One thing to see to."""

    key: Key
    sv: Words
    en: Words


class Checklist(Frozen):
    """Things that a county's document asks a centre to see to."""

    key: Key
    sv: Words
    en: Words
    source: Words
    items: tuple[ChecklistItem, ...]


class ClauseLibrary(Frozen):
    """A county's clauses and checklists, in use from `first_day` through `last_day` (None: until further)."""

    profile_id: Annotated[str, Field(pattern=r"^[a-z]+$")]
    first_day: date
    last_day: date | None = None
    kinds: dict[AgreementKind, KindLibrary] = Field(default_factory=dict)
    checklists: tuple[Checklist, ...] = ()

    @model_validator(mode="after")
    def _days_in_order(self) -> Self:
        if self.last_day is not None and self.last_day < self.first_day:
            raise ValueError("last_day is before first_day")
        return self

    def is_in_use(self, on: date) -> bool:
        """Whether it is in use on the day `on`, first and last day included."""
        return self.first_day <= on and (self.last_day is None or on <= self.last_day)

    def clauses(self, kind: AgreementKind) -> tuple[LibraryClause, ...]:
        """Return the clauses of a kind of agreement; none where the county has no texts for it."""
        found = self.kinds.get(kind)
        return found.clauses if found else ()


def blanks(text: str) -> int:
    """Return how many places in a text are still to be filled by the parties."""
    return len(BLANK.findall(text))
