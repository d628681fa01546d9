import asyncio
import json
import logging
from datetime import date, datetime
from typing import Literal
from uuid import UUID

import asyncpg
import httpx
import pytest
from pydantic import BaseModel, Field, SecretStr, ValidationError

from slussen_chassis.app import Service
from slussen_chassis.errors import UnavailableError
from slussen_chassis.problems import from_database, from_validation, prefers_english
from slussen_chassis.settings import ServiceSettings
from slussen_chassis.testing import TestDatabase, client_for, staff

NOTES = "/sample/v1/notes"


async def test_bad_input_names_field_and_rule_and_never_the_value(client: httpx.AsyncClient) -> None:
    answer = await client.post(
        NOTES,
        json={"title": "x" * 51, "dueOn": "198501012382", "secret": "198501012382", "198501012382": 1},
    )
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["content-language"] == "sv"
    faults = {(fault["field"], fault["rule"]) for fault in answer.json()["errors"]}
    assert ("title", "string-too-long") in faults
    assert ("secret", "extra-forbidden") in faults
    assert ("?", "extra-forbidden") in faults
    assert "1985" not in answer.text


async def test_problems_come_in_english_when_english_is_preferred(client: httpx.AsyncClient) -> None:
    answer = await client.post(NOTES, json={}, headers={"Accept-Language": "en-GB,sv;q=0.5"})
    assert answer.headers["content-language"] == "en"
    assert answer.json()["errors"] == [{"field": "title", "rule": "missing", "message": "is missing"}]


@pytest.mark.parametrize(
    ("header", "english"),
    [
        (None, False),
        ("sv", False),
        ("en", True),
        ("de,en;q=0.3", True),
        ("sv;q=0.9,en;q=0.8", False),
        ("x;q=y", False),
    ],
)
def test_swedish_is_the_default_language(header: str | None, english: bool) -> None:
    assert prefers_english(header) is english


async def test_what_breaks_here_tells_nothing_of_the_inside(
    client: httpx.AsyncClient, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR):
        answer = await client.post(f"{NOTES}/break", json={})
    assert answer.status_code == 500
    assert answer.json()["fault"] == "platform"
    assert "secret" not in answer.text
    assert answer.json()["instance"].removeprefix("urn:slussen:trace:") == answer.headers["traceparent"][3:35]


async def test_without_a_token_nothing_is_reached(service: Service) -> None:
    async with client_for(service, None, "sample") as nobody:
        for answer in (await nobody.get(NOTES), await nobody.post("/sample/v1/echo")):
            assert (answer.status_code, answer.json()["code"]) == (401, "unauthenticated")
        forged = await nobody.get(NOTES, headers={"Authorization": "Bearer a.b.c"})
        assert forged.status_code == 401


@pytest.mark.parametrize(("method", "path", "status"), [("GET", "/nowhere", 404), ("DELETE", NOTES, 405)])
async def test_unknown_paths_and_methods_are_problems_too(
    client: httpx.AsyncClient, method: str, path: str, status: int
) -> None:
    answer = await client.request(method, path)
    assert answer.status_code == status
    assert answer.json()["status"] == status
    assert answer.headers["content-language"] == "sv"


class Everything(BaseModel):
    number: int
    words: list[str] = Field(min_length=1)
    flag: bool
    day: date
    moment: datetime
    choice: Literal["a", "b"]
    thing: UUID
    inner: dict[str, int]
    text: str


@pytest.mark.parametrize("wrong", [None, 7.5, "x", [], {}])
def test_every_common_fault_is_said_in_words_and_not_in_a_library_s_terms(wrong: object) -> None:
    with pytest.raises(ValidationError) as caught:
        Everything.model_validate_json(json.dumps(dict.fromkeys(Everything.model_fields, wrong)))
    for fault in from_validation([dict(error) for error in caught.value.errors()]).problems:
        assert "regeln" not in fault.sv, fault
        assert "rule" not in fault.en, fault


async def test_a_lean_route_is_reached_before_the_framework(client: httpx.AsyncClient) -> None:
    answer = await client.post("/sample/v1/echo")
    assert answer.text == "user-1"
    assert answer.headers["cache-control"] == "no-store"


async def test_a_database_that_is_away_gives_503_and_when_to_try_again(settings: ServiceSettings) -> None:
    away = settings.model_copy(update={"database_url": SecretStr("postgresql://a:b@127.0.0.1:1/x")})
    from sample_service.app import create_app

    async with client_for(create_app(away), staff("sample:write"), "sample") as client:
        answer = await client.get(NOTES)
        ready = await client.get("/health/ready")
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "2")
    assert (ready.status_code, ready.json()["checks"]) == (503, {"database": "down"})


@pytest.mark.parametrize("how", ["stood idle", "was ended", "took too long"])
async def test_a_connection_that_the_server_ended_is_a_matter_of_trying_again(
    database: TestDatabase, how: str
) -> None:
    setting = {"stood idle": "idle_in_transaction_session_timeout", "took too long": "transaction_timeout"}
    connection = await asyncpg.connect(database.urls.app)
    try:
        async with asyncio.timeout(10), connection.transaction():
            if how in setting:
                await connection.execute(f"SET LOCAL {setting[how]} = '50ms'")
            else:
                await connection.execute("SELECT pg_terminate_backend(pg_backend_pid())")
            while True:
                await asyncio.sleep(0.1)
                await connection.fetch("SELECT 1")
    except Exception as error:  # noqa: BLE001  whatever the driver makes of it
        found = from_database(error)
    assert isinstance(found, UnavailableError)
