"""How a person was authenticated, as the issuer told it: kept as evidence, never decided by."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

MOST_METHODS: Final = 10
LONGEST_METHOD: Final = 64
LONGEST_ISSUER: Final = 255


@dataclass(frozen=True, slots=True)
class Authentication:
    """Where, by what means and when a person logged in; each is empty where the issuer did not tell.

    Attributes:
        issuer: The OpenID provider (`iss`).
        methods: The means, by name (`amr`, RFC 8176).
        authenticated_at: When the person proved who it is (`auth_time`), whole seconds in UTC.
    """

    issuer: str | None = None
    methods: tuple[str, ...] = ()
    authenticated_at: datetime | None = None

    @classmethod
    def of(cls, claims: Mapping[str, Any]) -> "Authentication":
        """Return what a token's claims tell (OpenID Connect Core 1.0, 2); what has another form tells nothing."""
        return cls(_issuer(claims.get("iss")), _methods(claims.get("amr")), _moment(claims.get("auth_time")))

    @property
    def claims(self) -> dict[str, Any]:
        """The claims that tell it, for a token of our own."""
        at = self.authenticated_at
        told = {"iss": self.issuer, "amr": list(self.methods), "auth_time": at and int(at.timestamp())}
        return {name: value for name, value in told.items() if value}


def _issuer(stated: object) -> str | None:
    return stated if isinstance(stated, str) and 0 < len(stated) <= LONGEST_ISSUER else None


def _methods(stated: object) -> tuple[str, ...]:
    if not isinstance(stated, list) or len(stated) > MOST_METHODS:
        return ()
    return tuple(one for one in stated if isinstance(one, str) and 0 < len(one) <= LONGEST_METHOD)


def _moment(stated: object) -> datetime | None:
    if not isinstance(stated, int | float) or isinstance(stated, bool):
        return None
    try:
        return datetime.fromtimestamp(int(stated), UTC)
    except (ValueError, OverflowError, OSError):
        return None
