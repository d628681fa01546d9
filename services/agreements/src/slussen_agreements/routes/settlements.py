"""Settlements (avräkningar) of a centre's common costs over REST."""

from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path
from starlette.responses import Response

from slussen_agreements.domain.documents.settlement import settlement_document
from slussen_agreements.domain.settlements import Cost, LocalKey, Settlement, TakesPart, kronor
from slussen_agreements.routes.answers import COORDINATES, PREFIX, READS, created
from slussen_agreements.routes.files import PDF, InLanguage, file_answer, file_responses
from slussen_agreements.use_cases import settlements
from slussen_agreements.use_cases.settlement_sheets import sheet_csv
from slussen_agreements.use_cases.settlements import SettledYear
from slussen_chassis.documents.pdf import make_pdf
from slussen_chassis.transaction import TransactionRoute
from slussen_chassis.web import CurrentCaller, InEnglish, Now, RequiredIfMatch, Transaction, set_etag
from slussen_contracts.agreements.settlements import (
    CostItemWrite,
    CostKind,
    EmployerChangeWrite,
    LocalKeysWrite,
    LocalKeyWrite,
    ParticipantRead,
    PresencePeriod,
    SettlementChange,
    SettlementCreate,
    SettlementRead,
)

router = APIRouter(prefix=PREFIX, route_class=TransactionRoute, tags=["settlements"])

SETTLEMENTS = "/family-centres/{centre_id}/settlements"
YearInPath = Annotated[int, Path(ge=2000, le=2999, examples=[2026])]


@router.post(SETTLEMENTS, operation_id="openSettlement", status_code=201, dependencies=COORDINATES)
async def open_settlement(
    centre_id: UUID,
    wanted: SettlementCreate,
    *,
    response: Response,
    session: Transaction,
    caller: CurrentCaller,
    now: Now,
) -> SettlementRead:
    """Öppna avräkningen av ett år för en familjecentral. / Open a centre's settlement of a year."""
    found = await settlements.open_settlement(session, centre_id, wanted, caller=caller, now=now)
    created(response, f"/family-centres/{centre_id}/settlements/{wanted.year}", found.settlement.version)
    return shown(found)


@router.get(
    SETTLEMENTS + "/{year}/csv",
    operation_id="getSettlementCsv",
    dependencies=READS,
    response_class=Response,
    responses={200: {"content": {"text/csv": {"schema": {"type": "string"}}}, "description": "CSV"}},
)
async def get_settlement_csv(
    centre_id: UUID, year: YearInPath, session: Transaction, caller: CurrentCaller, english: InEnglish
) -> Response:
    """Hämta avräkningen som CSV, med samma belopp. / Get the settlement as CSV, with the same figures."""
    found = await settlements.get_settlement(session, centre_id, year, caller=caller)
    name = f"avrakning-{year}/csv"
    return Response(
        "\ufeff" + sheet_csv(found.sheet, english=english),
        media_type="text/csv; charset=utf-8",
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "Content-Language": "en" if english else "sv",
        },
    )


@router.get(
    SETTLEMENTS + "/{year}/pdf",
    operation_id="getSettlementPdf",
    dependencies=READS,
    response_class=Response,
    responses=file_responses(PDF),
)
async def get_settlement_pdf(
    centre_id: UUID,
    year: YearInPath,
    *,
    session: Transaction,
    caller: CurrentCaller,
    now: Now,
    language: InLanguage = "sv",
) -> Response:
    """Hämta avräkningen som tillgänglig PDF, med samma belopp. / Get the settlement as accessible PDF."""
    found = await settlements.get_settlement(session, centre_id, year, caller=caller)
    document = settlement_document(
        found.sheet,
        closed_at=found.settlement.closed_at,
        digest=found.settlement.digest,
        made_at=now,
        language=language,
    )
    return file_answer(await make_pdf(document), PDF, f"avrakning-{year}/pdf", language=language)


@router.get(SETTLEMENTS + "/{year}", operation_id="getSettlement", dependencies=READS)
async def get_settlement(
    centre_id: UUID, year: YearInPath, response: Response, session: Transaction, caller: CurrentCaller
) -> SettlementRead:
    """Visa avräkningen: vad var och en bär, öre för öre. / Show the settlement: what each bears, to the öre."""
    found = await settlements.get_settlement(session, centre_id, year, caller=caller)
    set_etag(response, found.settlement.version)
    return shown(found)


@router.put(SETTLEMENTS + "/{year}", operation_id="changeSettlement", dependencies=COORDINATES)
async def change_settlement(  # noqa: PLR0913 - what the route takes
    centre_id: UUID,
    year: YearInPath,
    wanted: SettlementChange,
    *,
    response: Response,
    session: Transaction,
    caller: CurrentCaller,
    now: Now,
    expected: RequiredIfMatch,
) -> SettlementRead:
    """Ersätt det som avräkningen räknas på. / Replace what the settlement is computed from."""
    found = await settlements.change_settlement(
        session, centre_id, year, wanted, expected=expected, caller=caller, now=now
    )
    set_etag(response, found.settlement.version)
    return shown(found)


@router.post(SETTLEMENTS + "/{year}/closing", operation_id="closeSettlement", dependencies=COORDINATES)
async def close_settlement(  # noqa: PLR0913 - what the route takes
    centre_id: UUID,
    year: YearInPath,
    *,
    response: Response,
    session: Transaction,
    caller: CurrentCaller,
    now: Now,
    expected: RequiredIfMatch,
) -> SettlementRead:
    """Stäng avräkningen; därefter ändras den inte. / Close the settlement; it does not change after that."""
    found = await settlements.close_settlement(
        session, centre_id, year, expected=expected, caller=caller, now=now
    )
    set_etag(response, found.settlement.version)
    return shown(found)


def shown(found: SettledYear) -> SettlementRead:
    """Return a settlement as the API shows it."""
    settlement = found.settlement
    return SettlementRead(
        id=settlement.id,
        version=settlement.version,
        county_code=settlement.county_code,
        centre_id=settlement.centre_id,
        year=settlement.year,
        participants=tuple(_participant(each) for each in settlement.participants),
        costs=tuple(_cost(each) for each in settlement.costs),
        local_keys=_local_keys(settlement),
        sheet=found.sheet,
        closed_at=settlement.closed_at,
        digest=settlement.digest,
    )


def _participant(each: TakesPart) -> ParticipantRead:
    return ParticipantRead(
        key=each.key,
        activity=each.activity,
        authority_id=each.authority_id,
        present=tuple(
            PresencePeriod(valid_from=days.first, valid_through=None if days.last == date.max else days.last)
            for days in each.present
        ),
    )


def _cost(cost: Cost) -> CostItemWrite:
    return CostItemWrite(
        kind=cost.kind,
        label=cost.label,
        amount=kronor(cost.item.ore),
        first_day=cost.item.period.first,
        last_day=cost.item.period.last,
        employer=cost.item.employer,
        employer_changes=tuple(
            EmployerChangeWrite(employer=each.employer, valid_from=each.valid_from) for each in cost.changes
        ),
    )


def _local_keys(settlement: Settlement) -> LocalKeysWrite:
    keys = settlement.local_keys
    return LocalKeysWrite(
        coordinator=_local_key(keys.get(CostKind.COORDINATOR)),
        other_common=_local_key(keys.get(CostKind.OTHER_COMMON)),
    )


def _local_key(key: LocalKey | None) -> LocalKeyWrite | None:
    return None if key is None else LocalKeyWrite(counts=key.counts, parts=dict(key.parts))
