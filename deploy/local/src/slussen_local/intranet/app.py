"""The intranet's server: pages under a strict policy, the login at its own issuer, and one route that fetches a code.

What an intranet needs to embed Slussen is `_code`: its user is known to it, so it asks Slussen, server to server, for a
single-use code and hands that to its page. The user's token never leaves this process.
"""

import asyncio
import secrets
from base64 import urlsafe_b64encode
from hashlib import sha256
from pathlib import Path
from string import Template
from typing import Any, Final

import httpx
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from slussen_local.demo.machine import Machine
from slussen_local.intranet.issuer import IssuerOfUsers
from slussen_local.layout import Layout
from slussen_local.parts.identity import client_key
from slussen_local.people import INTRANET_CLIENT

FILES: Final = Path(__file__).parents[3] / "intranet"
COOKIE: Final = "intranet"
PAGES: Final = {"/": "form.html", "/inkorg": "inbox.html", "/lage": "status.html", "/ram": "frame.html"}
SECONDS: Final = 10.0


class Intranet:
    """Who is logged in here, and the way to the issuer and to Slussen."""

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self.http = httpx.AsyncClient(timeout=SECONDS)
        key = layout.vault.signing_key(client_key(INTRANET_CLIENT))
        self.machine = Machine(self.http, layout.origin, layout.issuer, INTRANET_CLIENT, key)
        self.users = IssuerOfUsers(self.machine, f"{layout.intranet}/inloggad")
        self.refresh_tokens: dict[str, str] = {}
        self.attempts: dict[str, str] = {}
        self.renewing = asyncio.Lock()

    async def page(self, request: Request) -> Response:
        """Show a page; every one of them is plain HTML with the component's three lines."""
        module = (await self.http.get(f"{self.layout.origin}/referrals/web/v1/integrity.json")).json()
        language = "en" if request.query_params.get("lang") == "en" else "sv"
        values = {
            "src": self.layout.origin + module["src"],
            "integrity": module["integrity"],
            "slussen": self.layout.origin,
            "lang": language,
            "login": "Log in" if language == "en" else "Logga in på intranätet",
        }
        html = Template((FILES / PAGES[request.url.path]).read_text("utf-8")).substitute(values)
        policy = (
            f"default-src 'none'; script-src '{module['integrity']}'; style-src 'self'; img-src 'self' data:;"
            f" connect-src 'self' {self.layout.origin}; frame-src {self.layout.origin}; form-action 'self';"
            " base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
        )
        return HTMLResponse(html, headers={"Content-Security-Policy": policy, "Cache-Control": "no-store"})

    async def code(self, request: Request) -> Response:
        """Fetch a code for whoever is logged in here, for this site's own page alone."""
        own = request.headers.get("sec-fetch-site") == "same-origin"
        name = request.cookies.get(COOKIE, "")
        if name not in self.refresh_tokens or not own:
            return JSONResponse({}, status_code=401)
        async with self.renewing:  # each refresh token is good once: two tabs must not both present it
            token, self.refresh_tokens[name] = await self.users.renew(self.refresh_tokens[name])
        body = {"origin": self.layout.intranet, "subjectToken": token}
        answer = await self.machine.ask("POST", "/embed/codes", json=body)
        return JSONResponse(answer.json(), headers={"Cache-Control": "no-store"})

    async def log_in(self, _: Request) -> Response:
        """Send the user to the issuer."""
        state, verifier = secrets.token_urlsafe(16), secrets.token_urlsafe(32)
        self.attempts[state] = verifier
        challenge = urlsafe_b64encode(sha256(verifier.encode()).digest()).rstrip(b"=").decode()
        return RedirectResponse(self.users.address(state, challenge), status_code=303)

    async def come_back(self, request: Request) -> Response:
        """Take the issuer's answer."""
        verifier = self.attempts.pop(request.query_params.get("state", ""), None)
        code = request.query_params.get("code")
        if verifier is None or code is None:
            return PlainTextResponse("Inloggningen avbröts.", status_code=400)
        name = secrets.token_urlsafe(32)
        self.refresh_tokens[name] = await self.users.exchange(code, verifier)
        answer = RedirectResponse("/", status_code=303)
        answer.set_cookie(COOKIE, name, httponly=True, samesite="lax", path="/")
        return answer

    async def log_out(self, request: Request) -> Response:
        """Forget the user here."""
        self.refresh_tokens.pop(request.cookies.get(COOKIE, ""), None)
        return RedirectResponse("/", status_code=303)


async def _style(_: Request) -> Response:
    return Response((FILES / "intranet.css").read_bytes(), media_type="text/css; charset=utf-8")


async def _health(_: Request) -> Response:
    return JSONResponse({"status": "up"})


def create_app(layout: Layout) -> Any:
    """Return the intranet's ASGI application."""
    intranet = Intranet(layout)
    routes = [Route(path, intranet.page) for path in PAGES]
    routes += [
        Route("/slussen-code", intranet.code, methods=["POST"]),
        Route("/logga-in", intranet.log_in),
        Route("/inloggad", intranet.come_back),
        Route("/logga-ut", intranet.log_out, methods=["POST"]),
        Route("/intranet.css", _style),
        Route("/health", _health),
    ]
    return Starlette(routes=routes)
