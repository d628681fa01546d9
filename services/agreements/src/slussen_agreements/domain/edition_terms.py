"""What differs between two editions beside their clauses, in the words that the documents have.

Parties, days, notice, who settles a dispute, time limits for hand-overs and deviations are signed as the clauses are
(handbook 4.6, 4.13).
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final, TypeAlias
from uuid import UUID

from slussen_agreements.domain.agreement import Agreement
from slussen_agreements.domain.documents.words import Say
from slussen_agreements.domain.referral_time_limits import ReferralTimeLimit
from slussen_agreements.domain.terms import AgreedTerms, Deviation
from slussen_agreements.domain.transitions import Change
from slussen_contracts.agreements.lifecycle import TermKey

SV: Final = Say("sv")
EN: Final = Say("en")


@dataclass(frozen=True, slots=True)
class Wording:
    """A text in both languages."""

    sv: str
    en: str


@dataclass(frozen=True, slots=True)
class TermChange:
    """A term, and what became of it from one edition to the next; None where an edition does not have it."""

    key: TermKey
    name: Wording
    change: Change
    before: Wording | None
    after: Wording | None


Term: TypeAlias = tuple[TermKey, str]
"""A term's key, and which of several it is."""


def term_changes(
    before: Agreement | None, after: Agreement, names: Mapping[UUID, str], labels: Mapping[str, str]
) -> tuple[TermChange, ...]:
    """Return the terms that differ; all are added where there is no edition before.

    Args:
        before: The edition before; None: there is none.
        after: The edition.
        names: The names of the parties of both.
        labels: What the clauses of both are called.
    """
    old = dict(_terms(before, names, labels)) if before else {}
    new = dict(_terms(after, names, labels))
    return tuple(
        _change(term, old.get(term), new.get(term))
        for term in dict.fromkeys([*new, *old])
        if old.get(term) != new.get(term)
    )


NAMES: Final[Mapping[TermKey, str]] = {
    TermKey.VALID_FROM: "from",
    TermKey.VALID_THROUGH: "through",
    TermKey.PARTY: "party",
    TermKey.NOTICE_MONTHS: "notice",
    TermKey.NOTICE_WRITTEN: "notice_form",
    TermKey.DISPUTE_BODY: "dispute",
    TermKey.DEVIATION: "deviation",
    TermKey.REFERRAL_TIME_LIMIT: "limits",
}
"""The documents' word for each."""


def _change(term: Term, before: Wording | None, after: Wording | None) -> TermChange:
    change = Change.ADDED if before is None else Change.REMOVED if after is None else Change.CHANGED
    return TermChange(term[0], _said(NAMES[term[0]]), change, before, after)


def _terms(
    agreement: Agreement, names: Mapping[UUID, str], labels: Mapping[str, str]
) -> Iterator[tuple[Term, Wording]]:
    yield (TermKey.VALID_FROM, ""), _day(agreement.valid_from)
    through = agreement.valid_through
    yield (TermKey.VALID_THROUGH, ""), _day(through) if through else _said("until_further")
    for party in agreement.parties:
        name = names[party.authority_id]
        wording = Wording(f"{name}, {SV.role(party.role)}", f"{name}, {EN.role(party.role)}")
        yield (TermKey.PARTY, f"{party.authority_id} {party.role}"), wording
    yield from _agreed(agreement.terms)
    several: Counter[str] = Counter()
    for deviation in agreement.terms.deviations:
        of = f"{deviation.clause} {deviation.matter}"
        several[of] += 1
        yield (TermKey.DEVIATION, f"{of} {several[of]}"), _deviation(deviation, labels)


def _agreed(terms: AgreedTerms) -> Iterator[tuple[Term, Wording]]:
    if terms.notice_months is not None:
        yield (TermKey.NOTICE_MONTHS, ""), _said("months", months=terms.notice_months)
    if terms.notice_written is not None:
        yield (TermKey.NOTICE_WRITTEN, ""), _said("written" if terms.notice_written else "any_form")
    if terms.dispute_body is not None:
        yield (TermKey.DISPUTE_BODY, ""), Wording(terms.dispute_body, terms.dispute_body)
    for limit in terms.referral_time_limits:
        yield (TermKey.REFERRAL_TIME_LIMIT, limit.state), limit_wording(limit)


def limit_wording(limit: ReferralTimeLimit) -> Wording:
    """Return a time limit for hand-overs in words."""
    return Wording(_limit(limit, SV), _limit(limit, EN))


def _limit(limit: ReferralTimeLimit, say: Say) -> str:
    due = say("limit", state=say.state(limit.state), due=say.days(limit.due_days))
    if limit.expire_days is None:
        return due
    return f"{due}, {say('limit_expires', days=say.days(limit.expire_days))}"


def _deviation(deviation: Deviation, labels: Mapping[str, str]) -> Wording:
    label = labels.get(deviation.clause, deviation.clause)
    text = f"{label}: {deviation.text}"
    if deviation.effect is None:
        return Wording(text, text)
    effect = _said(f"deviation_{deviation.effect}")
    return Wording(f"{text} ({effect.sv})", f"{text} ({effect.en})")


def _said(key: str, **values: object) -> Wording:
    return Wording(SV(key, **values), EN(key, **values))


def _day(day: date) -> Wording:
    return Wording(day.isoformat(), day.isoformat())
