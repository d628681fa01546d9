import asyncio
import re
from html.parser import HTMLParser
from typing import Any

import httpx
import pytest
from browser import Browser
from echo_service import EchoService
from nats.js.kv import KeyValue
from signing_issuer import SigningIssuer
from standing import Edge, caller_of
from standing import edge as standing_edge

from slussen_gateway.edge.routing import SERVICES


class Outline(HTMLParser):
    """Collects what a strict policy forbids, and what a reader needs."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs


async def test_the_start_page_is_swedish_first_and_english_on_request(edge: Edge) -> None:
    answer = await edge.http.get("/")
    assert (answer.status_code, answer.headers["content-language"]) == (200, "sv")
    assert '<html lang="sv">' in answer.text
    assert "Logga in" in answer.text
    for request in ({"url": "/?lang=en"}, {"url": "/", "headers": {"accept-language": "en"}}):
        answer = await edge.http.get(**request)
        assert '<html lang="en">' in answer.text
        assert "Log in" in answer.text
    assert '<html lang="sv">' in (await edge.http.get("/?lang=sv", headers={"accept-language": "en"})).text


async def test_the_pages_hold_no_script_and_no_inline_style_and_their_policy_says_so(
    edge: Edge,
) -> None:
    answer = await edge.http.get("/")
    outline = Outline(answer.text)
    assert not {"script", "style", "iframe", "img"} & set(outline.tags)
    assert not [name for name, _ in outline.attributes if name == "style" or name.startswith("on")]
    assert outline.tags.count("h1") == outline.tags.count("main") == 1
    policy = answer.headers["content-security-policy"]
    assert "unsafe" not in policy
    assert "form-action 'self';" in policy
    assert "default-src 'none'" in policy


async def test_a_logged_in_visitor_sees_name_and_a_way_out_and_markup_in_a_name_stays_text(
    edge: Edge, issuer: SigningIssuer
) -> None:
    browser = Browser(edge)
    issuer.user["name"] = "Anna <script>alert(1)</script>"
    await browser.log_in()
    page = (await browser.get("/")).text
    assert "Anna &lt;script&gt;" in page
    assert "<dd>Personal</dd>" in page
    assert "<script" not in page
    assert 'action="/auth/logout"' in page
    issuer.user["healthCareUnitHsaId"] = "SE2321000164-GONE"
    await browser.log_in()
    assert "finns inte i registret" in (await browser.get("/")).text


async def test_a_person_gets_a_refusal_as_a_page_and_a_program_as_problem_details(edge: Edge) -> None:
    answer = await edge.http.get("/nowhere", headers={"accept": "text/html,*/*;q=0.1"})
    assert (answer.status_code, answer.headers["content-type"]) == (404, "text/html; charset=utf-8")
    trace = answer.headers["traceparent"].split("-")[1]
    assert trace in answer.text
    answer = await edge.http.get("/nowhere")
    assert (answer.status_code, answer.json()["code"]) == (404, "not-found")
    answer = await edge.http.post("/")
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET, HEAD")


async def test_the_style_sheet_is_cached_by_its_tag(edge: Edge) -> None:
    answer = await edge.http.get("/assets/edge.css")
    assert answer.headers["content-type"] == "text/css; charset=utf-8"
    again = await edge.http.get("/assets/edge.css", headers={"if-none-match": answer.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


def luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize(
    ("ink", "paper"),
    [
        ("ink", "paper"),
        ("quiet", "paper"),
        ("quiet", "card"),
        ("deep", "paper"),
        ("card", "deep"),
        ("card", "deeper"),
    ],
)
async def test_texts_can_be_read_against_what_lies_behind_them(edge: Edge, ink: str, paper: str) -> None:
    colours = dict(re.findall(r"--([a-z]+): (#[0-9a-f]{6})", (await edge.http.get("/assets/edge.css")).text))
    light, dark = sorted((luminance(colours[ink]), luminance(colours[paper])), reverse=True)
    assert (light + 0.05) / (dark + 0.05) >= 4.5  # WCAG 2.2, 1.4.3


async def test_health_tells_of_the_edge_and_of_every_part(edge: Edge, service: EchoService) -> None:
    assert (await edge.http.get("/health/live")).json() == {"status": "up"}
    own = {"issuerKeys": "up", "grants": "up", "directory": "up", "logouts": "up", "sessions": "up"}
    assert (await edge.http.get("/health/ready")).json() == {"status": "up", "checks": own}
    answer = await edge.http.get("/health")
    assert answer.status_code == 200
    assert set(answer.json()["parts"]) == {"gateway", *SERVICES}
    assert answer.json()["checks"]["statistics"] == "up"


async def test_health_tells_which_part_is_down(
    environment: dict[str, Any], buckets: dict[str, KeyValue]
) -> None:
    environment["services"] = environment["services"] | {"referrals": "unix:/nowhere.sock"}
    async with standing_edge(environment) as edge:
        answer = await edge.http.get("/health")
        assert (answer.status_code, answer.json()["parts"]["referrals"]["status"]) == (503, "down")


async def test_without_its_buckets_the_edge_lives_and_lets_nobody_in(
    environment: dict[str, Any], buckets: dict[str, KeyValue], bus: Any, journal: dict[str, str]
) -> None:
    await bus.jetstream().delete_key_value("grants")
    async with standing_edge(environment) as edge:
        await asyncio.sleep(0.2)
        assert (await edge.http.get("/health/live")).status_code == 200
        ready = await edge.http.get("/health/ready")
        assert (ready.status_code, ready.json()["checks"]["grants"]) == (503, "down")
        answer = await edge.http.get("/consent/v1/thing", headers=journal)
        assert (answer.status_code, answer.json()["code"]) == (503, "not-ready")
        await bus.jetstream().create_key_value(bucket="grants", storage="memory")
        async with asyncio.timeout(5):
            while (await edge.http.get("/health/ready")).status_code != httpx.codes.OK:
                await asyncio.sleep(0.05)


async def test_published_tables_are_open_to_all_within_a_rate(edge: Edge, service: EchoService) -> None:
    answers = [await edge.http.get("/statistics/v1/tables/flow") for _ in range(6)]
    assert [answer.status_code for answer in answers] == [200] * 5 + [429]
    caller = caller_of(service.last, "statistics")
    assert (caller.subject, caller.kind, caller.scopes) == (
        "anonymous",
        "anonymous",
        {"statistics:read-published"},
    )
    assert answers[0].headers["ratelimit-policy"] == '"anonymous";q=5;w=10'
    assert answers[0].headers["ratelimit"].startswith('"anonymous";r=4;')
    assert 1 <= int(answers[5].headers["retry-after"]) <= 2
    assert answers[5].json()["code"] == "too-many-requests"


async def test_what_is_open_is_open_for_reading_alone_and_a_bad_token_is_not_taken_for_none(
    edge: Edge,
) -> None:
    assert (await edge.http.post("/statistics/v1/tables/flow")).status_code == 401
    assert (await edge.http.get("/statistics/v1/releases")).status_code == 401
    assert (await edge.http.get("/consent/v1/openapi.json")).status_code == 200
    assert (await edge.http.get("/consent/v1/openapi.json/x")).status_code == 401
    headers = {"authorization": "Bearer nonsense"}
    assert (await edge.http.get("/statistics/v1/tables", headers=headers)).status_code == 401


async def test_a_question_to_pxwebapi_may_be_posted_without_login_and_is_limited_like_a_reading(
    edge: Edge, service: EchoService
) -> None:
    for path in ("tables/referral-flow/data", "savedqueries"):
        answer = await edge.http.post(f"/statistics/v1/px/{path}", json={"selection": []})
        assert (answer.status_code, caller_of(service.last, "statistics").kind) == (200, "anonymous")
        assert answer.headers["ratelimit"].startswith('"anonymous";')
    assert (await edge.http.put("/statistics/v1/px/savedqueries", json={})).status_code == 401
    assert (await edge.http.post("/statistics/v1/px/tables", json={})).status_code == 401


async def test_a_calendar_is_read_by_its_secret_link_alone(edge: Edge, service: EchoService) -> None:
    secret = "Ab3_-" * 8 + "xyz"
    answer = await edge.http.get(f"/agreements/v1/calendars/{secret}.ics")
    assert (answer.status_code, caller_of(service.last, "agreements").kind) == (200, "anonymous")
    for path in (f"{secret}", f"{secret[1:]}.ics", f"{secret}.ics/x"):
        assert (await edge.http.get(f"/agreements/v1/calendars/{path}")).status_code == 401
    assert (await edge.http.post(f"/agreements/v1/calendars/{secret}.ics")).status_code == 401


async def test_who_is_logged_in_has_a_share_of_its_own_however_many_ask_from_the_same_address(
    edge: Edge, journal: dict[str, str]
) -> None:
    for _ in range(12):
        answer = await edge.http.get("/statistics/v1/tables", headers=journal)
        assert (answer.status_code, answer.headers["ratelimit"].startswith('"caller";')) == (200, True)
