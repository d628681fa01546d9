"""To give notice: first what would follow from it, then the notice itself."""

from datetime import date
from typing import Any, Literal
from uuid import UUID

from starlette.responses import Response

from slussen_agreements.routes.answers import SIGNS
from slussen_agreements.routes.pages.agreements import frame
from slussen_agreements.routes.pages.paths import of_agreement
from slussen_agreements.use_cases import agreements, notices, signing
from slussen_chassis.auth import Caller
from slussen_chassis.pages import CurrentPage, Form, FormModel, WebPage, page_router
from slussen_chassis.web import CurrentCaller, Now, Transaction
from slussen_contracts.agreements.lifecycle import NoticeWrite

router = page_router("agreements", "/agreements")


class NoticeForm(FormModel):
    """Notice as the party gives it; `step` tells whether its consequence has been shown."""

    given_on: date
    form: Literal["written", "oral"]
    last_day: date | None = None
    authority_id: UUID | None = None
    version: int
    step: Literal["look", "give"] = "look"

    def wanted(self) -> NoticeWrite:
        """Return it as the use case takes it."""
        return NoticeWrite(
            given_on=self.given_on, form=self.form, last_day=self.last_day, authority_id=self.authority_id
        )


@router.get("/{agreement_id}/notice", dependencies=SIGNS)
async def show_notice(
    agreement_id: UUID, page: CurrentPage, session: Transaction, caller: CurrentCaller, now: Now
) -> Response:
    """Show the form for giving notice."""
    form = page.form({"givenOn": page.today, "form": "written"})
    return await _shown(page, session, agreement_id, form, caller=caller, now=now)


@router.post("/{agreement_id}/notice", dependencies=SIGNS)
async def give_notice(
    agreement_id: UUID, page: CurrentPage, session: Transaction, caller: CurrentCaller, now: Now
) -> Response:
    """Show the last day that would follow, or give notice once that has been seen."""
    form = await page.entered(NoticeForm)
    last_day: date | None = None
    if content := form.content:
        async with form.attempt(session):
            wanted = content.wanted()
            if content.step == "give":
                await notices.give_notice(
                    session, agreement_id, wanted, expected=content.version, caller=caller, now=now
                )
                return page.go(of_agreement(agreement_id), said="notice-given")
            last_day = await notices.last_day_after(session, agreement_id, wanted, caller=caller, now=now)
    return await _shown(page, session, agreement_id, form, caller=caller, now=now, last_day=last_day)


async def _shown(  # noqa: PLR0913 - what the page is made of
    page: WebPage,
    session: Transaction,
    agreement_id: UUID,
    form: Form[Any],
    *,
    caller: Caller,
    now: Now,
    last_day: date | None = None,
) -> Response:
    found = await agreements.get_agreement(session, agreement_id, caller=caller)
    terms = await signing.get_terms(session, agreement_id, on=None, caller=caller, now=now)
    framing = await frame(session, found.agreement)
    return page.show(
        "notice.html",
        form=form,
        terms=terms,
        last_day=last_day,
        for_others=caller.authority_id is None,
        parties=[(str(key), name) for key, name in framing["names"].items()],
        **framing,
    )
