import httpx
import pytest
from fastapi import FastAPI

from slussen_chassis import problems
from slussen_chassis.web import RequiredIfMatch


@pytest.fixture
def api() -> FastAPI:
    api = FastAPI()
    problems.install(api)

    @api.put("/thing")
    async def change(expected: RequiredIfMatch) -> dict[str, int | None]:
        return {"expected": expected}

    return api


@pytest.mark.parametrize(
    ("headers", "status", "told"),
    [
        ({}, 428, "precondition-required"),
        ({"If-Match": '"v3"'}, 200, 3),
        ({"If-Match": "*"}, 200, None),
        ({"If-Match": "v3"}, 422, "invalid"),
    ],
)
async def test_a_change_says_which_version_it_is_based_on(
    api: FastAPI, headers: dict[str, str], status: int, told: str | int | None
) -> None:
    transport = httpx.ASGITransport(app=api)
    async with httpx.AsyncClient(transport=transport, base_url="http://service") as client:
        answer = await client.put("/thing", headers=headers)
    assert answer.status_code == status
    assert answer.json().get("code", answer.json().get("expected")) == told
