import base64
import hashlib
import secrets
import time
from collections.abc import Iterator
from urllib.parse import parse_qs, urljoin, urlsplit

import httpx
import pytest
from joserfc import jwk, jwt

from slussen_local.parts.identity import RESOURCE, IdentityProvider, client_key
from slussen_local.vault import Vault

CALLBACK = "http://localhost:8400/auth/callback"


def assertion(
    identity: IdentityProvider, vault: Vault, client_id: str, key_of: str | None = None
) -> dict[str, str]:
    key = vault.signing_key(client_key(key_of or client_id))
    now = int(time.time())
    claims = {"iss": client_id, "sub": client_id, "aud": identity.issuer, "jti": secrets.token_hex(8)}
    token = jwt.encode(
        {"alg": "ES256", "kid": key["kid"]},
        {**claims, "iat": now, "exp": now + 60},
        jwk.ECKey.import_key(key),
    )
    kind = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
    return {"client_assertion_type": kind, "client_assertion": token}


def claims_of(identity: IdentityProvider, token: str) -> tuple[dict[str, object], dict[str, object]]:
    keys = jwk.KeySet.import_key_set(httpx.get(f"{identity.issuer}/jwks").json())
    decoded = jwt.decode(token, keys, algorithms=["ES256"])
    return decoded.header, decoded.claims


class Browser:
    """A browser as far as login needs one: it keeps cookies and follows redirects until the gateway's address."""

    def __init__(self, identity: IdentityProvider) -> None:
        self.identity = identity
        self.client = httpx.Client()
        self.verifier = secrets.token_urlsafe(48)

    def open_login(self, **more: str) -> httpx.Response:
        digest = hashlib.sha256(self.verifier.encode()).digest()
        asked = {
            "client_id": "slussen-gateway",
            "response_type": "code",
            "scope": "openid profile",
            "redirect_uri": CALLBACK,
            "state": "s",
            "nonce": "n",
            "code_challenge": base64.urlsafe_b64encode(digest).rstrip(b"=").decode(),
            "code_challenge_method": "S256",
        }
        return self.follow(self.client.get(f"{self.identity.issuer}/auth", params=asked | more))

    def log_in(self, username: str, password: str, page: httpx.Response | None = None) -> httpx.Response:
        page = page or self.open_login()
        return self.follow(self.client.post(str(page.url), data={"username": username, "password": password}))

    def follow(self, answer: httpx.Response) -> httpx.Response:
        while answer.is_redirect:
            place = urljoin(str(answer.url), answer.headers["location"])
            if place.startswith(CALLBACK):
                return answer
            answer = self.client.get(place)
        return answer

    def exchange(self, answer: httpx.Response, vault: Vault) -> dict[str, str]:
        code = parse_qs(urlsplit(answer.headers["location"]).query)["code"][0]
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": CALLBACK,
            "code_verifier": self.verifier,
            **assertion(self.identity, vault, "slussen-gateway"),
        }
        return httpx.post(f"{self.identity.issuer}/token", data=form).raise_for_status().json()


@pytest.fixture
def browser(identity: IdentityProvider) -> Iterator[Browser]:
    opened = Browser(identity)
    yield opened
    opened.client.close()


def test_a_machine_client_gets_a_token_by_its_own_key(identity: IdentityProvider, vault: Vault) -> None:
    form = {"grant_type": "client_credentials", **assertion(identity, vault, "journal-orebro")}
    token = httpx.post(f"{identity.issuer}/token", data=form).raise_for_status().json()["access_token"]
    header, claims = claims_of(identity, token)
    assert header["typ"] == "at+jwt"
    assert (claims["client_id"], claims["aud"]) == ("journal-orebro", RESOURCE)
    assert "roles" not in claims


def test_another_clients_key_proves_nothing(identity: IdentityProvider, vault: Vault) -> None:
    form = {"grant_type": "client_credentials", **assertion(identity, vault, "journal-orebro", "bi-client")}
    assert httpx.post(f"{identity.issuer}/token", data=form).status_code == 401


def test_a_midwife_logs_in_and_her_tokens_say_where_she_works(
    browser: Browser, identity: IdentityProvider, vault: Vault
) -> None:
    tokens = browser.exchange(browser.log_in("anna.barnmorska", "slussen-anna"), vault)
    for name in ("access_token", "id_token"):
        _, claims = claims_of(identity, tokens[name])
        assert claims["sub"] == "anna-barnmorska"
        assert claims["profession"] == "midwife"
        assert claims["healthCareUnitHsaId"] == "SE2321991818-E1001"
        assert claims["roles"] == ["staff"]
        assert claims["acr"] == "http://id.sambi.se/loa/loa3"


@pytest.mark.parametrize("level", ["http://id.sambi.se/loa/loa3", "http://id.sambi.se/loa/loa4"])
def test_a_level_that_is_asked_for_means_a_new_login_that_says_what_it_was(
    browser: Browser, identity: IdentityProvider, vault: Vault, level: str
) -> None:
    browser.log_in("anna.barnmorska", "slussen-anna")
    assert browser.open_login().is_redirect
    page = browser.open_login(acr_values=level, prompt="login")
    assert 'name="password"' in page.text
    tokens = browser.exchange(browser.log_in("anna.barnmorska", "slussen-anna", page), vault)
    for name in ("access_token", "id_token"):
        claims = claims_of(identity, tokens[name])[1]
        assert claims["acr"] == "http://id.sambi.se/loa/loa3"
    _, claims = claims_of(identity, tokens["access_token"])
    assert claims["amr"] == ["pwd"]
    assert claims["auth_time"] <= claims["iat"]


def test_a_wrong_password_is_told_on_the_page_and_nothing_else(browser: Browser) -> None:
    answer = browser.log_in("anna.barnmorska", "slussen-bea")
    assert answer.status_code == 401
    assert 'role="alert"' in answer.text
    assert "slussen-bea" not in answer.text


def test_the_login_page_speaks_two_languages_under_a_strict_policy(browser: Browser) -> None:
    swedish = browser.open_login()
    english = browser.open_login(ui_locales="en")
    assert '<html lang="sv">' in swedish.text
    assert "<h1>Log in</h1>" in english.text
    assert "default-src 'none'" in swedish.headers["content-security-policy"]
    assert "unsafe" not in swedish.headers["content-security-policy"]


@pytest.mark.parametrize(
    "wrong", [{"code_challenge": ""}, {"redirect_uri": "http://evil.example/auth/callback"}]
)
def test_login_needs_pkce_and_a_known_address(browser: Browser, wrong: dict[str, str]) -> None:
    answer = browser.open_login(**wrong)
    assert "evil.example" not in answer.headers.get("location", "")
    assert "<h1>Logga in</h1>" not in answer.text


def test_sessions_survive_kill_9(browser: Browser, identity: IdentityProvider, vault: Vault) -> None:
    tokens = browser.exchange(browser.log_in("sara.socionom", "slussen-sara"), vault)
    assert identity.process is not None
    identity.process.kill()
    identity.process.wait()
    identity.start()
    renewal = {"grant_type": "refresh_token", "refresh_token": tokens["refresh_token"]}
    answer = httpx.post(
        f"{identity.issuer}/token", data=renewal | assertion(identity, vault, "slussen-gateway")
    )
    assert answer.status_code == 200
    assert browser.open_login().headers["location"].startswith(CALLBACK)


def test_it_ends_when_its_starter_is_gone(identity: IdentityProvider) -> None:
    assert identity.process is not None
    assert identity.process.stdin is not None
    identity.process.stdin.close()
    assert identity.process.wait(5) == 0
