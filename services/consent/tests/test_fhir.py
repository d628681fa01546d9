"""FHIR R4 `Consent` over the service's own HTTP: create, read, update, history, search, and every refusal."""

import asyncio
import json
from typing import Any

import fhirkit
import pytest
from consent_world import CHILD, FATHER, MOTHER, OTHER_CHILD, PERSONNUMMER, World, person
from fhir_consents import (
    BASE,
    FHIR_JSON,
    HSA,
    JOURNAL_SYSTEM,
    OWN,
    extension,
    number,
    provisions,
    short_form,
    told,
)

from slussen_chassis.auth import Caller
from slussen_chassis.testing import staff
from slussen_consent.use_cases.searches import Allowance

FORM = {"Content-Type": "application/x-www-form-urlencoded"}
PURPOSE = {"Slussen-Purpose": "care"}


def journal(world: World, scopes: str = "consent:record consent:read", **more: Any) -> Caller:
    client_id = more.pop("client_id", "journal-orebro")
    authority = more.pop("authority", world.region)
    return staff(scopes, authority=authority, kind="client", client_id=client_id, subject=client_id, **more)


async def ask(
    world: World, method: str, path: str, body: Any = None, *, caller: Caller | None = None, **headers: str
) -> Any:
    """Ask, and see to it that whatever comes back is FHIR R4 without a fault or a number."""
    async with world.client(caller or journal(world)) as client:
        content = body if isinstance(body, (bytes, str)) or body is None else json.dumps(body)
        sent = {**FHIR_JSON, "Accept-Language": "en", **{k.replace("_", "-"): v for k, v in headers.items()}}
        answer = await client.request(method, f"{BASE}{path}", content=content, headers=sent)
    for hidden in (CHILD, MOTHER, FATHER, OTHER_CHILD):
        assert hidden not in answer.text
    if answer.content:
        assert answer.headers["content-type"] == "application/fhir+json; charset=utf-8"
        assert [str(issue) for issue in fhirkit.validate(answer.json())] == []
    return answer


async def create(world: World, **changes: Any) -> Any:
    answer = await ask(world, "POST", "/Consent", short_form(world, **changes))
    assert answer.status_code == 201, answer.text
    return answer.json()


async def search(world: World, form: str, **more: Any) -> Any:
    return await ask(world, "POST", "/Consent/_search", form, **{**FORM, **PURPOSE, **more})


def faults(answer: Any) -> set[tuple[str, str, str]]:
    """Issue code, our rule, and where."""
    return {
        (issue["code"], issue["details"]["coding"][0]["code"], *issue.get("expression", [""]))
        for issue in answer.json()["issue"]
    }


async def test_a_short_consent_is_recorded_and_counts_in_a_decision(world: World) -> None:
    answer = await ask(world, "POST", "/Consent", short_form(world))
    assert answer.status_code == 201, answer.text
    made = answer.json()
    assert answer.headers["location"] == f"{BASE}/Consent/{made['id']}/_history/1"
    assert answer.headers["etag"] == 'W/"1"'
    assert answer.headers["last-modified"] == "Sun, 22 Nov 2026 08:30:00 GMT"
    assert (made["status"], made["meta"]["versionId"]) == ("active", "1")
    assert made["identifier"] == [{"system": JOURNAL_SYSTEM, "value": "samtycke-1"}]
    assert made["patient"]["identifier"]["system"] == f"{OWN}/sid/subject-id"
    assert made["organization"][0]["identifier"] == {"system": HSA, "value": world.midwives.hsa_id}
    assert made["provision"]["period"] == {"start": "2026-11-22", "end": "2027-03-31"}
    assert [rule["type"] for rule in made["provision"]["provision"]] == ["permit"]
    assert (await world.ask()).json()["outcome"] == "permitted"


