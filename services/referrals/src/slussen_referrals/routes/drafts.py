"""Drafts over REST: the writer's own, from whichever machine."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Request, Response

from slussen_chassis.crypto import Keyring
from slussen_chassis.transaction import TransactionRoute
from slussen_chassis.web import CurrentCaller, Transaction, requires, set_etag
from slussen_contracts.referrals.api import DraftKept, DraftRead, DraftWrite
from slussen_contracts.referrals.scopes import SEND
from slussen_referrals.routes.parts import By
from slussen_referrals.routes.views import PREFIX
from slussen_referrals.use_cases import drafts

router = APIRouter(prefix=PREFIX, route_class=TransactionRoute, tags=["drafts"])


def _keys(request: Request) -> Keyring:
    keys: Keyring = request.app.state.draft_keys
    return keys


Keys = Annotated[Keyring, Depends(_keys)]


@router.put("/drafts/{draft_id}", operation_id="keepDraft", dependencies=[requires(SEND)])
async def keep_draft(
    draft_id: UUID, body: DraftWrite, session: Transaction, by: By, keys: Keys, response: Response
) -> DraftKept:
    """Spara ett utkast; första gången under ett id som formuläret väljer, sedan med `If-Match`.

    Det är krypterat, bara ditt, och tas bort efter sju dagar utan ändring.
    / Keep a draft, first under an id of the form's choice, then with `If-Match`. Encrypted, yours alone, seven days.
    """
    kept = await drafts.keep_draft(session, draft_id, body.content, by, keys)
    set_etag(response, kept.version)
    return DraftKept.model_validate(kept, from_attributes=True)


@router.get("/drafts", operation_id="listDrafts", dependencies=[requires(SEND)])
async def list_drafts(session: Transaction, caller: CurrentCaller) -> list[DraftKept]:
    """Lista dina utkast, utan innehåll, det senaste först. / List your drafts without content, the newest first."""
    found = await drafts.list_drafts(session, caller)
    return [DraftKept.model_validate(draft, from_attributes=True) for draft in found]


@router.get("/drafts/{draft_id}", operation_id="readDraft", dependencies=[requires(SEND)])
async def read_draft(
    draft_id: UUID, session: Transaction, caller: CurrentCaller, keys: Keys, response: Response
) -> DraftRead:
    """Läs ett utkast, eller vilken slussning det blev. / Read a draft, or which referral it became."""
    draft = await drafts.read_draft(session, draft_id, caller, keys)
    set_etag(response, draft.row.version)
    kept = DraftKept.model_validate(draft.row, from_attributes=True)
    return DraftRead(**kept.model_dump(), content=draft.content)


@router.delete(
    "/drafts/{draft_id}", operation_id="removeDraft", status_code=204, dependencies=[requires(SEND)]
)
async def remove_draft(draft_id: UUID, session: Transaction, by: By) -> None:
    """Ta bort ett utkast. / Remove a draft."""
    await drafts.remove_draft(session, draft_id, by)
