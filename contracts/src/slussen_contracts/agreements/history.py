"""The register's things as they were on a day, with the day from which the register knows."""

from datetime import date

from pydantic import Field

from slussen_contracts.agreements.api import BoardRead, FamilyCentreRead, ResponsibleAuthorityRead, UnitRead
from slussen_contracts.events import Model


class AsOf(Model):
    """Which day a thing is shown as of."""

    as_of: date = Field(examples=["2026-11-22"])
    history_from: date = Field(
        description="Första dagen som registret har historik för; tidigare dagar besvaras inte."
        " / The first day that the register has history of; earlier days are not answered.",
        examples=["2026-11-22"],
    )
    valid_that_day: bool | None = Field(
        default=None,
        description="Om dagen är en av dess giltiga. / Whether the day is one of its valid ones.",
    )


class ResponsibleAuthoritySeen(ResponsibleAuthorityRead, AsOf):
    """A responsible authority (huvudman) as it was in the register on a day."""


class BoardSeen(BoardRead, AsOf):
    """A board (nämnd) as it was in the register on a day."""


class UnitSeen(UnitRead, AsOf):
    """A unit (enhet) as it was in the register on a day."""


class FamilyCentreSeen(FamilyCentreRead, AsOf):
    """A family centre (familjecentral) as it was in the register on a day."""
