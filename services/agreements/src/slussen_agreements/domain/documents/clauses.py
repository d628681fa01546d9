"""An agreement's clauses as blocks: numbered, under the chapters of the template, with what is missing in its place."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from slussen_agreements.domain.agreement import Clause
from slussen_agreements.domain.documents.outlines import Outline, outline_of
from slussen_agreements.domain.documents.words import capital
from slussen_agreements.domain.documents.written import WrittenAgreement
from slussen_chassis.documents.blocks import Block, Heading, ToFill
from slussen_chassis.documents.prose import prose

SIGNATURES = "signatures"
"""The clause under which the places to sign stand, where a county's template has one."""


@dataclass(frozen=True, slots=True)
class Point:
    """A point of the document: its label, and its clause; None where it is yet to be filled in."""

    key: str
    label: str
    clause: Clause | None


def points(written: WrittenAgreement) -> tuple[Point, ...]:
    """Return the points in the template's order, then the parties' own; suggestions show in a draft alone."""
    filled = {clause.key: clause for clause in written.agreement.clauses}
    labels = {clause.key: clause.sv for clause in (*written.required, *written.suggested)}
    wanted = [clause.key for clause in written.required]
    wanted += [c.key for c in written.suggested if c.key in filled or not filled]
    keys = dict.fromkeys([*wanted, *filled])
    return tuple(Point(key, _label(key, labels, filled.get(key)), filled.get(key)) for key in keys)


def clause_blocks(written: WrittenAgreement) -> Iterator[Block]:
    """Yield the points as numbered headings and their text; the one on signatures comes with the places to sign."""
    for each in _numbered(written):
        if each.point.key != SIGNATURES:
            yield from each.blocks()


def signature_blocks(written: WrittenAgreement, heading: str) -> Iterator[Block]:
    """Yield the heading over the places to sign: the template's own point with its text, else `heading`."""
    own = [each for each in _numbered(written) if each.point.key == SIGNATURES]
    for each in own:
        yield from each.blocks()
    if not own:
        yield Heading(heading)


@dataclass(frozen=True, slots=True)
class _Numbered:
    """A point with its number, and the chapter that begins with it, if one does."""

    point: Point
    outline: Outline
    number: str
    chapter: str | None

    def blocks(self) -> Iterator[Block]:
        if self.chapter is not None:
            yield Heading(self.chapter)
        level = 1 if self.outline.chapter is None else 2
        yield Heading(f"{self.number} {self.point.label}", level)
        yield from _body(self.point, self.outline, level=level + 1)


def _numbered(written: WrittenAgreement) -> Iterator[_Numbered]:
    chapter: str | None = None
    number = inner = 0
    for point in points(written):
        outline = outline_of(written.agreement.profile_id, point.key)
        begins = outline.chapter is None or outline.chapter != chapter
        number, inner = (number + 1, 1) if begins else (number, inner + 1)
        chapter = outline.chapter
        if chapter is None:
            yield _Numbered(point, outline, f"{number}.", None)
        else:
            yield _Numbered(point, outline, f"{number}.{inner}", f"{number}. {chapter}" if begins else None)


def _label(key: str, labels: Mapping[str, str], clause: Clause | None) -> str:
    own = clause.heading if clause else None
    return capital(labels.get(key) or own or key.replace("_", " "))


def _body(point: Point, outline: Outline, *, level: int) -> Iterator[Block]:
    if point.clause is not None:
        yield from _with_sections(point.clause.text, outline, level=level)
        return
    if not outline.sections:
        yield ToFill(point.label)
    for section in outline.sections:
        yield Heading(section, level)
        yield ToFill(section)


def _with_sections(text: str, outline: Outline, *, level: int) -> Iterator[Block]:
    """Yield a clause's text; a line that is one of the template's headings becomes one."""
    headings = {section.casefold(): section for section in outline.sections}
    gathered: list[str] = []
    for line in text.splitlines():
        heading = headings.get(line.strip().rstrip(":").casefold())
        if heading is None:
            gathered.append(line)
            continue
        yield from prose("\n".join(gathered))
        gathered = []
        yield Heading(heading, level)
    yield from prose("\n".join(gathered))
