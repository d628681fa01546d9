"""Search by a person's number: in a body, never in an address."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request

from slussen_chassis.transaction import TransactionRoute
from slussen_chassis.web import InEnglish, Now, Transaction, requires
from slussen_consent.routes.parts import OnBehalfOf, Parts
from slussen_consent.routes.reading import consent_read
from slussen_consent.use_cases import searches
from slussen_contracts.consent import api, scopes

router = APIRouter(prefix="/consent/v1", route_class=TransactionRoute)


def _allowance(request: Request) -> searches.Allowance:
    allowance: searches.Allowance = request.app.state.searches
    return allowance


SearchAllowance = Annotated[searches.Allowance, Depends(_allowance)]
"""How many searches by number the callers have left."""


@router.post(
    "/consents/searches",
    operation_id="searchConsents",
    summary="Sök samtycken på en persons nummer / Search consents by a person's number",
    tags=["consents"],
    dependencies=[requires(scopes.READ)],
)
async def search_consents(  # noqa: PLR0913, PLR0917 - what a route is given
    asked: api.ConsentSearch,
    session: Transaction,
    parts: Parts,
    acting: OnBehalfOf,
    allowance: SearchAllowance,
    english: InEnglish,
    now: Now,
) -> api.Consents:
    """Numret står i kroppen, aldrig i en adress. Ändamålet anges i huvudet `Slussen-Purpose` och sparas i loggen.

    Svaret är detsamma om ingen har numret och om inget finns om personen. För många sökningar ger 429.

    / The number stands in the body, never in an address. The purpose is stated in the header `Slussen-Purpose` and is
    kept in the log. The answer is the same whether nobody has the number or nothing is kept about the person. Too
    many searches give 429.
    """
    found = await searches.search_by_number(
        session, asked.subject, acting=acting, allowance=allowance, resources=parts, now=now
    )
    reader = acting.authority_id
    items = [consent_read(record, english=english, reader=reader) for record in found.items]
    return api.Consents(items=items, withheld=found.withheld)
