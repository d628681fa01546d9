"""A service for the tests: it tells what reached it, and misbehaves on request."""

import asyncio
import json
from pathlib import Path
from typing import Any


class EchoService:
    """An ASGI app that remembers the requests it got.

    Paths: `/consent/v1/large` answers with 8 MiB, `/consent/v1/slow` begins and never ends,
    `/consent/v1/person-resolutions` with `known_as`; anything else is echoed, once `release` is set where there is one.
    """

    def __init__(self, socket: Path) -> None:
        self.socket = socket
        self.requests: list[dict[str, Any]] = []
        self.sent_parts = 0
        self.release: asyncio.Event | None = None
        self.known_as: list[str] = []

    @property
    def last(self) -> dict[str, Any]:
        return self.requests[-1]

    async def app(self, scope: Any, receive: Any, send: Any) -> None:
        body = b""
        if scope["path"] != "/consent/v1/early":
            more = True
            while more:
                message = await receive()
                body += message.get("body", b"")
                more = message.get("more_body", False)
        request = {
            "method": scope["method"],
            "path": scope["raw_path"].decode(),
            "query": scope["query_string"].decode(),
            "headers": [(name.decode(), value.decode("latin-1")) for name, value in scope["headers"]],
            "length": len(body),
            "body": body[:200].decode("latin-1"),
        }
        self.requests.append(request)
        if self.release is not None:
            await self.release.wait()
        await self._answer(scope["path"], send, json.dumps(request).encode())

    async def _answer(self, path: str, send: Any, body: bytes) -> None:
        headers = [
            (b"content-type", b"application/json"),
            (b"content-length", b"%d" % len(body)),
            (b"set-cookie", b"inside=1"),
            (b"x-service", b"echo"),
            (b"connection", b"x-private"),
            (b"x-private", b"1"),
        ]
        match path:
            case "/consent/v1/large":
                await send({"type": "http.response.start", "status": 200, "headers": headers[:1]})
                for _ in range(128):
                    self.sent_parts += 1
                    await send({"type": "http.response.body", "body": bytes(65536), "more_body": True})
                await send({"type": "http.response.body", "body": b""})
            case "/consent/v1/slow":
                await asyncio.sleep(60)
            case "/consent/v1/page":
                own = [(b"content-security-policy", b"default-src 'self'"), (b"cache-control", b"max-age=60")]
                await send({"type": "http.response.start", "status": 200, "headers": headers[:2] + own})
                await send({"type": "http.response.body", "body": body})
            case "/consent/v1/person-resolutions":
                answer = json.dumps({"knownAs": self.known_as}).encode()
                status = 200 if self.known_as else 503
                await send({"type": "http.response.start", "status": status, "headers": headers[:1]})
                await send({"type": "http.response.body", "body": answer})
            case "/consent/v1/nothing":
                await send({"type": "http.response.start", "status": 204, "headers": []})
                await send({"type": "http.response.body", "body": b""})
            case _:
                await send({"type": "http.response.start", "status": 200, "headers": headers})
                await send({"type": "http.response.body", "body": body})
