"""The published tables: what each one counts, how it is protected, and what may be asked of it."""

import re
from collections.abc import Mapping
from typing import ClassVar

from slussen_chassis.errors import FieldProblem, InvalidError, NotFoundError
from slussen_statistics.domain.catalogue import activity, centres, consents, referrals, register, surveys
from slussen_statistics.domain.catalogue.model import Protection, Table
from slussen_statistics.domain.labels import Label

TABLES: Mapping[str, Table] = {
    table.id: table
    for part in (referrals, consents, centres, register, activity, surveys)
    for table in part.TABLES
}
"""Every table by its id, which stays the same over releases."""

SUBJECTS: Mapping[str, Label] = {
    "referrals": Label("Slussning", "Referrals"),
    "consents": Label("Samtycke", "Consent"),
    "centres": Label("Familjecentraler", "Family centres"),
    "activity": Label("Verksamhet", "Activity"),
    "surveys": Label("Enkäter och skattningar", "Surveys and ratings"),
}

THRESHOLD_TABLES = frozenset({referrals.REFERRAL_FLOW})
"""Tables that can be published under a threshold, where a county asks for that."""

SELECTIONS = frozenset({"county", "area", "period", "year", "format"})
"""What the plain answer of a table may be asked for; PxWebApi takes more."""

_NAME = re.compile(r"[A-Za-z_]{1,30}")

CKM_NOTE = Label(
    "Antal skyddas med Cell Key Method: en liten slumpmässig och väntevärdesriktig avvikelse som alltid är densamma för"
    " samma enheter. Noll förblir noll, och en visad nolla kan vara ett litet tal. Summor skyddas för sig och behöver"
    " inte vara lika med summan av delarna. Andelar och medelvärden görs av skyddade tal och visas inte om nämnaren är"
    " under 10.",
    "Counts are protected by the Cell Key Method: a small, random and unbiased deviation, always the same for the same"
    " units. A zero stays zero, and a zero that is shown may be a small number. Totals are protected by themselves and"
    " need not equal the sum of their parts. Shares and means are made of protected figures and are withheld where the"
    " denominator is under 10.",
)
DECLINED_NOTE = Label(
    "Slussningar och gemensamma planer vars familj tackat nej till att ingå i statistik räknas inte här.",
    "Referrals and joint plans whose family declined to be counted are not counted here.",
)
"""On tables of referrals and joint plans, which alone know about whom they are."""
OWN_ACTS_NOTE = Label(
    "Tabellen räknar myndigheternas egna åtgärder i hela län utan uppgift om familj. Att en familj tackat nej till att"
    " ingå i statistik om slussning ändrar den inte.",
    "The table counts the authorities' own acts in whole counties, without any family. A family that declined to be"
    " counted in statistics of referrals does not change it.",
)
"""On tables of consents, grounds and decisions."""
FIXED_NOTE = Label("Siffrorna ligger fast mellan publiceringarna.", "Figures are fixed between releases.")


class NotReleasedError(NotFoundError):
    """What is asked for has no release yet."""

    code: ClassVar[str] = "not-released"
    title_sv = "Det finns ingen publicering för det du valt"
    title_en = "There is no release for what you selected"


class UnknownTableError(NotFoundError):
    """There is no table of that id."""

    code: ClassVar[str] = "unknown-table"
    title_sv = "Tabellen finns inte"
    title_en = "There is no such table"


def table_of(table_id: str) -> Table:
    """Return a table.

    Raises:
        UnknownTableError: There is none of that id.
    """
    found = TABLES.get(table_id)
    if found is None:
        raise UnknownTableError
    return found


def notes_of(table: Table, *, threshold: int | None = None) -> list[Label]:
    """Return a table's notes; `threshold` where a county publishes it under one."""
    notes = [] if table.note is None else [table.note]
    if threshold is not None:
        notes.append(threshold_note(threshold))
    elif Protection.COUNTED in table.protections:
        notes.append(CKM_NOTE)
    if table.subject == "referrals" and table.id != referrals.REFERRALS_DECLINED:
        notes.append(DECLINED_NOTE)
    if table.subject == "consents":
        notes.append(OWN_ACTS_NOTE)
    return [*notes, FIXED_NOTE]


def threshold_note(threshold: int) -> Label:
    """Return how a table under a threshold is protected."""
    return Label(
        sv=(
            f"Antal från 1 till {threshold - 1} visas som två punkter (..). Fler celler och summor kan vara"
            " dolda så att de små talen inte går att räkna ut."
            f" En siffra ändras först när den ändrats med minst {threshold} sedan den senast publicerades,"
            " och det som dolts för ett år förblir dolt det året; en nolla kan därför stå för ett fåtal som"
            " tillkommit efter årets första publicering."
        ),
        en=(
            f"Counts from 1 to {threshold - 1} are shown as two dots (..). Further cells and totals may be"
            " withheld so that the small counts can't be worked out."
            f" A figure moves only when it has changed by at least {threshold} since it was last released,"
            " and what was withheld for a year stays withheld for that year; a zero may therefore stand for"
            " a few that came after the year's first release."
        ),
    )


def check_selection(names: set[str]) -> None:
    """Raise InvalidError for each selection that no published table has."""
    unknown = sorted(names - SELECTIONS)
    if unknown:
        raise InvalidError(
            *(
                FieldProblem(
                    name if _NAME.fullmatch(name) else "query",
                    "not-published",
                    "tabellen publiceras per område och period; en sådan delmängd lämnas inte ut",
                    "the table is published by area and period; no such slice is given out",
                )
                for name in unknown
            )
        )
