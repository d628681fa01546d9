"""Notice (uppsägning): its form, its shortest time in calendar months, and when the agreement ends.

A county's time is a minimum ("minst"): a party may always give longer notice. Where nothing is regulated there
is no number, and the party that gives notice names the last day.

Source: handbook 4.3, 4.5, 4.8, 4.13; S001 Bilaga 1 AVTALSTID; S002 6.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from slussen_agreements.domain.days import add_months
from slussen_agreements.domain.findings import Finding, NotRegulated, Weight
from slussen_chassis.errors import FieldProblem, InvalidError

NOTICE_NOT_REGULATED: Final = NotRegulated(
    "notice_months", "Uppsägningstiden är inte reglerad.", "The time of notice is not regulated."
)


class NoticeForm(StrEnum):
    """How notice was given."""

    WRITTEN = "written"
    ORAL = "oral"


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeTerms:
    """What is regulated about notice; None where the document is silent or leaves it to the local agreement."""

    months: int | None = None
    written: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """Notice as a party gave it; a longer one says how many months, or names the last day."""

    given_on: date
    form: NoticeForm
    months: int | None = None
    last_day: date | None = None

    @property
    def wished_end(self) -> date | None:
        """The last day that the party has asked for; None where it asks for the earliest."""
        if self.last_day is None and self.months is not None:
            return add_months(self.given_on, self.months)
        return self.last_day


def terms_in_force(county: NoticeTerms, agreed: NoticeTerms) -> NoticeTerms:
    """Return the terms for one agreement: the county's are a minimum, the parties may agree on more.

    Source: handbook 4.5 ("county minimum level; local parties may agree on more").
    """
    stated = [months for months in (county.months, agreed.months) if months is not None]
    return NoticeTerms(
        months=max(stated, default=None),
        written=county.written if county.written or agreed.written is None else agreed.written,
    )


def agreed_findings(county: NoticeTerms, agreed: NoticeTerms) -> Iterator[Finding]:
    """Find where the parties have agreed on less than the county's minimum."""
    if county.months is not None and agreed.months is not None and agreed.months < county.months:
        yield Finding(
            "notice-below-county-minimum",
            Weight.BREACH,
            f"Avtalets uppsägningstid är kortare än länets minsta, {county.months} månader.",
            f"The agreement's time of notice is below the county's minimum of {county.months} months.",
        )


def notice_months(terms: NoticeTerms) -> int | NotRegulated:
    """Return the shortest time of notice in months, or that it is not regulated."""
    return NOTICE_NOT_REGULATED if terms.months is None else terms.months


def earliest_end(given_on: date, terms: NoticeTerms) -> date | NotRegulated:
    """Return the first day that can be the agreement's last after notice on `given_on`."""
    return NOTICE_NOT_REGULATED if terms.months is None else add_months(given_on, terms.months)


def notice_faults(notice: Notice, terms: NoticeTerms) -> Iterator[FieldProblem]:
    """Find what hinders that notice is registered as it was given."""
    if terms.written and notice.form is not NoticeForm.WRITTEN:
        yield FieldProblem(
            "form", "written-required", "uppsägning ska vara skriftlig", "notice must be given in writing"
        )
    end, earliest = notice.wished_end, earliest_end(notice.given_on, terms)
    if end is None and isinstance(earliest, NotRegulated):
        yield FieldProblem(
            "lastDay",
            "required",
            "krävs: uppsägningstiden är inte reglerad",
            "required: the time of notice is not regulated",
        )
    elif end is not None and end < (notice.given_on if isinstance(earliest, NotRegulated) else earliest):
        yield FieldProblem(
            "lastDay",
            "notice-too-short",
            "ligger före uppsägningstidens slut",
            "is before the time of notice has passed",
        )


def end_after(notice: Notice, terms: NoticeTerms) -> date:
    """Return the agreement's last day after this notice.

    Raises:
        InvalidError: It is oral where writing is required, too short, or names no day where none can be computed.
    """
    faults = tuple(notice_faults(notice, terms))
    end = notice.wished_end or earliest_end(notice.given_on, terms)
    if faults or isinstance(end, NotRegulated):
        raise InvalidError(*faults)
    return end
