"""The annual report: what is filled in, what hinders, when it is late, what stays, and who sees it."""

import io
import zipfile
from dataclasses import replace
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any
from uuid import UUID, uuid4

import pytest

from slussen_chassis.clock import FixedClock
from slussen_chassis.testing import TestDatabase, staff
from slussen_statistics.domain.labels import Label
from slussen_statistics.domain.reports.outline import Section, outlines

SCOPES = "statistics:record statistics:read-own statistics:read-published"
REPORTS = "/annual-reports"
CENTRE = "01980c6e-7d4a-7c3e-9a51-3f0b6f0c2a11"
COUNTY_OF = {"jamtland": "23", "kalmar": "08", "orebro": "18", "skane": "12"}
YEAR = 2026


@pytest.fixture
def open_centre(deliver: Any, make: SimpleNamespace) -> Any:
    """Open a centre in a county; return somebody who works there and somebody of the other authority."""

    async def opened(profile: str) -> SimpleNamespace:
        units = (uuid4(), uuid4())
        authorities = (uuid4(), uuid4())
        county = COUNTY_OF[profile]
        for unit, authority in zip(units, authorities, strict=True):
            made, centre = make.place(unit, authority_id=authority, profile_id=profile, county_code=county)
            await deliver(made, centre.model_copy(update={"county_code": county}))
        first, second = (
            staff(SCOPES, authority=authority, unit=unit, county_code=county)
            for unit, authority in zip(units, authorities, strict=True)
        )
        return SimpleNamespace(first=first, second=second, county=county)

    return opened


class Author:
    """Somebody who writes a report."""

    def __init__(self, call: Any, caller: Any) -> None:
        self.call, self.caller = call, caller
        self.report: dict[str, Any] = {}

    async def ask(self, method: str, path: str, status: int, **more: Any) -> Any:
        answer = await self.call(self.caller, method, REPORTS + path, **more)
        assert answer.status_code == status, answer.text
        return answer

    async def begin(self, year: int = YEAR) -> dict[str, Any]:
        body = {"centreId": CENTRE, "year": year}
        self.report = (await self.ask("POST", "", 201, json=body)).json()
        return self.report

    @property
    def path(self) -> str:
        return f"/{self.report['id']}"

    async def see(self) -> dict[str, Any]:
        self.report = (await self.ask("GET", self.path, 200)).json()
        return self.report

    async def write(self, section: str, text: str, status: int = 200, version: int = 0) -> dict[str, Any]:
        answer = await self.ask(
            "PUT",
            f"{self.path}/sections/{section}",
            status,
            json={"text": text},
            headers={"If-Match": f'"v{version}"'},
        )
        return dict(answer.json())

    async def submit(self, status: int = 200, **body: Any) -> dict[str, Any]:
        version = (await self.see())["version"]
        answer = await self.ask(
            "POST", f"{self.path}/submission", status, json=body, headers={"If-Match": f'"v{version}"'}
        )
        return dict(answer.json())

    async def enter(self, entry: dict[str, Any]) -> None:
        answer = await self.call(self.caller, "POST", f"/centres/{CENTRE}/entries", json=entry)
        assert answer.status_code == 201, answer.text


def goal(reference: str, year: int = YEAR + 1, **more: Any) -> dict[str, Any]:
    return {
        "kind": "goal",
        "year": year,
        "goalKind": "priority",
        "goal": "Fler pappor i öppna förskolan",
        "reference": reference,
        "isMeasurable": True,
        "how": "Kvällsöppet en gång i veckan.",
        **more,
    }


async def all_items(author: Author) -> None:
    """Write everything that Jämtland asks for."""
    for section, text in (
        ("description", "Ett bostadsområde med många barnfamiljer."),
        ("special_support", "Nio familjer, enligt teamets egen lista."),
        ("joint_work", "Vi har arbetat mot huvudmålet."),
        ("results", "Föräldrarna är nöjda."),
        ("analysis", "Målen nås till stor del."),
    ):
        await author.write(section, text)
    await author.enter(goal("p1"))
    await author.enter(goal("p2"))


def rules(found: dict[str, Any]) -> dict[str, str]:
    return {one["field"]: one["rule"] for one in found["errors"]}


