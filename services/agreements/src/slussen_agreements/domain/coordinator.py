"""The coordinator (samordnare): when one can leave, how long one stays, and what is passed on.

Source: handbook 2.7 and 8.3; S001 Bilaga 2 (three months, both notice and warning); S003 Familjecentralens
samordnare (at least two years); S001 Bilaga 1 (three years aimed at; all professions represented).
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from slussen_agreements.domain.days import MONTHS_A_YEAR, ONE_DAY, add_months
from slussen_agreements.domain.findings import Finding, NotRegulated, Weight
from slussen_contracts.identifiers import Profession

LEAVING_NOT_REGULATED: Final = NotRegulated(
    "coordinator_notice_months",
    "Samordnarens uppsägningstid är inte reglerad.",
    "The coordinator's time of notice is not regulated.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class CoordinatorTerms:
    """What the county says about a coordinator's term; None where it is silent."""

    is_required: Weight | None = None
    min_term_months: int | None = None
    target_term_months: int | None = None
    notice_months: int | None = None
    early_leave_warning_months: int | None = None
    rotate_professions: bool | None = None
    handover_required: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Appointment:
    """An appointment (förordnande) as coordinator; `extent` is the share of a full post in percent."""

    valid_from: date
    valid_through: date | None = None
    profession: Profession | None = None
    extent: int | None = None
    is_handed_over: bool = False

    def is_in_force(self, on: date) -> bool:
        """Whether it holds that day."""
        return self.valid_from <= on and (self.valid_through is None or on <= self.valid_through)


def earliest_leaving(reported_on: date, terms: CoordinatorTerms) -> date | NotRegulated:
    """Return the first day on which a coordinator who reports leaving may leave.

    Where notice and early-leave warning differ, the longer holds.
    """
    stated = [
        months for months in (terms.notice_months, terms.early_leave_warning_months) if months is not None
    ]
    return add_months(reported_on, max(stated)) if stated else LEAVING_NOT_REGULATED


def coordinator_findings(
    appointments: Collection[Appointment], terms: CoordinatorTerms, *, today: date
) -> Iterator[Finding]:
    """Find whether a centre lacks a coordinator today where the county asks for one."""
    if terms.is_required is not None and not any(one.is_in_force(today) for one in appointments):
        yield Finding(
            "coordinator-missing",
            terms.is_required,
            "Centralen har ingen samordnare.",
            "The centre has no coordinator.",
        )


def ending_findings(ended: Appointment, terms: CoordinatorTerms) -> Iterator[Finding]:
    """Find what is short when an appointment has ended: the least term, the one aimed at, the handover."""
    if least := _words_if_shorter(ended, terms.min_term_months):
        yield Finding(
            "term-below-minimum",
            Weight.WARNING,
            f"En samordnare väntas sitta minst {least[0]}.",
            f"A coordinator is expected to stay for at least {least[1]}.",
        )
    elif aim := _words_if_shorter(ended, terms.target_term_months):
        yield Finding(
            "term-below-target",
            Weight.NOTICE,
            f"Målet är att en samordnare sitter {aim[0]}.",
            f"The aim is that a coordinator stays for {aim[1]}.",
        )
    if terms.handover_required and ended.valid_through is not None and not ended.is_handed_over:
        yield Finding(
            "handover-missing",
            Weight.WARNING,
            "Överlämning till efterträdaren är inte gjord.",
            "Nothing has been handed over to the successor.",
        )


def professions_not_yet_coordinating(
    appointments: Collection[Appointment], professions: Collection[Profession], terms: CoordinatorTerms
) -> tuple[Profession, ...]:
    """Return the centre's professions that no coordinator has come from, where all are to be represented."""
    if not terms.rotate_professions:
        return ()
    represented = {appointment.profession for appointment in appointments}
    return tuple(profession for profession in professions if profession not in represented)


def _words_if_shorter(ended: Appointment, months: int | None) -> tuple[str, str] | None:
    """Return the term in both languages if the appointment ended before it had passed; else None."""
    if months is None or ended.valid_through is None:
        return None
    if ended.valid_through >= add_months(ended.valid_from, months) - ONE_DAY:
        return None
    years, rest = divmod(months, MONTHS_A_YEAR)
    return (f"{months} månader", f"{months} months") if rest else (f"{years} år", f"{years} years")
