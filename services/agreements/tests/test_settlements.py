import csv
import hashlib
import io
from typing import Any

import asyncpg
import httpx
import pytest
from agreements_parts import Connect, Register, administrator, faults, signatory
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

from slussen_agreements.domain.settlements import kronor, whole_ore
from slussen_agreements.domain.spreadsheets import read_cell, written_cell
from slussen_chassis.auth import Caller
from slussen_chassis.testing import TestDatabase

COORDINATOR = {"kind": "coordinator", "label": "Samordnare, lön", "amount": "600000.00"}
OTHER = {"kind": "other_common", "label": "Städning", "amount": "1000.00"}


class Books:
    """A whole register's centre and its settlement of 2026."""

    def __init__(self, admin: httpx.AsyncClient, register: Register) -> None:
        self.admin = admin
        self.register = register
        self.whole: dict[str, Any] = {}
        self.path = ""

    async def centre(self, **more: Any) -> None:
        self.whole = await self.register.whole()
        if more:
            self.whole["centre"] = await self.register.centre(self.whole["units"], name="En annan", **more)
        self.path = f"/family-centres/{self.whole['centre']['id']}/settlements"

    def participants(self, *activities: str) -> list[dict[str, Any]]:
        owners = {unit["activity"]: unit["authorityId"] for unit in self.whole["units"]}
        municipality = self.whole["municipality"]["id"]
        return [
            {"key": each, "activity": each, "authorityId": owners.get(each, municipality)}
            for each in activities or owners
        ]

    async def post(self, *costs: dict[str, Any], **more: Any) -> httpx.Response:
        body = {"year": 2026, "participants": self.participants(), "costs": costs, **more}
        return await self.admin.post(self.path, json=body)

    async def opened(self, *costs: dict[str, Any], **more: Any) -> dict[str, Any]:
        answer = await self.post(*costs, **more)
        assert answer.status_code == 201, answer.text
        return dict(answer.json())

    async def change(self, opened: dict[str, Any], *, etag: str = '"v1"', **more: Any) -> httpx.Response:
        body = {key: opened[key] for key in ("participants", "costs", "localKeys")}
        return await self.admin.put(f"{self.path}/2026", json={**body, **more}, headers={"If-Match": etag})

    async def close(self, etag: str = '"v1"') -> httpx.Response:
        return await self.admin.post(f"{self.path}/2026/closing", headers={"If-Match": etag})


@pytest.fixture
async def books(admin: httpx.AsyncClient, register: Register) -> Books:
    made = Books(admin, register)
    await made.centre()
    return made


def borne(found: dict[str, Any], place: int = 0, part: int = 0) -> dict[str, str]:
    shares = found["sheet"]["costs"][place]["parts"][part]["shares"]
    return {share["key"]: share["amount"] for share in shares}


def rules(found: dict[str, Any], place: int = 0) -> list[str]:
    return [finding["rule"] for finding in found["sheet"]["costs"][place]["findings"]]


@pytest.mark.case("AG-27")
async def test_each_of_four_base_activities_bears_a_quarter_and_the_employer_is_reimbursed(
    books: Books,
) -> None:
    found = await books.opened({**COORDINATOR, "employer": "open_preschool"})
    assert set(borne(found).values()) == {"150000.00"}
    assert len(borne(found)) == 4
    assert found["sheet"]["costs"][0]["parts"][0]["reimbursement"] == "450000.00"
    municipality = found["sheet"]["byAuthority"][1]
    assert (municipality["bears"], municipality["hasPaid"], municipality["toPay"]) == (
        "300000.00",
        "600000.00",
        "-300000.00",
    )
    assert found["sheet"]["total"] == found["sheet"]["shared"] == "600000.00"


@pytest.mark.case("AG-28")
async def test_in_a_like_centre_of_three_the_municipality_bears_two_parts(books: Books) -> None:
    three = books.participants("child_health_care", "open_preschool", "preventive_social_services")
    found = await books.opened(COORDINATOR, participants=three)
    assert set(borne(found).values()) == {"200000.00"}
    sums = {each["authorityId"]: each["bears"] for each in found["sheet"]["byAuthority"]}
    assert sums[books.whole["municipality"]["id"]] == "400000.00"


