"""An intranet's page that embeds the components: its policy, the module's digest, and nothing inline."""

import base64
import hashlib
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from html.parser import HTMLParser
from typing import Final
from urllib.parse import urljoin

import httpx
from typing_extensions import override

from slussen_local.conformance.report import Finding, Report, Side

ROLE: Final = "intranet"
ELEMENTS: Final = (
    "slussen-referral-form",
    "slussen-referral-inbox",
    "slussen-referral-status",
    "slussen-figure",
)
MODULE: Final = re.compile(r"/(?:referrals|statistics)/web/v\d+/")
LOOSE: Final = frozenset({"'unsafe-inline'", "'unsafe-eval'", "*", "https:", "http:", "data:"})
CLIENTLESS: Final = frozenset({"slussen-figure"})
TOKEN: Final = re.compile(r"eyJ[A-Za-z0-9_-]{10,}\.")


@dataclass
class Page(HTMLParser):
    """What a page holds that matters here."""

    elements: list[tuple[str, dict[str, str | None]]] = field(default_factory=list)
    modules: list[dict[str, str | None]] = field(default_factory=list)
    inline: int = 0

    def __post_init__(self) -> None:
        """Begin to read."""
        super().__init__()

    @override
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note our elements, modules, and what is inline."""
        given = dict(attrs)
        if tag in ELEMENTS:
            self.elements.append((tag, given))
        if tag == "script" and MODULE.search(given.get("src") or ""):
            self.modules.append(given)
        self.inline += any(name.startswith("on") for name in given)
        self.inline += tag == "script" and "src" not in given and not given.keys() & {"nonce"}


def run(url: str, http: httpx.Client, *, now: Callable[[], datetime]) -> Report:
    """Read a page that embeds one of the components; return what was found."""
    try:
        answer = http.get(url, follow_redirects=True)
    except httpx.HTTPError as error:
        advice = "See that the address can be reached from here, and that its certificate is right."
        missing = Finding(
            "reached", "The page is there", "200 to 299", type(error).__name__, "network", advice
        )
        return Report(ROLE, url, now(), [missing])
    page = Page()
    page.feed(answer.text)
    found = [*_page(page, answer), *_modules(page, http, str(answer.url)), *_policy(answer)]
    return Report(ROLE, url, now(), found)


def _found(code: str, what: str, *, holds: bool, advice: str, fault: Side = "page") -> Finding:
    return Finding(code, what, "yes", "yes" if holds else "no", "nobody" if holds else fault, advice)


def _page(page: Page, answer: httpx.Response) -> Iterator[Finding]:
    yield _found(
        *("page-is-shown", "The page is shown without a login"),
        holds=answer.is_success,
        advice="Try a page that needs no login.",
    )
    yield _found(
        *("component-is-there", "One of our elements stands in it"),
        holds=bool(page.elements),
        advice=f"Write one of {', '.join(ELEMENTS)} into the page's HTML.",
    )
    yield _found(
        *("client-is-named", "Each element names its client"),
        holds=all(given.get("client") for tag, given in page.elements if tag not in CLIENTLESS),
        advice="Write `client`, your client id, on each element.",
    )
    yield _found(
        *("nothing-inline", "No script and no handler stands in the page itself"),
        holds=not page.inline,
        advice="Move scripts and handlers into files; a strict policy forbids them in the page.",
    )
    yield _found(
        *("no-token-in-the-page", "No token stands in the page"),
        holds=TOKEN.search(answer.text) is None,
        advice="Hand over a code from your backend instead; a token in the page is anybody's.",
    )


def _modules(page: Page, http: httpx.Client, base: str) -> Iterator[Finding]:
    yield _found(
        *("module-is-loaded", "The module is loaded"),
        holds=bool(page.modules),
        advice="Load the module of /referrals/web/v1/ or /statistics/web/v1/.",
    )
    for given in page.modules:
        yield _found(
            *("module-is-asked-for-rightly", "It is asked for so that the browser can check its digest"),
            holds=given.get("type") == "module" and "crossorigin" in given,
            advice="Write type=module and crossorigin.",
        )
        yield _integrity(given, http, base)


def _integrity(given: dict[str, str | None], http: httpx.Client, base: str) -> Finding:
    code, what = "module-is-what-was-agreed", "Its digest is stated, and is the module's"
    source, stated = given.get("src") or "", given.get("integrity") or ""
    try:
        answer = http.get(urljoin(base, source), follow_redirects=False)
    except httpx.HTTPError:
        return _found(code, what, holds=False, fault="network", advice="The module could not be fetched.")
    digest = "sha384-" + base64.b64encode(hashlib.sha384(answer.content).digest()).decode()
    return _found(
        code,
        what,
        holds=answer.is_success and digest in stated.split(),
        advice="Write src and integrity as integrity.json has them; read it when you deploy.",
    )


def _policy(answer: httpx.Response) -> Iterator[Finding]:
    stated = answer.headers.get("content-security-policy", "")
    directives = {
        name.lower(): values.split()
        for name, _, values in (part.strip().partition(" ") for part in stated.split(";"))
        if name
    }
    scripts = directives.get("script-src") or directives.get("default-src") or []
    yield _found(
        *("policy-is-there", "A Content-Security-Policy rules which scripts run"),
        holds=bool(scripts),
        advice="Send a Content-Security-Policy with script-src.",
    )
    yield _found(
        *("policy-is-strict", "The policy lets nothing loose run"),
        holds=bool(scripts) and not LOOSE & set(scripts),
        advice="Name the module's digest, a nonce or exact origins.",
    )