@pytest.mark.case("ST-03")
async def test_a_report_without_a_special_item_is_not_taken_in_jamtland(call: Any, open_centre: Any) -> None:
    author = Author(call, (await open_centre("jamtland")).first)
    await author.begin()
    await all_items(author)
    await author.write("special_support", "", version=1)
    refused = await author.submit(422)
    assert rules(refused) == {"sections.special_support": "missing-special-item"}
    assert (await author.see())["state"] == "draft"
    await author.write("special_support", "Nio familjer.", version=2)
    assert (await author.submit())["state"] == "submitted"


@pytest.mark.case("ST-04")
@pytest.mark.parametrize(
    ("month", "day", "late"),
    [
        (2, 28, []),
        (3, 1, ["coordinator_hand_in"]),
        (3, 2, ["coordinator_hand_in", "to_management_group", "to_principals"]),
    ],
)
async def test_the_county_s_days_decide_whether_a_report_is_late(
    call: Any, open_centre: Any, clock: FixedClock, month: int, day: int, late: list[str]
) -> None:
    clock.moment = datetime(2027, month, day, 22, 30, tzinfo=UTC)
    author = Author(call, (await open_centre("jamtland")).first)
    await author.begin()
    await all_items(author)
    done = await author.submit()
    assert sorted(done["editions"][0]["lateFor"]) == late
    assert {due["to"]: due["day"] for due in done["dues"]} == {
        "coordinator_hand_in": "2027-02-28",
        "to_principals": "2027-03-01",
        "to_management_group": "2027-03-01",
    }


@pytest.mark.case("ST-17")
async def test_kalmar_s_report_goes_to_the_development_leaders_and_has_no_day(
    call: Any, open_centre: Any, database: TestDatabase, clock: FixedClock
) -> None:
    clock.moment = datetime(2027, 11, 3, 9, 0, tzinfo=UTC)
    author = Author(call, (await open_centre("kalmar")).first)
    await author.begin()
    await author.write("county_goals", "Tre aktiviteter mot länets mål.")
    await author.write("year", "Ett år med många besök.")
    done = await author.submit()
    assert (done["recipients"], done["dues"]) == (["development_leaders"], [])
    assert done["title"]["sv"] == "Årsberättelse"
    assert done["editions"][0]["lateFor"] == []
    events = await database.rows("SELECT type, data FROM outbox WHERE type LIKE '%annual-report%'")
    assert [event["type"] for event in events] == ["slussen.statistics.annual-report.submitted.v1"]
    assert "besök" not in str(events[0]["data"])


@pytest.mark.case("ST-21")
async def test_a_description_longer_than_a_page_is_warned_of_and_hinders_nothing(
    call: Any, open_centre: Any
) -> None:
    author = Author(call, (await open_centre("jamtland")).first)
    await author.begin()
    await all_items(author)
    assert "too-long" not in {one["rule"] for one in (await author.see())["findings"]}
    await author.write("description", "Området växer och familjerna blir fler. " * 160, version=1)
    [warning] = [one for one in (await author.see())["findings"] if one["rule"] == "too-long"]
    assert (warning["weight"], warning["section"]) == ("warning", "description")
    assert warning["text"]["sv"] == "Beskrivningen tar 2 sidor; mallen anger högst 1."
    assert (await author.submit())["state"] == "submitted"


async def release(call: Any, deliver: Any, make: SimpleNamespace, county: str) -> Any:
    """Publish two days of visits and thirty answers."""
    of = {"county_code": county, "municipality_code": "2380"}
    visits = [
        make.entry(
            "visits",
            on=datetime(2026, month, 5, tzinfo=UTC).date(),
            numbers={"adults": 52, "children": 61, "families": 40, "first_visits": 3},
            **of,
        )
        for month in (3, 4)
    ]
    answers = [
        make.entry(
            "answer",
            codes={"instrument": "parent_survey", "respondent": "first_child"},
            numbers={"g1": 4, "g2": 5},
            **of,
        )
        for _ in range(30)
    ]
    await deliver(*visits, *answers)
    made = await call(make.administrator(county), "POST", "/releases", json={})
    assert made.status_code == 201, made.text
    return made


