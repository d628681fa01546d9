"""Pages for a recipient without an account: the link's reference, the code, what was sent, and the answer.

Nothing is kept in the browser: the key of the one visit travels in each form, and the reference in the address opens
nothing without the code that came by another way. They work without JavaScript.
"""

import re
from datetime import date
from typing import Annotated, Any, Literal

from fastapi import Response
from pydantic import BeforeValidator, Field

from slussen_chassis.pages import CurrentPage, FormModel, WebPage, page_router
from slussen_chassis.web import Transaction
from slussen_contracts.codelists.names import PROFESSIONS
from slussen_contracts.referrals.api import Act, DeclineReason, Outcome, OutsideReferral
from slussen_referrals.domain.outside import MOST_WRONG_CODES, REFERENCE, Standing, link_id_of
from slussen_referrals.routes.outside import KEY, OutsideParts, key_in, seen_read
from slussen_referrals.use_cases import outside

HOME = "/referrals/pages/outside"
router = page_router("referrals", "/outside")


def _plain(written: Any) -> Any:
    """Return what was typed without the spaces and hyphens that people group it by, in small letters."""
    return re.sub(r"[\s-]", "", written).lower() if isinstance(written, str) else written


class ReferenceForm(FormModel):
    """The reference that stands in the letter."""

    reference: Annotated[str, BeforeValidator(_plain), Field(pattern=REFERENCE)]


class CodeForm(FormModel):
    """The code that came by another way than the link."""

    code: Annotated[str, BeforeValidator(_plain), Field(pattern=r"^\d{6}$")]


class ActForm(FormModel):
    """What the recipient answers."""

    key: Annotated[str, Field(pattern=KEY)]
    act: Literal["receive", "accept", "decline", "contact", "complete", "ask_information"]
    reason: DeclineReason | None = None
    outcome: Outcome | None = None
    follow_up: Literal["day", "none"] | None = None
    follow_up_on: date | None = None
    topics: tuple[Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,63}$")], ...] = ()

    @property
    def done(self) -> outside.Done:
        """What the act carries."""
        follow_up_on = None if self.follow_up == "none" else self.follow_up_on
        no_follow_up = self.follow_up == "none"
        return outside.Done(self.reason, self.outcome, follow_up_on, no_follow_up, self.topics)


@router.get("")
async def ask_for_reference(page: CurrentPage) -> Response:
    """Ask for the reference in the letter."""
    return page.show("outside/reference.html", form=page.form())


@router.post("")
async def take_reference(page: CurrentPage) -> Response:
    """Lead to the page of the reference."""
    form = await page.entered(ReferenceForm)
    if content := form.content:
        return page.go(f"{HOME}/{content.reference}")
    return page.show("outside/reference.html", form=form)


@router.post("/visit")
async def answer(page: CurrentPage, session: Transaction, out: OutsideParts) -> Response:
    """Do what the recipient answers, and show where it stands now."""
    form = await page.entered(ActForm)
    key = key_in(form.value("key"))
    said = None
    if content := form.content:
        async with form.attempt(session):
            await outside.act_outside(session, key, Act(content.act), content.done, out)
            said = content.act
    link, seen = await outside.see_visit(session, key, out)
    shown = page.form() if said else form
    until = link.visit_until
    return _visit(page, seen_read(seen, english=page.english), form.value("key"), until, shown, said)


@router.get("/{reference}")
async def ask_for_code(
    reference: str, page: CurrentPage, session: Transaction, out: OutsideParts
) -> Response:
    """Ask for the code, or say why the link opens nothing any more."""
    link = await outside.look_at_link(session, link_id_of(out.pepper, reference), out)
    return _code(page, reference, link.standing(out.now), page.form())


@router.post("/{reference}")
async def open_link(reference: str, page: CurrentPage, session: Transaction, out: OutsideParts) -> Response:
    """Open the link with its code and show what was sent; a wrong code is counted."""
    form = await page.entered(CodeForm)
    link_id = link_id_of(out.pepper, reference)
    if content := form.content:
        opened = await outside.open_link(session, (link_id, None), content.code, out)
        if opened is not None:
            link, visit, seen = opened
            read = seen_read(seen, english=page.english)
            return _visit(page, read, visit, link.visit_until, page.form(), None)
    link = await outside.look_at_link(session, link_id, out)
    if form.content:
        form.errors["code"] = page.t("outside.wrong-code", n=MOST_WRONG_CODES - link.wrong_codes)
    return _code(page, reference, link.standing(out.now), form)


def _code(page: WebPage, reference: str, standing: Standing, form: Any) -> Response:
    if standing is not Standing.READY:
        return page.show("outside/closed.html", standing=standing.value)
    return page.show("outside/code.html", path_here=f"{HOME}/{reference}", form=form)


def _visit(
    page: WebPage, referral: OutsideReferral, key: str, until: Any, form: Any, done: str | None
) -> Response:
    names = {code.value: (name.en if page.english else name.sv) for code, name in PROFESSIONS.items()}
    return page.show(
        "outside/visit.html",
        other_language_path=None,  # to change it would leave the visit, which has no address of its own
        referral=referral,
        names=names,
        key=key,
        until=until,
        form=form,
        done=done,
        reasons=[reason.value for reason in DeclineReason],
        outcomes=[outcome.value for outcome in Outcome if outcome is not Outcome.ADVICE_GIVEN],
    )
