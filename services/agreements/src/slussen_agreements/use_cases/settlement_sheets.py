"""The settlement's sheet: every cost with its shares, and the sums; as answer and as CSV, with the same figures."""

import csv
import io
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Final
from uuid import UUID

from slussen_agreements.domain.costs import CostSplit
from slussen_agreements.domain.findings import Finding
from slussen_agreements.domain.register import FamilyCentre
from slussen_agreements.domain.settlements import (
    SettledCost,
    Settlement,
    TakesPart,
    findings_of_all,
    kronor,
)
from slussen_agreements.domain.spreadsheets import written_cell
from slussen_contracts.agreements.settlements import (
    ActivitySum,
    AuthoritySum,
    CostPartRead,
    CostRead,
    ParticipantSum,
    SettlementFinding,
    SettlementSheet,
    ShareRead,
)
from slussen_contracts.profiles import CountyProfile

HEADINGS: Final = {
    "sv": "rad;kostnad;slag;fördelning;deltagare;verksamhet;huvudman;första dag;sista dag;belopp;avrundning",
    "en": "row;cost;kind;split;participant;activity;authority;first day;last day;amount;rounding",
}
COLUMNS: Final = 11


def sheet_of(
    settlement: Settlement,
    settled: Sequence[SettledCost],
    centre: FamilyCentre,
    profile: CountyProfile,
    names: Mapping[UUID, str],
) -> SettlementSheet:
    """Return the sheet of a settlement whose costs are shared; `names` are its authorities'."""
    taking_part = {each.key: each for each in settlement.participants}
    bears, paid = _borne(settled), _paid(settled)
    total = sum(each.cost.item.ore for each in settled)
    shared = sum(bears.values())
    review = findings_of_all(profile, established_on=centre.valid_from)
    return SettlementSheet(
        centre_id=centre.id,
        centre_name=centre.name,
        year=settlement.year,
        profile_id=profile.id,
        profile_first_day=profile.first_day,
        total=kronor(total),
        shared=kronor(shared),
        not_shared=kronor(total - shared),
        costs=tuple(_cost(each, taking_part) for each in settled),
        by_participant=tuple(ParticipantSum(key=key, amount=kronor(bears[key])) for key in taking_part),
        by_activity=tuple(_by_activity(settlement, bears)),
        by_authority=tuple(_by_authority(settlement, bears, paid, names)),
        findings=_findings(tuple(review)),
    )


def sheet_csv(sheet: SettlementSheet, *, english: bool) -> str:
    """Return a sheet as CSV with semicolons: costs, shares, reimbursements, sums and findings, a row each."""
    written = io.StringIO(newline="")
    writer = csv.writer(written, delimiter=";")
    writer.writerow(HEADINGS["en" if english else "sv"].split(";"))
    for row in _rows(sheet, english=english):
        writer.writerow([*row, *[""] * (COLUMNS - len(row))])
    return written.getvalue()


def _rows(sheet: SettlementSheet, *, english: bool) -> Iterator[Sequence[str]]:
    for cost in sheet.costs:
        label = written_cell(cost.label)
        yield "cost", label, cost.kind, cost.split or "", "", "", "", "", "", cost.amount
        for part in cost.parts:
            days = (part.first_day.isoformat(), part.last_day.isoformat())
            about = (label, cost.kind, cost.split or "")
            for share in part.shares:
                who = (share.key, share.activity, str(share.authority_id))
                yield "share", *about, *who, *days, share.amount, part.rounding or ""
            yield "reimbursement", *about, part.employer or "", "", "", *days, part.reimbursement
        yield from (_finding_row(found, label, english=english) for found in cost.findings)
    yield from (("participant", "", "", "", p.key, "", "", "", "", p.amount) for p in sheet.by_participant)
    yield from (("activity", "", "", "", "", a.activity, "", "", "", a.amount) for a in sheet.by_activity)
    for party in sheet.by_authority:
        name = written_cell(party.name)
        figures = {"bears": party.bears, "has-paid": party.has_paid, "to-pay": party.to_pay}
        yield from (("authority-" + k, "", "", "", "", "", name, "", "", v) for k, v in figures.items())
    yield from (_finding_row(found, "", english=english) for found in sheet.findings)
    figures = {"total": sheet.total, "shared": sheet.shared, "not-shared": sheet.not_shared}
    yield from ((name, *[""] * 8, amount) for name, amount in figures.items())


def _finding_row(found: SettlementFinding, label: str, *, english: bool) -> Sequence[str]:
    return "finding", label, found.rule, found.en if english else found.sv


def _borne(settled: Sequence[SettledCost]) -> Counter[str]:
    bears: Counter[str] = Counter()
    for share in (share for each in settled for part in each.parts for share in part.shares):
        bears[share.key] += share.ore
    return bears


def _paid(settled: Sequence[SettledCost]) -> Counter[str]:
    """Return what each participant has paid as an employer, of the costs that are shared."""
    paid: Counter[str] = Counter()
    for part in (part for each in settled for part in each.parts):
        if part.item.employer is not None:
            paid[part.item.employer] += part.item.ore
    return paid


def _by_activity(settlement: Settlement, bears: Counter[str]) -> Iterator[ActivitySum]:
    for activity in dict.fromkeys(each.activity for each in settlement.participants):
        ore = sum(bears[each.key] for each in settlement.participants if each.activity is activity)
        yield ActivitySum(activity=activity, amount=kronor(ore))


def _by_authority(
    settlement: Settlement, bears: Counter[str], paid: Counter[str], names: Mapping[UUID, str]
) -> Iterator[AuthoritySum]:
    for authority_id in dict.fromkeys(each.authority_id for each in settlement.participants):
        keys = [each.key for each in settlement.participants if each.authority_id == authority_id]
        borne, spent = sum(bears[key] for key in keys), sum(paid[key] for key in keys)
        yield AuthoritySum(
            authority_id=authority_id,
            name=names[authority_id],
            bears=kronor(borne),
            has_paid=kronor(spent),
            to_pay=kronor(borne - spent),
        )


def _cost(settled: SettledCost, taking_part: Mapping[str, TakesPart]) -> CostRead:
    return CostRead(
        kind=settled.cost.kind,
        label=settled.cost.label,
        amount=kronor(settled.cost.item.ore),
        split=settled.split.value if settled.split else None,
        parts=tuple(_part(part, taking_part) for part in settled.parts),
        findings=_findings(settled.findings),
    )


def _part(part: CostSplit, taking_part: Mapping[str, TakesPart]) -> CostPartRead:
    return CostPartRead(
        amount=kronor(part.item.ore),
        first_day=part.item.period.first,
        last_day=part.item.period.last,
        employer=part.item.employer,
        shares=tuple(
            ShareRead(
                key=share.key,
                activity=taking_part[share.key].activity,
                authority_id=taking_part[share.key].authority_id,
                amount=kronor(share.ore),
            )
            for share in part.shares
        ),
        reimbursement=kronor(part.reimbursement_ore),
        rounding=part.rounding.value,
    )


def _findings(found: Sequence[Finding]) -> tuple[SettlementFinding, ...]:
    return tuple(
        SettlementFinding(rule=each.rule, weight=each.weight.value, sv=each.sv, en=each.en) for each in found
    )
