"""Tables for people: the events, and the glossary with the code lists."""

import inspect
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from typing import Any

from slussen_contracts import identifiers
from slussen_contracts.catalogue import EVENTS
from slussen_contracts.documents.asyncapi import Receivers
from slussen_contracts.documents.schemas import data_schema, meaning
from slussen_contracts.events import Event

GENERATED = "<!-- Made by contracts/generate.py; change its sources, not this file. -->\n\n"
EVENTS_TITLE = """\
# Events

Every event on the stream, by the service that owns it. The type is the NATS subject without its county; the envelope
(id, source, type, subject, time, county, version) is the same for all and stands in `../schemas/`. Members in
*italics* may be absent. Each event of the register carries the thing's full state.
"""
GLOSSARY_TITLE = """\
# Glossary

Swedish words of the trade, the names they have in code, API and events, and what they mean.
"""
CODELISTS = (
    identifiers.AuthorityType,
    identifiers.Branch,
    identifiers.Activity,
    identifiers.Profession,
    identifiers.IdentitySystem,
)


def events_page(receivers: Receivers) -> str:
    """Return the page of all events."""
    parts = [GENERATED + EVENTS_TITLE]
    owner = ""
    for (service, thing, members), kinds in _grouped().items():
        if service != owner:
            owner = service
            parts.append(f"## {service}\n")
        rows = [
            (f"`{kind.type}`", meaning(kind) + _phase_out(kind), _followers(kind, receivers))
            for kind in kinds
        ]
        parts.append(f"### {thing}\n\nMembers: {members}\n")
        parts.append(table(("Type", "Meaning", "Followed by"), rows))
    return "\n".join(parts)


def _grouped() -> dict[tuple[str, str, str], list[type[Event]]]:
    """Return the events by service, thing and members: those of one thing mostly share them."""
    groups: dict[tuple[str, str, str], list[type[Event]]] = {}
    for kind in EVENTS.values():
        _, service, thing, *_ = kind.type.split(".")
        groups.setdefault((service, thing, _members(kind)), []).append(kind)
    return groups


def _phase_out(kind: type[Event]) -> str:
    ends = kind.phase_out
    if ends is None:
        return ""
    instead = f" Use `{ends.successor}`." if ends.successor else ""
    return f" **Phased out** since {ends.since}; may be gone from {ends.sunset}.{instead}"


def _members(kind: type[Event]) -> str:
    schema, _ = data_schema(kind, "{model}")
    names = [f"`{m}`" if m in schema["required"] else f"*`{m}`*" for m in schema["properties"]]
    return ", ".join(names)


def _followers(kind: type[Event], receivers: Receivers) -> str:
    return ", ".join(sorted(service for service, kinds in receivers.items() if kind in kinds)) or "-"


def glossary_page(source: Mapping[str, Any]) -> str:
    """Return the glossary.

    Args:
        source: `terms` (rows of swedish, code, meaning) and `codes` (enumeration -> value -> Swedish name).
    """
    terms = [(row["swedish"], f"`{row['code']}`", row["meaning"]) for row in source["terms"]]
    parts = [GENERATED + GLOSSARY_TITLE, table(("Swedish", "Code", "Meaning"), terms), "# Code lists\n"]
    parts += [_codelist(kind, source["codes"][kind.__name__]) for kind in CODELISTS]
    return "\n".join(parts)


def _codelist(kind: type[StrEnum], names: Mapping[str, str]) -> str:
    rows = [(f"`{value}`", names[value.value]) for value in kind]
    text = " ".join((inspect.getdoc(kind) or "").split())
    return f"## {kind.__name__}\n\n{text}\n\n" + table(("Code", "Svenska"), rows)


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a Markdown table."""
    lines = ["| " + " | ".join(heads) + " |", "|" + " --- |" * len(heads)]
    lines += ["| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in rows]
    return "\n".join(lines) + "\n"
