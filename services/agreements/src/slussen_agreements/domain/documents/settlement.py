"""A year's settlement (avräkning) as a document: who pays what, how each cost was shared, and what is to be known."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Final

from slussen_agreements.domain.documents.agreement import grouped
from slussen_agreements.domain.documents.words import Say, capital, moment
from slussen_agreements.domain.reason import NAMES
from slussen_chassis.documents.blocks import Block, Document, Facts, Heading, Items, Language, Note, Table
from slussen_contracts.agreements.settlements import (
    CostKind,
    CostRead,
    SettlementFinding,
    SettlementSheet,
)

_NARROW_GAP: Final = "\N{NO-BREAK SPACE}"
_COSTS: Final[Mapping[CostKind, tuple[str, str]]] = {
    CostKind.COORDINATOR: ("samordnare", "coordinator"),
    CostKind.OTHER_COMMON: ("övrig gemensam kostnad", "other common cost"),
}
_SPLITS: Final[Mapping[str, tuple[str, str]]] = {
    "equal_by_activity": ("lika mellan verksamheterna", "equally between the activities"),
    "equal_by_base_activity": ("lika mellan basverksamheterna", "equally between the base activities"),
    "own_key": ("avtalets egen nyckel", "the agreement's own key"),
    "equal_by_party": ("lika mellan parterna", "equally between the parties"),
}


def settlement_document(
    sheet: SettlementSheet,
    *,
    closed_at: datetime | None,
    digest: str | None,
    made_at: datetime,
    language: Language = "sv",
) -> Document:
    """Return a settlement's document; the figures are those of its answer and its CSV.

    Args:
        sheet: The settlement with its shares.
        closed_at: When it was closed; None while it may change, which is marked on every page.
        digest: The closed settlement's own.
        made_at: The moment that the file states where it is not closed.
        language: Of the document.
    """
    say = Say(language)
    return Document(
        title=say("settlement_title", year=sheet.year, centre=sheet.centre_name),
        kind=say("settlement_kind"),
        subject=say("settlement_title", year=sheet.year, centre=sheet.centre_name),
        author="Slussen",
        footer=" · ".join((sheet.centre_name, str(sheet.year), *([digest[:16]] if digest else []))),
        made_at=closed_at or made_at,
        blocks=tuple(_blocks(sheet, closed_at, digest, say)),
        language=language,
        mark=None if closed_at else say("settlement_open"),
    )


def _blocks(
    sheet: SettlementSheet, closed_at: datetime | None, digest: str | None, say: Say
) -> Iterator[Block]:
    known = (
        (say("centre"), sheet.centre_name),
        (say("settlement_year"), str(sheet.year)),
        (say("settlement_profile"), f"{sheet.profile_id}, {sheet.profile_first_day}"),
        (say("settlement_total"), amount(sheet.total, say)),
        (say("settlement_shared"), amount(sheet.shared, say)),
        (say("settlement_not_shared"), amount(sheet.not_shared, say)),
        (say("settlement_closed"), moment(closed_at) if closed_at else say("settlement_not_closed")),
        (say("settlement_digest"), grouped(digest) if digest else None),
    )
    if closed_at is None:
        yield Note(say("settlement_open_note"))
    yield Facts(tuple((label, value) for label, value in known if value is not None))
    yield Heading(say("settlement_who_pays"))
    yield _by_authority(sheet, say)
    yield _by_activity(sheet, say)
    yield Heading(say("settlement_costs"))
    for cost in sheet.costs:
        yield from _cost(cost, sheet, say)
    if sheet.findings:
        yield Heading(say("settlement_findings"))
        yield Items(_findings(sheet.findings, say))


def _by_authority(sheet: SettlementSheet, say: Say) -> Table:
    rows: list[tuple[str, ...]] = [
        (each.name, amount(each.bears, say), amount(each.has_paid, say), amount(each.to_pay, say))
        for each in sheet.by_authority
    ]
    sums = (
        amount(str(sum(Decimal(getattr(each, name)) for each in sheet.by_authority)), say)
        for name in ("bears", "has_paid", "to_pay")
    )
    head = tuple(
        say(key)
        for key in ("settlement_authority", "settlement_bears", "settlement_paid", "settlement_to_pay")
    )
    rows.append((say("settlement_sum"), *sums))
    return Table(say("settlement_by_authority"), head, tuple(rows), numeric=3, has_sum=True)


def _by_activity(sheet: SettlementSheet, say: Say) -> Table:
    rows = [(capital(say.pick(NAMES[each.activity])), amount(each.amount, say)) for each in sheet.by_activity]
    rows.append((say("settlement_sum"), amount(sheet.shared, say)))
    head = (say("settlement_activity"), say("amount"))
    return Table(say("settlement_by_activity"), head, tuple(rows), numeric=1, has_sum=True)


def _cost(cost: CostRead, sheet: SettlementSheet, say: Say) -> Iterator[Block]:
    names = {each.authority_id: each.name for each in sheet.by_authority}
    split = (
        say.pick(_SPLITS.get(cost.split, (cost.split, cost.split)))
        if cost.split
        else say("settlement_no_key")
    )
    yield Heading(cost.label, 2)
    yield Facts(
        (
            (say("settlement_cost_kind"), say.pick(_COSTS[cost.kind])),
            (say("amount"), amount(cost.amount, say)),
            (say("settlement_split"), split.replace("_", " ")),
        )
    )
    rows = tuple(
        (
            capital(say.pick(NAMES[share.activity])),
            names[share.authority_id],
            f"{part.first_day} \N{EN DASH} {part.last_day}",
            amount(share.amount, say),
        )
        for part in cost.parts
        for share in part.shares
    )
    if rows:
        head = (
            say("settlement_activity"),
            say("settlement_authority"),
            say("settlement_days"),
            say("amount"),
        )
        yield Table(say("settlement_shares", label=cost.label), head, rows, numeric=1)
    if cost.findings:
        yield Items(_findings(cost.findings, say))


def _findings(found: tuple[SettlementFinding, ...], say: Say) -> tuple[str, ...]:
    return tuple(say.pick((each.sv, each.en)) for each in found)


def amount(written: str, say: Say) -> str:
    """Return kronor such as `600000.00` as they are read in the language: `600 000,00`."""
    grouped_by_thousands = f"{Decimal(written):,.2f}"
    if say.language == "en":
        return grouped_by_thousands
    return grouped_by_thousands.replace(",", _NARROW_GAP).replace(".", ",")
