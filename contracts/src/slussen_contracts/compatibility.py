"""Tells whether a contract's new version can take the place of its published one: additive changes only.

What a client sends may be asked for less, never for more; what we answer or announce may grow, never shrink.
Events are both: others read them, and we read old ones again from the stream.

A new enumeration value is additive everywhere: readers must expect values that they do not know yet. A removed
one breaks, also in answers, since somebody waits for it. Texts, examples, defaults and titles never break.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Any

from slussen_contracts import phase_out

METHODS = ("get", "put", "post", "delete", "patch")


class Side(Enum):
    """Who writes a document and so who reads it."""

    REQUEST = "clients write it, we read it"
    ANSWER = "we write it, clients read it"
    EVENT = "we write it, clients and we ourselves read it, old ones too"


@dataclass(frozen=True, slots=True)
class Break:
    """One change that breaks somebody: where, and what happened."""

    place: str
    what: str

    @property
    def line(self) -> str:
        """Return it as one line."""
        return f"{self.place}: {self.what}"


def compare_schemas(old: Mapping[str, Any], new: Mapping[str, Any], side: Side) -> list[Break]:
    """Return what breaks where the JSON Schema `new` takes the place of `old`; empty when nothing does."""
    changed = _Comparison(old, new, side).schema(old, new, "")
    return list(dict.fromkeys([*changed, *_notice(old, new, "")]))


def compare_openapi(old: Mapping[str, Any], new: Mapping[str, Any], on: date | None = None) -> list[Break]:
    """Return what breaks where the OpenAPI document `new` takes the place of `old`.

    An operation that `old` told the end of may be gone on that day, `on`; without `on` it may never.
    """
    return list(dict.fromkeys(_operations(old, new, on)))


def may_be_gone(published: Mapping[str, Any], on: date | None) -> bool:
    """Return whether what was published told of its own end, and the day has come."""
    ends = phase_out.read(published)
    return on is not None and ends is not None and ends.sunset <= on


class _Comparison:
    """Compares schemas of two documents, each resolved within its own."""

    def __init__(self, old: Mapping[str, Any], new: Mapping[str, Any], side: Side) -> None:
        self._old = old
        self._new = new
        self._side = side
        self._under_way: set[tuple[str, str]] = set()

    def schema(self, old: Mapping[str, Any], new: Mapping[str, Any], place: str) -> Iterator[Break]:
        """Yield what breaks between two schemas."""
        references = (old.get("$ref", ""), new.get("$ref", ""))
        if all(references):
            if references in self._under_way:
                return
            self._under_way.add(references)
        yield from self._resolved(_resolve(self._old, old), _resolve(self._new, new), place)
        self._under_way.discard(references)

    def _resolved(self, old: Mapping[str, Any], new: Mapping[str, Any], place: str) -> Iterator[Break]:
        before, after = _alternatives(self._old, old), _alternatives(self._new, new)
        yield from self._types(set(before), set(after), place)
        for kind in before.keys() & after.keys():
            yield from self._one_type(before[kind], after[kind], place)

    def _types(self, old: set[str], new: set[str], place: str) -> Iterator[Break]:
        lost, added = sorted(old - new), sorted(new - old)
        if lost and added:
            yield Break(place, f"type changed from {', '.join(sorted(old))} to {', '.join(sorted(new))}")
        elif lost and self._side is not Side.ANSWER:
            yield Break(place, f"type narrowed: {', '.join(lost)} is no longer allowed")
        elif added and self._side is not Side.REQUEST:
            yield Break(place, f"type widened: {', '.join(added)} is new to readers")

    def _one_type(self, old: Mapping[str, Any], new: Mapping[str, Any], place: str) -> Iterator[Break]:
        yield from self._values(old, new, place)
        if "properties" in old or "properties" in new:
            yield from self._members(old, new, place)
        if "items" in old and "items" in new:
            yield from self.schema(old["items"], new["items"], f"{place}[]")
        if self._side is not Side.ANSWER:
            yield from _limits(old, new, place)

    def _values(self, old: Mapping[str, Any], new: Mapping[str, Any], place: str) -> Iterator[Break]:
        before, after = _values(old), _values(new)
        if after is not None and before is None:
            if self._side is not Side.ANSWER:
                yield Break(place, "narrowed to an enumeration")
        elif before is not None and after is not None:
            for value in sorted(before - after):
                yield Break(place, f"enumeration value {value} removed")

    def _members(self, old: Mapping[str, Any], new: Mapping[str, Any], place: str) -> Iterator[Break]:
        before, after = old.get("properties", {}), new.get("properties", {})
        required_before, required_after = set(old.get("required", ())), set(new.get("required", ()))
        for name in before:
            if name not in after:
                yield Break(f"{place}.{name}", "member removed")
            else:
                yield from self.schema(before[name], after[name], f"{place}.{name}")
        if self._side is not Side.ANSWER:
            for name in sorted(required_after - required_before):
                yield Break(f"{place}.{name}", "member is now required")
        if self._side is not Side.REQUEST:
            for name in sorted((required_before - required_after) & set(after)):
                yield Break(f"{place}.{name}", "member may now be absent")
        if new.get("additionalProperties") is False and old.get("additionalProperties") is not False:
            yield Break(place, "unknown members are now refused")


def _limits(old: Mapping[str, Any], new: Mapping[str, Any], place: str) -> Iterator[Break]:
    """Yield where the reader accepts less than before."""
    for key in ("minLength", "minItems", "minimum", "exclusiveMinimum"):
        if key in new and (key not in old or new[key] > old[key]):
            yield Break(place, f"{key} raised to {new[key]}")
    for key in ("maxLength", "maxItems", "maximum", "exclusiveMaximum"):
        if key in new and (key not in old or new[key] < old[key]):
            yield Break(place, f"{key} lowered to {new[key]}")
    for key in ("pattern", "format"):
        if key in new and new[key] != old.get(key):
            yield Break(place, f"{key} is now {new[key]}")


def _values(schema: Mapping[str, Any]) -> set[str] | None:
    """Return the values that a schema lists, as texts; None where it lists none."""
    if "const" in schema:
        return {str(schema["const"])}
    return {str(value) for value in schema["enum"]} if "enum" in schema else None


def _alternatives(document: Mapping[str, Any], schema: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    """Return a schema's alternatives by type; several of one type are told apart by title or format."""
    found: dict[str, list[Mapping[str, Any]]] = {}
    for kind, alternative in _flat(document, schema):
        found.setdefault(kind, []).append(alternative)
    return {
        kind if len(same) == 1 else f"{kind} {one.get('title', one.get('format', ''))}".strip(): one
        for kind, same in found.items()
        for one in same
    }


