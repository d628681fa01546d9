"""The coordinators' pages: what they show, what their forms do, and to whom."""

import re
from collections.abc import Iterable
from html import unescape
from importlib import resources
from typing import Any
from urllib.parse import parse_qs
from uuid import UUID

import httpx
import pytest
from agreements_parts import Connect
from lifecycle_parts import LOCAL_ROLES, County, person

from slussen_agreements.domain.attention import Ask
from slussen_agreements.domain.findings import Weight
from slussen_agreements.domain.planned_meetings import Ground
from slussen_agreements.routes.pages import SITE
from slussen_chassis.auth import Caller
from slussen_chassis.pages.texts import read_texts
from slussen_chassis.testing import TestDatabase
from slussen_contracts.agreements.api import AgreementKind, AgreementStatus
from slussen_contracts.agreements.codes import (
    DutyState,
    EngagementKind,
    MeetingKind,
    OfferKind,
    OpeningKind,
    Stage,
)
from slussen_contracts.agreements.findings import RegulatedBy
from slussen_contracts.agreements.settlements import CostKind
from slussen_contracts.identifiers import Activity, Profession

PAGES = "/agreements/pages"


def told(answer: httpx.Response) -> str:
    """What a page says in its main part, for when a test fails."""
    return re.sub(r"<[^>]+>", "", answer.text.partition("<main")[2])[:600]


def way_to_log_in(page: str) -> dict[str, list[str]]:
    """What a page's way to log in again asks for."""
    query = re.search(r'href="/auth/login\?([^"]*acr_values[^"]*)"', page)
    assert query is not None
    return parse_qs(unescape(query[1]))


class Reader:
    """Somebody's browser, as far as a service sees one."""

    def __init__(self, http: httpx.AsyncClient) -> None:
        self.http = http
        http.base_url = httpx.URL("http://service")

    async def see(self, path: str = "", status: int = 200) -> str:
        answer = await self.http.get(f"{PAGES}{path}")
        assert answer.status_code == status, told(answer)
        return answer.text

    async def send(self, path: str, status: int = 303, **fields: Any) -> httpx.Response:
        answer = await self.http.post(f"{PAGES}{path}", data=fields)
        assert answer.status_code == status, told(answer)
        return answer

    async def follow(self, path: str, **fields: Any) -> str:
        """Send a form, and see the page that it leads to."""
        answer = await self.send(path, **fields)
        return await self.see(answer.headers["location"].removeprefix(PAGES))


@pytest.fixture
async def county(connect: Connect) -> County:
    return await County(connect, "18", "orebro").set_up()


@pytest.fixture
def coordinator(connect: Connect, county: County) -> Reader:
    scopes = frozenset({"agreements:read", "agreements:coordinate"})
    caller = Caller(
        "karin-samordnare",
        "user",
        scopes,
        "18",
        UUID(county.municipality["id"]),
        unit_id=UUID(county.units[1]["id"]),
        name="Karin Örnberg",
    )
    return Reader(connect(caller))


@pytest.fixture
def signatory(connect: Connect, county: County) -> Reader:
    scopes = frozenset({"agreements:read", "agreements:sign"})
    authority = UUID(county.municipality["id"])
    return Reader(connect(Caller("ks", "user", scopes, "18", authority, assurance_level="loa3")))


@pytest.fixture
def stranger(connect: Connect) -> Reader:
    scopes = frozenset({"agreements:read", "agreements:coordinate", "agreements:sign"})
    return Reader(connect(Caller("x", "user", scopes, "18", UUID(int=99), assurance_level="loa3")))


def centre_of(county: County) -> str:
    return f"/centres/{county.centre['id']}"


async def drafted(county: County) -> dict[str, Any]:
    return await county.drafted("local", LOCAL_ROLES["orebro"], "2026-12-01")


