"""The site as files: which pages there are, each made from what the contracts folder holds."""

import json
import shutil
from collections.abc import Iterator, Mapping
from importlib import resources
from pathlib import Path
from typing import Any, Final

import jinja2
from markupsafe import Markup

from slussen_gateway.reference import interfaces
from slussen_gateway.reference.guides import Guide, code_block, guide
from slussen_gateway.reference.languages import LANGUAGES, TEXTS, in_language

Pages = dict[str, str]
"""Address to HTML."""

FIRST: Final = (
    "start",
    "python-client",
    "sandbox",
    "journal-systems",
    "embed-the-form",
    "webhooks",
    "statistics-for-machines",
    "statistics",
    "fhir",
)
"""Guides that most who connect look for, in this order; whatever else is there follows."""
FETCHED: Final = ("openapi/*.json", "schemas/*.json", "asyncapi.yaml", "spectral/*.yaml")


def build(contracts: Path, out: Path) -> None:
    """Write the whole site of a contracts folder to `out`, in the place of what was there."""
    shutil.rmtree(out, ignore_errors=True)
    for path, html in pages(contracts).items():
        file = out / path.removeprefix("/docs").lstrip("/") / "index.html"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(html, "utf-8")
    for pattern in FETCHED:
        for source in contracts.glob(pattern):
            _copy(source, out / "files" / source.relative_to(contracts))
    for source in (contracts / "docs").glob("images/*.png"):
        _copy(source, out / "files" / source.relative_to(contracts / "docs"))
    (out / "docs.css").write_text(_text("docs.css"), "utf-8")


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)


def pages(contracts: Path) -> Pages:
    """Return every page by its address."""
    documents = {
        path.stem: json.loads(path.read_text("utf-8")) for path in sorted(contracts.glob("openapi/*.json"))
    }
    schemas = {
        path.stem: json.loads(path.read_text("utf-8")) for path in sorted(contracts.glob("schemas/*.json"))
    }
    guides = _guides(contracts / "docs")
    templates = _templates()
    made: Pages = {}
    for language in LANGUAGES:
        show = _Shown(templates, language)
        made |= dict(_overview(show, documents, guides))
        made |= dict(_apis(show, documents))
        made |= dict(_events(show, schemas))
        made |= {
            one.path if language == "sv" else f"/docs/en{one.path.removeprefix('/docs')}": show.page(
                "guide.html", one.path, one.title, guide=one
            )
            for one in guides
        }
    return made


class _Shown:
    """Makes pages in one language."""

    def __init__(self, templates: jinja2.Environment, language: str) -> None:
        self._templates = templates
        self.language = language
        self.t = TEXTS[language]

    def at(self, path: str) -> str:
        """Return the address of a page in this language; `path` is the Swedish one's."""
        return path if self.language == "sv" else f"/docs/en{path.removeprefix('/docs')}"

    def page(self, template: str, path: str, title: str, **more: Any) -> str:
        """Return a page; `path` is the address of the Swedish one."""
        other = "en" if self.language == "sv" else "sv"
        frame = {
            "t": self.t,
            "language": self.language,
            "title": title,
            "at": self.at,
            "other": other,
            "other_name": TEXTS[other]["name"],
            "other_path": path if other == "sv" else f"/docs/en{path.removeprefix('/docs')}",
            "said": lambda text: in_language(text, self.language),
        }
        return self._templates.get_template(template).render(**frame, **more)


def _overview(show: _Shown, documents: Mapping[str, Any], guides: list[Guide]) -> Iterator[tuple[str, str]]:
    leading = [one for one in guides if "/" not in one.name]
    decisions = [one for one in guides if one.name.startswith("decisions/")]
    yield (
        show.at("/docs"),
        show.page(
            "overview.html",
            "/docs",
            show.t["title"],
            apis=documents,
            tags={name: interfaces.tags_of(document) for name, document in documents.items()},
            guides=leading,
            decisions=decisions,
        ),
    )


def _apis(show: _Shown, documents: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for service, document in documents.items():
        tags = interfaces.tags_of(document)
        path = f"/docs/apis/{service}"
        title = document["info"]["title"]
        yield show.at(path), show.page("api.html", path, title, service=service, document=document, tags=tags)
        for tag in tags:
            below = f"{path}/{tag}"
            yield (
                show.at(below),
                show.page(
                    "operations.html",
                    below,
                    f"{title}, {tag}",
                    service=service,
                    api_title=title,
                    tag=tag,
                    operations=interfaces.shown(document, tag),
                    types=interfaces.types_of(document, tag),
                ),
            )


def _events(show: _Shown, schemas: Mapping[str, Mapping[str, Any]]) -> Iterator[tuple[str, str]]:
    by_sender: dict[str, dict[str, Mapping[str, Any]]] = {}
    for name, schema in schemas.items():
        by_sender.setdefault(name.split(".")[1], {})[name] = schema
    path = "/docs/events"
    yield show.at(path), show.page("events.html", path, show.t["events"], senders=by_sender)


def _guides(folder: Path) -> list[Guide]:
    files = {str(path.relative_to(folder).with_suffix("")): path for path in sorted(folder.rglob("*.md"))}
    names = [name for name in files if not name.endswith("README")]
    found = [guide(name, files[name].read_text("utf-8"), names) for name in names]
    order = {name: place for place, name in enumerate(FIRST)}
    return sorted(found, key=lambda one: (order.get(one.name, len(FIRST)), one.name))


def _templates() -> jinja2.Environment:
    made = jinja2.Environment(
        loader=jinja2.PackageLoader("slussen_gateway.reference", "templates"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals["name_of"] = interfaces.name_of
    made.globals["reference"] = interfaces.reference
    made.globals["as_text"] = interfaces.as_text
    made.filters["code"] = lambda text, language="json": Markup(code_block(text, language))  # noqa: S704  escaped there
    made.filters["html"] = Markup
    return made


def _text(name: str) -> str:
    return (resources.files("slussen_gateway.reference") / "templates" / name).read_text("utf-8")
