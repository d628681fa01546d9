"""The sample's pages: a list with a form to write, and a form to change with what happens when two do."""

from uuid import UUID

from pydantic import Field
from sqlmodel import col, select
from starlette.responses import Response

from sample_service.tables import NoteRow
from slussen_chassis import audit
from slussen_chassis.clock import new_id
from slussen_chassis.errors import FieldProblem, InvalidError, NotFoundError
from slussen_chassis.pages import CurrentPage, Form, FormModel, Link, Site, WebPage, page_router
from slussen_chassis.web import CurrentCaller, Transaction, check_version, requires


class NoteForm(FormModel):
    """A note as a form."""

    title: str = Field(min_length=1, max_length=20)
    tags: tuple[str, ...] = ()
    version: int | None = None


router = page_router("sample")
WRITES = [requires("sample:write")]


@router.get("", dependencies=WRITES)
async def show_notes(page: CurrentPage, session: Transaction) -> Response:
    """Show all notes."""
    return await _list(page, session, page.form())


async def _list(page: WebPage, session: Transaction, form: Form) -> Response:
    rows = (await session.exec(select(NoteRow).order_by(col(NoteRow.title)))).all()
    return page.show("list.html", notes=rows, form=form)


@router.post("", dependencies=WRITES)
async def write_note(page: CurrentPage, session: Transaction, caller: CurrentCaller) -> Response:
    """Write a note; the word `half` fails after it was half done."""
    form = await page.entered(NoteForm)
    if content := form.content:
        async with form.attempt(session, text="title"):
            row = NoteRow(
                id=new_id(),
                county_code=caller.county_code,
                responsible_authority_id=caller.authority_id,
                grants=[caller.authority_id],
                title=content.title,
            )
            session.add(row)
            audit.record(session, "note.write", resource_type="note", resource_id=row.id)
            await session.flush()
            if content.title == "half":
                raise InvalidError(FieldProblem("text", "half", "är bara halv", "is only half"))
            return page.go("/sample/pages", said="written")
    return await _list(page, session, form)


@router.get("/notes/{note_id}", dependencies=WRITES)
async def show_note(note_id: UUID, page: CurrentPage, session: Transaction) -> Response:
    """Show one note, to be changed."""
    row = await _note(session, note_id)
    return page.show("note.html", note=row, form=page.form({"title": row.title}))


@router.post("/notes/{note_id}", dependencies=WRITES)
async def change_note(note_id: UUID, page: CurrentPage, session: Transaction) -> Response:
    """Change one note, unless another has changed it meanwhile."""
    row = await _note(session, note_id)
    form = await page.entered(NoteForm)
    if content := form.content:
        async with form.attempt(session):
            check_version(row.version, content.version)
            row.title, row.version = content.title, row.version + 1
            return page.go("/sample/pages", said="written")
    if form.is_conflict:
        form.stored = {"title": row.title}
    return page.show("note.html", note=row, form=form)


@router.get("/break", dependencies=WRITES)
async def break_page() -> Response:
    """Go wrong."""
    raise RuntimeError("a text with a secret in it: 19850101-2382")


async def _note(session: Transaction, note_id: UUID) -> NoteRow:
    row = await session.get(NoteRow, note_id)
    if row is None:
        raise NotFoundError
    return row


async def _place(_session: Transaction, _caller: CurrentCaller) -> str:
    return "Familjecentralen Linden"


SITE = Site(
    service="sample",
    package="sample_service",
    routers=[router],
    navigation=[
        Link("nav.notes", "/sample/pages", "sample:write"),
        Link("nav.secret", "/sample/pages/secret", "sample:rule"),
    ],
    place_of=_place,
)
