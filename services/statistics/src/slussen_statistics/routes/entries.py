"""What centres enter: figures, goals, plans and answers; imports; instruments; and the indicators they answer."""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response

from slussen_chassis.errors import TooLargeError, UnsupportedMediaTypeError
from slussen_chassis.transaction import TransactionRoute
from slussen_chassis.web import (
    CurrentCaller,
    InEnglish,
    Now,
    Page,
    Paging,
    RequiredIfMatch,
    Transaction,
    requires,
    set_etag,
)
from slussen_contracts.profiles.loading import profile_ids
from slussen_contracts.statistics import scopes
from slussen_contracts.statistics.entries import (
    EntryRead,
    EntryWrite,
    ImportFault,
    ImportRead,
    IndicatorsRead,
    InstrumentRead,
    InstrumentsRead,
)
from slussen_statistics.domain.instruments import instruments
from slussen_statistics.formats import text_of
from slussen_statistics.repository.entries import Wanted
from slussen_statistics.routes import described
from slussen_statistics.use_cases import entries, imports

router = APIRouter(prefix="/statistics/v1", route_class=TransactionRoute, tags=["entries"])

Kind = Annotated[str, Query(pattern=r"^[a-z_]{1,40}$", examples=["visits"])]
Day = Annotated[date, Query(examples=["2026-10-05"])]
ImportedKind = Literal[
    "visits",
    "visits_month",
    "group_session",
    "parent_group",
    "listing",
    "home_visits",
    "staff_time",
    "answer",
    "goal",
    "activity_plan",
]
LARGEST_FILE = 1_000_000


def _read(kept: entries.Kept) -> EntryRead:
    row = kept.row
    return EntryRead(
        id=row.id,
        version=row.version,
        centre_id=row.centre_id,
        entry=kept.entry,
        is_void=row.is_void,
        recorded_at=row.recorded_at,
        notes=[text_of(note) for note in kept.notes],
    )


@router.post(
    "/centres/{centre_id}/entries",
    status_code=201,
    operation_id="recordEntry",
    summary="För in en uppgift / Enter figures or an answer",
    dependencies=[requires(scopes.RECORD)],
)
async def record_entry(
    centre_id: UUID,
    body: EntryWrite,
    response: Response,
    session: Transaction,
    caller: CurrentCaller,
    now: Now,
) -> EntryRead:
    """För in besök, gruppträffar, listade, hembesök, arbetstid, mål, plan eller svar vid familjecentralen.

    Texter stannar här; det som räknas når siffrorna strax efter. En uppgift som finns för dagen, månaden, året eller
    referensen rättas i stället.

    Enter visits, sessions, listing figures, home visits, working time, a goal, a plan or an answer. Texts stay here;
    what counts reaches the figures a moment later.
    """
    desk = await entries.open_desk(session, centre_id, caller=caller, now=now)
    kept = await entries.record_entry(session, desk, body)
    set_etag(response, kept.row.version)
    return _read(kept)


@router.get(
    "/centres/{centre_id}/entries",
    operation_id="listEntries",
    summary="Införda uppgifter / Entries",
    dependencies=[requires(scopes.RECORD)],
)
async def list_entries(  # noqa: PLR0913, PLR0917 - each selection is an argument of its own
    centre_id: UUID,
    session: Transaction,
    caller: CurrentCaller,
    now: Now,
    page: Paging,
    kind: Kind | None = None,
    first_day: Annotated[Day | None, Query(alias="firstDay")] = None,
    last_day: Annotated[Day | None, Query(alias="lastDay")] = None,
) -> Page[EntryRead]:
    """Familjecentralens införda uppgifter, den senaste dagen först. / The centre's entries, the newest day first."""
    desk = await entries.open_desk(session, centre_id, caller=caller, now=now)
    wanted = Wanted(kind, first_day, last_day, page.limit + 1, page.offset)
    found = await entries.list_entries(session, desk, wanted)
    return Page[EntryRead].of([_read(kept) for kept in found], page)


@router.get(
    "/centres/{centre_id}/entries/{entry_id}",
    operation_id="readEntry",
    summary="En införd uppgift / An entry",
    dependencies=[requires(scopes.RECORD)],
)
async def read_entry(
    centre_id: UUID,
    entry_id: UUID,
    response: Response,
    session: Transaction,
    caller: CurrentCaller,
    now: Now,
) -> EntryRead:
    """En införd uppgift med dess ETag. / An entry with its ETag."""
    desk = await entries.open_desk(session, centre_id, caller=caller, now=now)
    kept = await entries.read_entry(session, desk, entry_id)
    set_etag(response, kept.row.version)
    return _read(kept)


@router.put(
    "/centres/{centre_id}/entries/{entry_id}",
    operation_id="correctEntry",
    summary="Rätta en uppgift / Correct an entry",
    dependencies=[requires(scopes.RECORD)],
)
async def correct_entry(  # noqa: PLR0913, PLR0917 - the path, the body, the version, and who corrects when
    centre_id: UUID,
    entry_id: UUID,
    body: EntryWrite,
    response: Response,
    session: Transaction,
    caller: CurrentCaller,
    now: Now,
    expected: RequiredIfMatch,
) -> EntryRead:
    """Rätta en uppgift; siffrorna flyttas exakt. / Correct an entry; the figures move exactly."""
    desk = await entries.open_desk(session, centre_id, caller=caller, now=now)
    kept = await entries.correct_entry(session, desk, entry_id, body, expected=expected)
    set_etag(response, kept.row.version)
    return _read(kept)