async def test_figures_come_from_the_newest_release_and_what_is_missing_is_said(
    call: Any, open_centre: Any, deliver: Any, make: SimpleNamespace
) -> None:
    people = await open_centre("jamtland")
    author = Author(call, people.first)
    begun = await author.begin()
    assert begun["release"] is None
    gaps = {gap["sv"] for section in begun["sections"] for gap in section["gaps"]}
    assert "Uppgift saknas: besök i öppna förskolan. Länet har inte publicerat något än." in gaps
    made = await release(call, deliver, make, people.county)
    seen = await author.see()
    assert seen["release"]["id"] == made.json()["id"]
    by_code = {section["code"]: section for section in seen["sections"]}
    [visits_shown] = by_code["description"]["figures"]
    named = dict(zip([row[0]["sv"] for row in visits_shown["labels"]], visits_shown["values"], strict=True))
    assert named["Besök av vuxna"] in ([100], [105]), "104, rounded by a draw"
    assert named["Första besök"] in ([5], [10]), "6, rounded by a draw"
    [missing] = by_code["description"]["gaps"]
    assert missing["sv"].endswith("Publiceringen har ingen uppgift för familjecentralen 2026.")
    [survey] = by_code["results"]["figures"]
    assert survey["labels"][0][0]["sv"].startswith("Familjecentralen når målet: lättillgänglig")
    assert "missing-special-item" not in {
        one["rule"] for one in seen["findings"] if one["section"] == "results"
    }
    await all_items(author)
    refused = await author.submit(409, releaseId=str(uuid4()))
    assert refused["code"] == "figures-changed"
    done = await author.submit(releaseId=seen["release"]["id"])
    assert done["release"]["id"] == seen["release"]["id"]


@pytest.mark.case("ST-03")
async def test_no_family_with_a_joint_plan_is_a_figure_that_may_be_handed_in(
    call: Any, open_centre: Any, deliver: Any, make: SimpleNamespace
) -> None:
    people = await open_centre("jamtland")
    of = {"county_code": people.county, "municipality_code": "2380"}
    await deliver(*make.referrals(12, **of))
    author = Author(call, people.first)
    await author.begin()
    await release(call, deliver, make, people.county)
    await all_items(author)
    await author.write("special_support", "", version=1)
    seen = await author.see()
    by_code = {section["code"]: section for section in seen["sections"]}
    [plans] = by_code["special_support"]["figures"]
    assert plans["values"][:2] == [[0], [0]]
    assert by_code["special_support"]["gaps"] == []
    [missing] = by_code["description"]["gaps"]
    assert missing["sv"].startswith("Uppgift saknas: listade familjer"), "what nobody has entered is no zero"
    assert (await author.submit())["state"] == "submitted"


async def test_a_year_before_the_county_counted_has_no_zeros(
    call: Any, open_centre: Any, deliver: Any, make: SimpleNamespace
) -> None:
    people = await open_centre("jamtland")
    await deliver(*make.referrals(12, county_code=people.county, municipality_code="2380"))
    author = Author(call, people.first)
    await author.begin(YEAR - 1)
    await release(call, deliver, make, people.county)
    by_code = {section["code"]: section for section in (await author.see())["sections"]}
    assert by_code["special_support"]["figures"] == []
    assert len(by_code["special_support"]["gaps"]) == 1


async def test_several_people_write_at_once_and_nobody_s_text_is_lost(call: Any, open_centre: Any) -> None:
    people = await open_centre("orebro")
    one, other = Author(call, people.first), Author(call, people.second)
    other.report = await one.begin()
    again = await call(people.second, "POST", REPORTS, json={"centreId": CENTRE, "year": YEAR})
    assert again.json()["code"] == "report-begun"
    await one.write("year", "Det här är vårt år.")
    await other.write("crc_work", "Barnen har varit med och planerat.")
    await other.write("year", "Ett annat år.", 412)
    await other.write("year", "Ett annat år.", version=1)
    assert (await one.write("nonsense", "Text.", 404))["code"] == "no-such-section"
    refused = await one.write("follow_up", "Ring 850101-2382.", 422)
    assert rules(refused) == {"text": "personal-number"}
    for character in ("\x00", "\x07"):
        refused = await one.write("follow_up", f"Ett{character}tecken.", 422)
        assert rules(refused) == {"text": "string-pattern-mismatch"}
    texts = {section["code"]: section["text"] for section in (await one.see())["sections"] if section["text"]}
    assert texts == {"year": "Ett annat år.", "crc_work": "Barnen har varit med och planerat."}