def hidden(text: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', text)
    assert found, name
    return found[1]


async def test_every_page_opens_in_both_languages(coordinator: Reader, county: County) -> None:
    agreement = await drafted(county)
    parts = ("", "/wheel", "/meetings", "/hours", "/steering", "/offer", "/costs/2026", "/calendar")
    paths = ["", "/agreements", "/centres", *(centre_of(county) + part for part in parts)]
    paths += [f"/agreements/{agreement['id']}{part}" for part in ("", "/clauses", "/reading", "/difference")]
    for language in ("sv", "en"):
        coordinator.http.headers["accept-language"] = language
        for path in paths:
            assert f'<html lang="{language}"' in await coordinator.see(path)


def test_every_text_that_a_template_names_is_there() -> None:
    texts = read_texts("slussen_chassis.pages", SITE.package)["sv"]
    for template in (resources.files(SITE.package) / "pages").iterdir():
        for key in re.findall(r'\bt\("([a-z0-9.-]+)"[,)]', template.read_text("utf-8")):
            assert key in texts, (template.name, key)


@pytest.mark.parametrize(
    ("prefix", "codes"),
    [
        ("activity", Activity),
        ("profession", Profession),
        ("kind", AgreementKind),
        ("status", AgreementStatus),
        ("meeting-kind", MeetingKind),
        ("offer-kind", OfferKind),
        ("stage", Stage),
        ("opening", (*OpeningKind, *EngagementKind)),
        ("state", DutyState),
        ("regulated", RegulatedBy),
        ("cost-kind", CostKind),
        ("ask", Ask),
        ("ground", Ground),
        ("weight", Weight),
    ],
)
def test_every_code_that_a_page_may_show_has_a_word(prefix: str, codes: Iterable[str]) -> None:
    texts = read_texts("slussen_chassis.pages", SITE.package)["sv"]
    assert [code for code in codes if f"{prefix}.{code}" not in texts] == []


async def test_an_agreement_names_each_missing_clause_and_leads_to_where_it_is_filled(
    coordinator: Reader, county: County
) -> None:
    agreement = await drafted(county)
    page = await coordinator.see(f"/agreements/{agreement['id']}")
    for clause in agreement["completeness"]["missingClauses"]:
        assert f'/clauses#f-clauses.{clause["key"]}">{clause["label"]}</a>' in page
    assert "17 obligatoriska avsnitt saknas" in page


async def test_clauses_are_filled_with_own_ones_and_two_who_do_so_at_once_lose_nothing(
    coordinator: Reader, county: County
) -> None:
    agreement = await drafted(county)
    path = f"/agreements/{agreement['id']}/clauses"
    version = hidden(await coordinator.see(path), "version")
    first, second = [clause["key"] for clause in agreement["completeness"]["missingClauses"][:2]]
    fields = {f"clauses.{first}": "Hennes", "clauses.own_1": "Bullar", "headings.own_1": "Fika"}
    page = await coordinator.follow(path, version=version, **fields)
    assert "Avsnitten är sparade." in page
    answer = await coordinator.send(path, 409, version=version, **{f"clauses.{second}": "Mitt"})
    assert "Sparat nu: Hennes" in answer.text
    assert ">\nMitt</textarea>" in answer.text
    assert "Sparat nu: Bullar" in answer.text


async def test_an_agreement_is_read_signed_by_each_and_put_into_force(
    coordinator: Reader, signatory: Reader, county: County
) -> None:
    agreement = await county.filled(await drafted(county))
    path = f"/agreements/{agreement['id']}"
    assert "väntar på din underskrift" in await signatory.see()
    page = await signatory.see(f"{path}/reading")
    assert agreement["digest"] in page
    fields = {"digest": hidden(page, "digest"), "role": hidden(page, "role")}
    refused = await signatory.send(f"{path}/signature", 422, **fields)
    assert '<a href="#f-hasRead">' in refused.text
    assert "Du har skrivit under." in await signatory.follow(f"{path}/signature", hasRead="yes", **fields)
    assert 'id="sign"' not in await signatory.see(f"{path}/reading")
    assert (await county.sign(agreement, 1)).status_code == 201
    page = await coordinator.see(path)
    assert "Sätt i kraft" in page
    assert "Avtalet är i kraft." in await coordinator.follow(
        f"{path}/activation", version=hidden(page, "version")
    )


async def test_another_wording_than_the_one_read_is_not_signed(signatory: Reader, county: County) -> None:
    agreement = await county.filled(await drafted(county))
    path = f"/agreements/{agreement['id']}"
    fields = {"digest": "0" * 64, "role": "municipality", "hasRead": "yes"}
    answer = await signatory.send(f"{path}/signature", 422, **fields)
    assert "ett annat än det du läste" in answer.text
    assert agreement["digest"] in answer.text


async def test_who_is_not_surely_enough_identified_is_told_how_to_be(
    connect: Connect, county: County
) -> None:
    agreement = await county.filled(await drafted(county))
    scopes = frozenset({"agreements:read", "agreements:sign"})
    authority = UUID(county.municipality["id"])
    reader = Reader(connect(Caller("k", "user", scopes, "18", authority, assurance_level="loa2")))
    path = f"/agreements/{agreement['id']}/reading"
    page = await reader.see(path)
    assert "tillitsnivå 3" in page
    assert way_to_log_in(page) == {"acr_values": ["http://id.sambi.se/loa/loa3"], "returnTo": [PAGES + path]}
    assert 'name="digest"' not in page


async def test_a_signature_after_the_login_became_too_weak_leads_to_a_surer_one_and_back(
    connect: Connect, county: County, signatory: Reader
) -> None:
    agreement = await county.filled(await drafted(county))
    path = f"/agreements/{agreement['id']}"
    scopes = frozenset({"agreements:read", "agreements:sign"})
    authority = UUID(county.municipality["id"])
    reader = Reader(connect(Caller("k", "user", scopes, "18", authority, assurance_level="loa2")))
    fields = {"digest": agreement["digest"], "role": "municipality", "hasRead": "yes"}
    reader.http.headers["Referer"] = f"https://slussen.example{PAGES}{path}/reading?said=x"
    answer = await reader.send(f"{path}/signature", 401, **fields)
    assert "inte säker nog för att skriva under" in answer.text
    assert way_to_log_in(answer.text)["returnTo"] == [f"{PAGES}{path}/reading"]
    del reader.http.headers["Referer"]
    answer = await reader.send(f"{path}/signature", 401, **fields)
    assert way_to_log_in(answer.text)["returnTo"] == [PAGES]
    assert 'name="digest"' in await signatory.see(f"{path}/reading")


async def test_a_wording_is_rejected_with_a_reason_that_the_parties_see(
    coordinator: Reader, signatory: Reader, county: County
) -> None:
    agreement = await county.filled(await drafted(county))
    path = f"/agreements/{agreement['id']}"
    fields = {"digest": agreement["digest"], "role": "municipality"}
    refused = await signatory.send(f"{path}/rejection", 422, **fields)
    assert "Skäl: uppgiften saknas" in refused.text
    await signatory.send(f"{path}/rejection", reason="Beloppet <saknas>.", **fields)
    page = await coordinator.see(path)
    assert "Beloppet &lt;saknas&gt;." in page
    assert "En part har avböjt lydelsen" in page


async def test_notice_shows_the_last_day_before_it_is_given(connect: Connect) -> None:
    county = await County(connect, "23", "jamtland").set_up()
    signatory = Reader(connect(person(county.municipality["id"], "23")))
    agreement = await county.active("local", LOCAL_ROLES["jamtland"], "2026-03-01")
    path = f"/agreements/{agreement['id']}/notice"
    fields = {"givenOn": "2026-11-20", "version": str(agreement["version"]), "lastDay": ""}
    shown = await signatory.send(path, 200, **fields, form="written", step="look")
    assert "20 november 2027" in shown.text
    assert "20 november 2027" not in await signatory.see(f"/agreements/{agreement['id']}")
    page = await signatory.follow(path, **fields, form="written", step="give")
    assert "sista dag 20 november 2027" in page


async def test_where_nobody_regulates_the_time_of_notice_the_last_day_is_asked_for(
    signatory: Reader, county: County
) -> None:
    agreement = await county.active("local", LOCAL_ROLES["orebro"], "2026-03-01")
    path = f"/agreements/{agreement['id']}/notice"
    fields = {"givenOn": "2026-11-20", "version": str(agreement["version"]), "form": "written"}
    refused = await signatory.send(path, 422, **fields)
    assert "krävs: uppsägningstiden är inte reglerad" in refused.text
    assert "31 mars 2027" in (await signatory.send(path, 200, lastDay="2027-03-31", **fields)).text


async def test_a_new_edition_is_drafted_and_its_difference_is_readable(
    coordinator: Reader, county: County
) -> None:
    agreement = await county.active("local", LOCAL_ROLES["orebro"], "2026-03-01")
    path = f"/agreements/{agreement['id']}/new-edition"
    answer = await coordinator.send(path, validFrom="2027-01-01", version=str(agreement["version"]))
    clauses = answer.headers["location"].partition("?")[0].removeprefix(PAGES)
    page = await coordinator.see(clauses)
    texts = dict(re.findall(r'name="(clauses\.[a-z_]+)" rows="4"[^>]*>\n([^<]+)</textarea>', page))
    first = next(iter(texts))
    texts[first] += " Barnens bästa kommer först."
    await coordinator.send(clauses, version=hidden(page, "version"), **texts)
    page = await coordinator.see(clauses.replace("/clauses", "/difference"))
    assert "<ins>Barnens bästa kommer först.</ins>" in page
    assert "Ett avsnitt skiljer sig från utgåva 1." in page
    assert "<del>2026-03-01</del>" in page
    assert "<ins>2027-01-01</ins>" in page


async def test_a_duty_is_marked_as_done_where_it_stood(coordinator: Reader, county: County) -> None:
    page = await coordinator.see(f"{centre_of(county)}/wheel?year=2026")
    action, version = re.findall(
        r'action="/agreements/pages(/centres/[^"]+/wheel/[^"]+)"[^>]*>'
        r'\s*<input type="hidden" name="version" value="(\d+)"',
        page,
    )[0]
    page = await coordinator.follow(action, version=version, done="yes", back=f"{PAGES}{centre_of(county)}")
    assert "Uppgiften är klar." in page
    answer = await coordinator.send(action, 409, version=version, done="yes")
    assert "Någon annan har ändrat samtidigt" in answer.text
    elsewhere = await coordinator.send(action, version="1", back="https://evil.example")
    assert elsewhere.headers["location"].startswith(f"{PAGES}{centre_of(county)}/wheel")


async def test_a_decision_with_somebody_and_a_day_is_a_duty_in_the_wheel_at_once(
    coordinator: Reader, stranger: Reader, county: County, database: TestDatabase
) -> None:
    path = f"{centre_of(county)}/meetings"
    planned = {
        "kind": "steering_group",
        "plannedOn": "2026-12-03",
        "startsAt": "13:00",
        "place": "Stora rummet",
    }
    page = await coordinator.follow(path, **planned)
    assert "torsdag 3 december 2026, kl. 13.00" in page.lower()
    meeting = re.search(r'action="/agreements/pages(/centres/[^"]+)/decisions"', page)
    assert meeting
    refused = await coordinator.send(f"{meeting[1]}/decisions", 422, text="Ny skylt", dueOn="2027-01-15")
    assert "Vem gör det?: behövs" in refused.text
    duty = {"text": "Ny skylt vid entrén", "owner": "Karin Örnberg", "dueOn": "2026-12-10"}
    page = await coordinator.follow(f"{meeting[1]}/decisions", **duty)
    assert "ligger som uppgift i årshjulet" in page
    wheel = await coordinator.see(f"{centre_of(county)}/wheel?year=2026")
    assert "Ny skylt vid entrén" in wheel
    day = await coordinator.see()
    assert re.search(r'<h2 id="mine">Mitt</h2>.*Ny skylt vid entrén', day, re.DOTALL)
    assert "3 december 2026, kl. 13.00" in day
    assert "Ny skylt" not in await stranger.see(f"{centre_of(county)}/wheel?year=2026")
    assert "Styrgruppsmöte 3 december" not in await stranger.see(path)
    await stranger.see(meeting[1], 404)
    assert [row["text"] for row in await database.rows("SELECT text FROM meeting_decision")] == [duty["text"]]


async def test_minutes_that_are_closed_count_and_no_longer_change(
    coordinator: Reader, county: County
) -> None:
    path = f"{centre_of(county)}/meetings"
    page = await coordinator.follow(path, kind="steering_group", plannedOn="2026-11-20")
    found = re.search(r'action="/agreements/pages(/centres/[^"]+)/minutes"', page)
    assert found
    fields = {
        "heldOn": "2026-11-20",
        "purpose": "Läget i höst",
        "notes": "Läget är gott.",
        "version": hidden(page, "version"),
    }
    page = await coordinator.follow(f"{found[1]}/minutes", **fields)
    assert "Protokollet är justerat." in page
    refused = await coordinator.send(f"{found[1]}/decisions", 422, text="Sent beslut")
    assert "ändras inte" in refused.text
    shown = await coordinator.see(f"{centre_of(county)}/steering")
    assert "styrgruppsmöte 20 nov. 2026 (Läget i höst), dokumenterat" in shown


async def test_hours_are_entered_and_drawn_with_what_counts(coordinator: Reader, county: County) -> None:
    path = f"{centre_of(county)}/hours"
    fields: dict[str, Any] = {
        "weekdays": ["1", "3"],
        "opens": "09:00",
        "closes": "12:00",
        "kind": "everybody",
        "staff": "2",
    }
    for version, activity in enumerate(("child_health_care", "open_preschool")):
        page = await coordinator.follow(f"{path}/openings", activity=activity, version=version, **fields)
    assert 'class="joint"' in page
    assert "måndag 09.00\N{EN DASH}12.00" in page
    late = fields | {"opens": "13:00"}
    refused = await coordinator.send(f"{path}/openings", 422, activity="open_preschool", version="2", **late)
    assert '<a href="#f-closes">Stänger:' in refused.text
    page = await coordinator.follow(f"{path}/removal", place="0", version="2")
    assert "Öppettiderna är sparade." in page


async def test_hours_that_end_stay_for_the_days_before_and_removed_ones_never_were(
    coordinator: Reader, county: County
) -> None:
    path = f"{centre_of(county)}/hours"
    fields = {"opens": "09:00", "closes": "12:00", "kind": "everybody", "staff": "1", "weekdays": ["1"]}
    page = await coordinator.see(path)
    assert 'name="validFrom" type="date" value="2026-11-22"' in page
    add = f"{path}/openings"
    await coordinator.follow(add, activity="open_preschool", version="0", **fields)
    days = {"validFrom": "2026-11-20", "validThrough": "2026-11-19"}
    refused = await coordinator.send(add, 422, activity="open_preschool", version="1", **fields, **days)
    assert '<a href="#f-validThrough">Gäller till och med:' in refused.text
    page = await coordinator.follow(f"{path}/removal", place="0", ended="true", version="1")
    assert "\N{EN DASH} 21 nov. 2026</td>" in page
    today = {"validFrom": "2026-11-22"}
    page = await coordinator.follow(add, activity="open_preschool", version="2", **fields, **today)
    assert "22 nov. 2026 \N{EN DASH} </td>" in page
    page = await coordinator.follow(f"{path}/removal", place="1", ended="true", version="3")
    assert "22 nov. 2026 \N{EN DASH} </td>" not in page, "it had not begun"
    page = await coordinator.follow(f"{path}/removal", place="0", version="4")
    assert "\N{EN DASH} 21 nov. 2026</td>" not in page


async def test_costs_are_entered_shared_to_the_ore_and_closed(coordinator: Reader, county: County) -> None:
    path = f"{centre_of(county)}/costs/2026"
    page = await coordinator.follow(path)
    version = hidden(page, "version")
    refused = await coordinator.send(
        f"{path}/costs", 422, kind="coordinator", label="Lön", amount="tolv", version=version
    )
    assert "Belopp i kronor: skriv ett belopp" in refused.text
    assert 'value="tolv"' in refused.text
    page = await coordinator.follow(
        f"{path}/costs", kind="coordinator", label="Lön", amount="12 500,51 kr", version=version
    )
    assert "12\u202f500,51\u00a0kr" in page
    assert "<svg" in page


async def test_a_calendar_link_is_shown_once_and_revoked(coordinator: Reader, county: County) -> None:
    path = f"{centre_of(county)}/calendar"
    made = await coordinator.send(path, 200, label="Karins kalender")
    link = re.search(r"/agreements/v1/calendars/[A-Za-z0-9_-]{43}\.ics", made.text)
    assert link
    assert link[0] not in await coordinator.see(path)
    assert (await coordinator.http.get(link[0])).status_code == 200
    revocation = re.search(r'action="/agreements/pages(/centres/[^"]+/revocation)"', made.text)
    assert revocation
    assert "Återkallad" in await coordinator.follow(revocation[1])
    assert (await coordinator.http.get(link[0])).status_code == 404


async def test_the_steering_group_its_seats_and_coordinator_are_kept(
    coordinator: Reader, county: County
) -> None:
    path = f"{centre_of(county)}/steering"
    page = await coordinator.see(path)
    seats = re.findall(r'name="filled" value="([a-z_]+)"', page)
    version = hidden(page, "version")
    page = await coordinator.follow(f"{path}/seats", filled=seats[:1], version=version)
    assert "Platserna är sparade." in page
    page = await coordinator.follow(
        f"{path}/coordinator",
        holderSubject="karin-samordnare",
        profession="preschool_teacher",
        validFrom="2026-03-01",
    )
    assert "Samordnaren är förordnad." in page
    page = await coordinator.follow(f"{path}/held", kind="house_meeting", heldOn="2026-11-10")
    assert re.search(r"husmöte 10 nov. 2026\W*</p>", page)
    why = {"purpose": "Nya lokaler", "documented": "true"}
    page = await coordinator.follow(f"{path}/held", kind="house_meeting", heldOn="2026-11-11", **why)
    assert "husmöte 11 nov. 2026 (Nya lokaler), dokumenterat" in page
    why = {"documented": "false"}
    page = await coordinator.follow(f"{path}/held", kind="house_meeting", heldOn="2026-11-12", **why)
    assert "husmöte 12 nov. 2026, inte dokumenterat" in page


async def test_what_the_centre_offers_and_its_premises_are_kept(coordinator: Reader, county: County) -> None:
    path = f"{centre_of(county)}/offer"
    fields = {"name": "Föräldragrupp", "kind": "parent_group", "activities": ["child_health_care"]}
    page = await coordinator.follow(path, stages=["after_birth"], version="0", **fields)
    assert "efter födseln" in page
    page = await coordinator.follow(
        f"{path}/premises", version="0", **{"room.staff_room": "1", "equalAccess": "yes"}
    )
    assert "Lokalerna är sparade." in page
    assert "Utbudet är sparat." in await coordinator.follow(
        f"{path}/removal", key="parent_group_1", version="1"
    )


async def test_a_party_sees_its_own_agreements_and_never_a_strangers(
    stranger: Reader, county: County
) -> None:
    agreement = await county.active("local", LOCAL_ROLES["orebro"], "2026-03-01")
    assert "Det finns inga avtal att visa." in await stranger.see("/agreements")
    for part in ("", "/reading", "/notice", "/difference", "/new-edition"):
        await stranger.see(f"/agreements/{agreement['id']}{part}", 404)
    await stranger.send(f"/agreements/{agreement['id']}/activation", 404, version="1")
    await stranger.send(f"{centre_of(county)}/costs/2026", 404)


async def test_a_reader_without_the_right_sees_no_forms_and_can_send_none(
    signatory: Reader, county: County
) -> None:
    for part in ("/wheel", "/meetings", "/hours", "/steering", "/offer"):
        assert f'action="{PAGES}{centre_of(county)}' not in await signatory.see(centre_of(county) + part)
    await signatory.send(f"{centre_of(county)}/meetings", 403, kind="house_meeting", plannedOn="2026-12-01")
    await signatory.see("/county", 403)


async def test_the_county_sees_which_municipalities_lack_what(connect: Connect, county: County) -> None:
    scopes = frozenset({"agreements:read", "agreements:administer"})
    reader = Reader(connect(Caller("admin", "user", scopes, "18")))
    page = await reader.see("/county")
    assert "1 av 12 kommuner" in page
    assert "<svg" in page
    assert "Örebro" in page
    assert "Länet" in await reader.see()
