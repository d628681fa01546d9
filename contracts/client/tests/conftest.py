"""A server of one's own on a real socket: it plays the issuer and Slussen, answers as told, and keeps what came."""

import json
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from joserfc.jwk import ECKey
from typing_extensions import override

from slussen_client import Retries, SlussenClient

sys.path.insert(0, str(Path(__file__).parent))
KEY = ECKey.generate_key("P-256", parameters={"kid": "one"})
AT_ONCE = Retries(attempts=4, base_seconds=0.01, longest_seconds=5)


@dataclass(frozen=True)
class Request:
    """What came."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes


@dataclass
class Reply:
    """What is answered; `breaks` closes the connection after the request was taken."""

    status: int = 200
    body: Any = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)
    breaks: bool = False


@dataclass
class Server:
    """The server: replies in order, then plain 200; tokens are numbered."""

    origin: str = ""
    replies: list[Reply] = field(default_factory=list)
    asked: list[Request] = field(default_factory=list)
    tokens: list[Request] = field(default_factory=list)
    token_lives: int = 300

    def client(self, **more: Any) -> SlussenClient:
        told = {"issuer": self.origin, "client_id": "c", "key": KEY.as_dict(private=True), "retries": AT_ONCE}
        return SlussenClient(self.origin, **{**told, **more})

    def reply(self, request: Request) -> Reply:
        if request.path == "/.well-known/openid-configuration":
            return Reply(body={"issuer": self.origin, "token_endpoint": f"{self.origin}/token"})
        if request.path == "/token":
            self.tokens.append(request)
            body = {"access_token": f"token-{len(self.tokens)}", "expires_in": self.token_lives}
            return Reply(body=body)
        self.asked.append(request)
        return self.replies.pop(0) if self.replies else Reply()


class Handler(BaseHTTPRequestHandler):
    """Takes one request and answers it."""

    protocol_version = "HTTP/1.1"
    told: Server

    def answer(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        headers = {name.lower(): value for name, value in self.headers.items()}
        reply = self.told.reply(Request(self.command, self.path, headers, body))
        if reply.breaks:
            self.close_connection = True
            return
        sent = b"" if reply.status in (204, 304) else json.dumps(reply.body).encode()
        self.send_response(reply.status)
        kind = "application/problem+json" if reply.status >= 400 else "application/json"
        for name, value in ({"Content-Type": kind, "Content-Length": str(len(sent))} | reply.headers).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(sent)

    do_GET = do_POST = do_PUT = do_DELETE = answer  # noqa: N815 - the names that the base class looks for

    @override
    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


@pytest.fixture
def server() -> Iterator[Server]:
    told = Server()
    listening = ThreadingHTTPServer(("127.0.0.1", 0), type("Told", (Handler,), {"told": told}))
    told.origin = f"http://127.0.0.1:{listening.server_address[1]}"
    thread = threading.Thread(target=listening.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield told
    listening.shutdown()
    thread.join()
    listening.server_close()


@pytest.fixture
def client(server: Server) -> Iterator[SlussenClient]:
    with server.client() as client:
        yield client


@pytest.fixture
def reply() -> type[Reply]:
    return Reply


@pytest.fixture(scope="session")
def public_key() -> ECKey:
    return ECKey.import_key(KEY.as_dict(private=False))
