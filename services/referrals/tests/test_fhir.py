"""Referrals as FHIR R4 `ServiceRequest` and `Task`: the same referral, the same rights, nothing lost."""

from collections.abc import AsyncIterator
from typing import Any
from uuid import uuid4

import fhirkit
import pytest
from fhirpy import AsyncFHIRClient
from fhirpy.base.exceptions import OperationOutcome
from hypothesis import given
from hypothesis import strategies as st
from referral_states import MATRIX, exists, in_state
from referral_world import SITUATION, TODAY, World, made

from slussen_chassis.testing import served, token_for
from slussen_contracts.referrals.api import Act, ReferralState
from slussen_referrals.domain.states import TRANSITIONS
from slussen_referrals.fhir.states import ACTS, STATUSES, state_of, states_of, states_with

BASE = "/referrals/v1/fhir"
CANONICAL = "https://slussen.example/fhir"
HEADERS = {"content-type": "application/fhir+json"}


def _code(system: str, code: str) -> dict[str, Any]:
    return {"coding": [{"system": f"{CANONICAL}/CodeSystem/{system}", "code": code}]}


def _id(system: str, value: object) -> dict[str, Any]:
    return {"identifier": {"system": f"{CANONICAL}/sid/{system}", "value": str(value)}}


def _request(world: World, **more: Any) -> dict[str, Any]:
    need = {"coding": [*_code("topic", "parental_support")["coding"], *_code("need", "sleep")["coding"]]}
    permission = [{"url": "givenOn", "valueDate": TODAY}, {"url": "givenBy", "valueCode": "custodian"}]
    return {
        "resourceType": "ServiceRequest",
        "extension": [
            {
                "url": f"{CANONICAL}/StructureDefinition/referral-centre",
                "valueIdentifier": _id("family-centre-id", world.centre)["identifier"],
            },
            {"url": f"{CANONICAL}/StructureDefinition/referral-permission", "extension": permission},
        ],
        "status": "active",
        "intent": "order",
        "category": [_code("topic", "parental_support")],
        "orderDetail": [need],
        "code": _code("referral-form", "standard"),
        "subject": _id("subject-id", world.subject),
        "performerType": _code("profession", "social_worker"),
        "performer": [_id("unit-id", world.social_workers)],
        "reasonCode": [_code("situation", SITUATION)],
        **more,
    }


def _transaction(world: World, **task: Any) -> dict[str, Any]:
    wanted = {
        "resourceType": "Task",
        "status": "requested",
        "intent": "order",
        "focus": {"reference": "urn:uuid:1"},
        **task,
    }
    entries = [
        {"fullUrl": "urn:uuid:2", "resource": wanted, "request": {"method": "POST", "url": "Task"}},
        {
            "fullUrl": "urn:uuid:1",
            "resource": _request(world),
            "request": {"method": "POST", "url": "ServiceRequest"},
        },
    ]
    return {"resourceType": "Bundle", "type": "transaction", "entry": entries}


async def _fhir(world: World, method: str, path: str, who: str = "sender", **more: Any) -> Any:
    async with world.http(who) as client:
        return await client.request(method, f"{BASE}{path}", **more)


async def _read(world: World, kind: str, referral_id: str, who: str = "sender") -> dict[str, Any]:
    answer = await _fhir(world, "GET", f"/{kind}/{referral_id}", who)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def _search(world: World, kind: str, who: str = "sender", **criteria: str) -> list[str]:
    answer = await _fhir(world, "POST", f"/{kind}/_search", who, data=criteria)
    assert answer.status_code == 200, answer.text
    return [entry["resource"]["id"] for entry in answer.json().get("entry", [])]


def _issue(answer: Any) -> tuple[int, list[str], str]:
    """The status, our rule and whose fault it is, and where."""
    [issue] = answer.json()["issue"]
    codings = [coding["code"] for coding in issue["details"]["coding"]]
    return answer.status_code, codings, issue.get("expression", [""])[0]


# The table -------------------------------------------------------------------------------------------------------


@given(st.sampled_from(list(ReferralState)))
def test_no_state_is_lost_on_the_way_out_and_back(state: ReferralState) -> None:
    statuses = STATUSES[state]
    assert state_of(statuses.task, state.value) is state
    assert state in states_of(statuses.task)
    assert states_with(request=[statuses.request], task=[statuses.task]).count(state) == 1
    assert all(
        state_of(other.task, state.value) is None
        for other in STATUSES.values()
        if other.task != statuses.task
    )


