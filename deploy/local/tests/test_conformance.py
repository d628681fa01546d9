"""The conformance suite against receivers that keep their part, and against ones that each fail in one way."""

import json
import re
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from typing_extensions import override

from slussen_gateway.integration.webhook_keys import KeyPair
from slussen_local.commands import main
from slussen_local.commands.conformance import _keys
from slussen_local.layout import ROOT, Layout

Verify = Callable[[str, dict[str, str], bytes], bool]
Answer = Callable[[dict[str, str], bytes], int]
GUIDE = ROOT / "contracts" / "docs" / "webhooks.md"


@pytest.fixture
def layout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Layout:
    monkeypatch.setenv("SLUSSEN_DATA", str(tmp_path / "data"))
    made = Layout.from_environment()
    made.make_folders()
    return made


@pytest.fixture
def keys(layout: Layout) -> KeyPair:
    return _keys(layout)


@pytest.fixture(scope="module")
def verify() -> Verify:
    """The verification that the guide tells receivers to use, as it stands there."""
    code = re.findall(r"```python\n(.*?)```", GUIDE.read_text("utf-8"), flags=re.DOTALL)[0]
    names: dict[str, Any] = {}
    exec(compile(code, str(GUIDE), "exec"), names)  # noqa: S102  the guide's own code
    found: Verify = names["verify"]
    return found


@pytest.fixture
def receiver() -> Iterator[Callable[[Answer], str]]:
    """Start a receiver that answers as told; return its address."""
    servers: list[ThreadingHTTPServer] = []

    def start(answer: Answer) -> str:
        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["content-length"]))
                headers = {name.lower(): value for name, value in self.headers.items()}
                self.send_response(answer(headers, body))
                self.send_header("content-length", "0")
                self.end_headers()

            @override
            def log_message(self, format: str, *args: Any) -> None:
                pass

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        servers.append(server)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        return f"http://127.0.0.1:{server.server_port}/hooks"

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


def failed(layout: Layout, url: str) -> dict[str, str]:
    """Run the suite; return the steps that failed and whose fault each is, as the report tells."""
    status = main(["conformance", url, "--as", "webhook-receiver"])
    (report,) = (layout.data / "conformance").glob("*.json")
    document = json.loads(report.read_text())
    assert document["passed"] is (status == 0)
    assert len(document["findings"]) == 11
    page = report.with_suffix(".md").read_text()
    bad = {one["code"]: one["fault"] for one in document["findings"] if not one["passed"]}
    assert all(f"- `{code}`: " in page for code in bad)
    return bad


def test_a_receiver_that_follows_the_guide_passes(
    layout: Layout, keys: KeyPair, verify: Verify, receiver: Callable[[Answer], str]
) -> None:
    def answer(headers: dict[str, str], body: bytes) -> int:
        if "webhook-signature" not in headers:
            return 401
        return 204 if verify(keys.shown_secret, headers, body) else 401

    assert failed(layout, receiver(answer)) == {}


def test_one_that_verifies_nothing_fails_at_every_forgery(
    layout: Layout, receiver: Callable[[Answer], str]
) -> None:
    forged = ("foreign-key", "changed-body", "changed-id", "stale", "from-the-future", "unsigned")
    assert failed(layout, receiver(lambda *_: 200)) == dict.fromkeys(forged, "receiver")


def test_one_that_takes_a_duplicate_for_a_fault_fails_there_alone(
    layout: Layout, keys: KeyPair, verify: Verify, receiver: Callable[[Answer], str]
) -> None:
    seen: set[str] = set()

    def answer(headers: dict[str, str], body: bytes) -> int:
        if "webhook-signature" not in headers or not verify(keys.shown_secret, headers, body):
            return 401
        first = headers["webhook-id"] not in seen
        seen.add(headers["webhook-id"])
        return 200 if first else 409

    assert failed(layout, receiver(answer)) == {"duplicate": "receiver"}


def test_one_that_knows_no_rotation_and_one_that_breaks_on_what_is_new_are_told_so(
    layout: Layout, keys: KeyPair, verify: Verify, receiver: Callable[[Answer], str]
) -> None:
    def answer(headers: dict[str, str], body: bytes) -> int:
        signatures = headers.get("webhook-signature", "").split()
        first = {**headers, "webhook-signature": " ".join(signatures[:1])}
        if not signatures or not verify(keys.shown_secret, first, body):
            return 401
        return 500 if b"slussen.future" in body else 200

    assert failed(layout, receiver(answer)) == {"rotation": "receiver", "unknown-type": "receiver"}


def test_where_nobody_listens_the_way_is_at_fault(layout: Layout, receiver: Callable[[Answer], str]) -> None:
    nobody = failed(layout, "http://127.0.0.1:9/hooks")
    assert set(nobody.values()) == {"network"}
    assert len(nobody) == 11
