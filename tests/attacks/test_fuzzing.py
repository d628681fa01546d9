"""Made-up requests to every operation of every service through the gateway, made from its OpenAPI document (fault H4).

What fits the document is never answered by a 5xx, and every answer is one that the document tells of; what does not
fit it is never accepted. `SLUSSEN_FUZZ_EXAMPLES=200 ./slussen test tests/attacks` is the long form.
"""

import asyncio
import json
import os
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import Case, GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi import checks

from slussen_local.demo.browser import open_http
from tests.system.conftest import System

pytestmark = [pytest.mark.system, pytest.mark.timeout(3000 if "SLUSSEN_FUZZ_EXAMPLES" in os.environ else 300)]

EXAMPLES = int(os.environ.get("SLUSSEN_FUZZ_EXAMPLES", "3"))
PERSONAS = {
    "agreements": "admin.orebro",
    "consent": "anna.barnmorska",
    "referrals": "anna.barnmorska",
    "statistics": "anna.barnmorska",
}
"""Who asks each service: someone with many rights there, so that a request gets beyond the scope check."""
WHEN_FITTING = (not_a_server_error, checks.status_code_conformance, checks.content_type_conformance)
WHEN_UNFIT = (not_a_server_error, checks.negative_data_rejection)


@schemathesis.serializer("application/x-ndjson", "application/pdf", "text/csv")
def as_it_is(_: schemathesis.SerializationContext, value: Any) -> bytes:
    """Send a made-up text as it is, and anything else as JSON: media types that the reader does not know."""
    return value.encode() if isinstance(value, str) else json.dumps(value, default=str).encode()


@dataclass(frozen=True)
class Attacker:
    """A logged-in person who sends whatever the document's reader makes up."""

    origin: str
    headers: dict[str, str]

    def send(self, case: Case) -> Any:
        return case.call(base_url=self.origin, headers=self.headers)


@pytest.fixture(scope="module", params=PERSONAS)
def service(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def attacker(system: System, service: str) -> Attacker:
    return asyncio.run(logged_in(system, PERSONAS[service]))


@pytest.fixture(scope="module")
def document(system: System, service: str) -> Any:
    return asyncio.run(fetched(system, f"/{service}/v1/openapi.json"))


async def logged_in(system: System, username: str) -> Attacker:
    async with open_http() as http:
        browser = await system.outside(http).browser(username)
        jar = browser.cookies[urlsplit(browser.origin).netloc]
        cookie = "; ".join(f"{name}={value}" for name, value in jar.items())
        return Attacker(browser.origin, {**browser.page_headers, "Cookie": cookie})


async def fetched(system: System, path: str) -> Any:
    async with open_http() as http:
        return (await http.get(f"{system.layout.origin}{path}")).raise_for_status().json()


@pytest.mark.parametrize(
    "mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE], ids=lambda mode: mode.value
)
def test_no_request_breaks_a_service_and_none_that_is_unfit_is_accepted(
    attacker: Attacker, document: Any, mode: GenerationMode
) -> None:
    schema = schemathesis.openapi.from_dict(document)
    chosen = WHEN_FITTING if mode is GenerationMode.POSITIVE else WHEN_UNFIT
    faults = []
    for found in schema.get_all_operations():
        operation = found.ok()

        @given(case=operation.as_strategy(mode))
        @settings(
            max_examples=EXAMPLES,
            database=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        def attack(case: Case) -> None:
            case.validate_response(attacker.send(case), checks=list(chosen))

        try:
            attack()
        except Unsatisfiable:
            continue  # it takes nothing that could be unfit
        except Exception as error:  # noqa: BLE001  every operation is tried; the faults are shown together
            faults.append(f"{operation.label}: {error}")
    assert not faults, "\n\n".join(faults)
