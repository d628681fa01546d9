"""The main job, step by step, over HTTP through the gateway, on the whole running system."""

import asyncio
import csv
import io
import time
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import asyncpg
import httpx
import nats
import pytest

from slussen_contracts.profiles import profile_ids
from slussen_local import demo_data
from slussen_local.demo import journal
from slussen_local.demo.browser import Browser
from slussen_local.demo.days import today
from slussen_local.demo.persons import Identity, some_child
from slussen_local.demo.places import OREBRO_PLACE, Outside
from slussen_local.demo.steps import own_count
from slussen_local.environment import seed
from slussen_local.layout import SERVICES, Layout
from tests.system.conftest import System

pytestmark = [pytest.mark.system, pytest.mark.timeout(180)]

DECISIONS = "/consent/v1/disclosure-decisions"
REFERRALS = "/referrals/v1/referrals"
PATIENCE_SECONDS = 30.0


async def until(condition: Callable[[], Awaitable[bool]]) -> float:
    """Wait until `condition` holds; return the seconds it took."""
    since = time.monotonic()
    while not await condition():
        assert time.monotonic() - since < PATIENCE_SECONDS, "waited in vain"
        await asyncio.sleep(0.02)
    return time.monotonic() - since


class Play:
    """One test's child, situation and people, in the registered county."""

    def __init__(self, system: System, outside: Outside) -> None:
        self.outside = outside
        self.registered = system.registered
        self.child: Identity = some_child()
        self.situation = f"stod-{uuid4().hex[:8]}"
        self.recipient = system.registered.units["preventive_social_services"]
        self.journal = outside.machine("journal-orebro")

    def consent(self) -> journal.Event:
        return journal.consent_given(
            self.child,
            situation=self.situation,
            at_unit=OREBRO_PLACE.county.maternal_health_care,
            to_unit=self.recipient,
        )

    def question(self) -> dict[str, Any]:
        return {
            "subject": self.child,
            "situation": self.situation,
            "topics": [journal.TOPIC],
            "recipient": {"unitId": self.recipient, "profession": "social_worker"},
            "centreId": self.registered.centre,
        }

    async def opened(self, sender: Browser) -> str:
        permission = {"givenOn": today().isoformat(), "givenBy": "custodian"}
        made = await sender.ask(
            "POST", REFERRALS, json={**self.question(), "permission": permission}, expected=201
        )
        return str(made.json()["id"])

    async def state(self, reader: Browser, referral: str) -> str:
        return str((await reader.ask("GET", f"{REFERRALS}/{referral}")).json()["state"])

    def is_in(self, state: str, reader: Browser, referral: str) -> Callable[[], Awaitable[bool]]:
        async def reached() -> bool:
            return await self.state(reader, referral) == state

        return reached


@pytest.fixture
def play(system: System, outside: Outside) -> Play:
    return Play(system, outside)


@pytest.fixture
async def anna(play: Play) -> Browser:
    """A midwife, logged in once the register has reached every service."""
    browser = await play.outside.browser("anna.barnmorska")

    async def known() -> bool:
        answers = [
            await browser._send(method, f"{browser.origin}{path}", headers=browser.page_headers, json=body)
            for method, path, body in (
                ("POST", DECISIONS, play.question()),
                ("GET", f"/statistics/v1/centres/{play.registered.centre}/flow?year=2026", None),
            )
        ]
        return all(answer.is_success for answer in answers)

    await until(known)
    return browser


async def test_step_1_an_agreement_with_all_clauses_and_signatures_is_in_force(
    system: System, outside: Outside
) -> None:
    admin = await outside.browser("admin.orebro")
    place = f"/agreements/v1/agreements/{system.registered.agreement}"
    agreement = (await admin.ask("GET", place)).json()
    assert agreement["status"] == "active"
    assert len(agreement["clauses"]) == 17
    assert {signature["role"] for signature in agreement["signatures"]} == {
        "local_health_centre",
        "municipality",
    }
    assert agreement["completeness"]["missingClauses"] == []
    centre = (await admin.ask("GET", f"/agreements/v1/family-centres/{system.registered.centre}")).json()
    assert (centre["classification"]["kind"], len(centre["activities"])) == ("full", 4)


@pytest.mark.case("EV-04")
async def test_step_2_the_same_consent_event_twice_is_one_record_and_one_answer(play: Play) -> None:
    event = play.consent()
    first, again = await journal.post(play.journal, event), await journal.post(play.journal, event)
    assert first == again
    assert first["version"] == 1
    events = journal.many_consents(
        500, at_unit=OREBRO_PLACE.county.maternal_health_care, to_unit=play.recipient
    )
    faulty = {
        **events[7],
        "id": "faulty",
        "data": {**events[7]["data"], "externalId": "faulty", "topics": []},
    }
    results = await journal.post_many(play.journal, [*events[:499], faulty])
    assert [result["status"] for result in results] == ["accepted"] * 499 + ["rejected"]
    assert results[-1]["problem"]["errors"][0]["field"].endswith("topics")
    repeated = await journal.post_many(play.journal, events[:499])
    assert {result["status"] for result in repeated} == {"duplicate"}
    assert [r["consentId"] for r in repeated] == [r["consentId"] for r in results[:499]]