@pytest.mark.case("AG-29")
async def test_a_local_key_is_refused_for_the_coordinator_and_accepted_for_other_costs(books: Books) -> None:
    two = books.participants("open_preschool", "child_health_care")
    key = {"counts": "activity", "parts": {"open_preschool": 70, "child_health_care": 30}}
    refused = await books.post(participants=two, localKeys={"coordinator": key})
    assert faults(refused) == {("localKeys.coordinator", "cost-key-departs")}
    assert "undantag" in refused.json()["errors"][0]["message"]
    found = await books.opened(OTHER, participants=two, localKeys={"otherCommon": key})
    assert borne(found) == {"open_preschool": "700.00", "child_health_care": "300.00"}
    assert found["sheet"]["costs"][0]["split"] == "own_key"


async def test_equal_parts_of_another_count_are_another_key_than_the_countys(books: Books) -> None:
    ids = {books.whole["region"]["id"]: 1, books.whole["municipality"]["id"]: 1}
    three = books.participants("child_health_care", "open_preschool", "preventive_social_services")
    key = {"counts": "party", "parts": ids}
    refused = await books.post(participants=three, localKeys={"coordinator": key})
    assert faults(refused) == {("localKeys.coordinator", "cost-key-departs")}


@pytest.mark.case("AG-30")
async def test_an_older_centre_keeps_its_own_rule_and_is_flagged_for_review(
    admin: httpx.AsyncClient, register: Register
) -> None:
    books = Books(admin, register)
    whole = await register.whole()
    units = [
        {**unit, "validFrom": "2020-01-01", "professions": ["midwife"]}
        for unit in whole["units"]
        if unit["activity"] == "child_health_care"
    ]
    for unit in units:
        body = {key: unit[key] for key in ("name", "branch", "activity", "professions", "validFrom")}
        await admin.put(f"/units/{unit['id']}", json=body, headers={"If-Match": "*"})
    books.whole = {**whole, "centre": await register.centre(units, name="Äldre", validFrom="2020-01-01")}
    books.path = f"/family-centres/{books.whole['centre']['id']}/settlements"
    found = await books.opened(OTHER, COORDINATOR)
    assert rules(found) == ["cost-key-of-old-centre"]
    assert found["sheet"]["costs"][0]["parts"] == []
    assert found["sheet"]["notShared"] == "1000.00"
    assert [each["rule"] for each in found["sheet"]["findings"]] == ["coordinator-split-review"]
    assert (await books.close()).status_code == 409


@pytest.mark.case("AG-31")
async def test_library_and_dental_service_bear_no_share_of_the_coordinator(books: Books) -> None:
    everybody = books.participants(
        "child_health_care",
        "open_preschool",
        "preventive_social_services",
        "library",
        "public_dental_service",
    )
    found = await books.opened(COORDINATOR, participants=everybody)
    assert "library" not in borne(found)
    sums = {each["key"]: each["amount"] for each in found["sheet"]["byParticipant"]}
    assert (sums["library"], sums["public_dental_service"], sums["open_preschool"]) == (
        "0.00",
        "0.00",
        "200000.00",
    )


@pytest.mark.case("EV-03")
async def test_a_coordinator_appointed_in_mid_year_moves_the_split_from_that_day(books: Books) -> None:
    change = {"employer": "child_health_care", "validFrom": "2026-07-01"}
    cost = {**COORDINATOR, "amount": "365000.00", "employer": "open_preschool", "employerChanges": [change]}
    found = await books.opened(cost, participants=books.participants("open_preschool", "child_health_care"))
    before, after = found["sheet"]["costs"][0]["parts"]
    assert (before["amount"], before["lastDay"], before["employer"]) == (
        "181000.00",
        "2026-06-30",
        "open_preschool",
    )
    assert (after["amount"], after["firstDay"], after["reimbursement"]) == (
        "184000.00",
        "2026-07-01",
        "92000.00",
    )


