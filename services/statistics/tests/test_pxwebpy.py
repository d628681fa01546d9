"""The client library pxwebpy, unchanged, against the service on a port of its own."""

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
import uvicorn
from pxweb import PxApi

from slussen_chassis.testing import token_for


class AsVisitor:
    """What the gateway does for a caller without login: it vouches for nobody in particular."""

    def __init__(self, app: Any, make: SimpleNamespace) -> None:
        self.app = app
        self.make = make

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "http":
            token = token_for(self.make.anonymous(), "statistics").encode()
            scope["headers"] = [*scope["headers"], (b"authorization", b"Bearer " + token)]
        await self.app(scope, receive, send)


@pytest.fixture
async def address(service: Any, make: SimpleNamespace) -> AsyncIterator[str]:
    with contextlib.closing(socket.socket()) as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        config = uvicorn.Config(AsVisitor(service, make), log_level="error", lifespan="off")
        server = uvicorn.Server(config)
        serving = asyncio.create_task(server.serve(sockets=[listener]))
        yield f"http://127.0.0.1:{listener.getsockname()[1]}/statistics/v1/px"
        server.should_exit = True
        await serving


async def test_pxwebpy_finds_describes_and_pulls_tables(
    address: str, call: Any, deliver: Any, make: SimpleNamespace
) -> None:
    await deliver(
        *make.referrals(12, county_code="12"),
        *make.referrals(9, county_code="12", opened_on=date(2025, 3, 1)),
    )
    await call(make.administrator("12"), "POST", "/releases", json={})

    def pull() -> tuple[Any, ...]:
        api = PxApi(address, language="en", disable_cache=True)
        found = api.search(query="profession to profession")["tables"]
        variables = api.get_table_variables("referral-flow")
        rows = api.get_table_data(
            "referral-flow",
            value_codes={
                "Region": ["12"],
                "Kind": ["internal"],
                "FromProfession": ["*"],
                "ContentsCode": ["referrals"],
                "Tid": ["2025", "2026"],
            },
        )
        sectors = api.get_table_data(
            "referral-flow",
            value_codes={
                "Region": ["12"],
                "Kind": ["internal"],
                "FromProfession": ["*"],
                "ContentsCode": ["referrals"],
                "Tid": ["2026"],
            },
            code_list={"FromProfession": "agg_Sectors"},
        )
        return api.number_of_tables, found, variables, rows, api.get_table_data("referral-flow"), sectors

    number, found, variables, rows, default, sectors = await asyncio.to_thread(pull)
    assert number == 4
    assert found[0]["id"] == "referral-flow"
    assert variables["Region"]["category"]["label"]["12"] == "Skåne län"
    assert len(rows) == 26 * 2
    midwife = [row["value"] for row in rows if row["from profession"] == "Midwife" and row["year"] == "2026"]
    total = [row["value"] for row in rows if row["from profession"] == "Total" and row["year"] == "2026"]
    assert midwife == total
    assert abs(midwife[0] - 12) <= 5
    assert len(default) == 2 * 26 * 26
    assert [row["value"] for row in sectors if row["from profession"] == "Health care"] == midwife