async def test_step_3_the_midwife_learns_outcome_ground_rule_and_what_is_missing(
    play: Play, anna: Browser
) -> None:
    missing = (await anna.ask("POST", DECISIONS, json=play.question())).json()
    assert (missing["outcome"], missing["ground"]) == ("consent_required", None)
    assert missing["boundary"]["rules"] == ["B5", "C1"]
    assert missing["nextSteps"][0]["code"] == "ask_for_consent"
    receipt = await journal.post(play.journal, play.consent())
    given = (await anna.ask("POST", DECISIONS, json=play.question())).json()
    assert (given["outcome"], given["ground"]) == ("permitted", "consent")
    assert given["consents"] == [{"consentId": receipt["consentId"], "version": 1}]
    english = await anna.ask("POST", DECISIONS, json=play.question(), headers={"Accept-Language": "en"})
    assert english.headers["content-language"] == "en"


async def test_step_3_no_token_reaches_the_browser(play: Play, anna: Browser) -> None:
    held = " ".join(anna.cookies["localhost:" + anna.origin.rsplit(":", 1)[-1]].values())
    session = (await anna.ask("GET", "/auth/session")).text
    assert "__Host-slussen" in anna.cookies[anna.origin.removeprefix("http://")]
    assert "eyJ" not in held + session


@pytest.mark.case("SL-03")
async def test_step_4_a_referral_is_delivered_because_a_ground_exists(play: Play, anna: Browser) -> None:
    await journal.post(play.journal, play.consent())
    referral = await play.opened(anna)
    sent = (await anna.ask("POST", f"{REFERRALS}/{referral}/sending", json={})).json()
    assert (sent["state"], sent["ground"]["ground"]) == ("sent", "consent")
    limit = sent["timeLimit"]
    assert (limit["agreementId"], limit["dueDays"]) == (play.registered.agreement, 5)
    assert sent["dueOn"] == (today() + timedelta(days=5)).isoformat()


async def test_step_4_without_a_ground_it_waits_and_goes_by_itself_when_the_consent_comes(
    play: Play, anna: Browser
) -> None:
    referral = await play.opened(anna)
    sara = await play.outside.browser("sara.socionom")
    armed = (
        await anna.ask("POST", f"{REFERRALS}/{referral}/sending", json={"sendWhenConsented": True})
    ).json()
    assert armed["state"] == "awaiting_consent"
    await sara.ask("GET", f"{REFERRALS}/{referral}", expected=404)
    await journal.post(play.journal, play.consent())
    await until(play.is_in("sent", anna, referral))
    assert await play.state(sara, referral) in {"sent", "received"}


async def test_step_4_what_was_not_armed_waits_however_long(play: Play, anna: Browser) -> None:
    unarmed, other = await play.opened(anna), await play.opened(anna)
    await anna.ask("POST", f"{REFERRALS}/{unarmed}/sending", json={})
    await anna.ask("POST", f"{REFERRALS}/{other}/sending", json={"sendWhenConsented": True})
    await journal.post(play.journal, play.consent())
    await until(play.is_in("sent", anna, other))
    assert await play.state(anna, unarmed) == "awaiting_consent"


@pytest.mark.case("SL-01")
async def test_step_4_nothing_opens_without_the_parents_permission(play: Play, anna: Browser) -> None:
    await journal.post(play.journal, play.consent())
    refused = await anna.ask("POST", REFERRALS, json={**play.question(), "stage": "opened"}, expected=409)
    assert refused.json()["code"] == "permission-missing"


async def test_step_5_the_recipient_closes_the_loop_and_the_sender_sees_it(play: Play, anna: Browser) -> None:
    await journal.post(play.journal, play.consent())
    referral = await play.opened(anna)
    place = f"{REFERRALS}/{referral}"
    await anna.ask("POST", f"{place}/sending", json={})
    sara, pia = [await play.outside.browser(name) for name in ("sara.socionom", "pia.pedagog")]
    inbox = (await sara.ask("GET", REFERRALS, params={"box": "inbox", "limit": 200})).json()["items"]
    assert referral in {item["id"] for item in inbox}
    await pia.ask("GET", place, expected=404)
    await pia.ask("POST", f"{place}/acceptance", json={}, expected=404)
    for act, body in (
        ("acceptance", {}),
        ("first-contact", {}),
        ("completion", {"outcome": "contact_established", "noFollowUp": True}),
    ):
        await sara.ask("POST", f"{place}/{act}", json=body)
    seen = (await anna.ask("GET", place)).json()
    assert (seen["state"], seen["outcome"], seen["coreStatus"]) == (
        "completed",
        "contact_established",
        "done",
    )


