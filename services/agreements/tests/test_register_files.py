from datetime import date
from typing import Any

import httpx
import pytest
from agreements_parts import Connect, Register, administrator, events, faults, signatory
from hypothesis import given
from hypothesis import strategies as st

from slussen_agreements.domain.register_files import (
    ENTRIES,
    MOST_ROWS,
    FileFaultError,
    read_csv,
    read_json,
    written_csv,
)
from slussen_chassis.testing import TestDatabase
from slussen_contracts.agreements.register_files import RegisterFile, RegisterKind
from slussen_contracts.identifiers import Activity, Branch, Profession

KINDS = [kind.value for kind in RegisterKind]
HEADING = "organisationNumber;name;authorityType;municipalityCode"
REGION = "2321000164;Region Örebro län;region;"
MUNICIPALITY = "2120001967;Örebro kommun;municipality;1880"


async def sent(
    admin: httpx.AsyncClient, body: Any, *, kind: str | None = None, dry: bool = False, **headers: str
) -> httpx.Response:
    params = {"dryRun": str(dry).lower(), **({"kind": kind} if kind else {})}
    if isinstance(body, dict):
        return await admin.post("/register-imports", params=params, json=body, headers=headers)
    content = body if isinstance(body, bytes) else body.encode()
    return await admin.post(
        "/register-imports", params=params, content=content, headers={"Content-Type": "text/csv", **headers}
    )


async def counts(database: TestDatabase) -> list[int]:
    tables = ("responsible_authority", "board", "unit", "family_centre", "outbox")
    return [(await database.rows(f"SELECT count(*) AS n FROM {table}"))[0]["n"] for table in tables]  # noqa: S608


@pytest.mark.parametrize("bom", ["", "\ufeff"])
@pytest.mark.parametrize("delimiter", [";", ","])
async def test_a_file_with_commas_or_semicolons_is_taken_in_and_announced(
    admin: httpx.AsyncClient, database: TestDatabase, bom: str, delimiter: str
) -> None:
    text = f"{bom}{HEADING}\r\n{REGION}\r\n{MUNICIPALITY}\r\n".replace(";", delimiter)
    report = (await sent(admin, text, kind="authorities")).json()
    assert (report["created"], report["faults"], report["dryRun"]) == (2, [], False)
    assert [row["line"] for row in report["rows"]] == [2, 3]
    assert len(await events(database)) == 2
    listed = (await admin.get("/responsible-authorities")).json()["items"]
    assert {item["name"] for item in listed} == {"Region Örebro län", "Örebro kommun"}


async def test_a_dry_run_answers_what_the_real_one_does_and_changes_nothing(
    admin: httpx.AsyncClient, database: TestDatabase
) -> None:
    text = f"{HEADING}\n{REGION}\n{MUNICIPALITY}\n"
    dry = (await sent(admin, text, kind="authorities", dry=True)).json()
    assert await counts(database) == [0, 0, 0, 0, 0]
    real = (await sent(admin, text, kind="authorities")).json()
    assert {**dry, "dryRun": False} == real
    again = (await sent(admin, text.replace("Region Örebro län", "Regionen"), kind="authorities")).json()
    assert (again["created"], again["changed"], again["unchanged"]) == (0, 1, 1)
    changed = (await events(database))[-1]
    assert changed["type"] == "slussen.agreements.responsible-authority.changed.v1"
    assert changed["aggregate_version"] == 2


async def test_every_faulty_row_is_named_by_line_and_field_and_nothing_is_half_done(
    admin: httpx.AsyncClient, database: TestDatabase
) -> None:
    lines = [
        HEADING,
        REGION,
        "2321000165;Fel siffra;region;",
        ";Utan nummer;region;",
        "2120001967;Kommun utan kod;municipality;",
        REGION,
        "2120001967;Kommun;municipality;1880;en cell för mycket",
        '2120002080;"Kommun på',
        'två rader";klubb;1880',
    ]
    text = "\n".join(lines)
    expected = {
        (3, "organisationNumber", "check-digit"),
        (4, "organisationNumber", "missing"),
        (5, "municipalityCode", "required"),
        (6, "organisationNumber", "unique"),
        (7, "row", "columns"),
        (8, "authorityType", "enum"),
    }
    dry = (await sent(admin, text, kind="authorities", dry=True)).json()
    found = {(f["line"], f["field"], f["rule"]) for f in dry["faults"]}
    assert expected <= found
    assert dry["created"] == 1
    real = await sent(admin, text, kind="authorities", **{"Accept-Language": "en"})
    assert real.json()["code"] == "register-import"
    assert faults(real) == {(f"authorities.{line}.{field}", rule) for line, field, rule in found}
    assert await counts(database) == [0, 0, 0, 0, 0]