def test_a_task_status_and_a_state_never_leave_two_acts_open() -> None:
    for row in TRANSITIONS:
        if row.act in ACTS and row.to is not None:
            same = {
                one.act
                for one in TRANSITIONS
                if (one.state, one.to) == (row.state, row.to) and one.act in ACTS and one.forms & row.forms
            }
            assert same == {row.act}
    assert Act.INTRODUCE not in ACTS


# In and out ------------------------------------------------------------------------------------------------------


@pytest.fixture
async def clients(world: World) -> AsyncIterator[dict[str, AsyncFHIRClient]]:
    async with served(world.service) as (host, port):
        yield {
            who: AsyncFHIRClient(
                f"http://{host}:{port}{BASE}",
                authorization=f"Bearer {token_for(world.callers[who], 'referrals')}",
            )
            for who in ("sender", "recipient")
        }


async def test_a_real_client_sends_follows_and_closes_a_referral(
    world: World, clients: dict[str, AsyncFHIRClient]
) -> None:
    sender, recipient = clients["sender"], clients["recipient"]
    world.consents.says("permitted", (uuid4(), 1))
    answer = await sender.execute("", "post", data=_transaction(world))
    assert [entry["response"]["status"] for entry in answer["entry"]] == ["201 Created"] * 2
    task_made, request_made = (entry["resource"] for entry in answer["entry"])
    assert (task_made["status"], request_made["status"]) == ("requested", "active")
    waiting = (
        await recipient.resources("Task")
        .search(status="requested", owner=f"Organization/{world.social_workers}")
        .fetch_all()
    )
    [task] = [dict(one) for one in waiting]
    for status in ("received", "accepted", "in-progress"):
        task = recipient.resource("Task", **{**task, "status": status})
        await task.save()
        assert task["businessStatus"]["coding"][0]["code"] == status.replace("in-progress", "contacted")
        task = task.serialize()
    output = [
        {
            "type": _code("referral-output", "outcome"),
            "valueCodeableConcept": _code("referral-outcome", "contact_established"),
        },
        {"type": _code("referral-output", "follow-up-on"), "valueDate": "2027-01-22"},
    ]
    stale = recipient.resource("Task", **{**task, "status": "completed"})
    with pytest.raises(OperationOutcome) as refused:
        await stale.save()
    assert "Task.output" in str(refused.value)
    done = recipient.resource("Task", **{**task, "status": "completed", "output": output})
    await done.save()
    seen = made(await world.get(f"/{done['id']}"))
    assert (seen["state"], seen["outcome"], seen["followUpOn"]) == (
        "completed",
        "contact_established",
        "2027-01-22",
    )
    offered = await sender.execute("metadata", "get")
    assert {one["type"] for one in offered["rest"][0]["resource"]} == {"ServiceRequest", "Task"}
    for resource in (offered, task_made, request_made, done.serialize()):
        assert fhirkit.validate(dict(resource)) == []


async def test_each_state_comes_out_in_the_words_of_the_table(world: World) -> None:
    for state in MATRIX:
        if not exists(state, "standard"):
            continue
        referral = await in_state(world, state, "standard")
        task = await _read(world, "Task", referral["id"])
        request = await _read(world, "ServiceRequest", referral["id"])
        statuses = STATUSES[ReferralState(state)]
        assert (request["status"], task["status"]) == (statuses.request, statuses.task)
        assert task["businessStatus"]["coding"][0]["code"] == state
        assert fhirkit.validate(task) == fhirkit.validate(request) == []


async def test_it_is_the_same_referral_as_by_the_api(world: World) -> None:
    answer = await _fhir(world, "POST", "/ServiceRequest", json=_request(world), headers=HEADERS)
    assert (answer.status_code, answer.headers["etag"]) == (201, 'W/"1"')
    known = answer.json()["id"]
    by_api = made(await world.get(f"/{known}"))
    wanted = await world.opened()
    unlike = {"id", "nextActs"}
    assert {k: v for k, v in by_api.items() if k not in unlike} == {
        k: v for k, v in wanted.items() if k not in unlike
    }
    assert [name for name, _ in await world.announced()] == ["opened", "opened"]