async def test_it_leaves_what_a_consent_event_leaves(world: World) -> None:
    await create(world)
    answers = [
        {"custodian": person(one), "value": "yes", "givenAt": "2026-11-20T09:00:00Z"}
        for one in (MOTHER, FATHER)
    ]
    await world.post(world.event(positions=answers))
    by_fhir, by_event = await world.database.rows(
        "SELECT c.responsible_authority_id, client_id, recorded_by_unit_id, recorded_by_profession, c.county_code,"
        " c.grants, subject_id, v.document FROM consent c JOIN consent_version v ON v.consent_id = c.id"
        " ORDER BY v.recorded_at, c.id"
    )
    documents = [json.loads(row.pop("document")) for row in (by_fhir, by_event)]
    assert by_fhir == by_event
    told_by_event = {
        "version": "2026-1",
        "language": "sv",
        "interpreter": False,
        "consequences_explained": True,
    }
    for document in documents:
        document.pop("stated_at")  # the event has a moment of its own
    assert documents[0] | {"information": told_by_event} == documents[1]
    types = await world.database.rows("SELECT type FROM outbox ORDER BY seq")
    assert [row["type"] for row in types] == ["slussen.consent.consent.recorded.v1"] * 2
    assert await world.one("SELECT count(*) FROM audit_entry WHERE action = 'consent.record'") == 2


async def test_what_was_read_can_be_sent_back_as_it_is(world: World) -> None:
    made = await create(world)
    again = await ask(world, "PUT", f"/Consent/{made['id']}", made, If_Match='W/"1"')
    assert again.status_code == 200, again.text
    assert again.headers["etag"] == 'W/"2"'
    without_version = [{**one, "meta": None} for one in (made, again.json())]
    assert without_version[0] == without_version[1]


async def test_a_partial_yes_is_nested_provisions_with_what_is_covered_as_exceptions(world: World) -> None:
    asked = provisions(
        told(
            world.social.hsa_id,
            "parental_support",
            "finances",
            kind="deny",
            below=[told(world.social.hsa_id, "parental_support")],
        )
    )
    made = await create(world, provision=asked)
    rules = made["provision"]["provision"]
    assert [(rule["type"], rule["code"][0]["coding"][0]["code"]) for rule in rules] == [
        ("deny", "parental_support"),
        ("deny", "finances"),
    ]
    assert [len(rule.get("provision", [])) for rule in rules] == [1, 0]
    assert rules[0]["provision"][0]["type"] == "permit"
    assert await world.one("SELECT count(*) FROM ask_again_task") == 1
    assert (await world.ask()).json()["outcome"] == "permitted"
    assert (await world.ask(topics=["finances"])).json()["outcome"] != "permitted"


async def test_a_no_is_rejected_and_denies(world: World) -> None:
    made = await create(
        world,
        status="rejected",
        provision=provisions(told(world.social.hsa_id, "parental_support", kind="deny")),
    )
    assert made["status"] == "rejected"
    assert made["provision"]["provision"][0]["type"] == "deny"
    assert (await world.ask()).json()["outcome"] != "permitted"


async def test_while_one_of_two_has_not_answered_it_is_proposed(world: World) -> None:
    waiting = [
        {
            "verified": True,
            "verifiedWith": number(MOTHER),
            "verificationDate": "2026-11-20T09:00:00Z",
            "extension": [extension("position", value=("valueCode", "yes"))],
        },
        {"verified": False, "verifiedWith": number(FATHER)},
    ]
    apart = [extension("custody", livesApart=("valueBoolean", True))]
    told_to = provisions(told(world.social.hsa_id, "parental_support", kind="deny"))
    explained = extension("information-given", consequencesExplained=("valueBoolean", True))
    made = await create(
        world,
        status="proposed",
        performer=...,
        verification=waiting,
        extension=[*apart, explained],
        provision=told_to,
    )
    assert made["status"] == "proposed"
    assert [one["verified"] for one in made["verification"]] == [True, False]
    assert len(made["performer"]) == 1
    assert (await world.ask()).json()["outcome"] != "permitted"