async def test_a_submitted_report_is_locked_kept_byte_for_byte_and_opened_again_for_a_reason(
    call: Any, open_centre: Any, clock: FixedClock
) -> None:
    people = await open_centre("orebro")
    author = Author(call, people.first)
    await author.begin()
    for section in ("year", "plan", "crc_work"):
        await author.write(section, f"Text om {section}.")
    await author.submit()
    first = await author.ask("GET", f"{author.path}/document/pdf", 200)
    assert first.content.startswith(b"%PDF-")
    assert (await author.write("year", "Ny text.", 409, version=1))["code"] == "report-is-submitted"
    clock.moment = datetime(2026, 12, 24, 9, 0, tzinfo=UTC)
    headers = {"If-Match": f'"v{(await author.see())["version"]}"'}
    reopening = {"reason": "Antalet träffar var fel."}
    reopened = (
        await author.ask("POST", f"{author.path}/reopening", 200, json=reopening, headers=headers)
    ).json()
    assert (reopened["state"], reopened["edition"]) == ("draft", 2)
    await author.write("year", "Ny text.", version=1)
    done = await author.submit()
    assert [(kept["edition"], kept["reason"]) for kept in done["editions"]] == [
        (2, "Antalet träffar var fel."),
        (1, None),
    ]
    kept = await author.ask("GET", f"{author.path}/document/pdf", 200, params={"edition": 1})
    assert kept.content == first.content
    english = await author.ask("GET", f"{author.path}/document/pdf", 200, params={"language": "en"})
    assert english.content != first.content
    assert (
        english.content
        == (await author.ask("GET", f"{author.path}/document/pdf", 200, params={"language": "en"})).content
    )
    made = await author.ask("GET", f"{author.path}/document/docx", 200)
    text = zipfile.ZipFile(io.BytesIO(made.content)).read("word/document.xml").decode()
    assert "Ny text." in text
    assert "Antalet träffar var fel." in text


