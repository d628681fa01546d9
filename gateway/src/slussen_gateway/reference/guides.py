"""Guides: Markdown to HTML, with anchors at headings, links within the site, and blocks that scroll by keyboard."""

import posixpath
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import OptionsDict

_PLAIN: Final = re.compile(r"[^a-z0-9åäö]+")
GUIDES: Final = "/docs/guides"


@dataclass(frozen=True, slots=True)
class Guide:
    """A page made from Markdown.

    Attributes:
        name: Its place below the folder of guides, without ending.
    """

    name: str
    title: str
    html: str
    language: str

    @property
    def path(self) -> str:
        """Its address."""
        return f"{GUIDES}/{self.name}"


def guide(name: str, text: str, known: Collection[str]) -> Guide:
    """Return a page; `known` are the names of all guides, to which links may lead."""
    tokens = _parser(name, known).parse(text)
    title = next((after.content for token, after in pairwise(tokens) if token.tag == "h1"), name)
    html = _parser(name, known).render(text)
    plain = re.sub(r"[`*_]", "", title)
    return Guide(name.removesuffix(".sv"), plain, html, "sv" if name.endswith(".sv") else "en")


def _parser(name: str, known: Collection[str]) -> MarkdownIt:
    made = MarkdownIt("commonmark", {"html": False}).enable("table")
    made.core.ruler.push("anchors", _add_anchors)
    made.core.ruler.push("links", lambda state: _lead_on(state.tokens, name, known))
    for kind in ("fence", "code_block"):
        made.add_render_rule(kind, _block)
    made.add_render_rule("table_open", _open_table)
    made.add_render_rule("table_close", lambda *_: "</table></div>\n")
    return made


def _add_anchors(state: Any) -> None:
    """Give each heading its anchor; a page has one main heading, any further one counts as the next level's."""
    seen: dict[str, int] = {}
    main = [token for token in state.tokens if token.tag == "h1"]
    for token in main[2:]:
        token.tag = "h2"
    for token, content in pairwise(state.tokens):
        if token.type == "heading_open":
            slug = _PLAIN.sub("-", content.content.lower()).strip("-") or "part"
            seen[slug] = seen.get(slug, 0) + 1
            token.attrSet("id", slug if seen[slug] == 1 else f"{slug}-{seen[slug]}")


def _lead_on(tokens: Sequence[Token], name: str, known: Collection[str]) -> None:
    """Let links between guides lead to their pages; a link out of the guides becomes plain text."""
    for token in tokens:
        for child in token.children or ():
            if child.type == "link_open":
                _retarget(child, name, known)
            elif child.type == "image":
                source = posixpath.normpath(posixpath.join(posixpath.dirname(name), str(child.attrs["src"])))
                child.attrSet("src", f"/docs/files/{source}")


def _retarget(link: Token, name: str, known: Collection[str]) -> None:
    target = str(link.attrs["href"])
    if target.startswith(("http://", "https://", "#", "/", "mailto:")):
        return
    path, _, anchor = target.partition("#")
    wanted = posixpath.normpath(posixpath.join(posixpath.dirname(name), path)).removesuffix(".md")
    if wanted in known:
        link.attrSet("href", f"{GUIDES}/{wanted}" + (f"#{anchor}" if anchor else ""))
    else:
        link.attrSet("href", "/docs")


def _block(_: RendererHTML, tokens: Sequence[Token], at: int, *_rest: Any) -> str:
    language = tokens[at].info.split()[0] if tokens[at].info.strip() else ""
    return code_block(tokens[at].content, language)


def code_block(text: str, language: str = "") -> str:
    """Return a block of code that takes the focus, so that it scrolls by keyboard."""
    marked = f' class="language-{_escaped(language)}"' if language else ""
    return f'<pre tabindex="0"><code{marked}>{_escaped(text)}</code></pre>\n'


def _escaped(text: str) -> str:
    for character, name in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&quot;")):
        text = text.replace(character, name)
    return text


def _open_table(
    _: RendererHTML, tokens: Sequence[Token], at: int, _options: OptionsDict, _env: Mapping[str, Any]
) -> str:
    heading = next((token.content for token in tokens[at:] if token.type == "inline"), "")
    label = _escaped(re.sub(r"[`*_]", "", heading)) or "table"
    return f'<div class="wide" tabindex="0" role="region" aria-label="{label} {at}"><table>\n'
