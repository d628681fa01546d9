"""The operators' page: which events services could not take and why, and a button to try again."""

from typing import Annotated, Any, Final, get_args
from uuid import UUID

from fastapi import Query
from starlette.responses import Response

from slussen_chassis.pages import CurrentPage, Form, FormModel, WebPage, page_router
from slussen_chassis.web import Now, PageRequest, Transaction, requires
from slussen_contracts.operations.api import LetterState, ReplayAllWrite, ServiceName
from slussen_contracts.operations.scopes import MEND_DEAD_LETTERS
from slussen_gateway.integration.use_cases import dead_letters

PATH: Final = "/integration/pages/dead-letters"
MENDS = [requires(MEND_DEAD_LETTERS)]
SHOWN: Final = 100

router = page_router("integration", "/dead-letters")


class ReplayAllForm(FormModel):
    """Which letters are to be tried again, as many as the page showed."""

    service: ServiceName | None = None
    count: int


class ReplayForm(FormModel):
    """The order to try one letter again; the page that it stands on says which."""


@router.get("", dependencies=MENDS)
async def show_letters(
    page: CurrentPage,
    session: Transaction,
    service: Annotated[str, Query()] = "",
    state: Annotated[str, Query()] = "",
) -> Response:
    """Show the letters that wait, by service, and the list."""
    chosen = {"service": service, "state": state}
    return await _list(page, session, chosen)


async def _list(
    page: WebPage, session: Transaction, chosen: dict[str, str], form: Form[Any] | None = None
) -> Response:
    found = await dead_letters.list_letters(
        session,
        PageRequest(SHOWN, 0),
        service=chosen["service"] if chosen["service"] in get_args(ServiceName) else None,
        state=chosen["state"] if chosen["state"] in get_args(LetterState) else None,
    )
    context: dict[str, Any] = {
        "letters": found[:SHOWN],
        "has_more": len(found) > SHOWN,
        "waiting": await dead_letters.count_open(session),
        "services": get_args(ServiceName),
        "states": get_args(LetterState),
        "chosen": page.form(chosen),
        "form": form or page.form(),
    }
    return page.show("dead_letters.html", **context)


@router.post("/replays", dependencies=MENDS)
async def replay_all(page: CurrentPage, session: Transaction, now: Now) -> Response:
    """Try again all that wait of a service, or of all."""
    form = await page.entered(ReplayAllForm)
    if content := form.content:
        async with form.attempt(session):
            wanted = ReplayAllWrite(service=content.service, expected_count=content.count)
            await dead_letters.replay_all(session, wanted, now=now)
            return page.go(PATH, said="letters-requested")
    return await _list(page, session, {"service": "", "state": ""}, form=form)


@router.get("/{letter_id}", dependencies=MENDS)
async def show_letter(letter_id: UUID, page: CurrentPage, session: Transaction) -> Response:
    """Show one letter, without anything of what it holds."""
    letter = await dead_letters.get_letter(session, letter_id)
    return page.show("dead_letter.html", letter=letter, form=page.form())


@router.post("/{letter_id}/replay", dependencies=MENDS)
async def replay_letter(letter_id: UUID, page: CurrentPage, session: Transaction, now: Now) -> Response:
    """Try one letter again."""
    form = await page.entered(ReplayForm)
    async with form.attempt(session):
        await dead_letters.replay_letter(session, letter_id, now=now)
        return page.go(f"{PATH}/{letter_id}", said="letter-requested")
    letter = await dead_letters.get_letter(session, letter_id)
    return page.show("dead_letter.html", letter=letter, form=form)
