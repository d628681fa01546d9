"""What the statistics service answers about pictures of published figures."""

from datetime import date

from pydantic import Field

from slussen_contracts.events import Model
from slussen_contracts.statistics.api import Text

_ADDRESS = "https://slussen.example/statistics/v1/figures/flow"


class FigureEntry(Model):
    """A figure that can be asked for, and the table that it is made from."""

    id: str = Field(examples=["flow"])
    title: Text
    table: str = Field(examples=["referral-flow"])


class FiguresRead(Model):
    """All figures, and the module that embeds one on another site with the hash of its content."""

    figures: list[FigureEntry]
    script: str = Field(examples=["/statistics/web/v1/slussen-figure.js"])
    integrity: str = Field(
        examples=["sha384-oqVuAfXRKap7fdgcCY5uykM6+R9GqQ8K/uxy9rx7HNQlGYl1kPzQho1wx4JwY8wC"]
    )


class FigureColumn(Model):
    """A column of numbers; the county's stands beside the chosen area's for comparison."""

    label: str = Field(examples=["Familjecentralen Lyktan: antal"])
    is_county: bool = Field(examples=[False])


class FigureTableRow(Model):
    """A row: its headings, its numbers, and the numbers as people read them; null where a status stands for one.

    A status is `..` where the number is withheld and `.` where there is none.
    """

    headings: list[str] = Field(examples=[["Barnmorska", "Socionom"]])
    values: list[float | int | None] = Field(examples=[[23, 410]])
    said: list[str] = Field(examples=[["23", "410"]])
    statuses: list[str | None] = Field(default=[], examples=[[None, None]])


class FigureRead(Model):
    """A figure in one language: its main finding in words, its table, and where the picture is."""

    id: str = Field(examples=["flow"])
    title: str = Field(examples=["Slussningar mellan professioner"])
    place: str = Field(examples=["Familjecentralen Lyktan, 2026"])
    finding: str = Field(examples=["Flest går från Barnmorska till Socionom: 23."])
    source: str = Field(examples=["Källa: Slussen, publicerat 2026-11-22, till och med 2026-10-31."])
    notes: list[str] = Field(examples=[["Siffrorna ligger fast mellan publiceringarna."]])
    released_on: date = Field(examples=["2026-11-22"])
    headings: list[str] = Field(examples=[["från profession", "till profession"]])
    columns: list[FigureColumn]
    rows: list[FigureTableRow]
    svg: str = Field(examples=[f"{_ADDRESS}/svg?county=18&lang=sv"])
    narrow_svg: str = Field(examples=[f"{_ADDRESS}/svg?county=18&lang=sv&size=narrow"])
    png: str = Field(examples=[f"{_ADDRESS}/png?county=18&lang=sv"])
    csv: str = Field(examples=[f"{_ADDRESS}/csv?county=18&lang=sv"])
