"""The reference site: every page there, every link leading somewhere, nothing inline, served by the edge."""

import json
import shutil
from collections.abc import Iterator
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import urldefrag

import pytest
from nats.js.kv import KeyValue
from standing import edge as standing_edge
from standing import until_ready

from slussen_contracts.phase_out import PhaseOut
from slussen_gateway.reference.guides import guide
from slussen_gateway.reference.languages import TEXTS, in_language
from slussen_gateway.reference.site import build

CONTRACTS = Path(__file__).parents[2] / "contracts"


class Outline(HTMLParser):
    """A page's links, anchors and what a strict policy forbids."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.anchors: list[str] = []
        self.headings: list[int] = []
        self.forbidden: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self.links += [str(values[name]) for name in ("href", "src") if name in values]
        self.anchors += [str(values["id"])] if "id" in values else []
        self.headings += [int(tag[1])] if len(tag) == 2 and tag[0] == "h" and tag[1].isdigit() else []
        self.forbidden += [tag] if tag in {"script", "style", "iframe", "object"} else []
        self.forbidden += [name for name in values if name == "style" or name.startswith("on")]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    build(CONTRACTS, folder / "docs")
    return folder / "docs"


@pytest.fixture(scope="module")
def outlines(site: Path) -> dict[str, Outline]:
    return {path: Outline(text) for path, text in _pages(site)}


def _pages(site: Path) -> Iterator[tuple[str, str]]:
    for file in site.rglob("index.html"):
        place = file.parent.relative_to(site.parent)
        yield f"/{place}", file.read_text("utf-8")


def test_every_operation_and_every_event_has_its_place_in_both_languages(
    outlines: dict[str, Outline],
) -> None:
    for start in ("/docs", "/docs/en"):
        assert "withdrawOwnConsent" in outlines[f"{start}/apis/consent/own-consents"].anchors
        assert "slussen.consent.consent.withdrawn.v1" in outlines[f"{start}/events"].anchors
        assert f"{start}/guides/journal-systems" in outlines[start].links


def test_every_link_leads_to_a_page_a_file_or_an_anchor_that_is_there(
    site: Path, outlines: dict[str, Outline]
) -> None:
    dead = []
    for path, outline in outlines.items():
        for link in outline.links:
            target, anchor = urldefrag(link)
            if link.startswith(("http", "data:", "mailto:")) or not (target or path).startswith("/docs"):
                continue
            there = target or path
            is_file = (site.parent / there.lstrip("/")).is_file()
            has_anchor = not anchor or (there in outlines and anchor in outlines[there].anchors)
            if not (is_file or there in outlines) or not has_anchor:
                dead.append(f"{path} -> {link}")
    assert dead == []


def test_pages_hold_nothing_inline_one_main_heading_and_no_anchor_twice(
    outlines: dict[str, Outline],
) -> None:
    for path, outline in outlines.items():
        assert outline.forbidden == [], path
        assert outline.headings.count(1) == 1, path
        assert len(set(outline.anchors)) == len(outline.anchors), path


def test_texts_stand_in_both_languages_and_a_description_shows_the_half_that_is_asked_for() -> None:
    assert TEXTS["sv"].keys() == TEXTS["en"].keys()
    both = "Återkalla ett samtycke. / Withdraw a consent."
    assert (in_language(both, "sv"), in_language(both, "en")) == (
        "Återkalla ett samtycke.",
        "Withdraw a consent.",
    )
    assert in_language("Som `after`, i en ström.", "en") == "Som `after`, i en ström."


def test_markup_in_a_guide_stays_text_and_links_between_guides_lead_to_their_pages() -> None:
    text = '# A\n\n<script>x</script> [b](b.md#c) [out](../../services/x)\n\n```json\n{"a": "<b>"}\n```\n'
    made = guide("a", text, ["a", "b"])
    assert "<script>" not in made.html
    assert 'href="/docs/guides/b#c"' in made.html
    assert 'href="/docs"' in made.html
    assert "&lt;b&gt;" in made.html
    assert (made.title, made.path, made.language) == ("A", "/docs/guides/a", "en")


async def test_the_edge_serves_the_site_to_everybody_under_its_strict_policy(
    site: Path, environment: dict[str, Any], buckets: dict[str, KeyValue]
) -> None:
    async with standing_edge(environment | {"docs": site}) as edge:
        await until_ready(edge)
        for path in ("/docs", "/docs/", "/docs/en/apis/consent", "/docs/guides/journal-systems"):
            answer = await edge.http.get(path)
            assert (answer.status_code, answer.headers["content-type"]) == (200, "text/html; charset=utf-8")
            assert "unsafe" not in answer.headers["content-security-policy"]
        again = await edge.http.get(
            "/docs", headers={"if-none-match": (await edge.http.get("/docs")).headers["etag"]}
        )
        assert (again.status_code, again.content) == (304, b"")
        document = await edge.http.get("/docs/files/openapi/consent.json")
        assert document.json()["openapi"].startswith("3.1")
        assert (await edge.http.get("/docs/nothing")).status_code == 404
        assert (await edge.http.post("/docs")).status_code == 405


def test_what_is_phased_out_shows_until_when_and_its_successor(tmp_path: Path) -> None:
    for folder in ("openapi", "schemas", "docs"):
        shutil.copytree(CONTRACTS / folder, tmp_path / folder)
    shutil.copy(CONTRACTS / "asyncapi.yaml", tmp_path)
    file = tmp_path / "openapi" / "consent.json"
    document = json.loads(file.read_text("utf-8"))
    ends = PhaseOut(date(2027, 1, 1), date(2028, 1, 1), "/consent/v2/consents")
    document["paths"]["/consents"]["post"].update(ends.described())
    file.write_text(json.dumps(document))

    build(tmp_path, tmp_path / "site" / "docs")

    pages = "".join(text for _, text in _pages(tmp_path / "site" / "docs"))
    for text in ("2028-01-01", "Ersätts av", "Its successor", ends.successor):
        assert text in pages