@pytest.mark.case("CO-29")
async def test_a_withdrawal_is_a_version_and_the_earlier_one_stays_readable(world: World) -> None:
    made = await create(world)
    made["status"] = "inactive"
    made["extension"].append(
        {
            "url": f"{OWN}/StructureDefinition/ending",
            "extension": [{"url": "custodian", "valueIdentifier": {"system": PERSONNUMMER, "value": MOTHER}}],
        }
    )
    del made["sourceReference"]
    ended = await ask(world, "PUT", f"/Consent/{made['id']}", made, If_Match='W/"1"')
    assert (ended.status_code, ended.json()["status"]) == (200, "inactive"), ended.text
    (ending,) = [e for e in ended.json()["extension"] if e["url"].endswith("/ending")]
    members = {part["url"]: part for part in ending["extension"]}
    assert members["reason"]["valueCode"] == "custodian_withdrew"
    assert members["custodian"]["valueIdentifier"] == made["performer"][0]["identifier"]
    past = await ask(world, "GET", f"/Consent/{made['id']}/_history")
    assert [entry["resource"]["status"] for entry in past.json()["entry"]] == ["inactive", "active"]
    first = await ask(world, "GET", f"/Consent/{made['id']}/_history/1")
    assert (first.json()["status"], first.headers["etag"]) == ("active", 'W/"1"')
    again = await ask(world, "PUT", f"/Consent/{made['id']}", made, If_Match='W/"2"')
    assert faults(again) == {("conflict", "consent-already-withdrawn", "")}


async def test_a_mistake_is_entered_in_error(world: World) -> None:
    made = await create(world)
    made["status"] = "entered-in-error"
    ended = await ask(world, "PUT", f"/Consent/{made['id']}", made)
    assert ended.json()["status"] == "entered-in-error"
    assert await world.one("SELECT status FROM consent") == "annulled"


async def test_a_change_rests_on_the_version_that_was_read(world: World) -> None:
    made = await create(world)
    url = f"/Consent/{made['id']}"
    assert (await ask(world, "PUT", url, made, If_Match='W/"7"')).status_code == 412
    blind = {**made, "meta": {}}
    assert (await ask(world, "PUT", url, blind)).status_code == 428
    assert (await ask(world, "PUT", url, made, If_Match="1")).status_code == 422
    assert (await ask(world, "PUT", url, made)).status_code == 200
    assert (await ask(world, "PUT", url, made)).status_code == 412
    elsewhere = {**made, "id": "5e0f5c0e-9f1c-4d4e-8a55-0c6f2f6f7b11"}
    assert faults(await ask(world, "PUT", url, elsewhere)) == {("value", "id-differs", "Consent.id")}


async def test_the_same_identifier_is_a_duplicate_or_found_by_its_condition(world: World) -> None:
    made = await create(world)
    twice = await ask(world, "POST", "/Consent", short_form(world))
    assert (twice.status_code, faults(twice)) == (409, {("duplicate", "external-id-in-use", "")})
    condition = f"identifier={JOURNAL_SYSTEM}|samtycke-1"
    found = await ask(world, "POST", "/Consent", short_form(world), If_None_Exist=condition)
    assert (found.status_code, found.json()["id"]) == (200, made["id"])
    other = await ask(
        world,
        "POST",
        "/Consent",
        short_form(world, "samtycke-2"),
        If_None_Exist=condition.replace("-1", "-2"),
    )
    assert other.status_code == 201
    wrong = await ask(world, "POST", "/Consent", short_form(world), If_None_Exist=f"patient={CHILD}")
    assert faults(wrong) == {("value", "condition", "If-None-Exist")}


async def test_the_same_key_gives_the_same_answer_and_one_consent(world: World) -> None:
    sent = {"Idempotency_Key": "key-1"}
    answers = await asyncio.gather(
        *(ask(world, "POST", "/Consent", short_form(world), **sent) for _ in range(3))
    )
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.text for answer in answers}) == 1
    assert await world.one("SELECT count(*) FROM consent") == 1


