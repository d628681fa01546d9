"""Migrations of journals: a resource that tells how far the stream of rows has come, and the stream itself."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from starlette.requests import ClientDisconnect
from starlette.responses import StreamingResponse

from slussen_chassis.clock import Clock
from slussen_chassis.database import Context
from slussen_chassis.errors import UnsupportedMediaTypeError
from slussen_chassis.openapi import KEYLESS
from slussen_chassis.transaction import PURPOSE_HEADER, TracedRoute, TransactionRoute, caller_of
from slussen_chassis.web import InEnglish, Now, Page, Paging, Transaction, requires
from slussen_consent.domain.migration import Migration
from slussen_consent.routes.events import line_of
from slussen_consent.routes.ndjson import lines_of
from slussen_consent.routes.parts import Parts
from slussen_consent.use_cases import migrations
from slussen_consent.use_cases.journal_event import Journal
from slussen_contracts.consent import api, scopes

NDJSON = "application/x-ndjson"
LINES_AT_ONCE = 500
FAULTS_AT_ONCE = 1000
PREFIX = "/consent/v1/consent-migrations"

router = APIRouter(prefix=PREFIX, tags=["consent-migrations"], route_class=TransactionRoute)
streams = APIRouter(prefix=PREFIX, tags=["consent-migrations"], route_class=TracedRoute)

_REPORT: dict[int | str, dict[str, Any]] = {
    200: {"content": {NDJSON: {"schema": {"type": "string"}}}, "description": "En rad per fel."}
}


def _journal(request: Request) -> Journal:
    return Journal.of(caller_of(request), request.headers.get(PURPOSE_HEADER, "")[:100])


@router.post(
    "",
    operation_id="openConsentMigration",
    summary="Öppna en överföring av samtycken / Open a migration of consents",
    status_code=201,
    dependencies=[requires(scopes.RECORD)],
)
async def open_consent_migration(
    asked: api.MigrationOpen, request: Request, session: Transaction, now: Now, response: Response
) -> api.MigrationRead:
    """En överföring tar emot upp till en miljon rader i en eller flera strömmar, till `/rows`.

    / A migration takes up to a million rows in one stream or several, at `/rows`.
    """
    opened = await migrations.open_migration(session, asked, journal=_journal(request), now=now)
    response.headers["Location"] = f"{PREFIX}/{opened.id}"
    return _read(opened)


@router.get(
    "/{migration_id}",
    operation_id="getConsentMigration",
    summary="Hur långt en överföring har kommit / How far a migration has come",
    dependencies=[requires(scopes.RECORD)],
)
async def get_consent_migration(
    migration_id: UUID, request: Request, session: Transaction
) -> api.MigrationRead:
    """Går att läsa medan raderna strömmar in. Efter ett avbrott: fortsätt från `nextLine`.

    / Readable while the rows stream in. After a broken connection go on from `nextLine`.
    """
    return _read(await migrations.get_migration(session, migration_id, journal=_journal(request)))


@streams.post(
    "/{migration_id}/rows",
    operation_id="streamConsentMigrationRows",
    summary="Strömma in rader / Stream rows in",
    dependencies=[requires(scopes.RECORD)],
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {NDJSON: {"schema": {"type": "string"}, "example": "{}\n"}},
        },
        KEYLESS: True,
    },
)
async def stream_consent_migration_rows(
    migration_id: UUID,
    request: Request,
    parts: Parts,
    from_line: Annotated[
        int,
        Query(
            alias="fromLine", ge=1, le=api.MOST_ROWS, description="Strömmens första rad. / Its first line."
        ),
    ] = 1,
) -> api.MigrationRead:
    """En rad är en händelse som i `/consent-events`. Rader som redan är avklarade hoppas över.

    En felaktig rad stoppar ingen annan; den står i `/faults` med rad, fält och regel. Samma händelse (klient,
    `source`, `id`) har sin verkan en gång. Raderna sparas i omgångar; bryts strömmen gäller det som `nextLine` visar.

    / A row is an event as in `/consent-events`. Rows that are settled already are passed over. A faulty row stops no
    other; it stands in `/faults` with line, field and rule. The same event (client, `source`, `id`) has its effect
    once. Rows are kept batch by batch; where the stream breaks, what `nextLine` shows holds.
    """
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != NDJSON:
        raise UnsupportedMediaTypeError
    journal = _journal(request)
    context = Context.of(journal.caller, journal.purpose)
    async with parts.database.transaction(context) as session:
        known = await migrations.begin_stream(session, migration_id, first_line=from_line, journal=journal)
    clock: Clock = request.app.state.clock
    async with aclosing(_batches(request, skip=known.next_line - from_line)) as batches:
        first = known.next_line
        async for lines in batches:
            await migrations.take_lines(
                lines, first, migration_id, journal=journal, resources=parts, now=clock.now()
            )
            first += len(lines)
            await asyncio.sleep(0)
    async with parts.database.transaction(context) as session:
        return _read(await migrations.get_migration(session, migration_id, journal=journal))


@router.post(
    "/{migration_id}/completion",
    operation_id="completeConsentMigration",
    summary="Avsluta en överföring / Complete a migration",
    dependencies=[requires(scopes.RECORD)],
)
async def complete_consent_migration(
    migration_id: UUID, request: Request, session: Transaction, now: Now
) -> api.MigrationRead:
    """Överföringen tar inte emot fler rader; felen går fortfarande att läsa.

    / The migration takes no more rows; its faults stay readable.
    """
    journal = _journal(request)
    return _read(await migrations.complete_migration(session, migration_id, journal=journal, now=now))


@router.get(
    "/{migration_id}/faults",
    operation_id="listConsentMigrationFaults",
    summary="Felaktiga rader / Faulty rows",
    dependencies=[requires(scopes.RECORD)],
)
async def list_consent_migration_faults(
    migration_id: UUID, request: Request, session: Transaction, page: Paging, english: InEnglish
) -> Page[api.MigrationFault]:
    """Rad, fält och regel, aldrig det värde som kom in. Skicka rättade rader i en ny överföring.

    / Line, field and rule, never the value that came in. Send mended rows in a new migration.
    """
    found = await migrations.list_faults(
        session, migration_id, journal=_journal(request), most=page.limit + 1, offset=page.offset
    )
    return Page[api.MigrationFault].of([_fault(*each, english=english) for each in found], page)


@streams.get(
    "/{migration_id}/fault-report",
    operation_id="downloadConsentMigrationFaults",
    summary="Alla felaktiga rader som en fil / All faulty rows as a file",
    response_class=StreamingResponse,
    responses=_REPORT,
    dependencies=[requires(scopes.RECORD)],
)
async def download_consent_migration_faults(
    migration_id: UUID, request: Request, parts: Parts, english: InEnglish
) -> StreamingResponse:
    """NDJSON: ett fel per rad, i radernas ordning. / NDJSON: one fault a line, in the rows' order."""
    journal = _journal(request)
    first = await _some_faults(parts, migration_id, journal, after=0)

    async def report() -> AsyncIterator[bytes]:
        found = first
        while found:
            faults = [_fault(*each, english=english) for each in found]
            yield b"".join(fault.model_dump_json(by_alias=True).encode() + b"\n" for fault in faults)
            found = await _some_faults(parts, migration_id, journal, after=found[-1][0])

    disposition = f'attachment; filename="faults-{migration_id}.ndjson"'
    return StreamingResponse(report(), media_type=NDJSON, headers={"Content-Disposition": disposition})


