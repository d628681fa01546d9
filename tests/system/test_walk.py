"""An integrator's walk: from an empty folder to the first event, by nothing but the code of the served guide."""

import os
import subprocess
import sys
import time
from html.parser import HTMLParser
from pathlib import Path

import httpx
import pytest
from typing_extensions import override

from tests.system.conftest import System

pytestmark = [pytest.mark.system, pytest.mark.timeout(180)]

LONGEST_SECONDS = 60


class CodeBlocks(HTMLParser):
    """The blocks of Python on a page, as a reader would copy them."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.blocks: list[str] = []
        self._inside = False
        self.feed(html)

    @override
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._inside = tag == "code" and dict(attrs).get("class") == "language-python"
        if self._inside:
            self.blocks.append("")

    @override
    def handle_endtag(self, tag: str) -> None:
        self._inside = self._inside and tag != "code"

    @override
    def handle_data(self, data: str) -> None:
        if self._inside:
            self.blocks[-1] += data


def test_the_served_guide_leads_from_an_empty_folder_to_the_first_event(
    system: System, tmp_path: Path
) -> None:
    since = time.monotonic()
    page = httpx.get(f"{system.layout.origin}/docs/guides/start").raise_for_status()
    blocks = CodeBlocks(page.text).blocks
    assert len(blocks) == 3
    (tmp_path / "walk.py").write_text("\n".join(blocks))
    environment = {
        "PATH": os.environ["PATH"],
        "SLUSSEN_ORIGIN": system.layout.origin,
        "SLUSSEN_ISSUER": system.layout.issuer,
        "SLUSSEN_KEY": str(system.layout.vault.path("clients/journal-orebro")),
    }
    done = subprocess.run(
        [sys.executable, "walk.py"],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=LONGEST_SECONDS,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == ["first 201 again 200", "event slussen.consent.consent.recorded.v1"]
    assert time.monotonic() - since < LONGEST_SECONDS
