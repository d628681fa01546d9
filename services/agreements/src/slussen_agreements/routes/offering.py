"""What a centre offers and in which premises, over REST."""

from fastapi import APIRouter
from starlette.responses import Response

from slussen_agreements.routes.answers import COORDINATES, READS
from slussen_agreements.routes.visits import CENTRE, AtCentre, AtCentreThen, found, named
from slussen_agreements.use_cases import offering
from slussen_agreements.use_cases.offering import CheckedOffer, CheckedPremises
from slussen_chassis.transaction import TransactionRoute
from slussen_chassis.web import RequiredIfMatch, set_etag
from slussen_contracts.agreements.offer import (
    OfferRead,
    OfferWrite,
    PremisesRead,
    PremisesWrite,
    RoomMinimumRead,
)

router = APIRouter(prefix=CENTRE, route_class=TransactionRoute, tags=["offer"])


@router.get("/offer", operation_id="getOffer", dependencies=READS)
async def get_offer(visit: AtCentreThen, response: Response) -> OfferRead:
    """Visa vad centralen erbjuder och hur det står sig mot profilen. / Show what the centre offers."""
    return _offer(visit, await offering.offer(visit), response)


@router.put("/offer", operation_id="enterOffer", dependencies=COORDINATES)
async def put_offer(
    visit: AtCentre, wanted: OfferWrite, response: Response, expected: RequiredIfMatch
) -> OfferRead:
    """Lägg in allt som centralen erbjuder. / Enter all that the centre offers."""
    return _offer(visit, await offering.enter_offer(visit, wanted, expected=expected), response)


@router.get("/premises", operation_id="getPremises", dependencies=READS)
async def get_premises(visit: AtCentreThen, response: Response) -> PremisesRead:
    """Visa lokalerna och vad som saknas enligt länet. / Show the premises and what they lack."""
    return _premises(visit, await offering.premises(visit), response)


@router.put("/premises", operation_id="enterPremises", dependencies=COORDINATES)
async def put_premises(
    visit: AtCentre, wanted: PremisesWrite, response: Response, expected: RequiredIfMatch
) -> PremisesRead:
    """Lägg in lokalerna. / Enter the premises."""
    return _premises(visit, await offering.enter_premises(visit, wanted, expected=expected), response)


def _offer(visit: AtCentre, checked: CheckedOffer, response: Response) -> OfferRead:
    set_etag(response, checked.known.version)
    return OfferRead(
        centre_id=visit.centre_id,
        version=checked.known.version,
        not_checked=checked.not_checked,
        findings=found(checked.findings),
        **dict(checked.known.content),
    )


def _premises(visit: AtCentre, checked: CheckedPremises, response: Response) -> PremisesRead:
    set_etag(response, checked.known.version)
    return PremisesRead(
        centre_id=visit.centre_id,
        version=checked.known.version,
        regulated_by=checked.regulated_by,
        minimum=tuple(
            RoomMinimumRead(**dict(named(one.room)), count=one.count) for one in checked.rule.minimum
        ),
        findings=found(checked.findings),
        **dict(checked.known.content),
    )