async def test_the_whole_register_goes_out_and_in_again_unchanged(
    admin: httpx.AsyncClient, register: Register, database: TestDatabase
) -> None:
    await register.whole()
    before = await counts(database)
    whole = (await admin.get("/register-exports")).json()
    assert [len(whole[kind]) for kind in KINDS] == [2, 2, 4, 1, 0]
    report = (await sent(admin, whole)).json()
    assert (report["created"], report["changed"], report["unchanged"], report["faults"]) == (0, 0, 9, [])
    for kind in KINDS:
        text = (await admin.get("/register-exports", params={"kind": kind, "format": "csv"})).text
        report = (await sent(admin, text, kind=kind)).json()
        assert (report["created"], report["changed"], report["faults"]) == (0, 0, [])
    assert await counts(database) == before


async def test_an_empty_register_becomes_what_the_file_says(
    admin: httpx.AsyncClient, register: Register, database: TestDatabase
) -> None:
    await register.whole()
    files = {
        kind: (await admin.get("/register-exports", params={"kind": kind, "format": "csv"})).text
        for kind in KINDS
    }
    whole = (await admin.get("/register-exports")).json()
    tables = "family_centre_activity, family_centre, unit, board, responsible_authority, register_history"
    await database.rows(f"TRUNCATE {tables} CASCADE")
    for kind in KINDS:
        assert (await sent(admin, files[kind], kind=kind)).status_code == 200
    assert (await admin.get("/register-exports")).json() == whole


async def test_changes_of_units_and_centres_follow_the_registers_rules(
    admin: httpx.AsyncClient, register: Register
) -> None:
    await register.whole()
    whole = (await admin.get("/register-exports")).json()
    unit, centre = whole["units"][0], whole["centres"][0]
    changed = {**unit, "name": "Nytt namn"}
    report = (await sent(admin, {"units": [changed], "centres": [{**centre, "coLocated": False}]})).json()
    assert [row["action"] for row in report["rows"]] == ["changed", "changed"]
    wrong = {
        "boards": [{"organisationNumber": "2321000164", "name": "En nämnd"}],
        "units": [
            {**unit, "organisationNumber": "5560360793"},
            {**whole["units"][1], "board": "Okända nämnden"},
        ],
        "centres": [
            {**centre, "activities": [{"activity": "library", "hsaId": "SE2321000164-9999"}]},
            {**centre, "name": "Ny", "municipalityCode": "1280"},
        ],
    }
    dry = (await sent(admin, wrong, dry=True)).json()
    assert {(f["kind"], f["line"], f["field"], f["rule"]) for f in dry["faults"]} == {
        ("boards", 1, "organisationNumber", "municipality-only"),
        ("units", 1, "organisationNumber", "unknown"),
        ("units", 2, "board", "unknown"),
        ("centres", 1, "activities.0.hsaId", "unknown"),
        ("centres", 2, "municipalityCode", "in-county"),
    }


async def test_a_county_changes_its_own_register_alone(
    admin: httpx.AsyncClient, register: Register, connect: Connect
) -> None:
    await register.region()
    text = f"{HEADING}\n{REGION.replace('Region Örebro län', 'Kapad')}\n"
    report = (await sent(connect(administrator("12")), text, kind="authorities", dry=True)).json()
    assert [(f["field"], f["rule"]) for f in report["faults"]] == [("organisationNumber", "other-county")]
    assert (await sent(connect(signatory("0" * 32)), text, kind="authorities")).status_code == 403
    assert (await sent(connect(administrator("00")), text, kind="authorities")).status_code == 403


async def test_the_same_key_twice_takes_the_file_in_once(
    admin: httpx.AsyncClient, database: TestDatabase
) -> None:
    text = f"{HEADING}\n{REGION}\n"
    first = await sent(admin, text, kind="authorities", **{"Idempotency-Key": "k1"})
    second = await sent(admin, text, kind="authorities", **{"Idempotency-Key": "k1"})
    assert first.json() == second.json()
    assert (await counts(database))[-1] == 1


@pytest.mark.parametrize(
    ("body", "rule"),
    [
        (b"\xff\xfe", "utf-8"),
        (b'organisationNumber;name;authorityType\n"a', "csv"),
        (b"organisationNumber;name", "missing"),
        (b"organisationNumber;name;authorityType;extra", "unknown"),
        (b"organisationNumber;name;authorityType\n" + b"1;2;3\n" * (MOST_ROWS + 1), "max-rows"),
    ],
)
async def test_a_file_that_cannot_be_read_is_refused_with_its_rule(
    admin: httpx.AsyncClient, body: bytes, rule: str
) -> None:
    answer = await sent(admin, body, kind="authorities")
    assert answer.json()["code"] == "file"
    assert rule in {found for _, found in faults(answer)}


