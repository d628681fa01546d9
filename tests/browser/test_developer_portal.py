"""A developer connects a system without asking anybody: registered by its key, and reading the feed a moment later."""

import json
import secrets
import time

import httpx
import pytest
from joserfc import jwt
from joserfc.jwk import ECKey
from playwright.sync_api import Page, expect
from tests.browser.test_login import check_accessible, log_in
from tests.system.conftest import System

from slussen_local.parts.identity import RESOURCE

pytestmark = [pytest.mark.browser, pytest.mark.system, pytest.mark.timeout(180)]
KEY = ECKey.generate_key("P-256", {"kid": "2026-11"}, private=True)


def test_a_system_is_registered_by_its_key_and_reads_the_feed(page: Page, system: System) -> None:
    origin = system.layout.origin
    page.set_viewport_size({"width": 320, "height": 800})
    log_in(page, origin, "dag.utvecklare")
    page.goto(f"{origin}/integration/pages/clients")
    check_accessible(page)
    page.get_by_label("Namn").fill("Journalen på Linden")
    page.get_by_label("Publik nyckel").fill(json.dumps(KEY.as_dict(private=False)))
    page.get_by_label("events:read").check()
    page.get_by_role("button", name="Registrera").click()
    expect(page.get_by_text("Systemet är registrerat.")).to_be_visible()
    expect(page.get_by_text("Aktivt")).to_be_visible()
    check_accessible(page)
    client_id = page.locator("dl.facts code").inner_text()
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(f"{origin}/language/en?returnTo=/integration/pages/clients")
    expect(page.get_by_role("link", name="Journalen på Linden")).to_be_visible()
    check_accessible(page)
    assert reads(system, client_id) == 200
    sees_its_calls(page, origin)


def sees_its_calls(page: Page, origin: str) -> None:
    """The calls that the system has just made are shown within seconds, on a small screen and in both languages."""
    page.goto(f"{origin}/language/sv?returnTo=/integration/pages/clients")
    page.get_by_role("link", name="Journalen på Linden").click()
    page.get_by_role("link", name="Anrop, nekade anrop och gränser").click()
    row = page.get_by_role("region", name="Per adress").get_by_text("GET /events/v1/events")
    until = time.monotonic() + 30
    while not row.count() and time.monotonic() < until:
        page.wait_for_timeout(250)
        page.reload()
    expect(row.first).to_be_visible()
    expect(page.get_by_role("img", name="Anrop per timme")).to_be_visible()
    expect(page.get_by_text("Systemets pågående anrop")).to_be_visible()
    page.get_by_text("Visa som tabell").click()
    for width in (320, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        check_accessible(page)
    page.get_by_role("link", name="Senaste veckan").click()
    expect(page.get_by_role("link", name="Senaste veckan")).to_have_attribute("aria-current", "page")
    page.goto(f"{origin}/language/en?returnTo={page.url.removeprefix(origin).partition('?')[0]}")
    expect(page.get_by_role("heading", name="Calls from Journalen på Linden")).to_be_visible()
    check_accessible(page)


def reads(system: System, client_id: str) -> int:
    """Take a token as the system, and read the feed until the gateway knows it; the status."""
    now = int(time.time())
    issuer = system.layout.issuer
    claims = {"iss": client_id, "sub": client_id, "aud": issuer, "iat": now, "exp": now + 60}
    header = {"alg": "ES256", "kid": "2026-11"}
    form = {
        "grant_type": "client_credentials",
        "resource": RESOURCE,
        "client_id": client_id,
        "client_assertion_type": "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
        "client_assertion": jwt.encode(header, claims | {"jti": secrets.token_hex(8)}, KEY),
    }
    with httpx.Client(trust_env=False) as http:
        token = http.post(f"{issuer}/token", data=form).raise_for_status().json()["access_token"]
        bearer = {"authorization": f"Bearer {token}"}
        until = time.monotonic() + 60
        while True:
            answer = http.get(f"{system.layout.origin}/events/v1/events?after=0", headers=bearer)
            if answer.status_code != httpx.codes.FORBIDDEN or time.monotonic() > until:
                return answer.status_code
            time.sleep(0.2)
