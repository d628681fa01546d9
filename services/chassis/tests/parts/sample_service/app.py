"""The sample's routes: a write, a read, a write whose commit fails, and a lean route."""

from datetime import date, datetime
from typing import ClassVar
from uuid import UUID

from fastapi import APIRouter
from pydantic import Field
from sqlmodel import col, select
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from sample_service.sample_pages import SITE
from sample_service.tables import NoteRow
from slussen_chassis import audit
from slussen_chassis.app import Part, Service, create_service
from slussen_chassis.auth import Caller
from slussen_chassis.clock import Clock, new_id
from slussen_chassis.errors import ForbiddenError, NotFoundError
from slussen_chassis.openapi import About
from slussen_chassis.outbox import enqueue
from slussen_chassis.settings import ServiceSettings
from slussen_chassis.transaction import TransactionRoute
from slussen_chassis.web import (
    CurrentCaller,
    IfMatch,
    Now,
    Page,
    Paging,
    Transaction,
    check_version,
    requires,
    set_etag,
)
from slussen_contracts.events import Event, Model, StrictModel
from slussen_contracts.phase_out import PhaseOut


class NoteWritten(Event):
    """A note was written."""

    type: ClassVar[str] = "slussen.sample.note.written.v1"

    title: str


class NoteCreate(StrictModel):
    """A note to write."""

    title: str = Field(min_length=1, max_length=50, examples=["Möte"])
    parent_id: UUID | None = None
    due_on: datetime | None = None


class NoteRead(Model):
    """A note."""

    id: UUID
    title: str = Field(examples=["Möte"])
    version: int = Field(examples=[1])


router = APIRouter(prefix="/sample/v1/notes", route_class=TransactionRoute, tags=["notes"])


@router.post("", status_code=201, operation_id="writeNote", dependencies=[requires("sample:write")])
async def write_note(body: NoteCreate, session: Transaction, caller: CurrentCaller, now: Now) -> NoteRead:
    """Skriv en anteckning. / Write a note."""
    if caller.authority_id is None:
        raise ForbiddenError
    row = NoteRow(
        id=new_id(),
        county_code=caller.county_code,
        responsible_authority_id=caller.authority_id,
        grants=[caller.authority_id],
        title=body.title,
        parent_id=body.parent_id,
    )
    session.add(row)
    audit.record(session, "note.write", resource_type="note", resource_id=row.id)
    enqueue(
        session,
        NoteWritten(
            id=new_id(),
            occurred_at=now,
            county_code=row.county_code,
            aggregate_id=row.id,
            aggregate_version=1,
            title=row.title,
        ),
    )
    return NoteRead(id=row.id, title=row.title, version=1)


@router.get("", operation_id="listNotes", dependencies=[requires("sample:write")])
async def list_notes(session: Transaction, page: Paging) -> Page[NoteRead]:
    """Lista anteckningar. / List notes."""
    query = select(NoteRow).order_by(col(NoteRow.title)).offset(page.offset).limit(page.limit + 1)
    rows = (await session.exec(query)).all()
    return Page.of([NoteRead(id=row.id, title=row.title, version=row.version) for row in rows], page)


@router.put("/{note_id}", operation_id="changeNote", dependencies=[requires("sample:write")])
async def change_note(
    note_id: UUID, body: NoteCreate, session: Transaction, expected: IfMatch, response: Response
) -> NoteRead:
    """Ändra en anteckning. / Change a note."""
    row = await session.get(NoteRow, note_id)
    if row is None:
        raise NotFoundError
    check_version(row.version, expected)
    row.title, row.version = body.title, row.version + 1
    set_etag(response, row.version)
    return NoteRead(id=row.id, title=row.title, version=row.version)


@router.post("/break", operation_id="breakNote", dependencies=[requires("sample:write")])
async def break_note() -> NoteRead:
    """Gå sönder. / Break."""
    raise RuntimeError("a text with a secret in it: 19850101-2382")


ENDS = PhaseOut(date(2027, 1, 1), date(2028, 1, 1), successor="/sample/v2/notes")


@router.get(
    "/{note_id}/title",
    operation_id="readTitle",
    dependencies=[requires("sample:write")],
    openapi_extra=ENDS.described(),
)
async def read_title(note_id: UUID, session: Transaction) -> NoteRead:
    """Läs en rubrik, som fasas ut. / Read a title, which is phased out."""
    row = await session.get(NoteRow, note_id)
    if row is None:
        raise NotFoundError
    return NoteRead(id=row.id, title=row.title, version=row.version)


async def echo(_scope: Scope, _receive: Receive, send: Send, caller: Caller) -> None:
    """Answer with the caller's subject, without FastAPI."""
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-type", b"text/plain")]})
    await send({"type": "http.response.body", "body": caller.subject.encode()})


def create_app(settings: ServiceSettings, clock: Clock | None = None) -> Service:
    """Return the sample service."""
    about = About("Exempel", "Ett exempel för provning. / A sample for trying.", "Inga kända begränsningar.")
    part = Part("sample", about, [router], lean={("POST", "/sample/v1/echo"): echo}, site=SITE)
    return create_service(part, settings, clock=clock)
