"""Where an agreement departs from its county's document, over REST."""

from uuid import UUID

from fastapi import APIRouter

from slussen_agreements.domain.terms import Deviation
from slussen_agreements.routes.answers import PREFIX, READS
from slussen_agreements.routes.visits import found
from slussen_agreements.use_cases import deviations
from slussen_chassis.transaction import TransactionRoute
from slussen_chassis.web import CurrentCaller, Transaction
from slussen_contracts.agreements.deviations import DeviationsRead, RecordedDeviation
from slussen_contracts.profiles import CountyProfile

router = APIRouter(prefix=PREFIX, route_class=TransactionRoute, tags=["agreements"])


@router.get("/agreements/{agreement_id}/deviations", operation_id="checkDeviations", dependencies=READS)
async def check_deviations(agreement_id: UUID, session: Transaction, caller: CurrentCaller) -> DeviationsRead:
    """Visa avtalets avvikelser från länets dokument, och de som inte är antecknade. / Show deviations, checked."""
    checked = await deviations.check_deviations(session, agreement_id, caller=caller)
    return DeviationsRead(
        agreement_id=checked.agreement.id,
        profile_id=checked.profile.id,
        recorded=tuple(_recorded(one, checked.profile) for one in checked.agreement.terms.deviations),
        findings=found(checked.findings),
    )


def _recorded(one: Deviation, profile: CountyProfile) -> RecordedDeviation:
    setting = profile.settings().get(one.matter) if one.matter else None
    return RecordedDeviation(
        clause=one.clause,
        text=one.text,
        matter=one.matter,
        effect=one.effect,
        county_value=setting.value if setting else None,
        county_force=setting.force if setting else None,
        source=setting.source if setting else None,
    )
