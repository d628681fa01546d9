"""Running text as people write it, as blocks: blank lines part paragraphs, lines with a dash are points."""

import re
from collections.abc import Iterator
from itertools import groupby
from typing import Final

from slussen_chassis.documents.blocks import Items, Paragraph

_POINT: Final = re.compile(r"^\s*[-\u2013\u2022*]\s+(?=\S)")


def prose(text: str) -> tuple[Paragraph | Items, ...]:
    """Return a text's paragraphs and lists, in order; nothing but white space gives none."""
    return tuple(
        block for part in re.split(r"\n\s*\n", text.replace("\r\n", "\n")) for block in _blocks(part)
    )


def _blocks(part: str) -> Iterator[Paragraph | Items]:
    lines = [line.rstrip() for line in part.split("\n") if line.strip()]
    for is_point, run in groupby(lines, key=lambda line: bool(_POINT.match(line))):
        if is_point:
            yield Items(tuple(_POINT.sub("", line) for line in run))
        else:
            yield Paragraph("\n".join(run))
