"""How a one-time link and its code are handed over: an adapter for each way, which makes what the sender needs.

None of them sends anything by itself: paper is printed and handed over or posted, a phone call is made by the sender.
A service that sends is another entry of `DELIVERIES`, with a way of its own.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Final, Literal, Protocol

from slussen_chassis.clock import local_day
from slussen_chassis.documents.blocks import Document, Facts, Paragraph
from slussen_chassis.documents.pdf import make_pdf
from slussen_contracts.referrals.api import Way


@dataclass(frozen=True, slots=True)
class Handover:
    """One of the two halves, on its way: the reference of the link, or the code; neither holds the other."""

    what: Literal["link", "code"]
    secret: str
    page: str
    from_unit: str
    expires_at: datetime
    made_at: datetime
    english: bool


@dataclass(frozen=True, slots=True)
class Delivered:
    """What the sender hands over: words to say, and a PDF where it goes on paper."""

    text: str
    pdf: bytes | None = None


class Delivery(Protocol):
    """An adapter for one way."""

    async def __call__(self, handover: Handover) -> Delivered:
        """Return what the sender hands over."""


async def read_aloud(handover: Handover) -> Delivered:
    """Return what is said on the phone or in person, sign by sign."""
    return Delivered(_text(handover, ", ".join(handover.secret)))


async def printed(handover: Handover) -> Delivered:
    """Return a letter as an accessible PDF; a half that goes on paper names nothing of the other.

    Raises:
        TooManyDocumentsError: Too many documents are being made.
    """
    text = _text(handover, _grouped(handover.secret))
    return Delivered(text, await make_pdf(_letter(handover, text)))


DELIVERIES: Final[Mapping[Way, Delivery]] = MappingProxyType(
    {Way.ON_PAPER: printed, Way.BY_PHONE: read_aloud, Way.IN_PERSON: read_aloud}
)


def _letter(handover: Handover, text: str) -> Document:
    is_link, english = handover.what == "link", handover.english
    titles = (
        ("Referens till en länk", "Reference of a link")
        if is_link
        else ("Kod till en länk", "Code of a link")
    )
    through = local_day(handover.expires_at).isoformat()
    rows: tuple[tuple[str, str | None], ...] = (
        (titles[english], _grouped(handover.secret)),
        (("Gäller till och med", "Valid through")[english], through),
    )
    if is_link:
        rows = ((("Adress", "Address")[english], handover.page), *rows)
    return Document(
        title=titles[english],
        kind=("Brev", "Letter")[english],
        subject=titles[english],
        author=handover.from_unit,
        footer=handover.from_unit,
        made_at=handover.made_at,
        blocks=(Paragraph(text), Facts(rows)),
        language="en" if english else "sv",
    )


def _text(handover: Handover, secret: str) -> str:
    page, unit = handover.page, handover.from_unit
    if handover.what == "link":
        if handover.english:
            return (
                f"{unit} has sent you something and wants your answer. Open {page} in a browser and write the"
                f" reference {secret}. The code comes to you by another way."
            )
        return (
            f"{unit} har skickat något till dig och vill ha ditt svar. Öppna {page} i en webbläsare och skriv"
            f" referensen {secret}. Koden får du på ett annat sätt."
        )
    if handover.english:
        return f"The code is {secret}. The reference comes to you by another way. Tell nobody else the code."
    return f"Koden är {secret}. Referensen får du på ett annat sätt. Säg inte koden till någon annan."


def _grouped(secret: str) -> str:
    middle = len(secret) // 2
    return f"{secret[:middle]}-{secret[middle:]}"
