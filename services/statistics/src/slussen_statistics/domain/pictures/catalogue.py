"""The figures by their ids, which stay: each with its title, its table and what makes it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from slussen_chassis.errors import NotFoundError
from slussen_statistics.domain.catalogue import table_of
from slussen_statistics.domain.catalogue.activity import VISITS
from slussen_statistics.domain.catalogue.centres import OPENING_HOURS
from slussen_statistics.domain.catalogue.model import Table
from slussen_statistics.domain.catalogue.referrals import REFERRAL_FAMILIES, REFERRAL_FLOW, REFERRAL_TIMES
from slussen_statistics.domain.catalogue.surveys import SELF_REFLECTION, SPIDER
from slussen_statistics.domain.labels import KINDS, TOTAL, Label
from slussen_statistics.domain.pictures import making
from slussen_statistics.domain.pictures.figure import Figure, Shape
from slussen_statistics.domain.pictures.source import Source


class UnknownFigureError(NotFoundError):
    """There is no figure of that id."""

    code: ClassVar[str] = "unknown-figure"
    title_sv = "Bilden finns inte"
    title_en = "There is no such figure"


@dataclass(frozen=True, slots=True)
class Kind:
    """A figure that can be asked for.

    Attributes:
        is_trend: Shows every period; the others show one year.
    """

    id: str
    title: Label
    table_id: str
    make: making.Make
    is_trend: bool = False

    @property
    def table(self) -> Table:
        """Return the published table that it is made from."""
        return table_of(self.table_id)

    def of(self, source: Source) -> Figure:
        """Return the figure of published cells."""
        return self.make(self.id, self.title, source)


_TOTALS = [(KINDS[kind], (kind, TOTAL, TOTAL), "referrals") for kind in ("internal", "external")]
_VISITORS = [
    (Label("besök av vuxna", "visits by adults"), (), "adults"),
    (Label("besök av barn", "visits by children"), (), "children"),
]

FIGURES: Mapping[str, Kind] = {
    kind.id: kind
    for kind in (
        Kind(
            "flow",
            Label("Slussningar mellan professioner", "Referrals between professions"),
            REFERRAL_FLOW,
            making.flow("internal"),
        ),
        Kind(
            "flow-out",
            Label("Slussningar ut från familjecentralen", "Referrals out of the family centre"),
            REFERRAL_FLOW,
            making.flow("external"),
        ),
        Kind(
            "families",
            Label("Familjer efter antal slussningar", "Families by number of referrals"),
            REFERRAL_FAMILIES,
            making.families,
        ),
        Kind(
            "time-to-accept",
            Label("Tid från slussning till svar", "Time from referral to answer"),
            REFERRAL_TIMES,
            making.shares("days", "referrals", ("accepted",)),
        ),
        Kind(
            "time-to-close",
            Label("Tid från slussning till avslut", "Time from referral to close"),
            REFERRAL_TIMES,
            making.shares("days", "referrals", ("closed",)),
        ),
        Kind(
            "visits",
            Label("Besök i öppna förskolan", "Visits to the open preschool"),
            VISITS,
            making.trend(_VISITORS, making.MONTH),
            is_trend=True,
        ),
        Kind(
            "referrals",
            Label("Slussningar år för år", "Referrals year by year"),
            REFERRAL_FLOW,
            making.trend(_TOTALS, making.YEAR),
            is_trend=True,
        ),
        Kind(
            "opening-hours",
            Label("Öppettider mot regeln", "Opening hours against the rule"),
            OPENING_HOURS,
            making.opening,
            is_trend=True,
        ),
        Kind(
            "spider",
            Label("Spindelmätning av samverkan", "Spider measurement of cooperation"),
            SPIDER,
            making.ratings(Shape.SPIDER, 5),
        ),
        Kind(
            "self-reflection",
            Label("Självreflektion, medel per påstående", "Self-reflection, mean by statement"),
            SELF_REFLECTION,
            making.ratings(Shape.BARS, 5),
        ),
    )
}


def kind_of(figure_id: str) -> Kind:
    """Return a kind of figure.

    Raises:
        UnknownFigureError: There is none of that id.
    """
    found = FIGURES.get(figure_id)
    if found is None:
        raise UnknownFigureError
    return found
