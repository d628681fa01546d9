"""The shell of pages, seen through the sample's."""

import re
from collections.abc import AsyncIterator
from dataclasses import replace
from uuid import UUID, uuid4

import httpx
import pytest

from slussen_chassis.app import Service
from slussen_chassis.auth import Caller
from slussen_chassis.pages.web_page import POLICY
from slussen_chassis.testing import TestDatabase, client_for, staff

PAGES = "/sample/pages"


@pytest.fixture
def caller() -> Caller:
    return replace(staff("sample:write", unit=uuid4()), name="Anna <Örnberg>")


async def post(client: httpx.AsyncClient, path: str, **fields: object) -> httpx.Response:
    return await client.post(path, data=fields)


async def written(client: httpx.AsyncClient, title: str) -> str:
    """Write a note and return the address of its page."""
    assert (await post(client, PAGES, title=title)).status_code == 303
    found = re.search(rf'href="({PAGES}/notes/[^"]+)">{title}<', (await client.get(PAGES)).text)
    assert found
    return found[1]


async def test_a_page_tells_who_is_logged_in_and_where_and_escapes_it(client: httpx.AsyncClient) -> None:
    answer = await client.get(PAGES)
    assert answer.status_code == 200
    assert "Anna &lt;Örnberg&gt;" in answer.text
    assert "Familjecentralen Linden" in answer.text
    assert answer.headers["content-language"] == "sv"
    assert answer.headers["content-security-policy"] == POLICY
    assert answer.headers["cache-control"] == "no-store"
    assert "unsafe" not in POLICY
    assert not re.search(r"\sstyle=|\son[a-z]+=|<style|<script(?! type=\"module\" src=)", answer.text)


async def test_the_navigation_shows_what_the_visitor_may_see(client: httpx.AsyncClient) -> None:
    text = (await client.get(PAGES)).text
    assert f'<a href="{PAGES}" aria-current="page">Anteckningar</a>' in text
    assert "Hemligt" not in text


async def test_a_page_speaks_english_to_those_who_ask_and_offers_the_other_language(
    client: httpx.AsyncClient,
) -> None:
    answer = await client.get(f"{PAGES}?sort=a&said=written", headers={"Accept-Language": "en-GB,en;q=0.9"})
    assert '<html lang="en"' in answer.text
    assert "0 notes" in answer.text
    assert 'href="/language/sv?returnTo=%2Fsample%2Fpages%3Fsort%3Da"' in answer.text


async def test_what_was_done_is_told_after_going_on_and_only_known_texts_are(
    client: httpx.AsyncClient,
) -> None:
    answer = await post(client, PAGES, title="Möte")
    assert (answer.status_code, answer.headers["location"]) == (303, f"{PAGES}?said=written")
    assert "Anteckningen är sparad." in (await client.get(answer.headers["location"])).text
    assert 'role="status"' not in (await client.get(f"{PAGES}?said=<b>hej")).text


async def test_a_faulty_form_keeps_what_was_entered_and_leads_to_the_field(client: httpx.AsyncClient) -> None:
    answer = await post(client, PAGES, title="<i>alldeles för lång rubrik", tags=["b"])
    assert answer.status_code == 422
    assert 'value="&lt;i&gt;alldeles för lång rubrik"' in answer.text
    assert '<a href="#f-title">Rubrik: är för lång</a>' in answer.text
    assert 'aria-describedby="h-title e-title" aria-invalid="true"' in answer.text
    assert re.search(r'value="b" checked', answer.text)
    assert "autofocus" in answer.text


async def test_a_field_that_is_left_blank_is_missing(client: httpx.AsyncClient) -> None:
    assert "Rubrik: uppgiften saknas" in (await post(client, PAGES, title="   ")).text


async def test_what_a_rule_refuses_is_undone_with_its_traces_and_shown_at_the_form(
    client: httpx.AsyncClient, database: TestDatabase
) -> None:
    answer = await post(client, PAGES, title="half")
    assert answer.status_code == 422
    assert '<a href="#f-title">Rubrik: är bara halv</a>' in answer.text
    assert "0 anteckningar" in answer.text
    assert await database.rows("SELECT 1 FROM audit_entry") == []


