"""Pictures of published figures as SVG that stands by itself: attributes alone, no style sheet and no script.

Two widths, so that letters keep their size on a small screen. What is told by colour is told by shape as well.
"""

from collections.abc import Callable, Mapping
from typing import Final

from slussen_statistics.domain.pictures.figure import Figure, Shape
from slussen_statistics.drawing.bars import bars
from slussen_statistics.drawing.lines import lines
from slussen_statistics.drawing.sankey import sankey
from slussen_statistics.drawing.spider import spider
from slussen_statistics.drawing.svg import Drawn, framed

WIDTHS: Final = {"wide": 720, "narrow": 240}
_DRAW: Final[Mapping[Shape, Callable[[Figure, float], Drawn]]] = {
    Shape.FLOW: sankey,
    Shape.BARS: bars,
    Shape.LINES: lines,
    Shape.SPIDER: spider,
}


def draw(figure: Figure, size: str = "wide") -> str:
    """Return a figure as an SVG document, `wide` or `narrow`."""
    width = WIDTHS[size]
    return framed(figure, width, Drawn("", 0) if figure.is_empty else _DRAW[figure.shape](figure, width))
