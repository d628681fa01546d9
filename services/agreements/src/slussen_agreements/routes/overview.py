"""Coverage checks and the county overview over REST."""

from fastapi import APIRouter

from slussen_agreements.domain.cover import Ground
from slussen_agreements.routes.answers import ADMINISTERS, PREFIX, READS, read
from slussen_agreements.use_cases import county_overview, coverage
from slussen_agreements.use_cases.access import ruled
from slussen_chassis.transaction import TransactionRoute
from slussen_chassis.web import CurrentCaller, Now, Transaction
from slussen_contracts.agreements.overview import CountyOverviewRead, CoverageAnswer, CoverageCheck

router = APIRouter(prefix=PREFIX, route_class=TransactionRoute, tags=["agreements"])


@router.post("/coverage-checks", operation_id="checkCoverage", dependencies=READS)
async def check_coverage(
    wanted: CoverageCheck, session: Transaction, caller: CurrentCaller, now: Now
) -> CoverageAnswer:
    """Fråga om två enheters samverkan täcks av ett avtal. / Ask whether two units' collaboration is covered."""
    found = await coverage.check_coverage(session, wanted, caller=caller, now=now)
    agreement, clause = found.cover.agreement, found.cover.clause
    labels = {point.key: point.sv for point in ruled(agreement).required} if agreement else {}
    return CoverageAnswer(
        covered=found.cover.ground is Ground.COVERED,
        on=found.on,
        agreement_id=agreement.id if agreement else None,
        kind=agreement.kind if agreement else None,
        clause_key=clause.key if clause else None,
        clause_label=(labels.get(clause.key) or clause.heading or clause.key) if clause else None,
        reason=found.cover.ground.value,
    )


@router.get("/county-overview", operation_id="getCountyOverview", dependencies=ADMINISTERS)
async def get_county_overview(session: Transaction, caller: CurrentCaller, now: Now) -> CountyOverviewRead:
    """Visa vad länets kommuner saknar och vad som förfaller inom 90 dagar. / Show how the county stands."""
    return read(CountyOverviewRead, await county_overview.county_overview(session, caller=caller, now=now))
