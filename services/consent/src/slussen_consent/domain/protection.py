"""Persons whose data are protected (skyddade personuppgifter): what may not be shown of where they are seen.

Source: offentlighets- och sekretesslagen (2009:400) 22 kap. 1 §; folkbokföringslagen (1991:481) 16 §.
"""

from collections.abc import Iterable
from dataclasses import replace
from enum import StrEnum
from uuid import UUID

from slussen_consent.domain.consent import Consent
from slussen_consent.domain.scope import ScopeItem

WITHHELD = UUID(int=0)
"""Stands for a unit that is not shown."""


class Protection(StrEnum):
    """Which protection a person has; that there is one is itself sensitive."""

    CONFIDENTIALITY_MARKING = "confidentiality_marking"
    """Sekretessmarkering."""
    PROTECTED_REGISTRATION = "protected_registration"
    """Skyddad folkbokföring."""


def without_places(consent: Consent, own_unit: UUID | None) -> Consent:
    """Return the consent without the units that are not the reader's own, nor where it is documented.

    A reader without a unit is a system that routes what its own authority is told: it sees who may be told.
    """
    positions = tuple(
        replace(position, scope=_without_places(position.scope, own_unit)) for position in consent.positions
    )
    scope = _without_places(consent.scope, own_unit)
    return replace(consent, scope=scope, positions=positions, journal=None)


def _without_places(lines: Iterable[ScopeItem], own_unit: UUID | None) -> tuple[ScopeItem, ...]:
    return tuple(
        replace(line, unit_id=WITHHELD) if own_unit and line.unit_id not in {None, own_unit} else line
        for line in lines
    )
