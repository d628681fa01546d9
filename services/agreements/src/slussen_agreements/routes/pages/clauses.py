"""An agreement's clauses, filled in one form: the profile's in its order, then the parties' own."""

import re
from typing import Any, Final
from uuid import UUID

from starlette.responses import Response

from slussen_agreements.domain.lifecycle import require_unsigned
from slussen_agreements.routes.answers import COORDINATES
from slussen_agreements.routes.pages.agreements import frame
from slussen_agreements.routes.pages.paths import of_agreement
from slussen_agreements.use_cases import agreements
from slussen_agreements.use_cases.access import RuledAgreement
from slussen_chassis.pages import CurrentPage, Form, FormModel, WebPage, page_router
from slussen_chassis.web import CurrentCaller, Now, Transaction
from slussen_contracts.agreements.api import ClausesWrite

router = page_router("agreements", "/agreements")

TEXT: Final = "clauses."
HEADING: Final = "headings."
OWN: Final = "own_"
NEW: Final = 2
"""So many empty clauses of one's own stand at the form's end."""


class ClausesForm(FormModel):
    """The form's fixed part; its texts have names of their own, `clauses.<key>` and `headings.<key>`."""

    version: int


@router.get("/{agreement_id}/clauses", dependencies=COORDINATES)
async def show_clauses(
    agreement_id: UUID, page: CurrentPage, session: Transaction, caller: CurrentCaller
) -> Response:
    """Show a draft's clauses to be filled."""
    found = await agreements.get_agreement(session, agreement_id, caller=caller)
    require_unsigned(found.agreement)
    return await _shown(page, session, found, page.form(_stored(found)))


@router.post("/{agreement_id}/clauses", dependencies=COORDINATES)
async def fill_clauses(
    agreement_id: UUID, page: CurrentPage, session: Transaction, caller: CurrentCaller, now: Now
) -> Response:
    """Store the clauses; an empty one is not there."""
    form = await page.entered(ClausesForm)
    texts, headings = form.named(TEXT), form.named(HEADING)
    if content := form.content:
        async with form.attempt(session):
            kept = {key: heading for key, heading in headings.items() if key in texts}
            wanted = ClausesWrite(clauses=texts, headings=kept)
            await agreements.fill_clauses(
                session, agreement_id, wanted, expected=content.version, caller=caller, now=now
            )
            return page.go(of_agreement(agreement_id), said="clauses-stored")
    found = await agreements.get_agreement(session, agreement_id, caller=caller)
    if form.is_conflict:
        stored = _stored(found)
        form.stored = {
            name: text for name, text in stored.items() if text.strip() != form.value(name).strip()
        }
    return await _shown(page, session, found, form)


async def _shown(page: WebPage, session: Transaction, found: RuledAgreement, form: Form[Any]) -> Response:
    agreement = found.agreement
    required = {clause.key for clause in found.required}
    own = [clause.key for clause in agreement.clauses if clause.key not in required]
    own += [key for key in form.named(TEXT) if key not in required and key not in own]
    return page.show(
        "clauses.html",
        form=form,
        required=found.required,
        own_keys=[*own, *_new(own)],
        **await frame(session, agreement),
    )


def _stored(found: RuledAgreement) -> dict[str, str]:
    values = {f"{TEXT}{clause.key}": clause.text for clause in found.agreement.clauses}
    values |= {
        f"{HEADING}{clause.key}": clause.heading for clause in found.agreement.clauses if clause.heading
    }
    return values


def _new(own: list[str]) -> list[str]:
    """Return keys of clauses that are still to be named."""
    numbers = [int(key.removeprefix(OWN)) for key in own if re.fullmatch(rf"{OWN}\d+", key)]
    first = max(numbers, default=0) + 1
    return [f"{OWN}{number}" for number in range(first, first + NEW)]
