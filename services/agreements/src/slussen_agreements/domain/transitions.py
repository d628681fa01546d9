"""What else happens to an agreement: notice, rejection, a later edition, being superseded, reminders, its last day.

Source: handbook 4.13. Withdrawal of notice by agreement of all parties is not in this version.
"""

import difflib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import ClassVar, Final
from uuid import UUID

from slussen_agreements.domain.agreement import (
    Agreement,
    Clause,
    Rejection,
    RequiredClause,
    WrongStatusError,
    missing,
)
from slussen_agreements.domain.lifecycle import IN_FORCE, OPEN_STATUSES, moved
from slussen_chassis.errors import ConflictError, FieldProblem, InvalidError
from slussen_contracts.agreements.api import AgreementStatus

REMIND_DAYS: Final = 7
"""A party that has not signed is reminded from so many days before the last day, at most once in as many."""


class EditionUnderWayError(ConflictError):
    """One later edition at a time."""

    code: ClassVar[str] = "edition-under-way"
    title_sv: ClassVar[str] = "Det finns redan ett utkast till en ny utgåva"
    title_en: ClassVar[str] = "There is a draft of a new edition already"


def under_notice(agreement: Agreement, last_day: date) -> Agreement:
    """Put an agreement under notice; of several last days the first holds.

    Raises:
        WrongStatusError: It is not in force.
    """
    if agreement.status not in IN_FORCE:
        raise WrongStatusError
    ends_on = min(last_day, agreement.ends_on or last_day)
    return replace(
        agreement, status=AgreementStatus.UNDER_NOTICE, last_day=ends_on, version=agreement.version + 1
    )


def reject(agreement: Agreement, rejection: Rejection, required: Sequence[RequiredClause]) -> Agreement:
    """Let a party reject the wording: it is a draft again, and signatures over it bind nobody.

    Raises:
        WrongStatusError: The agreement is no longer, or not yet, to be signed.
    """
    if agreement.status not in OPEN_STATUSES - {AgreementStatus.DRAFT}:
        raise WrongStatusError
    return moved(replace(agreement, rejections=(*agreement.rejections, rejection)), required)


def amended(
    active: Agreement, edition_id: UUID, latest: Agreement, *, valid_from: date, made_by: UUID
) -> Agreement:
    """Return the draft of the next edition of an agreement in force, with the same text.

    Raises:
        WrongStatusError: It is not in force, or under notice.
        EditionUnderWayError: A later edition is under way.
        InvalidError: The new edition would begin no later than the present one, or after its end.
    """
    if active.status is not AgreementStatus.ACTIVE:
        raise WrongStatusError
    if latest.id != active.id:
        raise EditionUnderWayError
    if valid_from <= active.valid_from or (active.ends_on is not None and valid_from > active.ends_on):
        raise InvalidError(
            FieldProblem(
                "validFrom",
                "within-present",
                "ska ligga efter den gällande utgåvans första dag och inte efter dess sista",
                "must be after the first day of the edition in force and not after its last",
            )
        )
    return Agreement(
        id=edition_id,
        county_code=active.county_code,
        responsible_authority_id=made_by,
        grants=active.grants,
        kind=active.kind,
        edition=active.edition + 1,
        original_id=active.lineage,
        centre_id=active.centre_id,
        municipality_code=active.municipality_code,
        profile_id=active.profile_id,
        profile_first_day=active.profile_first_day,
        parties=active.parties,
        clauses=active.clauses,
        terms=active.terms,
        valid_from=valid_from,
        valid_through=active.valid_through,
        sign_in_order=active.sign_in_order,
        library_first_day=active.library_first_day,
    )


def superseded(old: Agreement, new: Agreement) -> Agreement:
    """Let the edition in force give way to the next: its last day is the one before the next one's first.

    Raises:
        WrongStatusError: The old one is no longer in force, or under notice.
    """
    if old.status is not AgreementStatus.ACTIVE:
        raise WrongStatusError
    last_day = new.valid_from - timedelta(days=1)
    return replace(old, status=AgreementStatus.SUPERSEDED, last_day=last_day, version=old.version + 1)


def ended_by_time(agreement: Agreement, *, today: date) -> Agreement | None:
    """Return the agreement as ended where its last day has passed; else None."""
    if agreement.status not in IN_FORCE or agreement.ends_on is None or agreement.ends_on >= today:
        return None
    return replace(
        agreement, status=AgreementStatus.ENDED, last_day=agreement.ends_on, version=agreement.version + 1
    )


def reminded(agreement: Agreement, required: Sequence[RequiredClause], *, today: date) -> Agreement | None:
    """Return the agreement with its parties reminded today; None where no reminder is due."""
    if agreement.status not in OPEN_STATUSES or agreement.sign_by is None:
        return None
    lately = today - timedelta(days=REMIND_DAYS)
    if agreement.reminded_on is not None and agreement.reminded_on > lately:
        return None
    near = agreement.sign_by - timedelta(days=REMIND_DAYS) <= today
    return replace(agreement, reminded_on=today) if near and missing(agreement, required).signatures else None


class Change(StrEnum):
    """What became of a line or a clause."""

    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class LineChange:
    """A line of a clause, and what became of it."""

    change: Change
    text: str


@dataclass(frozen=True, slots=True)
class ClauseChange:
    """A clause, and what became of it from one edition to the next."""

    key: str
    change: Change
    lines: tuple[LineChange, ...]


def difference(before: Sequence[Clause], after: Sequence[Clause]) -> tuple[ClauseChange, ...]:
    """Return what differs per clause, sentence by sentence; clauses that are the same are left out."""
    old, new = ({clause.key: clause for clause in clauses} for clauses in (before, after))
    keys = dict.fromkeys([*new, *old])
    return tuple(_clause_change(key, old, new) for key in keys if old.get(key) != new.get(key))


def _clause_change(key: str, old: Mapping[str, Clause], new: Mapping[str, Clause]) -> ClauseChange:
    change = Change.CHANGED if key in old and key in new else Change.ADDED if key in new else Change.REMOVED
    return ClauseChange(key, change, tuple(_line_changes(_lines(old.get(key)), _lines(new.get(key)))))


def _lines(clause: Clause | None) -> list[str]:
    """Return a clause's heading and sentences, each for itself."""
    if clause is None:
        return []
    sentences = [
        sentence.strip()
        for line in clause.text.splitlines()
        for sentence in line.replace(". ", ".\n").splitlines()
    ]
    return [*([clause.heading] if clause.heading else []), *filter(None, sentences)]


_MARKS: Final = {"  ": Change.SAME, "+ ": Change.ADDED, "- ": Change.REMOVED}


def _line_changes(before: Sequence[str], after: Sequence[str]) -> Iterator[LineChange]:
    for line in difflib.Differ().compare(before, after):
        if line[:2] in _MARKS:
            yield LineChange(_MARKS[line[:2]], line[2:])