@pytest.mark.case("EV-03")
async def test_appointments_tell_who_employs_and_a_new_one_moves_the_split_without_anybody_entering_it(
    books: Books,
) -> None:
    units = {unit["activity"]: unit["id"] for unit in books.whole["units"]}
    centre = f"/family-centres/{books.whole['centre']['id']}/coordinator-appointments"

    async def appoint(activity: str, first: str, last: str | None) -> None:
        body = {"holderSubject": "nn", "validFrom": first, "validThrough": last, "unitId": units[activity]}
        answer = await books.admin.post(centre, json=body)
        assert answer.status_code == 201, answer.text

    two = books.participants("open_preschool", "child_health_care")
    cost = {**COORDINATOR, "amount": "365000.00"}
    opened = await books.opened(cost, participants=two)
    assert [part["employer"] for part in opened["sheet"]["costs"][0]["parts"]] == [None]
    await appoint("open_preschool", "2025-03-01", "2026-06-30")
    await appoint("child_health_care", "2026-07-01", None)
    shown = (await books.admin.get(f"{books.path}/2026")).json()
    parts = shown["sheet"]["costs"][0]["parts"]
    assert [(one["employer"], one["firstDay"], one["amount"]) for one in parts] == [
        ("open_preschool", "2026-01-01", "181000.00"),
        ("child_health_care", "2026-07-01", "184000.00"),
    ]
    assert "employer-from-appointments" in rules(shown)
    stated = {**cost, "employer": "open_preschool"}
    kept = (await books.change(opened, costs=[stated])).json()
    assert [part["employer"] for part in kept["sheet"]["costs"][0]["parts"]] == ["open_preschool"]
    assert "employer-from-appointments" not in rules(kept)
    await books.change(opened, etag='"v2"')
    closed = (await books.close('"v3"')).json()
    await appoint("open_preschool", "2026-10-01", None)
    again = (await books.admin.get(f"{books.path}/2026")).json()
    assert again["sheet"] == closed["sheet"]


async def test_an_activity_that_joins_in_mid_year_bears_its_part_of_its_days(books: Books) -> None:
    opf, bhv = books.participants("open_preschool", "child_health_care")
    late = {**bhv, "present": [{"validFrom": "2026-07-02"}]}
    found = await books.opened({**COORDINATOR, "amount": "365.00"}, participants=[opf, late])
    assert borne(found) == {"open_preschool": "273.50", "child_health_care": "91.50"}
    assert found["participants"][1]["present"] == [{"validFrom": "2026-07-02", "validThrough": None}]


async def test_days_without_anybody_are_flagged_and_not_spread_on_others(books: Books) -> None:
    (opf,) = books.participants("open_preschool")
    late = {**opf, "present": [{"validFrom": "2026-07-02"}]}
    found = await books.opened(COORDINATOR, participants=[late])
    assert rules(found) == ["nobody-to-share"]
    assert found["sheet"]["notShared"] == "600000.00"


async def test_the_ore_that_cannot_be_shared_fall_on_the_employer_and_that_is_said(books: Books) -> None:
    three = books.participants("child_health_care", "open_preschool", "preventive_social_services")
    cost = {**COORDINATOR, "amount": "1.00", "employer": "open_preschool"}
    found = await books.opened(cost, participants=three)
    assert borne(found)["open_preschool"] == "0.34"
    assert found["sheet"]["costs"][0]["parts"][0]["rounding"] == "on_employer"


async def test_the_pdf_has_the_same_figures_is_preliminary_until_closed_and_then_stays_the_same(
    books: Books,
) -> None:
    await books.opened({**COORDINATOR, "employer": "open_preschool"}, OTHER)
    preliminary = await books.admin.get(f"{books.path}/2026/pdf")
    assert preliminary.headers["content-type"] == "application/pdf"
    text = text_of(preliminary.content)
    for words in (
        "PRELIMINÄR",
        "600 000,00",
        "150 000,00",
        "-299 500,00",
        "Samordnare, lön",
        "Städning",
    ):
        assert words in text
    assert (await books.close()).status_code == 200
    closed = (await books.admin.get(f"{books.path}/2026/pdf")).content
    assert "PRELIMINÄR" not in text_of(closed)
    assert (await books.admin.get(f"{books.path}/2026/pdf")).content == closed
    english = await books.admin.get(f"{books.path}/2026/pdf", params={"language": "en"})
    assert "600,000.00" in text_of(english.content)


def text_of(pdf: bytes) -> str:
    pages = (page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)
    return " ".join(" ".join(pages).split())


