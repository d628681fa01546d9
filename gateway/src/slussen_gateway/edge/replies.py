"""Answers that the edge makes itself, and what it reads from requests for them."""

import re
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import parse_qsl, quote

import orjson

from slussen_gateway.edge.incoming import Incoming

MOST_PARAMETERS: Final = 30
LONGEST_RETURN: Final = 1024
"""A longer way back would not fit into the cookie that remembers it."""
NO_STORE: Final = (b"cache-control", b"no-store")

_LOCAL_PATH: Final = re.compile(r"/(?![/\\])[\x21\x23-\x5b\x5d-\x7e]*")

Headers = list[tuple[bytes, bytes]]


@dataclass(frozen=True, slots=True)
class Reply:
    """A whole answer."""

    status: int
    headers: Headers
    body: bytes = b""


def json_reply(document: Any, *, status: int = 200) -> Reply:
    """Answer with JSON that nobody stores."""
    return Reply(status, [(b"content-type", b"application/json"), NO_STORE], orjson.dumps(document))


def redirect(location: str, *cookies: str) -> Reply:
    """Send the browser on, with a GET."""
    headers = [(b"location", location.encode("ascii")), NO_STORE]
    return Reply(303, headers + [(b"set-cookie", cookie.encode("ascii")) for cookie in cookies])


def local_path(path: str | None) -> str:
    """Return a path within this site to go on to: the start page, unless `path` plainly is one."""
    if path is None or not _LOCAL_PATH.fullmatch(path) or path.startswith("/auth/"):
        return "/"
    return path


def login_redirect(incoming: Incoming, *, as_person: bool) -> Reply:
    """Send a reader to log in, as staff or as a private person, and back afterwards to the page that was asked for."""
    here = incoming.raw_path + (b"?" + incoming.query if incoming.query else b"")
    if len(here) > LONGEST_RETURN:
        here = b"/"
    kind = "as=person&" if as_person else ""
    return redirect(f"/auth/login?{kind}returnTo={quote(here, safe='/')}")


def set_cookie(name: str, value: str, *, same_site: str, max_age: int | None = None) -> str:
    """Return a host-bound cookie that no script reads; with `max_age` 0 the browser forgets it.

    One with `same_site` None travels to us from another site's page, and is kept for that site alone (CHIPS).
    """
    age = "" if max_age is None else f"; Max-Age={max_age}"
    partition = "; Partitioned" if same_site == "None" else ""
    return f"{name}={value}; Path=/; Secure; HttpOnly; SameSite={same_site}{partition}{age}"


def cookies(incoming: Incoming) -> dict[str, str]:
    """Return the request's cookies; of two with one name the first holds."""
    found: dict[str, str] = {}
    for pair in incoming.read.get(b"cookie", b"").decode("latin-1").split(";"):
        name, separator, value = pair.strip().partition("=")
        if separator:
            found.setdefault(name, value)
    return found


def parameters(incoming: Incoming) -> dict[str, str]:
    """Return the query's parameters; one that stands twice is left out, since it could be read in two ways."""
    try:
        pairs = parse_qsl(incoming.query.decode("ascii"), max_num_fields=MOST_PARAMETERS)
    except ValueError:
        return {}
    names = [name for name, _ in pairs]
    return {name: value for name, value in pairs if names.count(name) == 1}


def wants_html(incoming: Incoming) -> bool:
    """Tell whether a person's browser asks."""
    return b"text/html" in incoming.read.get(b"accept", b"")