async def test_a_step_takes_its_reason_its_day_and_the_version_that_was_read(world: World) -> None:
    referral = await world.accepted()
    path = f"/Task/{referral['id']}"
    task = await _read(world, "Task", referral["id"], "recipient")
    rest = {**task, "status": "on-hold", "statusReason": _code("referral-reason", "waiting_time")}
    rest["restriction"] = {"period": {"end": "2026-12-24"}}

    async def put(body: dict[str, Any], who: str = "recipient", **headers: str) -> Any:
        return await _fhir(world, "PUT", path, who, json=body, headers={**HEADERS, **headers})

    without = {name: value for name, value in rest.items() if name != "statusReason"}
    assert _issue(await put(without)) == (422, ["required", "sender"], "Task.statusReason")
    other = {**rest, "owner": _id("unit-id", uuid4())}
    assert _issue(await put(other)) == (422, ["not-changed-here", "sender"], "Task.owner")
    unlike = {**rest, "businessStatus": _code("referral-state", "completed")}
    assert _issue(await put(unlike)) == (422, ["status-differs", "sender"], "Task.businessStatus")
    assert _issue(await put(rest, "stranger"))[0] == 404
    assert _issue(await put({**rest, "meta": {}}))[:2] == (428, ["precondition-required", "sender"])
    assert _issue(await put(rest, **{"if-match": 'W/"1"'}))[:2] == (412, ["precondition-failed", "sender"])
    assert _issue(await put({**task, "status": "requested"}))[:2] == (409, ["act-not-possible", "sender"])
    held = await put(rest)
    assert (held.status_code, held.json()["businessStatus"]["coding"][0]["code"]) == (200, "on_hold")
    again = await put(held.json())
    assert (again.status_code, again.json()["meta"]["versionId"]) == (200, held.json()["meta"]["versionId"])
    resumed = await put({**held.json(), "status": "accepted"})
    assert (resumed.status_code, resumed.json()["status"]) == (200, "accepted")


async def test_a_referral_is_returned_by_its_own_state(world: World) -> None:
    referral = await world.accepted()
    task = await _read(world, "Task", referral["id"], "recipient")
    back = {**task, "status": "draft", "businessStatus": _code("referral-state", "returned")}
    back["statusReason"] = _code("referral-reason", "no_capacity")
    answer = await _fhir(world, "PUT", f"/Task/{referral['id']}", "recipient", json=back, headers=HEADERS)
    assert answer.json()["businessStatus"]["coding"][0]["code"] == "returned"


async def test_the_other_sides_step_is_refused_and_so_is_one_without_its_scope(world: World) -> None:
    referral = await world.sent()
    task = await _read(world, "Task", referral["id"])
    accepted = {**task, "status": "accepted"}
    answer = await _fhir(world, "PUT", f"/Task/{referral['id']}", json=accepted, headers=HEADERS)
    assert _issue(answer)[:2] == (403, ["not-your-act", "sender"])
    assert await world.denials(answer) == 1
    reason = _code("referral-reason", "no_longer_needed")
    recalled = {**task, "status": "cancelled", "statusReason": reason}
    answer = await _fhir(world, "PUT", f"/Task/{referral['id']}", json=recalled, headers=HEADERS)
    assert answer.json()["status"] == "cancelled"
    assert _issue(await _fhir(world, "GET", f"/Task/{referral['id']}", "recipient"))[:2] == (
        404,
        ["referral-not-found", "sender"],
    )


async def test_a_transaction_is_all_or_nothing_and_says_whose_fault_it_is(world: World) -> None:
    world.consents.status = 503
    answer = await _fhir(world, "POST", "", json=_transaction(world), headers=HEADERS)
    assert _issue(answer) == (503, ["consent-unanswered", "platform"], "Bundle.entry[1]")
    assert await world.database.rows("SELECT 1 FROM referral") == []
    world.consents.status = 200
    alone = _transaction(world)
    alone["entry"] = alone["entry"][:1]
    answer = await _fhir(world, "POST", "", json=alone, headers=HEADERS)
    assert _issue(answer) == (422, ["not-in-bundle", "sender"], "Bundle.entry[0].resource.focus")
    async with world.http("recipient") as client:
        path = f"/referrals/v1/directory-entries/{world.social_workers}/capacity"
        await client.put(path, json={"capacity": "full"})
    world.consents.says("permitted")
    answer = await _fhir(world, "POST", "", json=_transaction(world), headers=HEADERS)
    assert _issue(answer)[:2] == (409, ["recipient-full", "recipient"])
    bad = _transaction(world)
    bad["entry"][1]["resource"]["performerType"] = _code("profession", "astronaut")
    bad["entry"][1]["resource"]["note"] = [{"text": "x"}]
    answer = await _fhir(world, "POST", "", json=bad, headers=HEADERS)
    assert _issue(answer) == (422, ["extra-forbidden", "sender"], "Bundle.entry[1].resource.note")
    del bad["entry"][1]["resource"]["note"]
    answer = await _fhir(world, "POST", "", json=bad, headers=HEADERS)
    assert _issue(answer)[1] == ["unknown-code", "sender"]