async def test_the_csv_has_the_same_figures_and_no_formula(books: Books) -> None:
    found = await books.opened({**OTHER, "label": '=HYPERLINK("x")'}, {**COORDINATOR, "amount": "100.01"})
    answer = await books.admin.get(f"{books.path}/2026/csv")
    assert answer.headers["content-type"].startswith("text/csv")
    rows = list(csv.reader(io.StringIO(answer.text.removeprefix("\ufeff")), delimiter=";"))
    assert len({len(row) for row in rows}) == 1
    assert rows[0][0] == "rad"
    shares = [(row[4], row[9]) for row in rows if row[0] == "share"]
    assert shares == [*borne(found, 0).items(), *borne(found, 1).items()]
    assert next(row[9] for row in rows if row[0] == "total") == found["sheet"]["total"]
    assert {row[1] for row in rows if row[2] == "other_common"} == {'\'=HYPERLINK("x")'}
    english = await books.admin.get(f"{books.path}/2026/csv", headers={"Accept-Language": "en"})
    assert english.text.startswith("\ufeffrow;")


async def test_a_settlement_is_changed_from_the_version_that_was_read(books: Books) -> None:
    opened = await books.opened(OTHER)
    assert (await books.change(opened, etag='"v7"')).status_code == 412
    changed = await books.change(opened, costs=[{**OTHER, "amount": "4.00"}])
    assert changed.status_code == 200, changed.text
    assert changed.headers["etag"] == '"v2"'
    shown = (await books.admin.get(f"{books.path}/2026")).json()
    assert shown == changed.json()
    assert shown["sheet"]["total"] == "4.00"
    assert (await books.post(OTHER)).json()["code"] == "settlement-exists"


async def test_a_closed_settlement_is_kept_with_its_digest_and_does_not_change(
    books: Books, database: TestDatabase
) -> None:
    opened = await books.opened({**COORDINATOR, "employer": "open_preschool"})
    closed = (await books.close()).json()
    (row,) = await database.rows("SELECT sheet, digest FROM settlement")
    assert closed["digest"] == row["digest"] == hashlib.sha256(row["sheet"].encode()).hexdigest()
    assert closed["sheet"] == opened["sheet"]
    assert (await books.change(opened, etag="*")).json()["code"] == "settlement-closed"
    assert (await books.close("*")).json()["code"] == "settlement-closed"
    name = {"If-Match": "*"}
    body = {key: books.whole["centre"][key] for key in ("municipalityCode", "profileId", "activities")}
    renamed = await books.admin.put(
        f"/family-centres/{books.whole['centre']['id']}",
        json={**body, "name": "Ett nytt namn", "validFrom": "2026-04-01"},
        headers=name,
    )
    assert renamed.status_code == 200, renamed.text
    assert (await books.admin.get(f"{books.path}/2026")).json() == closed


async def test_not_even_the_database_changes_a_closed_settlement(
    books: Books, database: TestDatabase
) -> None:
    await books.opened(COORDINATOR)
    await books.close()
    connection = await asyncpg.connect(database.urls.app)
    try:
        reader = books.whole["region"]["id"]
        await connection.execute("SELECT set_config('app.authority', $1, false)", reader)
        with pytest.raises(asyncpg.CheckViolationError):
            await connection.execute("UPDATE settlement SET sheet = ''")
        assert await connection.execute("DELETE FROM settlement_cost") == "DELETE 0"
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await connection.execute("UPDATE settlement_cost SET ore = 1")
    finally:
        await connection.close()


async def test_the_parties_see_it_and_strangers_find_nothing_and_leave_a_trace(
    books: Books, connect: Connect, database: TestDatabase
) -> None:
    opened = await books.opened(COORDINATOR)
    for party in ("region", "municipality"):
        seen = await connect(signatory(books.whole[party]["id"])).get(f"{books.path}/2026")
        assert seen.json()["sheet"] == opened["sheet"]
    for stranger in (signatory("0" * 32, "fremmande"), administrator("12")):
        for path in ("2026", "2026/csv", "2026/pdf"):
            assert (await connect(stranger).get(f"{books.path}/{path}")).status_code == 404
    denied = await database.rows(
        "SELECT actor FROM audit_entry WHERE outcome = 'denied' AND action = 'getSettlement'"
    )
    assert {row["actor"] for row in denied} == {"fremmande", "admin"}


