"""Somebody who has logged in with an eID, as the gateway makes them known to the service."""

from uuid import UUID

import httpx
from consent_world import MOTHER, PERSONNUMMER, World

from slussen_chassis.auth import Caller

GATEWAY = Caller("gateway", "system", scopes=frozenset({"persons:resolve"}))


async def resolved(world: World, *numbers: str, caller: Caller = GATEWAY) -> httpx.Response:
    identifiers = [{"system": PERSONNUMMER, "value": number} for number in numbers]
    async with world.client(caller) as client:
        return await client.post("/consent/v1/person-resolutions", json={"identifiers": identifiers})


async def logged_in(world: World, *numbers: str) -> Caller:
    """The caller that the gateway makes of somebody with these numbers, the present one first."""
    known = (await resolved(world, *(numbers or (MOTHER,)))).json()["knownAs"]
    return Caller(
        known[0],
        "person",
        scopes=frozenset({"consent:own"}),
        client_id="slussen-gateway",
        known_as=tuple(map(UUID, known)),
    )
