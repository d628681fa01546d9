"""Time limits for hand-overs as a term of an agreement: agreed on, signed, announced, changed by a new edition."""

import io
import json
from typing import Any

import docx
import httpx
import pytest
from agreements_parts import Connect, events, faults
from lifecycle_parts import ANYTHING, LOCAL_ROLES, County
from pypdf import PdfReader

from slussen_agreements.settings import AgreementsSettings
from slussen_agreements.use_cases.reannouncing import announce_agreements_after
from slussen_chassis.clock import FixedClock
from slussen_chassis.database import Context, Database
from slussen_chassis.testing import TestDatabase
from slussen_contracts.agreements.events import AgreementActivated

SENT = {"state": "sent", "dueDays": 5, "expireDays": 60}
ACCEPTED = {"state": "accepted", "dueDays": 10, "expireDays": None}


@pytest.fixture
async def orebro(connect: Connect) -> County:
    return await County(connect, "18", "orebro").set_up()


async def agree(county: County, agreement: dict[str, Any], *limits: Any, **more: Any) -> httpx.Response:
    body = {"referralTimeLimits": limits, **more}
    return await county.admin.put(f"/agreements/{agreement['id']}/terms", json=body, headers=ANYTHING)


async def limits_of(county: County, agreement: dict[str, Any]) -> list[dict[str, Any]]:
    answer = await county.admin.get(f"/agreements/{agreement['id']}/terms")
    return list(answer.json()["referralTimeLimits"])


async def announced(database: TestDatabase) -> list[tuple[str, str, int, Any]]:
    """Each state of an agreement that was told: which, of what agreement at what version, and its limits."""
    return [
        (
            event["type"].split(".")[3],
            str(event["aggregate_id"]),
            event["aggregate_version"],
            json.loads(event["data"])["referralTimeLimits"],
        )
        for event in await events(database)
        if event["type"].split(".")[3] in {"activated", "ended"}
    ]


async def test_limits_come_into_force_with_their_edition_and_leave_with_it(
    orebro: County, database: TestDatabase
) -> None:
    draft = await orebro.filled(await orebro.drafted("local", LOCAL_ROLES["orebro"], "2026-03-01"))
    agreed = await agree(orebro, draft, SENT, ACCEPTED, noticeMonths=9)
    assert agreed.status_code == 200, agreed.text
    assert agreed.json()["digest"] != draft["digest"]
    assert await announced(database) == []
    first = await orebro.in_force(agreed.json())
    assert await limits_of(orebro, first) == [SENT, ACCEPTED]
    told = [("activated", first["id"], first["version"], [SENT, ACCEPTED])]
    assert await announced(database) == told
    assert (await agree(orebro, first)).json()["code"] == "agreement-signed"

    second = await orebro.admin.post(
        f"/agreements/{first['id']}/amendments", json={"validFrom": "2027-01-01"}
    )
    assert await limits_of(orebro, second.json()) == [SENT, ACCEPTED]
    shorter = {**SENT, "dueDays": 3}
    changed = await agree(orebro, second.json(), shorter, noticeMonths=9)
    difference = await orebro.admin.get(f"/agreements/{second.json()['id']}/versions/2/difference")
    told_terms = [(one["key"], one["change"]) for one in difference.json()["terms"]]
    assert told_terms[1:] == [("referral_time_limit", "changed"), ("referral_time_limit", "removed")]
    assert await limits_of(orebro, first) == [SENT, ACCEPTED]
    active = await orebro.in_force(changed.json())
    assert [one[0:2] + one[3:] for one in await announced(database)][1:] == [
        ("ended", first["id"], [SENT, ACCEPTED]),
        ("activated", active["id"], [shorter]),
    ]


async def test_what_is_announced_again_carries_the_limits(
    orebro: County, database: TestDatabase, settings: AgreementsSettings, clock: FixedClock
) -> None:
    draft = await orebro.filled(await orebro.drafted("local", LOCAL_ROLES["orebro"], "2026-03-01"))
    active = await orebro.in_force((await agree(orebro, draft, SENT)).json())
    worker = Database.for_worker(settings)
    async with worker.transaction(Context()) as session:
        await announce_agreements_after(session, None, clock.now())
    await worker.close()
    once = ("activated", active["id"], active["version"], [SENT])
    assert await announced(database) == [once, once]


