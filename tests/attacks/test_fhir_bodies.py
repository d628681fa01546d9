"""Made-up FHIR bodies to the consent service's FHIR surface, which no OpenAPI document describes: none breaks it.

Words that FHIR knows stand where they do and do not belong; every answer is an OperationOutcome or a resource, never
a 5xx, and nothing that lacks what a consent needs is accepted.
"""

import asyncio
import json
import os
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from slussen_local.demo.browser import open_http
from tests.attacks.test_fuzzing import Attacker, logged_in
from tests.system.conftest import System

pytestmark = [pytest.mark.system, pytest.mark.timeout(300)]

EXAMPLES = int(os.environ.get("SLUSSEN_FUZZ_EXAMPLES", "60"))
WORDS = st.sampled_from(
    [
        "Consent",
        "Bundle",
        "Patient",
        "active",
        "permit",
        "deny",
        "transaction",
        "batch",
        "POST",
        "PUT",
        "GET",
        "patient-privacy",
        "2026-11-28",
        "T",
        "\x00",
        "http://terminology.hl7.org/CodeSystem/consentscope",
        "urn:uuid:0190f5c0-e9f1-7d4e-8a55-0c6f2f6f7b11",
        "Consent?patient=x",
        "Consent/1",
        "../x",
        "#a",
        "ééé",
    ]
)
NAMES = st.sampled_from(
    [
        "resourceType",
        "id",
        "meta",
        "status",
        "scope",
        "category",
        "patient",
        "dateTime",
        "performer",
        "policyRule",
        "provision",
        "type",
        "period",
        "start",
        "end",
        "actor",
        "role",
        "reference",
        "identifier",
        "system",
        "value",
        "coding",
        "code",
        "entry",
        "resource",
        "request",
        "method",
        "url",
        "fullUrl",
        "extension",
        "_status",
        "x",
    ]
)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | WORDS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=5),
    max_leaves=12,
)
BODIES = st.builds(
    lambda kind, members: {"resourceType": kind, **members},
    st.sampled_from(["Consent", "Bundle", "Patient", "x"]),
    st.dictionaries(NAMES, VALUES, max_size=7),
)
PLACES = st.sampled_from(
    [
        ("POST", "/consent/v1/fhir/Consent"),
        ("PUT", "/consent/v1/fhir/Consent/1"),
        ("POST", "/consent/v1/fhir"),
    ]
)


@pytest.fixture(scope="module")
def attacker(system: System) -> Attacker:
    return asyncio.run(logged_in(system, "anna.barnmorska"))


def send(attacker: Attacker, method: str, path: str, body: Any, media_type: str) -> httpx.Response:
    async def sent() -> httpx.Response:
        headers = {**attacker.headers, "Content-Type": media_type, "Slussen-Request": "1"}
        async with open_http() as http:
            return await http.request(method, attacker.origin + path, content=body, headers=headers)

    return asyncio.run(sent())


@given(body=BODIES, place=PLACES)
@settings(
    max_examples=EXAMPLES,
    database=None,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
def test_no_made_up_resource_breaks_it(attacker: Attacker, body: Any, place: tuple[str, str]) -> None:
    answer = send(attacker, *place, json.dumps(body), "application/fhir+json")
    assert answer.status_code < 500, answer.text
    found = answer.json()
    if answer.status_code >= 400:
        assert found["resourceType"] == "OperationOutcome" or answer.status_code in {403, 404, 405}
    else:
        assert found["resourceType"] == "Bundle", "nothing made up is a consent"


@given(
    pairs=st.lists(
        st.tuples(st.sampled_from(["patient", "patient:identifier", "_count", "x"]), WORDS), max_size=4
    )
)
@settings(
    max_examples=EXAMPLES // 2,
    database=None,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
def test_no_made_up_search_breaks_it(attacker: Attacker, pairs: list[tuple[str, str]]) -> None:
    body = str(httpx.QueryParams(pairs))
    answer = send(
        attacker, "POST", "/consent/v1/fhir/Consent/_search", body, "application/x-www-form-urlencoded"
    )
    assert answer.status_code < 500, answer.text
