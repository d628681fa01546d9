"""The application as a whole: its description, its health, and who it lets in."""

from referral_world import REFERRALS, World

from slussen_chassis.testing import client_for


async def test_the_description_names_every_route_with_its_scope(world: World) -> None:
    async with client_for(world.service, None, "referrals") as anonymous:
        document = (await anonymous.get("/referrals/v1/openapi.json")).json()
    scopes = {
        (path, method): operation.get("x-required-scopes")
        for path, item in document["paths"].items()
        for method, operation in item.items()
        if path.startswith("/referrals")
    }
    assert len(scopes) == 32
    assert all(scopes.values())
    assert scopes["/referrals/{referralId}/acceptance", "post"] == ["referrals:receive"]


async def test_without_a_token_nobody_gets_in(world: World) -> None:
    async with client_for(world.service, None, "referrals") as anonymous:
        assert (await anonymous.get(REFERRALS)).status_code == 401
        assert (await anonymous.post(REFERRALS, json={})).status_code == 401
        assert (await anonymous.get("/health/ready")).json()["status"] == "up"