async def test_limits_that_are_not_right_are_refused_and_nothing_is_changed(
    orebro: County, database: TestDatabase
) -> None:
    draft = await orebro.drafted("local", LOCAL_ROLES["orebro"], "2026-03-01")
    kept = (await agree(orebro, draft, SENT)).json()
    assert faults(await agree(orebro, draft, SENT, SENT)) == {
        ("referralTimeLimits.0.state", "unique"),
        ("referralTimeLimits.1.state", "unique"),
    }
    assert faults(await agree(orebro, draft, {**SENT, "expireDays": 5})) == {
        ("referralTimeLimits.0.expireDays", "order")
    }
    for field, values in {
        "state": ("completed", "on_hold", "skickad", None),
        "dueDays": (0, -1, 367, 1.5, "fem", None),
        "expireDays": (0, 1831),
        "hours": (4,),
    }.items():
        for value in values:
            refused = await agree(orebro, draft, {**SENT, field: value})
            assert {place for place, _ in faults(refused)} == {f"referralTimeLimits.0.{field}"}
    stands = (await orebro.admin.get(f"/agreements/{draft['id']}")).json()
    assert (stands["version"], stands["digest"]) == (kept["version"], kept["digest"])
    assert await limits_of(orebro, draft) == [SENT]


async def test_an_agreement_about_premises_has_no_such_limits(orebro: County) -> None:
    draft = await orebro.drafted("premises", ("municipality", "region"), "2026-03-01")
    assert faults(await agree(orebro, draft, SENT)) == {("referralTimeLimits", "local-or-county")}


async def test_the_document_and_the_page_show_the_limits(orebro: County) -> None:
    draft = await orebro.filled(await orebro.drafted("local", LOCAL_ROLES["orebro"], "2026-03-01"))
    path = f"/agreements/{draft['id']}"
    assert "Tidsgränser" not in " ".join(text_of((await orebro.admin.get(f"{path}/document/pdf")).content))
    await agree(orebro, draft, SENT, ACCEPTED)
    pdf = " ".join(text_of((await orebro.admin.get(f"{path}/document/pdf")).content))
    assert "Tidsgränser för slussning" in pdf
    assert "Skickad 5 dagar 60 dagar Mottagaren har tackat ja 10 dagar Som länet anger" in pdf
    word = docx.Document(io.BytesIO((await orebro.admin.get(f"{path}/document/docx")).content))
    cells = [[cell.text for cell in row.cells] for table in word.tables for row in table.rows]
    assert ["Skickad", "5 dagar", "60 dagar"] in cells
    for language, wording in (
        ("sv", "Skickad: nästa steg inom 5 dagar, tiden är ute efter 60 dagar"),
        ("en", "Accepted by the recipient: the next step within 10 days"),
    ):
        page = await orebro.admin.get(
            f"http://service/agreements/pages{path}", headers={"Accept-Language": language}
        )
        assert wording in page.text


def text_of(pdf: bytes) -> list[str]:
    return " ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).split()


def test_an_event_from_before_the_limits_has_none_and_an_unknown_state_does_no_harm() -> None:
    told = AgreementActivated.model_validate(
        {
            "id": "0198c0de-0000-7000-8000-000000000001",
            "occurredAt": "2026-11-22T08:00:00Z",
            "countyCode": "18",
            "aggregateId": "0198c0de-0000-7000-8000-000000000002",
            "aggregateVersion": 3,
            "kind": "local",
            "centreId": None,
            "profileId": "orebro",
            "profileFirstDay": "2026-03-01",
            "partyAuthorityIds": [],
            "validFrom": "2026-03-01",
        }
    )
    assert told.referral_time_limits == ()
    later = {**told.model_dump(by_alias=True), "referralTimeLimits": [{"state": "newer", "dueDays": 1}]}
    assert AgreementActivated.model_validate(later).referral_time_limits[0].state == "newer"
