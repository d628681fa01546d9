"""Addresses of pages, in one place."""

from typing import Final
from uuid import UUID

HOME: Final = "/agreements/pages"
AGREEMENTS: Final = f"{HOME}/agreements"
CENTRES: Final = f"{HOME}/centres"


def of_agreement(agreement_id: UUID, part: str = "") -> str:
    """Return the address of an agreement's page, or of one of its parts."""
    return f"{AGREEMENTS}/{agreement_id}{part and '/'}{part}"


def of_centre(centre_id: UUID, part: str = "") -> str:
    """Return the address of a centre's page, or of one of its parts."""
    return f"{CENTRES}/{centre_id}{part and '/'}{part}"
