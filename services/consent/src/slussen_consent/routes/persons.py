"""Who has logged in with a national eID: asked by the gateway alone, server to server, and in no API description."""

from fastapi import APIRouter

from slussen_chassis.transaction import TransactionRoute
from slussen_chassis.web import CurrentCaller, Transaction, requires
from slussen_consent.routes.parts import Parts
from slussen_consent.use_cases import persons
from slussen_contracts.consent import api, scopes

router = APIRouter(prefix="/consent/v1", route_class=TransactionRoute, include_in_schema=False)


@router.post("/person-resolutions", dependencies=[requires(scopes.RESOLVE_PERSON)])
async def resolve_person(
    asked: api.PersonResolution, session: Transaction, parts: Parts, caller: CurrentCaller
) -> api.ResolvedPerson:
    """Answer with opaque ids; the numbers go no further."""
    found = await persons.resolve_person(session, asked.identifiers, caller=caller, resources=parts)
    return api.ResolvedPerson(known_as=found)
