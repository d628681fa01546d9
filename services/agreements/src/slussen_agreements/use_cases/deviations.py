"""Where an agreement departs from its county's document, checked against what is entered about its centre."""

from dataclasses import dataclass
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from slussen_agreements.domain.agreement import Agreement
from slussen_agreements.domain.deviations import deviation_findings
from slussen_agreements.domain.findings import Finding
from slussen_agreements.domain.profile_rules.local_terms import LocalTerms
from slussen_agreements.repository import agreements, register
from slussen_agreements.use_cases.access import reader_of
from slussen_agreements.use_cases.centre_visits import ground_of
from slussen_agreements.use_cases.profiles import profile_version
from slussen_chassis import audit
from slussen_chassis.auth import Caller
from slussen_contracts.agreements.api import AgreementKind
from slussen_contracts.profiles import CountyProfile


@dataclass(frozen=True, slots=True)
class CheckedDeviations:
    """An agreement, the document that it is held against, and what was found."""

    agreement: Agreement
    profile: CountyProfile
    findings: tuple[Finding, ...]


async def check_deviations(session: AsyncSession, agreement_id: UUID, *, caller: Caller) -> CheckedDeviations:
    """Return an agreement's deviations with what departs and is not recorded.

    Raises:
        AgreementNotFoundError: There is none that the caller may see.
    """
    reader = await reader_of(session, caller)
    found = await agreements.get_agreement(session, agreement_id, visible_to=reader)
    audit.record(session, "agreement.check-deviations", resource_type="agreement", resource_id=found.id)
    profile = profile_version(found.profile_id, found.profile_first_day)
    terms = LocalTerms()
    if found.kind is AgreementKind.LOCAL and found.centre_id is not None:
        centre = await register.get_centre(session, found.centre_id)
        terms = (await ground_of(session, centre, found.valid_from)).terms
    findings = tuple(deviation_findings(found.terms.deviations, profile, terms))
    return CheckedDeviations(found, profile, findings)
