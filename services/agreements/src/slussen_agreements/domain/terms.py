"""What the parties agreed on beside the clauses' text: notice, disputes, departures, time limits for hand-overs.

Source: handbook 4.5 (the county's document is a minimum), 4.6 (the local agreement settles notice and disputes).
"""

from collections.abc import Collection, Iterator
from dataclasses import asdict, dataclass
from typing import Any, Final

from slussen_agreements.domain.notice import NoticeTerms, agreed_findings
from slussen_agreements.domain.referral_time_limits import ReferralTimeLimit
from slussen_chassis.errors import FieldProblem
from slussen_contracts.agreements.deviations import DeviationEffect


@dataclass(frozen=True, slots=True)
class Deviation:
    """Where a local agreement departs from the county's: the clause that does so, how, and from what.

    `matter` is the path of a setting in the county's profile, and `effect` whether the agreement asks for more.
    """

    clause: str
    text: str
    matter: str | None = None
    effect: DeviationEffect | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreedTerms:
    """The terms that the parties agreed on; None where they agreed on nothing."""

    notice_months: int | None = None
    notice_written: bool | None = None
    dispute_body: str | None = None
    deviations: tuple[Deviation, ...] = ()
    referral_time_limits: tuple[ReferralTimeLimit, ...] = ()

    @property
    def notice(self) -> NoticeTerms:
        """What was agreed on about notice."""
        return NoticeTerms(months=self.notice_months, written=self.notice_written)

    def content(self) -> dict[str, Any]:
        """Return the terms as plain values, for the database and for the digest.

        What a deviation lacks is left out, and so are time limits where there are none: what was signed before they
        came keeps its digest.
        """
        plain = asdict(self)
        limits = [limit.content() for limit in self.referral_time_limits]
        del plain["referral_time_limits"]
        plain["deviations"] = [
            {name: value for name, value in one.items() if value is not None} for one in plain["deviations"]
        ]
        return {**plain, "referral_time_limits": limits} if limits else plain

    @classmethod
    def of(cls, content: dict[str, Any]) -> "AgreedTerms":
        """Return the terms that plain values mean; no values are no terms."""
        deviations = tuple(
            Deviation(**{**one, "effect": DeviationEffect(one["effect"]) if one.get("effect") else None})
            for one in content.get("deviations", ())
        )
        limits = tuple(ReferralTimeLimit.of(one) for one in content.get("referral_time_limits", ()))
        return cls(**{**content, "deviations": deviations, "referral_time_limits": limits})


NO_TERMS: Final = AgreedTerms()


def terms_faults(
    terms: AgreedTerms, clauses: Collection[str], *, is_local: bool, county: NoticeTerms
) -> Iterator[FieldProblem]:
    """Find what hinders that terms are agreed on.

    Args:
        terms: The terms as they are to be.
        clauses: The keys of the clauses that the agreement has.
        is_local: Whether it is a local agreement: only such a one departs from the county's.
        county: What the county regulates about notice.
    """
    for finding in agreed_findings(county, terms.notice):
        yield finding.as_problem("noticeMonths")
    if county.written and terms.notice_written is False:
        yield FieldProblem(
            "noticeWritten",
            "written-required",
            "länet kräver skriftlig uppsägning",
            "the county asks for writing",
        )
    if terms.deviations and not is_local:
        yield FieldProblem(
            "deviations",
            "local-only",
            "bara ett lokalt avtal avviker från länets",
            "only a local one departs",
        )
    for place, deviation in enumerate(terms.deviations):
        if deviation.clause not in clauses:
            yield FieldProblem(
                f"deviations.{place}.clause",
                "of-agreement",
                "avtalet har inget sådant avsnitt",
                "the agreement has no such clause",
            )
