"""The edge's few pages: where to log in, who is, where the interfaces are described. No script, no inline style."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from importlib import resources
from string import Template
from typing import Final

from slussen_gateway.edge.problems import Kind, title_and_detail
from slussen_gateway.edge.replies import NO_STORE, Reply

_WEB: Final = resources.files("slussen_gateway.edge") / "web"
_PAGE: Final = Template((_WEB / "page.html").read_text("utf-8"))
_CSS: Final = (_WEB / "edge.css").read_bytes()
_CSS_TAG: Final = b'"%b"' % hashlib.sha256(_CSS).hexdigest()[:16].encode()

PAGE_POLICY: Final = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self';"
    " frame-ancestors 'none'; base-uri 'none'"
)

_SHELL: Final = {
    "sv": {
        "skip": "Till innehållet",
        "footer": "Slussen är fri programvara för familjecentraler (EUPL-1.2).",
    },
    "en": {"skip": "Skip to content", "footer": "Slussen is free software for family centres (EUPL-1.2)."},
}
_TEXTS: Final = {
    "sv": {
        "title": "Samverkan kring familjecentraler",
        "lead": "Här möts mödra- och barnhälsovård, öppen förskola och förebyggande socialtjänst kring avtal,"
        " samtycken, slussning och statistik.",
        "login": "Logga in",
        "login_person": "Vårdnadshavare: se och ändra dina samtycken",
        "own": "Är du vårdnadshavare eller gäller samtycket dig själv? Logga in med e-legitimation så ser du dina egna"
        " samtycken.",
        "logged_out": "Du är inte inloggad.",
        "logged_in": "Du är inloggad",
        "logout": "Logga ut",
        "name": "Namn",
        "roles": "Roller",
        "no_access": "Du är igenkänd, men har ännu ingen åtkomst",
        "commission": "Uppdrag",
        "change": "Välj uppdrag",
        "pages": "Dina sidor",
        "services": "För dig som bygger anslutningar",
        "figures": "Familjecentralernas siffror i bilder, öppna för alla",
        "api": "Gränssnittet beskrivet (OpenAPI)",
        "docs": "Dokumentation",
        "docs_about": "Guider, anrop, händelser och exempel",
        "docs_path": "/docs",
    },
    "en": {
        "title": "Working together at family centres",
        "lead": "Maternal and child health care, open preschool and preventive social services meet here over"
        " agreements, consents, referrals and statistics.",
        "login": "Log in",
        "login_person": "Custodians: see and change your consents",
        "own": "Are you a custodian, or is the consent about yourself? Log in with your eID to see your own consents.",
        "logged_out": "You are not logged in.",
        "logged_in": "You are logged in",
        "logout": "Log out",
        "name": "Name",
        "roles": "Roles",
        "no_access": "You are recognised, but have no access yet",
        "commission": "Commission",
        "change": "Choose commission",
        "pages": "Your pages",
        "services": "For those who build integrations",
        "figures": "The family centres' figures in pictures, open to all",
        "api": "The interface described (OpenAPI)",
        "docs": "Documentation",
        "docs_about": "Guides, calls, events and examples",
        "docs_path": "/docs/en",
    },
}
_ROLES: Final = {
    "administrator": ("Administratör", "Administrator"),
    "developer": ("Utvecklare", "Developer"),
    "operator": ("Drift", "Operations"),
    "signatory": ("Firmatecknare", "Signatory"),
    "staff": ("Personal", "Staff"),
    "coordinator": ("Samordnare", "Coordinator"),
}
_SERVICES: Final = {
    "agreements": ("Avtal och register", "Agreements and register"),
    "consent": ("Samtycken", "Consents"),
    "referrals": ("Slussning", "Referrals"),
    "statistics": ("Statistik", "Statistics"),
}


_FOR_PEOPLE: Final = (
    (
        "/agreements/pages",
        "agreements:read",
        ("Avtal och familjecentraler", "Agreements and family centres"),
        (
            "Idag, avtal, årshjul, möten, öppettider och kostnader",
            "Today, agreements, annual wheel, meetings, hours, costs",
        ),
    ),
    (
        "/consent/pages",
        "consent:read",
        ("Samtycken", "Consents"),
        (
            "Får jag berätta? Fråga, dokumentera och följ samtycken",
            "May I tell? Ask, record and follow consents",
        ),
    ),
    (
        "/statistics/pages",
        "statistics:record",
        ("Statistik", "Statistics"),
        (
            "Egna siffror, verksamhetsberättelse, besök och enkäter",
            "Own figures, annual report, visits and surveys",
        ),
    ),
    (
        "/integration/pages/clients",
        "clients:read",
        ("System som ansluter", "Systems that connect"),
        ("Registrera system och besluta vad de får göra", "Register systems and decide what they may do"),
    ),
    (
        "/integration/pages/dead-letters",
        "operations:dead-letters",
        ("Drift", "Operations"),
        ("Händelser som en tjänst inte kunnat ta emot", "Events that a service could not take"),
    ),
)
"""The services' pages: where they open, the scope they are for, what they are called and hold."""