async def _some_faults(
    parts: Parts, migration_id: UUID, journal: Journal, *, after: int
) -> list[tuple[int, dict[str, Any]]]:
    async with parts.database.transaction(Context.of(journal.caller, journal.purpose)) as session:
        found = await migrations.list_faults(
            session, migration_id, journal=journal, after=after, most=FAULTS_AT_ONCE
        )
    return list(found)


async def _batches(request: Request, *, skip: int) -> AsyncGenerator[list[migrations.Line], None]:
    """Yield the stream's lines in batches, without the first `skip`; what came before it broke is taken."""
    batch: list[migrations.Line] = []
    number = 0
    try:
        async for line in lines_of(request.stream()):
            number += 1
            if number <= skip:
                continue
            batch.append(line_of(line))
            if len(batch) == LINES_AT_ONCE:
                yield batch
                batch = []
    except ClientDisconnect:
        pass
    if batch:
        yield batch


def _read(migration: Migration) -> api.MigrationRead:
    return api.MigrationRead(
        id=migration.id,
        status="completed" if migration.completed_at else "open",
        label=migration.label,
        expected_rows=migration.expected_rows,
        next_line=migration.next_line,
        accepted=migration.tally.accepted,
        duplicates=migration.tally.duplicates,
        rejected=migration.tally.rejected,
        opened_at=migration.opened_at,
        changed_at=migration.changed_at,
        completed_at=migration.completed_at,
    )


def _fault(line: int, document: dict[str, Any], *, english: bool) -> api.MigrationFault:
    language = "en" if english else "sv"
    problem = api.EventProblem(
        code=document["code"],
        title=document["title"][language],
        errors=[
            {"field": error["field"], "rule": error["rule"], "message": error[language]}
            for error in document["errors"]
        ],
    )
    return api.MigrationFault(line=line, event_id=document["eventId"], problem=problem)
