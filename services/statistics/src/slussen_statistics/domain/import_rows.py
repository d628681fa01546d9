"""How a row of a table becomes an entry: yes and no, lists in one cell, and columns that belong together.

A column `values.g1` holds the answer to the item `g1`, `texts.q1` words, `sections.crc_work` a section of a plan;
`quote` and `quotedBy` are a parent's words and who said them.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

TRUE: Final = frozenset({"true", "ja", "yes", "1", "x"})
FALSE: Final = frozenset({"false", "nej", "no", "0"})
_LISTS: Final = ("ledBy", "priorityGoals")
_YES_OR_NO: Final = ("isCohesive", "isMeasurable", "isAttained", "viewsTakenIn", "isEvaluated")
_TEXTS: Final = ("reference", "goal", "how", "outcome", "purpose", "method")
_GROUPS: Final = ("values", "texts", "sections")


def shaped(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return a row as the entry takes it; what is no yes and no list is left for the entry to refuse."""
    found = {name: _cell(name, value) for name, value in row.items() if "." not in name}
    for group in _GROUPS:
        members = _members(row, f"{group}.")
        if members:
            found[group] = _sections(members) if group == "sections" else members
    return _quoted(found)


def _cell(name: str, value: Any) -> Any:
    if name in _LISTS and isinstance(value, str):
        return [part.strip() for part in value.split(";") if part.strip()]
    word = str(value).lower()
    if name in _YES_OR_NO and word in TRUE | FALSE:
        return word in TRUE
    return str(value) if name in _TEXTS else value


def _members(row: Mapping[str, Any], prefix: str) -> dict[str, Any]:
    return {name.removeprefix(prefix): value for name, value in row.items() if name.startswith(prefix)}


def _sections(members: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [{"code": code, "text": str(text)} for code, text in members.items()]


def _quoted(found: dict[str, Any]) -> dict[str, Any]:
    """Return a row with its quote as the entry takes it; a quote without a speaker is refused there."""
    quote, by = found.pop("quote", None), found.pop("quotedBy", None)
    if quote is not None or by is not None:
        found["quotes"] = [
            {name: value for name, value in (("text", quote), ("by", by)) if value is not None}
        ]
    return found


def repeated(keys: Iterable[tuple[int, str]]) -> Iterator[tuple[int, int]]:
    """Yield each row whose key stands on an earlier one, with that one's number."""
    first: dict[str, int] = {}
    for number, key in keys:
        if (earlier := first.setdefault(key, number)) != number:
            yield number, earlier