async def test_a_new_heading_changes_no_report_that_was_handed_in_and_stops_none_that_is_written(
    call: Any, open_centre: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    author = Author(call, (await open_centre("orebro")).first)
    await author.begin()
    for section in ("year", "plan", "crc_work"):
        await author.write(section, f"Text om {section}.")
    handed_in = await author.submit()
    documents = {}
    for form in ("docx", "pdf"):
        path = f"{author.path}/document/{form}"
        documents[path] = (await author.ask("GET", path, 200, params={"language": "en"})).content
    was = outlines()["orebro"]
    added = Section("new_heading", Label("En ny rubrik", "A new heading"))
    renamed = replace(was.sections[0], heading=Label("Omdöpt", "Renamed"))
    now = replace(was, version=2, sections=(renamed, added, *was.sections[1:]))
    newest = {**outlines(), "orebro": now}
    monkeypatch.setattr("slussen_statistics.domain.reports.outline.outlines", lambda: newest)
    assert (await author.see())["sections"] == handed_in["sections"]
    assert (await author.see())["recipients"] == handed_in["recipients"] != ["each_principal"]
    for path, content in documents.items():
        assert (await author.ask("GET", path, 200, params={"language": "en"})).content == content
    headers = {"If-Match": f'"v{handed_in["version"]}"'}
    await author.ask("POST", f"{author.path}/reopening", 200, json={"reason": "Fel antal."}, headers=headers)
    written = {section["code"]: section["text"] for section in (await author.see())["sections"]}
    assert list(written) == [section.code for section in now.sections]
    assert (written["new_heading"], written["year"]) == ("", "Text om year.")
    await author.write("new_heading", "Text om det nya.")
    assert "new_heading" in {section["code"] for section in (await author.submit())["sections"]}
    first = await author.ask(
        "GET", f"{author.path}/document/docx", 200, params={"edition": 1, "language": "en"}
    )
    assert first.content == documents[f"{author.path}/document/docx"]


async def test_a_report_that_was_handed_in_keeps_to_whom_it_went(
    call: Any, open_centre: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    author = Author(call, (await open_centre("kalmar")).first)
    await author.begin()
    await author.write("county_goals", "Tre aktiviteter mot länets mål.")
    await author.write("year", "Ett år med många besök.")
    await author.submit()
    for module in ("annual_reports", "report_content"):
        path = f"slussen_statistics.use_cases.{module}.recipients_of"
        monkeypatch.setattr(path, lambda _: ("each_principal",))
    assert (await author.see())["recipients"] == ["development_leaders"]
    made = await author.ask("GET", f"{author.path}/document/docx", 200)
    text = zipfile.ZipFile(io.BytesIO(made.content)).read("word/document.xml").decode()
    assert "utvecklingsledarna" in text
    assert "varje huvudman" not in text


async def test_only_those_who_work_at_the_centre_see_its_report(
    call: Any, open_centre: Any, make: SimpleNamespace, deliver: Any
) -> None:
    people = await open_centre("skane")
    author = Author(call, people.first)
    await author.begin()
    elsewhere = uuid4()
    await deliver(make.place(elsewhere, centre_id=uuid4())[0])
    stranger = staff(SCOPES, authority=uuid4(), unit=elsewhere)
    for method, path in (("GET", author.path), ("GET", f"{author.path}/document/pdf")):
        assert (await call(stranger, method, REPORTS + path)).status_code == 404
    assert (await call(stranger, "GET", REPORTS)).json()["items"] == []
    [seen] = (await call(people.second, "GET", REPORTS)).json()["items"]
    assert UUID(seen["id"]) == UUID(author.report["id"])
    refused = await call(staff("statistics:read-own", unit=uuid4()), "GET", REPORTS + author.path)
    assert refused.status_code == 403


async def test_a_quote_in_the_report_is_marked_and_a_year_to_come_has_no_report(
    call: Any, open_centre: Any
) -> None:
    author = Author(call, (await open_centre("jamtland")).first)
    body = {"centreId": CENTRE, "year": 2027}
    early = await author.ask("POST", "", 422, json=body)
    assert rules(early.json()) == {"year": "in-the-future"}
    await author.begin()
    path, headers = f"{author.path}/quotes", {"If-Match": '"v0"'}
    unmarked = {"quotes": [{"text": "Fint."}]}
    await author.ask("PUT", path, 422, json=unmarked, headers=headers)
    marked = {"quotes": [{"text": "Fint bemötande.", "by": "man"}]}
    kept = (await author.ask("PUT", path, 200, json=marked, headers=headers)).json()
    assert (kept["quotes"], kept["quotesVersion"]) == (marked["quotes"], 1)
    await author.ask("PUT", path, 412, json=marked, headers=headers)


def test_skane_is_told_of_its_own_indicators() -> None:
    """I-13 and I-16 of the handbook are asked for by Skåne alone."""
    filled = {f.table: f for section in outlines()["skane"].sections for f in section.tables}
    assert {"open_share", "days_share"} <= set(filled["opening-hours"].measures)
    assert {"meetings", "documented", "documented_share", "with_purpose"} == set(filled["meetings"].measures)
    assert filled["meetings"].rows == ("meeting",)


def test_every_county_has_an_outline_whose_tables_and_measures_are_there() -> None:
    from slussen_contracts.profiles.loading import profile, profile_ids
    from slussen_statistics.domain.catalogue import TABLES

    assert set(outlines()) == set(profile_ids())
    for outline in outlines().values():
        codes = [section.code for section in outline.sections]
        assert len(set(codes)) == len(codes)
        for filled in (table for section in outline.sections for table in section.tables):
            table = TABLES[filled.table]
            assert set(filled.measures) <= {measure.code for measure in table.measures}, filled
            assert set(filled.rows) | dict(filled.at).keys() <= {d.code for d in table.dimensions}, filled
            assert filled.picture is None or filled.picture in filled.measures
        statistics = profile(outline.profile, on=datetime(2027, 1, 1, tzinfo=UTC).date()).statistics
        items = {section.special_item for section in outline.sections if section.special_item}
        assert items >= set(statistics.annual_report.special_items.value or ())
        assert set(codes) >= set(statistics.activity_plan_must_contain.value or ())