async def test_a_change_on_an_older_version_is_a_conflict_in_which_nothing_is_lost(
    client: httpx.AsyncClient,
) -> None:
    path = await written(client, "Först")
    assert (await post(client, path, title="Hennes", version="1")).status_code == 303
    answer = await post(client, path, title="Min", version="1")
    assert answer.status_code == 409
    assert 'value="Min"' in answer.text
    assert "Sparat nu: Hennes" in answer.text
    assert 'name="version" value="2"' in answer.text
    assert (await post(client, path, title="Min", version="2")).status_code == 303


@pytest.mark.parametrize("path", [f"{PAGES}/nowhere", f"{PAGES}/notes/{UUID(int=7)}", f"{PAGES}/notes/x"])
async def test_what_is_not_there_is_said_on_a_page(client: httpx.AsyncClient, path: str) -> None:
    answer = await client.get(path)
    assert answer.status_code == 404
    assert "<h1>Det du frågar efter finns inte här</h1>" in answer.text


async def test_a_missing_right_is_said_on_a_page_and_traced(service: Service, database: TestDatabase) -> None:
    async with client_for(service, staff("other"), "sample") as http:
        answer = await http.get(PAGES)
    assert answer.status_code == 403
    assert "be den som administrerar Slussen" in answer.text
    assert [row["outcome"] for row in await database.rows("SELECT outcome FROM audit_entry")] == ["denied"]


async def test_nobody_sees_nothing(service: Service) -> None:
    async with client_for(service, None, "sample") as http:
        answer = await http.get(PAGES)
    assert answer.status_code == 401
    assert "Logga in och försök igen." in answer.text


async def test_a_page_that_breaks_says_so_without_telling_what(client: httpx.AsyncClient) -> None:
    answer = await client.get(f"{PAGES}/break")
    assert answer.status_code == 500
    assert "Felnummer" in answer.text
    assert "19850101" not in answer.text


@pytest.mark.parametrize(
    ("body", "media_type", "status"),
    [
        (b'{"title": "a"}', "application/json", 415),
        ("title=å".encode(), "application/x-www-form-urlencoded", 422),
        (b"title=%00", "application/x-www-form-urlencoded", 422),
        (b"title=%ff", "application/x-www-form-urlencoded", 422),
        (b"a=1&" * 2001, "application/x-www-form-urlencoded", 422),
        (b"title=" + b"a" * 1_100_000, "application/x-www-form-urlencoded", 413),
    ],
)
async def test_a_body_that_is_no_form_of_ours_is_refused(
    client: httpx.AsyncClient, body: bytes, media_type: str, status: int
) -> None:
    answer = await client.post(PAGES, content=body, headers={"Content-Type": media_type})
    assert answer.status_code == status
    assert answer.headers["content-type"].startswith("text/html")


async def test_style_and_script_are_kept_for_good_under_addresses_that_change_with_them(
    client: httpx.AsyncClient,
) -> None:
    text = (await client.get(PAGES)).text
    for address in re.findall(r'(?:href|src)="(/sample/assets/[^"]+)"', text):
        answer = await client.get(address)
        assert answer.status_code == 200
        assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
        plain = await client.get(address, headers={"Accept-Encoding": "identity"})
        assert plain.text == answer.text
        other = re.sub(r"/[0-9a-f]{16}/", f"/{'0' * 16}/", address)
        assert (await client.get(other)).status_code == 404


async def test_pages_are_no_part_of_the_interface_that_is_described(client: httpx.AsyncClient) -> None:
    described = (await client.get("/sample/v1/openapi.json")).json()["paths"]
    assert not [path for path in described if "pages" in path or "assets" in path]


@pytest.fixture
async def english(service: Service, caller: Caller) -> AsyncIterator[httpx.AsyncClient]:
    async with client_for(service, caller, "sample") as http:
        http.headers["Accept-Language"] = "en"
        yield http


async def test_faults_are_told_in_the_readers_language(english: httpx.AsyncClient) -> None:
    assert "Heading: is missing" in (await post(english, PAGES, title="")).text