def _flat(document: Mapping[str, Any], schema: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    resolved = _resolve(document, schema)
    inner = [*resolved.get("anyOf", ()), *resolved.get("oneOf", ())]
    if not inner and len(resolved.get("allOf", ())) == 1:
        inner = resolved["allOf"]
    for alternative in inner:
        yield from _flat(document, alternative)
    if not inner:
        kinds = resolved.get("type", "any")
        for kind in kinds if isinstance(kinds, list) else [kinds]:
            yield kind, resolved


def _resolve(document: Mapping[str, Any], schema: Mapping[str, Any]) -> Mapping[str, Any]:
    """Follow `$ref` within a document."""
    found: Any = schema
    while "$ref" in found:
        path = found["$ref"].removeprefix("#/").split("/")
        found = document
        for part in path:
            found = found[part.replace("~1", "/").replace("~0", "~")]
    return found  # type: ignore[no-any-return] # JSON: whatever stands there


def _notice(old: Mapping[str, Any], new: Mapping[str, Any], place: str) -> Iterator[Break]:
    """Yield where a day that people were told of comes nearer."""
    told, now = phase_out.read(old), phase_out.read(new)
    if told is not None and now is not None and now.sunset < told.sunset:
        yield Break(place, f"sunset moved from {told.sunset} to {now.sunset}")


def _operations(old: Mapping[str, Any], new: Mapping[str, Any], on: date | None) -> Iterator[Break]:
    for path, item in old["paths"].items():
        for method in METHODS:
            if method not in item:
                continue
            place = f"{method.upper()} {path}"
            present = new["paths"].get(path, {}).get(method)
            if present is None:
                if not may_be_gone(item[method], on):
                    yield Break(place, "operation removed")
            else:
                yield from _notice(item[method], present, place)
                yield from _operation(_Documents(old, new), item[method], present, place)


@dataclass(frozen=True, slots=True)
class _Documents:
    """The two documents that are compared."""

    old: Mapping[str, Any]
    new: Mapping[str, Any]

    def schemas(self, old: Mapping[str, Any], new: Mapping[str, Any], side: Side, at: str) -> Iterator[Break]:
        """Yield what breaks between two schemas of these documents."""
        yield from _Comparison(self.old, self.new, side).schema(old, new, at)


def _operation(
    documents: _Documents, old: Mapping[str, Any], new: Mapping[str, Any], place: str
) -> Iterator[Break]:
    if old.get("operationId") != new.get("operationId"):
        yield Break(place, f"operationId changed from {old.get('operationId')}")
    for scope in sorted(set(new.get("x-required-scopes", ())) - set(old.get("x-required-scopes", ()))):
        yield Break(place, f"scope {scope} is now required")
    yield from _parameters(documents, old, new, place)
    yield from _request(documents, old.get("requestBody", {}), new.get("requestBody", {}), place)
    for status, answer in old["responses"].items():
        if status not in new["responses"]:
            yield Break(place, f"response {status} removed")
        else:
            present = new["responses"][status]
            yield from _content(documents, answer, present, Side.ANSWER, f"{place} {status}")


def _parameters(
    documents: _Documents, old: Mapping[str, Any], new: Mapping[str, Any], place: str
) -> Iterator[Break]:
    before, after = _by_name(documents.old, old), _by_name(documents.new, new)
    for key, parameter in before.items():
        if key not in after:
            yield Break(place, f"parameter {key} removed")
        else:
            at = f"{place} parameter {key}"
            yield from documents.schemas(parameter["schema"], after[key]["schema"], Side.REQUEST, at)
    for key, parameter in after.items():
        if parameter.get("required") and not before.get(key, {}).get("required"):
            yield Break(place, f"parameter {key} is now required")


def _by_name(document: Mapping[str, Any], operation: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    found: Sequence[Mapping[str, Any]] = [_resolve(document, p) for p in operation.get("parameters", ())]
    return {f"{parameter['name']} ({parameter['in']})": parameter for parameter in found}


def _request(
    documents: _Documents, old: Mapping[str, Any], new: Mapping[str, Any], place: str
) -> Iterator[Break]:
    if new.get("required") and not old.get("required"):
        yield Break(f"{place} body", "a body is now required")
    yield from _content(documents, old, new, Side.REQUEST, f"{place} body")


def _content(
    documents: _Documents, old: Mapping[str, Any], new: Mapping[str, Any], side: Side, place: str
) -> Iterator[Break]:
    for media_type, media in old.get("content", {}).items():
        present = new.get("content", {}).get(media_type)
        if present is None:
            yield Break(place, f"media type {media_type} removed")
        else:
            yield from documents.schemas(media.get("schema", {}), present.get("schema", {}), side, place)