async def test_too_large_a_file_an_unknown_type_and_a_missing_kind_are_refused(
    admin: httpx.AsyncClient,
) -> None:
    assert (await sent(admin, b"x" * 2_000_001, kind="authorities")).status_code == 413
    unknown = await admin.post("/register-imports", content=b"x", headers={"Content-Type": "text/plain"})
    assert unknown.status_code == 415
    assert faults(await sent(admin, HEADING)) == {("kind", "required")}
    assert faults(await admin.get("/register-exports", params={"format": "csv"})) == {("kind", "required")}


@pytest.mark.parametrize("body", [b"{", b"[]", b'{"people": []}', b'{"units": {}}', b"[" * 100_000])
def test_json_of_another_form_is_refused(body: bytes) -> None:
    with pytest.raises(FileFaultError):
        read_json(body)


async def test_a_name_that_a_spreadsheet_would_compute_is_neutralised_and_comes_back(
    admin: httpx.AsyncClient,
) -> None:
    await sent(admin, {"authorities": [{**formula(), "authorityType": "region"}]})
    exported = await admin.get("/register-exports", params={"kind": "authorities", "format": "csv"})
    assert ";'=1+1;" in exported.text
    report = (await sent(admin, exported.text, kind="authorities")).json()
    assert report["unchanged"] == 1


def formula() -> dict[str, str]:
    return {"organisationNumber": "2321000164", "name": "=1+1"}


NAMES = st.text(
    st.characters(exclude_categories=["Cs", "Cc", "Cn"], include_characters="\t\n"), min_size=1, max_size=40
).filter(lambda text: bool(text.strip()))
HSA_IDS = st.from_regex(r"SE2321000164-[A-Z0-9]{1,10}", fullmatch=True)
MAYBE_DAY = st.none() | st.dates(date(2020, 1, 1), date(2040, 1, 1))
NUMBERS = st.sampled_from(["2321000164", "2120001967"])
ROWS = {
    RegisterKind.AUTHORITIES: st.fixed_dictionaries(
        {
            "organisation_number": NUMBERS,
            "name": NAMES,
            "authority_type": st.sampled_from(["region", "municipality"]),
            "municipality_code": st.none() | st.just("1880"),
        }
    ),
    RegisterKind.BOARDS: st.fixed_dictionaries({"organisation_number": NUMBERS, "name": NAMES}),
    RegisterKind.UNITS: st.fixed_dictionaries(
        {
            "hsa_id": HSA_IDS,
            "name": NAMES,
            "organisation_number": NUMBERS,
            "board": st.none() | NAMES,
            "branch": st.sampled_from(Branch),
            "activity": st.none() | st.sampled_from(Activity),
            "professions": st.lists(st.sampled_from(Profession), max_size=5),
            "municipality_code": st.none() | st.just("1880"),
            "valid_from": st.dates(date(2020, 1, 1), date(2040, 1, 1)),
            "valid_through": MAYBE_DAY,
        }
    ),
    RegisterKind.CENTRES: st.fixed_dictionaries(
        {
            "municipality_code": st.just("1880"),
            "name": NAMES,
            "profile_id": st.just("orebro"),
            "display_term": st.none() | NAMES,
            "co_located": st.booleans(),
            "simultaneous": st.booleans(),
            "activities": st.lists(
                st.fixed_dictionaries({"activity": st.sampled_from(Activity), "hsa_id": HSA_IDS}),
                min_size=1,
                max_size=5,
            ),
            "valid_from": st.dates(date(2020, 1, 1), date(2040, 1, 1)),
            "valid_through": MAYBE_DAY,
        }
    ),
    RegisterKind.STAFFING: st.fixed_dictionaries(
        {
            "municipality_code": st.just("1880"),
            "centre": NAMES,
            "hsa_id": HSA_IDS,
            "profession": st.sampled_from(Profession),
            "full_time_equivalents": st.decimals("0.01", 100, places=2),
            "valid_from": st.dates(date(2020, 1, 1), date(2040, 1, 1)),
            "valid_through": MAYBE_DAY,
        }
    ),
}


@given(st.data(), st.sampled_from(RegisterKind))
def test_what_is_written_reads_back_as_it_was_in_both_formats(
    data: st.DataObject, kind: RegisterKind
) -> None:
    drawn = data.draw(st.lists(ROWS[kind], max_size=5))
    entries = [ENTRIES[kind].model_validate(members) for members in drawn]
    as_csv = read_csv(kind, written_csv(kind, entries).encode())
    assert [ENTRIES[kind].model_validate(row.members) for row in as_csv] == entries
    assert not any(row.faults for row in as_csv)
    file = RegisterFile.model_validate({kind.value: tuple(entries)})
    as_json = read_json(file.model_dump_json(by_alias=True).encode())
    assert [ENTRIES[kind].model_validate(row.members) for row in as_json] == entries
