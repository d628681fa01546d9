"""Two small pages of embedding: the window that hands a code over, and the page for sites that only take a frame."""

import hashlib
import re
from collections.abc import Mapping, Sequence
from html import escape
from importlib import resources
from string import Template
from typing import Final

from slussen_gateway.edge.pages import PAGE_POLICY, page_with_script
from slussen_gateway.edge.problems import EMBED_MALFORMED, ProblemError
from slussen_gateway.edge.replies import NO_STORE, Reply

_WEB: Final = resources.files("slussen_gateway.edge") / "web"
_FRAME: Final = Template((_WEB / "frame.html").read_text("utf-8"))
_SCRIPT: Final = (_WEB / "handover.js").read_bytes()
_SCRIPT_TAG: Final = b'"%b"' % hashlib.sha256(_SCRIPT).hexdigest()[:16].encode()

COMPONENTS: Final = frozenset({"form", "inbox", "status"})
HANDED_OVER: Final = ("Du är inloggad", "You are logged in")
_REFERRAL: Final = re.compile(r"[0-9a-f-]{36}")


def handover_page(code: str, origin: str, *, english: bool) -> Reply:
    """Return the page whose script hands the code to the page that opened it, if that is of `origin`, and closes."""
    text = (
        "You can close this window and go on where you were."
        if english
        else "Du kan stänga fönstret och fortsätta där du var."
    )
    content = f'<p data-code="{escape(code)}" data-origin="{escape(origin)}">{text}</p>'
    reply = page_with_script(HANDED_OVER[english], content, "/embed/handover.js", english=english)
    policy = f"{PAGE_POLICY}; script-src 'self'; require-trusted-types-for 'script'; trusted-types 'none'"
    return Reply(200, [*reply.headers, (b"content-security-policy", policy.encode())], reply.body)


def frame_page(wish: Mapping[str, str], origins: Sequence[str]) -> Reply:
    """Return a page with one component; `origins` may frame it.

    Raises:
        ProblemError: It asks for a component, a language or a referral that can't be.
    """
    show, lang, referral = wish.get("show", "form"), wish.get("lang", "sv"), wish.get("referral", "")
    if show not in COMPONENTS or lang not in {"sv", "en"} or (referral and not _REFERRAL.fullmatch(referral)):
        raise ProblemError(EMBED_MALFORMED)
    which = f' referral="{referral}"' if referral else ""
    html = _FRAME.substitute(lang=lang, client=escape(wish["client"]), show=show, which=which)
    policy = (
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:;"
        " base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; trusted-types 'none';"
        f" frame-ancestors {' '.join(origins)}"
    )
    headers = [
        (b"content-type", b"text/html; charset=utf-8"),
        (b"content-language", lang.encode()),
        (b"content-security-policy", policy.encode()),
        NO_STORE,
    ]
    return Reply(200, headers, html.encode())


def script(if_none_match: bytes | None) -> Reply:
    """Return the script of the window that hands a code over."""
    headers = [(b"etag", _SCRIPT_TAG), (b"cache-control", b"public, max-age=3600")]
    if if_none_match == _SCRIPT_TAG:
        return Reply(304, headers)
    return Reply(200, [(b"content-type", b"text/javascript; charset=utf-8"), *headers], _SCRIPT)
