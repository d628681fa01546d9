"""The code of the guide on webhooks, run as it stands there."""

import json
import re
import subprocess
import time
from pathlib import Path
from typing import Any

from slussen_gateway.integration.webhook_keys import KeyPair, signed_headers
from slussen_local.parts.identity import node

GUIDE = Path(__file__).resolve().parents[3] / "contracts" / "docs" / "webhooks.md"
BODY = '{"id":"å"}'.encode()


def block(language: str) -> str:
    [found] = re.findall(rf"```{language}\n(.*?)```", GUIDE.read_text("utf-8"), re.DOTALL)
    return str(found)


def cases(pair: KeyPair) -> list[tuple[dict[str, str], bytes, bool]]:
    """Headers, body, and whether they are to be believed."""
    now, other = int(time.time()), KeyPair.new()
    good = signed_headers("m", now, BODY, [other, pair])
    return [
        (good, BODY, True),
        (good, BODY + b" ", False),
        ({**good, "webhook-id": "n"}, BODY, False),
        ({**good, "webhook-timestamp": str(now - 1)}, BODY, False),
        (signed_headers("m", now, BODY, [other]), BODY, False),
        (signed_headers("m", now - 301, BODY, [pair]), BODY, False),
    ]


def test_the_python_of_the_guide_believes_what_is_ours_and_of_now() -> None:
    pair, there = KeyPair.new(), dict[str, Any]()
    exec(block("python"), there)  # noqa: S102 - our own guide
    assert [there["verify"](pair.shown_secret, h, b) for h, b, _ in cases(pair)] == [
        w for *_, w in cases(pair)
    ]


def test_the_javascript_of_the_guide_believes_what_is_ours_and_of_now(tmp_path: Path) -> None:
    pair = KeyPair.new()
    given = [[h, b.decode("utf-8")] for h, b, _ in cases(pair)]
    program = (
        block("javascript")
        + f"\nconst key = {json.dumps(pair.public_key)};\n"
        + f"console.log(JSON.stringify({json.dumps(given)}.map(([h, b]) => verify(key, h, Buffer.from(b)))));\n"
    )
    (tmp_path / "guide.mjs").write_text(program, "utf-8")
    done = subprocess.run(
        [str(node()), "guide.mjs"], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert json.loads(done.stdout) == [w for *_, w in cases(pair)]