FIGURES: Final = "/statistics/pages/figures"
"""The published figures, open to all."""
OWN_CONSENTS: Final = "/consent/pages/own"
"""The private persons' own pages; they lead to the login by eID."""


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who is logged in, as the start page shows it.

    Attributes:
        scopes: What the visitor may do; the start page leads to the pages that these open.
        refusal: Why the visitor has no access yet, if so.
        commission: What the commission that the visitor acts in is called, if there is one.
        may_choose: The visitor holds several commissions.
        is_person: The visitor has logged in as a private person.
    """

    name: str
    roles: Sequence[str]
    scopes: frozenset[str] = frozenset()
    refusal: Kind | None = None
    commission: str | None = None
    may_choose: bool = False
    is_person: bool = False


def start_page(visitor: Visitor | None, *, english: bool) -> Reply:
    """Return the start page."""
    texts = _TEXTS["en" if english else "sv"]
    suffix = "?lang=en" if english else ""
    who = _visitor_card(visitor, texts, english=english) if visitor else _login_card(texts, suffix)
    services = "".join(
        f'<li><a href="/{service}/v1/openapi.json">{names[english]}</a><span>{texts["api"]}</span></li>\n'
        for service, names in _SERVICES.items()
    )
    content = (
        f'<p class="lead">{texts["lead"]}</p>\n{_pages(visitor, texts, english=english)}{who}\n'
        f'<p><a href="{FIGURES}">{texts["figures"]}</a></p>\n'
        f'<h2>{texts["services"]}</h2>\n<ul class="services">\n'
        f'<li><a href="{texts["docs_path"]}">{texts["docs"]}</a><span>{texts["docs_about"]}</span></li>\n'
        f"{services}</ul>"
    )
    code, name = ("sv", "Svenska") if english else ("en", "English")
    other = f'<a href="/language/{code}?returnTo=/" lang="{code}" hreflang="{code}">{name}</a>'
    return own_page(texts["title"], content, english=english, language=other)


def _pages(visitor: Visitor | None, texts: dict[str, str], *, english: bool) -> str:
    """Return the ways to the services' pages that the visitor may see; nobody sees none."""
    scopes = visitor.scopes if visitor else frozenset()
    shown = "".join(
        f'<li><a href="{path}">{names[english]}</a><span>{about[english]}</span></li>\n'
        for path, scope, names, about in _FOR_PEOPLE
        if scope in scopes
    )
    return f'<h2>{texts["pages"]}</h2>\n<ul class="services">\n{shown}</ul>\n' if shown else ""


def _login_card(texts: dict[str, str], suffix: str) -> str:
    link = f'<a class="button" href="/auth/login?returnTo=/{suffix}">{texts["login"]}</a>'
    own = f'<p class="after"><a href="{OWN_CONSENTS}">{texts["login_person"]}</a></p>'
    return f'<div class="card"><p>{texts["logged_out"]}</p>{link}{own}</div>'


