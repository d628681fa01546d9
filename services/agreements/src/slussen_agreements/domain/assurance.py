"""How surely a signatory was identified: levels of assurance (tillitsnivå, LoA) 1 to 4.

The identity provider states the level by name or address, such as `loa3` or `http://id.sambi.se/loa/loa3`.
"""

import re
from typing import ClassVar, Final

from slussen_chassis.errors import StepUpRequiredError

_LEVEL: Final = re.compile(r"(?:^|/)loa([1-4])$", re.IGNORECASE)


class AssuranceTooLowError(StepUpRequiredError):
    """The caller was identified less surely than a signature asks for; a log-in at the level named helps."""

    code: ClassVar[str] = "assurance-too-low"
    title_sv: ClassVar[str] = "Inloggningen är inte säker nog för att skriva under"
    title_en: ClassVar[str] = "You are not identified surely enough to sign"


def level_of(stated: str | None) -> int:
    """Return the level that a statement means; 0 where it means none."""
    found = _LEVEL.search(stated or "")
    return int(found[1]) if found else 0


def require_assurance(stated: str | None, wanted: str) -> None:
    """Refuse a caller whose level is below the one wanted.

    Raises:
        AssuranceTooLowError: It is; the level wanted is named.
    """
    if level_of(stated) < level_of(wanted):
        raise AssuranceTooLowError(
            wanted,
            sv=f"För att skriva under krävs inloggning med tillitsnivå {wanted}",
            en=f"To sign you need to log in with assurance level {wanted}",
        )