async def test_only_an_authority_at_the_centre_or_the_county_opens_a_settlement(
    books: Books, connect: Connect
) -> None:
    rights = frozenset({"agreements:administer", "agreements:read"})
    other = await books.register.made(
        "/responsible-authorities",
        name="Vård AB",
        authorityType="private_provider",
        organisationNumber="5560360793",
    )
    body = {"year": 2026, "participants": books.participants()}
    stranger = connect(Caller("s", "user", rights, "18", signatory(other["id"]).authority_id))
    assert (await stranger.post(books.path, json=body)).status_code == 404
    region = connect(Caller("r", "user", rights, "18", signatory(books.whole["region"]["id"]).authority_id))
    municipal_only = {**body, "participants": books.participants("open_preschool")}
    assert faults(await region.post(books.path, json=municipal_only)) == {("participants", "opener")}
    assert (await region.post(books.path, json=body)).status_code == 201


async def test_what_is_wrong_is_named_by_field_and_rule(books: Books) -> None:
    (opf,) = books.participants("open_preschool")
    days = {"validFrom": "2026-02-01", "validThrough": "2026-01-01"}
    wrong = {
        **COORDINATOR,
        "firstDay": "2025-12-31",
        "employer": "library",
        "employerChanges": [{"employer": "nobody", "validFrom": "2027-01-01"}],
    }
    answer = await books.post(
        wrong,
        {**OTHER, "firstDay": "2026-03-01", "lastDay": "2026-02-01"},
        participants=[{**opf, "authorityId": "0" * 32}, {**opf, "present": [days]}],
    )
    assert faults(answer) == {
        ("participants", "unique"),
        ("participants.0.authorityId", "unknown"),
        ("participants.1.present.0.validThrough", "order"),
        ("costs.0.firstDay", "in-year"),
        ("costs.0.employer", "unknown"),
        ("costs.0.employerChanges.0.employer", "unknown"),
        ("costs.0.employerChanges.0.validFrom", "in-period"),
        ("costs.1.lastDay", "order"),
    }
    key = {"counts": "activity", "parts": {"library": 1}}
    answer = await books.post(OTHER, participants=[opf], localKeys={"otherCommon": key})
    assert faults(answer) == {
        ("localKeys.otherCommon.parts.library", "unknown"),
        ("localKeys.otherCommon.parts.open_preschool", "required"),
    }
    assert faults(await books.post({**OTHER, "amount": "1,5"})) == {
        ("costs.0.amount", "string-pattern-mismatch")
    }


async def test_in_skane_the_parties_share_and_a_departure_is_flagged_and_kept(
    admin: httpx.AsyncClient, register: Register
) -> None:
    books = Books(admin, register)
    await books.centre(profileId="skane")
    three = books.participants("child_health_care", "open_preschool", "preventive_social_services")
    found = await books.opened(COORDINATOR, participants=three)
    assert {each["bears"] for each in found["sheet"]["byAuthority"]} == {"300000.00"}
    ids = {books.whole["region"]["id"]: 1, books.whole["municipality"]["id"]: 2}
    key = {"counts": "party", "parts": ids}
    changed = (await books.change(found, localKeys={"coordinator": key})).json()
    assert rules(changed) == ["cost-key-differs"]
    assert [each["bears"] for each in changed["sheet"]["byAuthority"]] == ["200000.00", "400000.00"]


async def test_in_jamtland_equal_parts_are_said_to_be_our_default_and_kalmar_states_no_key(
    admin: httpx.AsyncClient, register: Register
) -> None:
    books = Books(admin, register)
    await books.centre(profileId="jamtland")
    assert rules(await books.opened(COORDINATOR)) == ["cost-key-by-default"]
    kalmar = await register.centre(books.whole["units"], name="Tredje", profileId="kalmar")
    books.path = f"/family-centres/{kalmar['id']}/settlements"
    assert rules(await books.opened(COORDINATOR)) == ["cost-key-missing"]


@given(st.integers(-(10**14), 10**14))
def test_kronor_and_ore_are_the_same_amount(ore: int) -> None:
    assert whole_ore(kronor(abs(ore))) == abs(ore)
    assert kronor(ore).startswith("-") is (ore < 0)


@given(st.text() | st.from_regex(r"'*[=+@\t\r-].*", fullmatch=True))
def test_a_cell_is_never_a_formula_and_reads_back_as_it_was(text: str) -> None:
    cell = written_cell(text)
    assert not cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))
    assert read_cell(cell) == text
