"""A county's clauses for a kind of agreement on a day: those of its library's edition, then its own additions.

An addition's text never changes: a new text of the same key takes its place from its first day, so that what was
offered on any day can be told. Source: handbook 4.2 to 4.9; S002 15 (the steering group may add headings).
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import ClassVar
from uuid import UUID

from slussen_agreements.domain.agreement import Clause, RequiredClause
from slussen_agreements.domain.days import ONE_DAY
from slussen_chassis.errors import ConflictError, FieldProblem, NotFoundError
from slussen_contracts.agreements.api import AgreementKind
from slussen_contracts.clause_library import ClauseLibrary, LibraryClause
from slussen_contracts.profiles import Force


class AdditionNotFoundError(NotFoundError):
    """The county has no such addition."""

    title_sv: ClassVar[str] = "Länets klausulbibliotek har inget sådant tillägg"
    title_en: ClassVar[str] = "The county's clause library has no such addition"


class AdditionExistsError(ConflictError):
    """A county has one text for a key from a day."""

    code: ClassVar[str] = "addition-exists"
    title_sv: ClassVar[str] = "Länet har redan en text med den nyckeln från den dagen eller en senare"
    title_en: ClassVar[str] = "The county has a text of that key from that day or a later one already"


class AdditionEndedError(ConflictError):
    """An addition ends once."""

    code: ClassVar[str] = "addition-ended"
    title_sv: ClassVar[str] = "Tillägget har redan en sista dag"
    title_en: ClassVar[str] = "The addition has a last day already"


@dataclass(frozen=True, slots=True, kw_only=True)
class Addition:
    """A clause that a county added to its library."""

    id: UUID
    version: int = 1
    county_code: str
    kind: AgreementKind
    key: str
    heading: str
    text: str
    valid_from: date
    valid_through: date | None = None

    def is_offered(self, on: date) -> bool:
        """Whether it is offered on a day."""
        return self.valid_from <= on and (self.valid_through is None or on <= self.valid_through)

    def ended(self, last_day: date) -> "Addition":
        """Return it with a last day."""
        return replace(self, version=self.version + 1, valid_through=last_day)


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered:
    """A clause as the library offers it: from the edition, or the county's own addition.

    `needs_heading` tells that the profile has no label for it; `source` is None for an addition.
    """

    key: str
    label: str
    force: Force
    text: str
    source: str | None = None
    needs_heading: bool = True
    template: LibraryClause | None = None
    addition_id: UUID | None = None

    def filled(self, values: Mapping[str, str]) -> Clause:
        """Return it as a draft's clause; only the library's own texts have places for what the register knows."""
        text = self.template.filled(dict(values)) if self.template else self.text
        return Clause(self.key, text, self.label if self.needs_heading else None)


def offered(
    edition: ClauseLibrary | None,
    kind: AgreementKind,
    additions: Iterable[Addition],
    required: Sequence[RequiredClause],
    on: date,
) -> tuple[Offered, ...]:
    """Return what the library offers for a kind of agreement on a day.

    Args:
        edition: The edition in use; None where there is none.
        kind: The kind of agreement.
        additions: The county's.
        required: The clauses that the profile requires: they have its labels, and no addition takes their key.
        on: The day.
    """
    labels = {clause.key: clause.sv for clause in required}
    base = edition.clauses(kind) if edition else ()
    own = [one for one in additions if one.kind is kind and one.is_offered(on)]
    return (*(_of_edition(clause, labels) for clause in base), *(_of_county(one) for one in own))


def addition_faults(
    wanted: Addition, edition: ClauseLibrary | None, required: Sequence[RequiredClause]
) -> Iterator[FieldProblem]:
    """Find that an addition takes the key of a clause that the county's document has."""
    taken = {clause.key for clause in required} | {
        clause.key for clause in (edition.clauses(wanted.kind) if edition else ())
    }
    if wanted.key in taken:
        yield FieldProblem(
            "key", "of-library", "nyckeln har länets eget avsnitt", "the county's own clause has that key"
        )


def gives_way(before: Addition, wanted: Addition) -> Addition:
    """Return an earlier text of the same key as it ends, the day before the new one begins.

    Raises:
        AdditionExistsError: It begins on the same day or later.
    """
    if before.valid_from >= wanted.valid_from:
        raise AdditionExistsError
    last_day = wanted.valid_from - ONE_DAY
    is_past = before.valid_through is not None and before.valid_through <= last_day
    return before if is_past else before.ended(last_day)


def key_faults(keys: Collection[str] | None, of: Iterable[Offered]) -> Iterator[FieldProblem]:
    """Find keys that the library does not offer."""
    known = {one.key for one in of}
    for place, key in enumerate(keys or ()):
        if key not in known:
            yield FieldProblem(
                f"keys.{place}", "unknown", "finns inte i biblioteket", "is not in the library"
            )


def taken_from(
    of: Iterable[Offered], has: Sequence[Clause], keys: Collection[str] | None, values: Mapping[str, str]
) -> list[Clause]:
    """Return a draft's clauses with those that it takes from the library after them.

    Args:
        of: What the library offers.
        has: The clauses that the draft has; none of them is changed.
        keys: Those to take; None: all that are required or recommended.
        values: What placeholders are filled with.
    """
    known = {clause.key for clause in has}
    chosen = [one for one in of if one.key not in known and _is_wanted(one, keys)]
    return [*has, *(one.filled(values) for one in chosen)]


def _is_wanted(one: Offered, keys: Collection[str] | None) -> bool:
    return one.force is not Force.MAY if keys is None else one.key in keys


def _of_edition(clause: LibraryClause, labels: Mapping[str, str]) -> Offered:
    return Offered(
        key=clause.key,
        label=labels.get(clause.key) or clause.sv or clause.key,
        force=clause.force,
        text=clause.text.strip(),
        source=clause.source,
        needs_heading=clause.key not in labels,
        template=clause,
    )


def _of_county(one: Addition) -> Offered:
    return Offered(key=one.key, label=one.heading, force=Force.MAY, text=one.text, addition_id=one.id)
