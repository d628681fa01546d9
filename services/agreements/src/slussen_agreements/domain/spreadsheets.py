"""Cells of CSV files that a spreadsheet can't take for a formula, and back.

A cell that begins with a sign that spreadsheets compute gets an apostrophe before it; one that has apostrophes
before such a sign gets one more, so that reading takes away exactly what writing put there.

Source: OWASP, CSV Injection.
"""

import re
from typing import Final

_COMPUTED: Final = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")  # noqa: RUF001 - spreadsheets take the wide signs too
_NEUTRALISED: Final = re.compile(r"'+[=+\-@\t\r\n＝＋－＠]")  # noqa: RUF001 - same


def written_cell(text: str) -> str:
    """Return a text as a cell that no spreadsheet computes."""
    return f"'{text}" if _COMPUTED.match(text) else text


def read_cell(cell: str) -> str:
    """Return the text that `written_cell` made a cell of."""
    return cell[1:] if _NEUTRALISED.match(cell) else cell