@pytest.mark.case("SL-10")
@pytest.mark.case("EV-01")
async def test_step_6_a_withdrawal_suspends_what_relies_on_it_and_the_count_stays(
    play: Play, anna: Browser, record_property: Callable[[str, object], None]
) -> None:
    given = play.consent()
    await journal.post(play.journal, given)
    before = await own_count(anna, play.registered.centre)
    referral = await play.opened(anna)
    await anna.ask("POST", f"{REFERRALS}/{referral}/sending", json={})

    async def counted() -> bool:
        return await own_count(anna, play.registered.centre) == before + 1

    await until(counted)
    await journal.post(play.journal, journal.consent_withdrawn(given))
    took = await until(play.is_in("suspended", anna, referral))
    record_property("suspended_after_ms", round(took * 1000))
    await asyncio.sleep(0.5)
    assert await own_count(anna, play.registered.centre) == before + 1
    refused = (await anna.ask("POST", DECISIONS, json=play.question())).json()
    assert refused["outcome"] != "permitted"


FURTHER_PROFILES = set(profile_ids()) - {"orebro", "skane"}


async def test_step_7_published_figures_are_protected_alike_in_every_format_and_staff_see_their_own_exactly(
    play: Play, running: Layout, anna: Browser
) -> None:
    told: list[str] = []
    await demo_data.load(running.origin, running.issuer, running.vault.folder, told.append)
    assert all(any(said.endswith(f"profile {other}") for said in told) for other in FURTHER_PROFILES)
    year = today().year
    table = "/statistics/v1/tables/referral-flow?county=12"
    analyst = play.outside.machine("bi-client")
    figures = (await analyst.ask("GET", f"{table}&format=json")).json()
    rows = list(csv.reader(io.StringIO((await analyst.ask("GET", f"{table}&format=csv")).text)))[1:]
    assert [".." if value is None else str(value) for value in figures["values"]] == [row[-1] for row in rows]
    assert not {row[-1] for row in rows} & {"1", "2"}, "the smallest counts never appear"
    assert any(int(row[-1]) > 2 for row in rows)
    nobody = await play.outside.http.get(f"{running.origin}{table}&format=json")
    assert nobody.json()["values"] == figures["values"]
    await analyst.ask(
        "GET", f"/statistics/v1/centres/{play.registered.centre}/flow?year={year}", expected=403
    )
    before = await own_count(anna, play.registered.centre)
    await play.opened(anna)

    async def grown() -> bool:
        return await own_count(anna, play.registered.centre) == before + 1

    await until(grown)


@pytest.mark.case("EV-06")
async def test_no_personal_number_is_in_any_event_row_or_log(
    play: Play, anna: Browser, running: Layout
) -> None:
    given = play.consent()
    await journal.post(play.journal, given)
    referral = await play.opened(anna)
    await anna.ask("POST", f"{REFERRALS}/{referral}/sending", json={})
    numbers = [play.child["value"], *(p["custodian"]["value"] for p in given["data"]["positions"])]
    needles = [needle for number in numbers for needle in (number, number[2:], f"{number[:8]}-{number[8:]}")]
    kept = await _all_rows(running) + await _all_events(running) + _all_logs(running)
    assert len(kept) > 10_000
    assert [needle for needle in needles if needle in kept] == []


async def _all_rows(layout: Layout) -> str:
    texts = []
    for service in SERVICES:
        address = layout.admin_url.rsplit("/", 1)[0] + f"/slussen_{service}"
        connection = await asyncpg.connect(address)
        tables = await connection.fetch("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        for table in tables:
            rows = await connection.fetch(f'SELECT t::text AS row FROM "{table["tablename"]}" t')  # noqa: S608 - own names
            texts += [row["row"] for row in rows]
        await connection.close()
    return "\n".join(texts)


async def _all_events(layout: Layout) -> str:
    client = await nats.connect(layout.nats_url, nkeys_seed_str=seed(layout, "admin"))
    stream = client.jetstream()
    last = (await stream.stream_info("SLUSSEN")).state.last_seq
    messages = [await stream.get_msg("SLUSSEN", seq=number) for number in range(1, last + 1)]
    await client.close()
    assert last > 10
    return "\n".join(f"{message.subject} {message.headers} {message.data!r}" for message in messages)


def _all_logs(layout: Layout) -> str:
    return "\n".join(path.read_text(errors="replace") for path in layout.logs.glob("*.log"))


async def test_the_gateway_says_who_is_missing_to_a_stranger(
    running: Layout, http: httpx.AsyncClient
) -> None:
    answer = await http.get(f"{running.origin}{REFERRALS}")
    assert answer.status_code == 401
    assert answer.headers["content-type"].startswith("application/problem+json")
    health = (await http.get(f"{running.origin}/health")).json()
    assert health["status"] == "up"