async def test_the_client_says_what_it_wants_back(world: World) -> None:
    wanted = {"minimal": None, "representation": "Consent", "OperationOutcome": "OperationOutcome"}
    for preferred, kind in wanted.items():
        answer = await ask(
            world, "POST", "/Consent", short_form(world, preferred), Prefer=f"return={preferred}"
        )
        assert answer.status_code == 201
        assert (answer.json()["resourceType"] if answer.content else None) == kind


async def test_what_has_not_changed_is_not_sent_again(world: World) -> None:
    made = await create(world)
    same = await ask(world, "GET", f"/Consent/{made['id']}", If_None_Match='W/"1"')
    assert (same.status_code, same.content) == (304, b"")
    assert (await ask(world, "GET", f"/Consent/{made['id']}", If_None_Match='W/"9"')).status_code == 200


# Search --------------------------------------------------------------------------------------------------------


async def test_a_patient_is_searched_by_number_with_a_purpose_that_stands_in_the_log(world: World) -> None:
    made = await create(world)
    await create(world, identifier=..., patient=number(OTHER_CHILD))
    for name in ("patient:identifier", "patient.identifier"):
        found = (await search(world, f"{name}={PERSONNUMMER}%7C{CHILD}")).json()
        assert [entry["resource"]["id"] for entry in found["entry"]] == [made["id"]]
        assert (found["total"], found["link"][0]["url"]) == (1, "Consent/_search")
    (row,) = await world.database.rows(
        "SELECT DISTINCT subject_id, purpose FROM audit_entry WHERE action = 'consent.search'"
    )
    assert row["subject_id"] is not None
    assert row["purpose"] == "care"
    nobody = await search(world, f"patient:identifier={PERSONNUMMER}%7C{FATHER}")
    assert nobody.json() == {key: value for key, value in found.items() if key != "entry"} | {"total": 0}


async def test_a_patient_is_searched_by_opaque_id_and_a_consent_by_its_own(world: World) -> None:
    made = await create(world)
    subject = made["patient"]["identifier"]["value"]
    for form in (
        f"patient=Patient/{subject}",
        f"patient={subject}",
        f"patient:identifier={OWN}/sid/subject-id%7C{subject}&status=active,rejected",
        f"identifier={JOURNAL_SYSTEM}%7Csamtycke-1",
    ):
        found = await search(world, form)
        assert found.json()["total"] == 1, form
    assert (await search(world, f"patient={subject}&status=inactive")).json()["total"] == 0
    assert (await search(world, f"identifier={JOURNAL_SYSTEM}%7Cother")).json()["total"] == 0


async def test_a_search_by_address_is_refused_and_says_how_to_search(world: World) -> None:
    for path in (f"/Consent?patient:identifier={PERSONNUMMER}|{CHILD}", "/Consent"):
        answer = await ask(world, "GET", path)
        assert answer.status_code == 405
        assert "POST Consent/_search" in answer.json()["issue"][0]["details"]["text"]
    in_address = await ask(world, "POST", f"/Consent/_search?patient={CHILD}", "", **FORM)
    assert faults(in_address) == {("value", "in-address", "_search")}


CRITERIA = [
    ("", ("required", "required", "_search")),
    ("status=active", ("required", "required", "_search")),
    ("patient=1&identifier=a%7Cb", ("required", "required", "_search")),
    ("patient=x", ("value", "opaque-id", "patient")),
    (f"patient:identifier={CHILD}", ("value", "token", "patient:identifier")),
    (
        f"patient:identifier=urn:x%7C{CHILD}",
        ("code-invalid", "unknown-system", "patient:identifier.system"),
    ),
    (
        f"patient:identifier={PERSONNUMMER}%7C201701012394",
        ("value", "check-digit", "patient:identifier.value"),
    ),
    ("name=x", ("value", "unknown-parameter", "_search")),
    ("status=a&status=b", ("value", "given-twice", "_search")),
]


async def test_faulty_criteria_are_named(world: World) -> None:
    for form, fault in CRITERIA:
        answer = await search(world, form)
        assert (answer.status_code, faults(answer)) == (422, {fault})


