"""A custodian's own label for a child: a few characters, and nothing by which others would know the child.

Labels exist since the register keeps no names: who has several children could tell them apart by numbers alone.
"""

import re
import unicodedata
from collections.abc import Iterator
from typing import ClassVar

from slussen_chassis.errors import FieldProblem, InvalidError

LONGEST = 40

_UNSPOKEN = re.compile(r"[\W_]+")
_SIX_DIGITS = re.compile(r"\d{6}")
_JOINERS = frozenset("\u200c\u200d")
"""They shape letters (Persian, Hindi) and emoji; every other character that can't be seen is refused."""
_SEEN = frozenset("LNPS")
_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


class ChildLabelInvalidError(InvalidError):
    """The label is none that is kept."""

    code: ClassVar[str] = "child-label-invalid"
    title_sv: ClassVar[str] = "Namnet kan inte sparas som det är"
    title_en: ClassVar[str] = "The name can't be saved as it is"


def child_label(written: str) -> str | None:
    """Return the label that was written, composed (NFC) and without space around; None where nothing was written.

    Raises:
        ChildLabelInvalidError: It is blank, longer than 40 characters, holds characters that can't be seen, or six
            digits in a row, whatever signs stand between them: that may be a personal number or a day of birth.
    """
    if not written:
        return None
    label = unicodedata.normalize("NFC", written.strip())
    problems = tuple(_problems(label))
    if problems:
        raise ChildLabelInvalidError(*problems)
    return label


def _problems(label: str) -> Iterator[FieldProblem]:
    if not any(unicodedata.category(sign)[0] in _SEEN for sign in label):
        yield _problem(
            "blank",
            "Skriv ett namn, eller lämna fältet helt tomt för att ta bort det.",
            "Write a name, or leave the field quite empty to remove it.",
        )
    if len(label) > LONGEST:
        yield _problem("too-long", f"Skriv högst {LONGEST} tecken.", f"Write at most {LONGEST} characters.")
    if any(unicodedata.category(sign) in _HIDDEN and sign not in _JOINERS for sign in label):
        yield _problem(
            "hidden-characters",
            "Skriv bara tecken som syns, på en rad.",
            "Write only characters that can be seen, on one line.",
        )
    if _SIX_DIGITS.search(_UNSPOKEN.sub("", unicodedata.normalize("NFKC", label))):
        yield _problem(
            "six-digits",
            "Skriv inte sex siffror i rad. Det kan vara ett personnummer.",
            "Don't write six digits in a row. That may be a personal number.",
        )


def _problem(rule: str, sv: str, en: str) -> FieldProblem:
    return FieldProblem("label", rule, sv, en)
