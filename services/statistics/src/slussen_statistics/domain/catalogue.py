"""The published tables: what each one counts, how it is protected, and what may be asked of it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from slussen_chassis.errors import FieldProblem, InvalidError, NotFoundError
from slussen_statistics.domain.labels import Label

REFERRAL_FLOW = "referral-flow"
_NAME = re.compile(r"[A-Za-z_]{1,30}")
SELECTIONS = frozenset({"county", "year", "format"})
"""What may be selected; any other slice is unpublished, and an unpublished slice is refused, never summed."""


class NotReleasedError(NotFoundError):
    """The county, or the year, has no release yet."""

    code: ClassVar[str] = "not-released"
    title_sv = "Det finns ingen publicering för det du valt"
    title_en = "There is no release for what you selected"


@dataclass(frozen=True, slots=True)
class TableInfo:
    """What the catalogue says of a table."""

    id: str
    title: Label
    unit: Label
    source: Label

    def note(self, threshold: int) -> Label:
        """Return how the table is protected, with the threshold in force."""
        return Label(
            sv=(
                f"Antal från 1 till {threshold - 1} visas som två punkter (..). Fler celler och summor kan vara"
                " dolda så att de små talen inte går att räkna ut. Siffrorna ligger fast mellan publiceringarna."
                f" En siffra ändras först när den ändrats med minst {threshold} sedan den senast publicerades,"
                " och det som dolts för ett år förblir dolt det året; en nolla kan därför stå för ett fåtal som"
                " tillkommit efter årets första publicering."
            ),
            en=(
                f"Counts from 1 to {threshold - 1} are shown as two dots (..). Further cells and totals may be"
                " withheld so that the small counts can't be worked out. Figures are fixed between releases."
                f" A figure moves only when it has changed by at least {threshold} since it was last released,"
                " and what was withheld for a year stays withheld for that year; a zero may therefore stand for"
                " a few that came after the year's first release."
            ),
        )


TABLES: Mapping[str, TableInfo] = {
    REFERRAL_FLOW: TableInfo(
        id=REFERRAL_FLOW,
        title=Label(
            "Slussningar från profession till profession, per år",
            "Referrals from profession to profession, by year",
        ),
        unit=Label(
            "Antal slussningar, räknade det år de öppnades",
            "Number of referrals, counted in the year they were opened",
        ),
        source=Label("Slussen, länets familjecentraler", "Slussen, the county's family centres"),
    )
}


def check_selection(names: set[str]) -> None:
    """Raise InvalidError for each selection that no published table has."""
    unknown = sorted(names - SELECTIONS)
    if unknown:
        raise InvalidError(
            *(
                FieldProblem(
                    name if _NAME.fullmatch(name) else "query",
                    "not-published",
                    "tabellen publiceras per län och år; en sådan delmängd lämnas inte ut",
                    "the table is published by county and year; no such slice is given out",
                )
                for name in unknown
            )
        )
