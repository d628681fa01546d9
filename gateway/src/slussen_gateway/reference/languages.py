"""Texts of the site in its two languages, and of descriptions that hold both the half that is asked for."""

import re
from typing import Final

LANGUAGES: Final = ("sv", "en")
_BETWEEN: Final = re.compile(r"\s+/\s+(?=[A-Z`(])")
"""Our descriptions are written "svenska. / English."."""

TEXTS: Final[dict[str, dict[str, str]]] = {
    "sv": {
        "name": "Svenska",
        "skip": "Till innehållet",
        "home": "Dokumentation",
        "title": "Anslut till Slussen",
        "lead": "Allt som behövs för att ansluta journalsystem, intranät och BI-verktyg, utan att fråga oss.",
        "guides": "Guider",
        "guides-note": "Guiderna är skrivna på engelska där inget annat sägs.",
        "apis": "Gränssnitt",
        "events": "Händelser",
        "events-lead": "Händelser är CloudEvents 1.0. Utåt är de tunna: de säger vad som hänt, aldrig innehållet.",
        "more": "Beslut och bakgrund",
        "files": "Filer att hämta",
        "operation": "Anrop",
        "scopes": "Kräver behörighet (scope)",
        "open": "Öppet utan inloggning",
        "deprecated": "Fasas ut",
        "since": "sedan",
        "sunset": "kan vara borta från och med",
        "successor": "Ersätts av",
        "parameters": "Parametrar",
        "request": "Anropets innehåll",
        "answer": "Svar",
        "example": "Exempel",
        "schemas": "Datatyper på sidan",
        "member": "Fält",
        "type": "Typ",
        "place": "Plats",
        "about": "Betydelse",
        "required": "krävs",
        "optional": "frivilligt",
        "limits": "Begränsningar",
        "service-level": "Servicenivå",
        "version": "Version",
        "in-path": "adress",
        "in-query": "fråga",
        "in-header": "huvud",
        "contents": "Innehåll",
        "sender": "Skickas av",
        "footer": "Slussen är fri programvara för familjecentraler (EUPL-1.2).",
    },
    "en": {
        "name": "English",
        "skip": "Skip to content",
        "home": "Documentation",
        "title": "Connect to Slussen",
        "lead": "All that is needed to connect a journal system, an intranet or a BI tool, without asking us.",
        "guides": "Guides",
        "guides-note": "",
        "apis": "Interfaces",
        "events": "Events",
        "events-lead": "Events are CloudEvents 1.0. Outside they are thin: they say what happened, never the content.",
        "more": "Decisions and background",
        "files": "Files to fetch",
        "operation": "Call",
        "scopes": "Needs the scope",
        "open": "Open without login",
        "deprecated": "Is being phased out",
        "since": "since",
        "sunset": "may be gone from",
        "successor": "Its successor",
        "parameters": "Parameters",
        "request": "Body of the request",
        "answer": "Answer",
        "example": "Example",
        "schemas": "Types on this page",
        "member": "Member",
        "type": "Type",
        "place": "Place",
        "about": "Meaning",
        "required": "required",
        "optional": "optional",
        "limits": "Limitations",
        "service-level": "Service level",
        "version": "Version",
        "in-path": "path",
        "in-query": "query",
        "in-header": "header",
        "contents": "Contents",
        "sender": "Sent by",
        "footer": "Slussen is free software for family centres (EUPL-1.2).",
    },
}


def in_language(text: str, language: str) -> str:
    """Return the half of a text "svenska. / English." that is in a language; a text with one half as it is."""
    halves = _BETWEEN.split(text.strip(), maxsplit=1)
    if len(halves) == 1:
        paragraphs = text.strip().split("\n\n")
        halves = paragraphs if len(paragraphs) == len(LANGUAGES) else halves
    return halves[LANGUAGES.index(language) if len(halves) > 1 else 0].strip()