def _visitor_card(visitor: Visitor, texts: dict[str, str], *, english: bool) -> str:
    notice = ""
    if visitor.refusal is not None:
        _, detail = title_and_detail(visitor.refusal, english=english)
        notice = f'<p role="status"><strong>{texts["no_access"]}.</strong> {escape(detail)}</p>'
    if visitor.refusal is not None or visitor.is_person:
        notice += f'<p>{texts["own"]} <a href="{OWN_CONSENTS}">{texts["login_person"]}</a></p>'
    change = f'<p><a href="/auth/commission">{texts["change"]}</a></p>' if visitor.may_choose else ""
    return (
        f'<div class="card"><p><strong>{texts["logged_in"]}.</strong></p>{notice}'
        f"{_facts(visitor, texts, english=english)}{change}"
        '<form method="post" action="/auth/logout">'
        f'<button class="button second">{texts["logout"]}</button></form></div>'
    )


def _facts(visitor: Visitor, texts: dict[str, str], *, english: bool) -> str:
    """Return who the visitor is; of a private person nothing is known here but an opaque id."""
    if visitor.is_person:
        return ""
    named = ", ".join(_ROLES[role][english] if role in _ROLES else role for role in visitor.roles)
    facts = (
        (texts["name"], visitor.name),
        (texts["roles"], named),
        (texts["commission"], visitor.commission),
    )
    shown = "".join(f"<dt>{name}</dt><dd>{escape(value)}</dd>" for name, value in facts if value)
    return f"<dl>{shown}</dl>"


def problem_page(kind: Kind, trace_id: str, *, english: bool) -> Reply:
    """Return a refusal as a page for people."""
    title, detail = title_and_detail(kind, english=english)
    back, number = ("To the start page", "Error number") if english else ("Till startsidan", "Felnummer")
    suffix = "?lang=en" if english else ""
    content = (
        f'<div class="card notice"><p>{escape(detail)}</p><p>{number}: {trace_id}</p></div>'
        f'<p><a class="button" href="/{suffix}">{back}</a></p>'
    )
    return own_page(title, content, english=english, status=kind.status)


def hop_page(location: str, *, title: tuple[str, str], english: bool) -> Reply:
    """Return a page that leads on at once, to an address of our own making; `title` in Swedish and English."""
    link = "Continue" if english else "Fortsätt"
    refresh = f'<meta http-equiv="refresh" content="0; url={escape(location)}">\n'
    content = f'<p><a class="button" href="{escape(location)}">{link}</a></p>'
    return own_page(title[english], content, english=english, refresh=refresh)


def page_with_script(title: str, content: str, script: str, *, english: bool) -> Reply:
    """Return a page that one script of ours works in; the caller states the policy that lets it."""
    head = f'<script type="module" src="{escape(script)}"></script>\n'
    return own_page(title, content, english=english, refresh=head)


def stylesheet(if_none_match: bytes | None) -> Reply:
    """Return the pages' style sheet."""
    headers = [(b"etag", _CSS_TAG), (b"cache-control", b"public, max-age=3600")]
    if if_none_match == _CSS_TAG:
        return Reply(304, headers)
    return Reply(200, [(b"content-type", b"text/css; charset=utf-8"), *headers], _CSS)


def own_page(
    title: str, content: str, *, english: bool, status: int = 200, language: str = "", refresh: str = ""
) -> Reply:
    """Return a page of the edge's own, in its frame."""
    lang = "en" if english else "sv"
    suffix = "?lang=en" if english else ""
    places = {"title": title, "content": content, "language": language, "refresh": refresh}
    html = _PAGE.substitute(places, lang=lang, suffix=suffix, **_SHELL[lang])
    headers = [(b"content-type", b"text/html; charset=utf-8"), (b"content-language", lang.encode()), NO_STORE]
    return Reply(status, headers, html.encode())
