"""Editions of an agreement: what differs from one to the next, and a new one drafted."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from starlette.responses import Response

from slussen_agreements.routes.answers import COORDINATES, READS
from slussen_agreements.routes.pages.agreements import frame
from slussen_agreements.routes.pages.paths import of_agreement
from slussen_agreements.use_cases import agreements, editions
from slussen_chassis.auth import Caller
from slussen_chassis.pages import CurrentPage, Form, FormModel, WebPage, page_router
from slussen_chassis.web import CurrentCaller, Now, Transaction
from slussen_contracts.agreements.lifecycle import AmendmentWrite

router = page_router("agreements", "/agreements")


class EditionForm(FormModel):
    """From which day a new edition is to hold."""

    valid_from: date
    version: int


@router.get("/{agreement_id}/difference", dependencies=READS)
async def show_difference(
    agreement_id: UUID, page: CurrentPage, session: Transaction, caller: CurrentCaller
) -> Response:
    """Show what differs in this edition from the one before it."""
    found = await agreements.get_agreement(session, agreement_id, caller=caller)
    edition = found.agreement.edition
    difference = await editions.compare_edition(session, agreement_id, edition, caller=caller)
    return page.show("difference.html", difference=difference, **await frame(session, found.agreement))


@router.get("/{agreement_id}/new-edition", dependencies=COORDINATES)
async def show_new_edition(
    agreement_id: UUID, page: CurrentPage, session: Transaction, caller: CurrentCaller
) -> Response:
    """Show the form for a new edition."""
    form = page.form({"validFrom": page.today + timedelta(days=30)})
    return await _shown(page, session, agreement_id, form, caller)


@router.post("/{agreement_id}/new-edition", dependencies=COORDINATES)
async def draft_edition(
    agreement_id: UUID, page: CurrentPage, session: Transaction, caller: CurrentCaller, now: Now
) -> Response:
    """Draft a new edition, and lead on to its clauses."""
    form = await page.entered(EditionForm)
    if content := form.content:
        async with form.attempt(session):
            wanted = AmendmentWrite(valid_from=content.valid_from)
            made = await editions.amend_agreement(
                session, agreement_id, wanted, expected=content.version, caller=caller, now=now
            )
            return page.go(of_agreement(made.agreement.id, "clauses"), said="edition-drafted")
    return await _shown(page, session, agreement_id, form, caller)


async def _shown(
    page: WebPage, session: Transaction, agreement_id: UUID, form: Form[Any], caller: Caller
) -> Response:
    found = await agreements.get_agreement(session, agreement_id, caller=caller)
    return page.show("new_edition.html", form=form, **await frame(session, found.agreement))
