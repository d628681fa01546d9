"""A drawing as pixels, for those who can't use SVG: made by the engine that makes documents, with the same fonts."""

from typing import Final

import typst

from slussen_chassis.documents.pdf import DocumentError, embedded_fonts
from slussen_chassis.documents.threads import off_the_loop

DOTS_PER_INCH: Final = 144.0
"""Two pixels for each unit of the drawing."""
_LAYOUT: Final = (
    b"#set page(width: auto, height: auto, margin: 0pt)\n"
    b'#image(bytes(sys.inputs.drawing), format: "svg", width: float(sys.inputs.width) * 1pt)'
)


def png_of(svg: str, width: float) -> bytes:
    """Return an SVG document as PNG, two pixels for each of its `width` units; letters are those of documents.

    Raises:
        DocumentError: It can't be read as SVG.
    """
    try:
        found = typst.compile(
            _LAYOUT,
            font_paths=embedded_fonts(),
            ignore_system_fonts=True,
            sys_inputs={"drawing": svg, "width": str(width)},
            format="png",
            ppi=DOTS_PER_INCH,
        )
    except typst.TypstError:
        raise DocumentError("the drawing is no SVG that can be shown") from None
    return found if isinstance(found, bytes) else b""


async def make_png(svg: str, width: float) -> bytes:
    """Return an SVG document as PNG, made outside the event loop.

    Raises:
        TooManyDocumentsError: Too many wait for theirs.
        DocumentError: As in `png_of`.
    """
    return await off_the_loop(lambda: png_of(svg, width))