async def test_without_permission_it_is_a_draft_and_nothing_is_sent(world: World) -> None:
    draft = _transaction(world, status="draft", businessStatus=_code("referral-state", "offered"))
    request = draft["entry"][1]["resource"]
    del request["extension"][1]
    answer = await _fhir(world, "POST", "", json=draft, headers=HEADERS)
    assert _issue(answer) == (
        422,
        ["status-differs", "sender"],
        "Bundle.entry[1].resource.status",
    )
    request["status"] = "draft"
    answer = await _fhir(world, "POST", "", json=draft, headers=HEADERS)
    task = answer.json()["entry"][0]["resource"]
    assert task["businessStatus"]["coding"][0]["code"] == "offered"
    sending = await _fhir(
        world, "PUT", f"/Task/{task['id']}", json={**task, "status": "requested"}, headers=HEADERS
    )
    assert _issue(sending)[0] == 409


async def test_a_family_that_declines_to_be_counted_comes_with_the_request_and_is_shown_to_its_sender(
    world: World,
) -> None:
    url = f"{CANONICAL}/StructureDefinition/referral-statistics-declined"
    plain = _request(world)
    declined = {**plain, "extension": [*plain["extension"], {"url": url, "valueBoolean": True}]}
    made(await _fhir(world, "POST", "/ServiceRequest", json=plain), 201)
    request = made(await _fhir(world, "POST", "/ServiceRequest", json=declined), 201)
    assert [data["counted"] for _, data in await world.announced()] == [True, False]
    assert {"url": url, "valueBoolean": True} in request["extension"]
    nothing = {**plain, "extension": [*plain["extension"], {"url": url}]}
    assert _issue(await _fhir(world, "POST", "/ServiceRequest", json=nothing))[0] == 422


async def test_a_search_finds_what_its_reader_may_see_and_names_nobody_in_an_address(world: World) -> None:
    one, other = await world.sent(), await world.sent(subjectId=str(uuid4()))
    unit = f"Organization/{world.social_workers}"
    assert await _search(world, "Task", status="requested,received") == [other["id"], one["id"]]
    assert await _search(world, "ServiceRequest", patient=f"Patient/{world.subject}") == [one["id"]]
    assert await _search(world, "Task", "recipient", owner=unit, _count="1") == [other["id"]]
    assert await _search(world, "Task", "recipient", owner=unit, _count="1", _offset="1") == [one["id"]]
    assert await _search(world, "ServiceRequest", "stranger", _count="20") == []
    made(await world.post(f"{one['id']}/acceptance", who="recipient"))
    made(await world.post(f"{one['id']}/recall", {"reason": "other"}))
    about = f"{CANONICAL}/sid/subject-id|{world.subject}"
    assert await _search(world, "Task", "recipient", **{"patient:identifier": about}) == []
    hidden = await _read(world, "ServiceRequest", one["id"], "recipient")
    assert (hidden["subject"]["extension"][0]["valueCode"], "reasonCode" in hidden) == ("masked", False)
    by_address = await _fhir(world, "GET", f"/Task?patient={world.subject}")
    assert _issue(by_address)[:2] == (422, ["in-address", "sender"])
    listed = await _fhir(world, "GET", "/Task?_count=1&status=requested,cancelled")
    assert listed.json()["link"][1]["url"] == "Task?_count=1&status=requested%2Ccancelled&_offset=1"
    for path in ("/Patient/_search", "/Task/x/y", "/Basic"):
        assert (await _fhir(world, "POST", path, data={})).status_code == 404
    assert (await _fhir(world, "DELETE", f"/Task/{one['id']}")).status_code == 405
