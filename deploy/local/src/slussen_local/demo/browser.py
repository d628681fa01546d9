"""A person's browser, as far as the demonstration needs one: it logs in through the gateway and keeps cookies.

Cookies are kept by hand: a real browser sends a `Secure` cookie to `http://localhost`, httpx does not.
"""

import html
import re
from dataclasses import dataclass, field
from http import HTTPStatus
from http.cookiejar import CookieJar, DefaultCookiePolicy
from http.cookies import SimpleCookie
from typing import Any, Self
from urllib.parse import urljoin, urlsplit

import httpx

from slussen_local.demo.answers import UnexpectedAnswerError, expect
from slussen_local.people import Person

MOST_HOPS = 15
TIMEOUT_SECONDS = 30
_REFRESH = re.compile(r'http-equiv="refresh"\s+content="\d+;\s*url=([^"]+)"', re.IGNORECASE)


def open_http() -> httpx.AsyncClient:
    """Return an HTTP client that keeps no cookies, so that several people may share it."""
    nobody_sets = DefaultCookiePolicy(allowed_domains=[])
    return httpx.AsyncClient(timeout=TIMEOUT_SECONDS, cookies=CookieJar(nobody_sets))


@dataclass
class Browser:
    """One person's browser; `log_in` first, then ask the gateway."""

    http: httpx.AsyncClient
    origin: str
    cookies: dict[str, dict[str, str]] = field(default_factory=dict)

    async def log_in(self, person: Person) -> Self:
        """Log in by code and PKCE through the gateway: follow the redirects, fill in the issuer's form.

        Raises:
            UnexpectedAnswerError: The login did not end in a session.
        """
        page = await self._follow("GET", f"{self.origin}/auth/login?returnTo=/")
        form = {"username": person.username, "password": person.password}
        if page.url.host and urlsplit(str(page.url)).netloc != urlsplit(self.origin).netloc:
            page = await self._follow("POST", str(page.url), data=form)
        await expect(page, HTTPStatus.OK, doing=f"{person.username} logs in")
        await self.ask("GET", "/auth/session")
        return self

    async def ask(
        self, method: str, path: str, *, expected: int | None = None, **more: Any
    ) -> httpx.Response:
        """Return the gateway's answer to a request as the page's own script would send it.

        Raises:
            UnexpectedAnswerError: It is another status than `expected` (any success where None).
        """
        headers = {**self.page_headers, **more.pop("headers", {})}
        answer = await self._send(method, f"{self.origin}{path}", headers=headers, **more)
        return await expect(answer, expected, doing=f"{method} {path}")

    @property
    def page_headers(self) -> dict[str, str]:
        """Return what the page's own script sends with each request."""
        return {"Origin": self.origin, "Slussen-Request": "1", "Accept-Language": "en"}

    async def _follow(self, method: str, address: str, **more: Any) -> httpx.Response:
        for _ in range(MOST_HOPS):
            answer = await self._send(method, address, **more)
            place = answer.headers.get("location") if answer.is_redirect else _refresh(answer)
            if place is None:
                return answer
            method, address, more = "GET", urljoin(address, place), {}
        raise UnexpectedAnswerError("too many redirects")

    async def _send(self, method: str, address: str, **more: Any) -> httpx.Response:
        site = urlsplit(address).netloc
        jar = self.cookies.setdefault(site, {})
        headers = dict(more.pop("headers", {}))
        if jar:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in jar.items())
        answer = await self.http.request(method, address, headers=headers, follow_redirects=False, **more)
        for line in answer.headers.get_list("set-cookie"):
            _keep(jar, line)
        return answer


def _keep(jar: dict[str, str], line: str) -> None:
    for name, morsel in SimpleCookie(line).items():
        if morsel["max-age"] == "0" or not morsel.value:
            jar.pop(name, None)
        else:
            jar[name] = morsel.value


def _refresh(answer: httpx.Response) -> str | None:
    found = _REFRESH.search(answer.text) if "html" in answer.headers.get("content-type", "") else None
    return html.unescape(found[1]) if found else None
