"""Pieces of SVG that every picture is made of; every text in them is escaped.

A drawing keeps its shape and grows with the page. A chart is as wide as the page lets it be: what lies along it is
stated in percent, so that its letters keep their size on a small screen.
"""

from itertools import count
from typing import Final

from markupsafe import Markup, escape

_numbers: Final = count(1)
_OPEN: Final = Markup(
    '<svg role="img" aria-labelledby="{name}" {size} xmlns="http://www.w3.org/2000/svg">'
    '<title id="{name}">{title}</title>{content}</svg>'
)


def drawing(title: str, size: int, content: str) -> Markup:
    """Return a square picture that grows with the page, with a title for those who do not see it."""
    return _picture(title, f'viewBox="0 0 {size} {size}"', content)


def chart(title: str, height: int, content: str) -> Markup:
    """Return a picture as wide as the page lets it be and so many pixels high."""
    return _picture(title, f'width="100%" height="{height}"', content)


def _picture(title: str, size: str, content: str) -> Markup:
    name = f"picture-{next(_numbers)}"
    return _OPEN.format(name=name, size=Markup(size), title=title, content=Markup(content))  # noqa: S704 - made here


def text(x: float | str, y: float, words: str, css: str = "", anchor: str = "start") -> str:
    """Return a text at a place; `anchor` says which of its ends is there."""
    place = x if isinstance(x, str) else f"{x:.1f}"
    return f'<text x="{place}" y="{y:.1f}" class="{css}" text-anchor="{anchor}">{escape(words)}</text>'


def box(start: float, end: float, y: float, height: float, css: str) -> str:
    """Return a bar along a chart, from one share of its width to another (0 to 1)."""
    width = max(end - start, 0)
    return (
        f'<rect x="{start:.3%}" y="{y:.1f}" width="{width:.3%}" height="{height:.1f}" rx="3" class="{css}"/>'
    )