async def test_a_search_by_number_needs_a_purpose_and_has_an_end(world: World) -> None:
    form = f"patient:identifier={PERSONNUMMER}%7C{CHILD}"
    without = await search(world, form, **{"Slussen-Purpose": ""})
    assert faults(without) == {("required", "required", "Slussen-Purpose")}
    moment = 0.0
    world.service.api.state.searches = Allowance(2, lambda: moment)
    answers = [await search(world, form) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert faults(answers[2]) == {("throttled", "too-many-searches", "")}
    assert answers[2].headers["retry-after"] == "30"
    moment = 30.0
    assert (await search(world, form)).status_code == 200
    assert (await search(world, form)).status_code == 429
    other = await search(world, form, caller=journal(world, client_id="journal-two"))
    assert other.status_code == 200


# Rights --------------------------------------------------------------------------------------------------------


async def test_others_consents_are_not_there_and_a_recipient_may_read_but_not_change(world: World) -> None:
    made = await create(world)
    url = f"/Consent/{made['id']}"
    stranger = journal(world, authority=world.provider)
    recipient = journal(world, authority=world.municipality)
    for caller in (stranger, recipient):
        refused = await ask(world, "PUT", url, made, caller=caller)
        assert (refused.status_code, faults(refused)) == (404, {("not-found", "consent-not-found", "")})
    assert (await ask(world, "GET", url, caller=stranger)).status_code == 404
    assert (await ask(world, "GET", f"{url}/_history/1", caller=stranger)).status_code == 404
    assert (await ask(world, "GET", url, caller=recipient)).status_code == 200
    found = await search(world, f"patient={made['patient']['identifier']['value']}", caller=stranger)
    assert found.json()["total"] == 0
    denied = await world.database.rows("SELECT DISTINCT action FROM audit_entry WHERE outcome = 'denied'")
    assert {row["action"] for row in denied} == {
        "fhirUpdateConsent",
        "fhirReadConsent",
        "fhirReadConsentVersion",
    }


async def test_scopes_decide_and_only_a_connected_system_writes(world: World) -> None:
    made = await create(world)
    reader, writer = journal(world, "consent:read"), journal(world, "consent:record")
    refused = await ask(world, "POST", "/Consent", short_form(world, "b"), caller=reader)
    assert (refused.status_code, faults(refused)) == (403, {("forbidden", "scope-missing", "")})
    assert (await ask(world, "GET", f"/Consent/{made['id']}", caller=writer)).status_code == 403
    by_staff = await ask(world, "POST", "/Consent", short_form(world, "c"), caller=world.midwife)
    assert faults(by_staff) == {("forbidden", "machine-client-required", "")}
    async with world.client(None) as client:
        nobody = await client.get(f"{BASE}/Consent/{made['id']}")
    assert (nobody.status_code, faults(nobody)) == (401, {("login", "unauthenticated", "")})


async def test_a_document_that_gives_a_right_to_answer_is_shown_to_the_controller_alone(world: World) -> None:
    position = {
        "verified": True,
        "verifiedWith": number(MOTHER),
        "verificationDate": "2026-11-20T09:00:00Z",
        "extension": [
            extension("position", relation=("valueCode", "foster_parent"), value=("valueCode", "yes")),
            extension(
                "authority-document",
                kind=("valueCode", "power_of_attorney"),
                reference=("valueString", "dok-4711"),
                topic=("valueCode", "parental_support"),
            ),
        ],
    }
    made = await create(world, performer=..., verification=[position])
    assert "dok-4711" in json.dumps(made)
    recipient = await ask(
        world, "GET", f"/Consent/{made['id']}", caller=journal(world, authority=world.municipality)
    )
    assert "dok-4711" not in recipient.text


async def test_inner_confidentiality_and_protection_hold_here_too(world: World) -> None:
    made = await create(world)
    nurse = world.worker_at(world.nurses, "child_health_nurse")
    assert (await ask(world, "GET", f"/Consent/{made['id']}", caller=nurse)).status_code == 404
    found = await search(world, f"patient:identifier={PERSONNUMMER}%7C{CHILD}", caller=nurse)
    assert found.json()["total"] == 0
    subject = made["patient"]["identifier"]["value"]
    async with world.client(journal(world, "subjects:protect")) as client:
        told_of = await client.put(
            f"/consent/v1/subjects/{subject}/protection", json={"kind": "confidentiality_marking"}
        )
    assert told_of.status_code == 204
    own = (await ask(world, "GET", f"/Consent/{made['id']}")).json()
    labels = [label["code"] for label in own["meta"]["security"]]
    assert labels == ["R", "sekretessmarkering"]
    assert (await ask(world, "PUT", f"/Consent/{made['id']}", own)).status_code == 200
    own["meta"]["security"][1]["code"] = "skyddadFolkbokforing"
    own["meta"]["versionId"] = "2"
    other = await ask(world, "PUT", f"/Consent/{made['id']}", own)
    assert faults(other) == {("security", "label-not-kept", "Consent.meta.security[1]")}
    assert await world.one("SELECT version FROM consent") == 2
    recipient = journal(world, authority=world.municipality)
    shown = (await ask(world, "GET", f"/Consent/{made['id']}", caller=recipient)).json()
    assert [label["code"] for label in shown["meta"]["security"]] == ["R"]
    assert {"identifier", "sourceReference"} & shown.keys() == set()
    nowhere = {"system": f"{OWN}/sid/unit-id", "value": "00000000-0000-0000-0000-000000000000"}
    assert shown["organization"][0]["identifier"] == nowhere


# Refusals ------------------------------------------------------------------------------------------------------

WITHOUT_CONSENT = [
    ({"status": ...}, ("required", "missing", "Consent.status")),
    ({"status": "inactive"}, ("value", "ended", "Consent.status")),
    ({"status": "draft"}, ("code-invalid", "literal-error", "Consent.status")),
    ({"text": {"status": "generated", "div": "<div/>"}}, ("structure", "extra-forbidden", "Consent.text")),
    ({"note": "x"}, ("structure", "extra-forbidden", "Consent.note")),
    ({"patient": {"display": "x"}}, ("structure", "extra-forbidden", "Consent.patient.display")),
    ({"patient": {}}, ("required", "required", "Consent.patient")),
    ({"patient": {"reference": "Patient/1"}}, ("value", "opaque-id", "Consent.patient")),
    ({"patient": number("201701012394")}, ("value", "check-digit", "Consent.patient.identifier.value")),
    (
        {"patient": number(CHILD, "urn:x")},
        ("code-invalid", "unknown-system", "Consent.patient.identifier.system"),
    ),
    ({"organization": ...}, ("required", "required", "Consent.organization")),
    ({"organization": [number("SE2321000164-9999", HSA)]}, ("value", "unknown-unit", "Consent.organization")),
    (
        {"organization": [number("2321000164", "urn:oid:2.5.4.97")]},
        ("code-invalid", "unknown-system", "Consent.organization[0].identifier.system"),
    ),
    (
        {"extension": [{"url": "https://other.example/x", "valueCode": "a"}]},
        ("extension", "unknown-extension", "Consent.extension[0]"),
    ),
    (
        {
            "meta": {
                "security": [{"system": "http://hl7.se/fhir/ig/base/CodeSystem/SecurityLabel", "code": "x"}]
            }
        },
        ("security", "label-not-kept", "Consent.meta.security[0]"),
    ),
    ({"dateTime": "2027-01-01T00:00:00Z"}, ("value", "in-the-future", "Consent.performer[0]")),
    ({"performer": ...}, ("required", "required", "Consent.performer")),
    (
        {"identifier": [{"system": "urn:x", "value": CHILD}]},
        ("value", "personal-number", "Consent.identifier"),
    ),
    ({"scope": {"coding": [{"code": "research"}]}}, ("code-invalid", "unknown-system", "Consent.scope")),
    ({"status": "rejected"}, ("value", "permits-too-much", "Consent.provision.provision")),
]


@pytest.mark.case("CO-16")
async def test_every_refusal_names_element_and_rule(world: World) -> None:
    for changes, fault in WITHOUT_CONSENT:
        answer = await ask(world, "POST", "/Consent", short_form(world, **changes))
        assert answer.status_code == 422, changes
        assert fault in faults(answer), changes
    assert await world.one("SELECT count(*) FROM consent") == 0


RULES = [
    ([], {}, ("required", "required", "Consent.provision.provision")),
    ([{"type": "permit"}], {}, ("value", "recipient-required", "Consent.provision.provision")),
    ([{}], {}, ("required", "required", "Consent.provision.provision[0].type")),
    ([], {"type": "permit"}, ("value", "not-in-root", "Consent.provision")),
    ([], {"purpose": []}, ("required", "required", "Consent.provision.purpose")),
    ([], {"period": {}}, ("value", "unlimited-validity", "Consent.provision.period.end")),
    ([], {"period": {"end": "2028-01-01"}}, ("value", "longer-than-allowed", "Consent.provision.period.end")),
]


@pytest.mark.case("CO-35")
async def test_provisions_that_say_too_little_or_too_much_are_refused(world: World) -> None:
    for rules, more, fault in RULES:
        answer = await ask(world, "POST", "/Consent", short_form(world, provision=provisions(*rules, **more)))
        assert answer.status_code == 422, fault
        assert fault in faults(answer), fault


async def test_rules_are_exceptions_from_the_one_above_and_three_deep_at_most(world: World) -> None:
    unit = world.social.hsa_id
    same = told(unit, "a", below=[told(unit, "b")])
    deep = told(
        unit,
        "a",
        below=[told(unit, "a", kind="deny", below=[told(unit, "a", below=[told(unit, "a", kind="deny")])])],
    )
    for rule, name in ((same, "same-type"), (deep, "too-deep")):
        answer = await ask(world, "POST", "/Consent", short_form(world, provision=provisions(rule)))
        assert name in {found[1] for found in faults(answer)}


BODIES = [
    (b"{", "application/fhir+json", 422),
    (b"[]", "application/fhir+json", 422),
    (b"<Consent/>", "application/fhir+xml", 415),
    (b"{}", "", 415),
    (b" " * 300_000, "application/fhir+json", 413),
]


async def test_what_is_no_fhir_json_is_refused(world: World) -> None:
    for body, kind, status in BODIES:
        answer = await ask(world, "POST", "/Consent", body, **{"Content-Type": kind})
        assert (answer.status_code, answer.json()["resourceType"]) == (status, "OperationOutcome")


NOT_OFFERED = [
    ("DELETE", "/Consent/5e0f5c0e-9f1c-4d4e-8a55-0c6f2f6f7b11", 405),
    ("PATCH", "/Consent/5e0f5c0e-9f1c-4d4e-8a55-0c6f2f6f7b11", 405),
    ("GET", "/Patient/1", 404),
    ("GET", "/Consent/not-an-id", 404),
    ("GET", "/Consent/5e0f5c0e-9f1c-4d4e-8a55-0c6f2f6f7b11/_history/x", 404),
    ("GET", "/StructureDefinition/none", 404),
]


async def test_what_is_not_offered_is_refused_as_an_outcome(world: World) -> None:
    for method, path, status in NOT_OFFERED:
        answer = await ask(world, method, path)
        assert (answer.status_code, answer.json()["resourceType"]) == (status, "OperationOutcome")


async def test_another_format_than_json_is_refused(world: World) -> None:
    assert (await ask(world, "GET", "/metadata", Accept="application/fhir+xml")).status_code == 406
    assert (
        await ask(world, "GET", "/metadata?_format=json", Accept="application/fhir+xml")
    ).status_code == 200


async def test_outcomes_speak_swedish_unless_english_is_asked_for(world: World) -> None:
    swedish = await ask(world, "GET", "/Consent", Accept_Language="sv")
    assert swedish.json()["issue"][0]["details"]["text"].startswith("Sök med POST")
    assert swedish.headers["content-language"] == "sv"
