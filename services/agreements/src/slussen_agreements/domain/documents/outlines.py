"""The headings that a county's template has around and within a clause; a county without a template has none.

Source: handbook 4.3 (S001 Bilaga 1) and 4.8 (S003). Kalmar's second `Mål`, under its definition, is no clause.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Outline:
    """The heading above a clause, and the headings within it, in the template's order."""

    chapter: str | None = None
    sections: tuple[str, ...] = ()


PLAIN: Final = Outline()
_CENTRES: Final = Outline("Familjecentraler i Kalmar län")

OUTLINES: Final[Mapping[str, Mapping[str, Outline]]] = {
    "jamtland": {
        "responsibilities": Outline(
            sections=(
                "Mödrahälsovården",
                "Barnhälsovården",
                "Barn- och utbildningsförvaltningen (öppen förskola)",
                "Socialtjänstförvaltningen",
                "Psykologisk kompetens",
            )
        ),
        "management_organisation": Outline(
            sections=("Styrgrupp", "Ledningsgrupp vid respektive Familjecentral", "Samordnare")
        ),
    },
    "kalmar": {
        "definition": _CENTRES,
        "target_group": _CENTRES,
        "mission": _CENTRES,
        "accessibility": _CENTRES,
        "secrecy_documentation": _CENTRES,
        "common_starting_points": Outline("Samverkan"),
        "responsibilities": Outline("Samverkan", ("Region Kalmar läns ansvar", "Länets kommuners ansvar")),
        "organisation": Outline(
            sections=(
                "Familjecentralens styrgrupp",
                "Länsövergripande styrgrupp",
                "Länsövergripande samordning",
                "Familjecentralens samordnare",
                "Länsövergripande samordnarnätverk",
            )
        ),
    },
}
"""By profile, then by the clause's key."""


def outline_of(profile_id: str, clause: str) -> Outline:
    """Return the headings around and within a clause of a profile."""
    return OUTLINES.get(profile_id, {}).get(clause, PLAIN)