@router.post(
    "/centres/{centre_id}/entries/{entry_id}/voiding",
    operation_id="voidEntry",
    summary="Makulera en uppgift / Void an entry",
    dependencies=[requires(scopes.RECORD)],
)
async def void_entry(  # noqa: PLR0913, PLR0917 - the path, the version, and who voids when
    centre_id: UUID,
    entry_id: UUID,
    response: Response,
    session: Transaction,
    caller: CurrentCaller,
    now: Now,
    expected: RequiredIfMatch,
) -> EntryRead:
    """Makulera en uppgift som fördes in av misstag; den räknas ingenstans. / Void an entry: it counts nowhere."""
    desk = await entries.open_desk(session, centre_id, caller=caller, now=now)
    kept = await entries.void_entry(session, desk, entry_id, expected=expected)
    set_etag(response, kept.row.version)
    return _read(kept)


@router.post(
    "/centres/{centre_id}/imports",
    operation_id="importEntries",
    summary="Importera tidigare uppgifter / Import earlier figures",
    dependencies=[requires(scopes.RECORD)],
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {
                imports.CSV: {
                    "schema": {"type": "string"},
                    "example": "on,adults,children,families,firstVisits\r\n2024-03-04,14,17,12,2\r\n",
                },
                imports.XLSX: {
                    "schema": {"type": "string", "format": "binary"},
                    "example": "(XLSX)",
                },
            },
        }
    },
)
async def import_entries(  # noqa: PLR0913, PLR0917 - the path, the file, and who imports what when
    centre_id: UUID,
    request: Request,
    session: Transaction,
    caller: CurrentCaller,
    now: Now,
    in_english: InEnglish,
    kind: Annotated[ImportedKind, Query(examples=["visits"])],
    is_dry_run: Annotated[bool, Query(alias="dryRun", examples=[True])] = True,  # noqa: FBT002
) -> ImportRead:
    """Importera rader från CSV eller XLSX: alla eller inga. Provkörning om inte annat sägs.

    Rubrikraden har uppgifternas namn. Finns en uppgift redan för dagen, månaden, året eller referensen rättas den.
    Svar har kolumner som `values.g1` och en egen `reference`; planer `sections.crc_work`; listor delas med semikolon.
    Två rader som är samma uppgift är ett fel (`duplicate-row`) som nämner båda. Ett år tar under en sekund, 10 000
    rader några sekunder; svaret kommer när allt är klart. Bryts förbindelsen: skicka samma fil och `Idempotency-Key`.

    Import rows from CSV or XLSX: all or none; a dry run unless said otherwise. The heading holds the members' names;
    answers have columns such as `values.g1` and a `reference` each, plans `sections.crc_work`. Two rows that are the
    same entry are a fault (`duplicate-row`) that names both. A year takes less than a second, 10,000 rows some seconds;
    the answer comes when all is done. Where the connection breaks, send the same file and `Idempotency-Key` again.
    """
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media_type not in {imports.CSV, imports.XLSX}:
        raise UnsupportedMediaTypeError
    content = await request.body()
    if len(content) > LARGEST_FILE:
        raise TooLargeError
    desk = await entries.open_desk(session, centre_id, caller=caller, now=now)
    done = await imports.import_entries(
        session, desk, kind, content=content, media_type=media_type, is_dry_run=is_dry_run
    )
    return ImportRead(
        is_dry_run=is_dry_run,
        rows=done.rows,
        created=done.done.get("created", 0),
        corrected=done.done.get("corrected", 0),
        unchanged=done.done.get("unchanged", 0),
        faults=[
            ImportFault(
                row=fault.row,
                field=fault.problem.field,
                rule=fault.problem.rule,
                message=fault.problem.en if in_english else fault.problem.sv,
            )
            for fault in done.faults
        ],
    )


@router.get(
    "/instruments",
    operation_id="listInstruments",
    summary="Instrument och frågor / Instruments",
    dependencies=[requires(scopes.READ_PUBLISHED)],
)
async def list_instruments() -> InstrumentsRead:
    """Enkäter, självreflektion, mätningar och frågelistor. / Surveys, self-reflection, measurements, questions."""
    return InstrumentsRead(instruments=[described.instrument(one) for one in instruments().values()])


@router.get(
    "/centres/{centre_id}/instruments/{instrument_id}",
    operation_id="readInstrument",
    summary="Ett instrument vid familjecentralen / An instrument at the centre",
    dependencies=[requires(scopes.RECORD)],
)
async def read_instrument(
    centre_id: UUID,
    instrument_id: described.InstrumentId,
    session: Transaction,
    caller: CurrentCaller,
    now: Now,
) -> InstrumentRead:
    """Ett instrument, med de påståenden som gäller vid familjecentralen. / With the items that apply there."""
    desk = await entries.open_desk(session, centre_id, caller=caller, now=now)
    return described.instrument(described.known(instrument_id), desk.centre.activities)


@router.get(
    "/indicators",
    operation_id="listIndicators",
    summary="Indikatorer och deras tabeller / Indicators and their tables",
    dependencies=[requires(scopes.READ_PUBLISHED)],
)
async def list_indicators(
    now: Now,
    profile: Annotated[str | None, Query(pattern=r"^[a-z]{1,30}$", examples=["jamtland"])] = None,
) -> IndicatorsRead:
    """Handbokens indikatorer I-01 till I-25 och tabellerna som svarar. / The handbook's indicators and tables."""
    return described.indicators(profile if profile in profile_ids() else None, now)
