"""Pages for a private person: own consents, one act to answer or withdraw, receipts, and who has looked."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from fastapi import Query
from sqlmodel.ext.asyncio.session import AsyncSession
from starlette.responses import Response

from slussen_chassis.auth import Caller
from slussen_chassis.pages import CurrentPage, Form, FormModel, WebPage, page_router
from slussen_chassis.web import CurrentCaller, Now, Transaction, requires
from slussen_consent.domain.child_label import LONGEST
from slussen_consent.domain.own_view import OwnAnswer
from slussen_consent.domain.positions import PositionValue
from slussen_consent.receipt_texts import receipt_texts
from slussen_consent.routes.own_reading import accesses_read, own_consent_read, own_places, withheld_read
from slussen_consent.routes.parts import Parts
from slussen_consent.routes.receipts import InLanguage
from slussen_consent.use_cases import child_labels, own, receipts
from slussen_consent.use_cases.child_labels import OwnChild
from slussen_consent.use_cases.own import OwnConsent
from slussen_consent.use_cases.receipt_pdf import facts_of
from slussen_consent.words import LANGUAGES, Words, words
from slussen_contracts.consent import api, scopes

HOME = "/consent/pages/own"
router = page_router("consent", "/own")
OWN = [requires(scopes.OWN)]


class AnswerForm(FormModel):
    """An answer as a form."""

    value: Literal["yes", "no", "partial"]
    lines: tuple[int, ...] = ()
    understood: Literal["yes"] | None = None
    version: int


class WithdrawalForm(FormModel):
    """A withdrawal as a form."""

    version: int


class LabelForm(FormModel):
    """What to call a child as a form; its one field is named by the child, since a page may hold several forms."""


@router.get("", dependencies=OWN)
async def show_own_consents(
    page: CurrentPage, session: Transaction, parts: Parts, person: CurrentCaller, now: Now
) -> Response:
    """Show all that the person may see, and what is withheld and why."""
    return await _list(page, session, parts, person, now)


@router.get("/children/{child_id}/label", dependencies=OWN)
async def show_child_label(child_id: UUID, page: CurrentPage) -> Response:  # noqa: ARG001 - whichever child
    """Go to the list, whose form leads here: somebody changed the language, or came back by the address."""
    return page.go(HOME)


@router.post("/children/{child_id}/label", dependencies=OWN)
async def name_child(
    child_id: UUID,
    page: CurrentPage,
    session: Transaction,
    parts: Parts,
    person: CurrentCaller,
    now: Now,
) -> Response:
    """Keep what the person calls a child, or take it away; nobody else ever sees it."""
    form = await page.entered(LabelForm)
    field = _label_field(child_id)
    async with form.attempt(session, label=field):
        label = await child_labels.name_child(
            session, child_id, form.value(field), person=person, vault=parts.vault, now=now
        )
        return page.go(HOME, said="unnamed" if label is None else "named")
    return await _list(page, session, parts, person, now, refused={field: form})


@router.get("/log", dependencies=OWN)
async def show_own_log(
    page: CurrentPage,
    session: Transaction,
    parts: Parts,
    person: CurrentCaller,
    now: Now,
    subject: UUID = Query(),
) -> Response:
    """Show who has looked at what concerns a person."""
    found = await own.list_accesses(session, subject, person=person, now=now)
    items = await accesses_read(found, parts.register, _words(page))
    return page.show("own/log.html", items=items)


@router.get("/{consent_id}", dependencies=OWN)
async def show_own_consent(
    consent_id: UUID,
    page: CurrentPage,
    session: Transaction,
    parts: Parts,
    person: CurrentCaller,
    now: Now,
) -> Response:
    """Show one consent, what an answer leads to, and the forms to change or withdraw it."""
    found = await own.get_own(session, consent_id, person=person, now=now)
    position = found.position
    chosen: dict[str, object] = {
        "value": None if position.value is PositionValue.NOT_ASKED else position.value.value
    }
    child = await _child(session, parts, found, person, now)
    return await _consent(page, parts, found, child, page.form(chosen))


@router.post("/{consent_id}", dependencies=OWN)
async def answer_own_consent(
    consent_id: UUID,
    page: CurrentPage,
    session: Transaction,
    parts: Parts,
    person: CurrentCaller,
    now: Now,
) -> Response:
    """Change the person's answer."""
    form = await page.entered(AnswerForm)
    if content := form.content:
        async with form.attempt(session, consequencesUnderstood="understood"):
            lines = content.lines if content.value == "partial" else ()
            given = OwnAnswer(PositionValue(content.value), lines, content.understood == "yes")
            await own.answer_own(session, consent_id, given, person=person, expected=content.version, now=now)
            return page.go(f"{HOME}/{consent_id}", said="answered")
    found = await own.get_own(session, consent_id, person=person, now=now)
    child = await _child(session, parts, found, person, now)
    return await _consent(page, parts, found, child, form)


@router.post("/{consent_id}/withdrawal", dependencies=OWN)
async def withdraw_own_consent(
    consent_id: UUID,
    page: CurrentPage,
    session: Transaction,
    parts: Parts,
    person: CurrentCaller,
    now: Now,
) -> Response:
    """Withdraw the consent by this one act."""
    form = await page.entered(WithdrawalForm)
    if content := form.content:
        async with form.attempt(session):
            await own.withdraw_own(session, consent_id, person=person, expected=content.version, now=now)
            return page.go(f"{HOME}/{consent_id}", said="withdrawn")
    found = await own.get_own(session, consent_id, person=person, now=now)
    child = await _child(session, parts, found, person, now)
    return await _consent(page, parts, found, child, form)


@router.get("/{consent_id}/receipt", dependencies=OWN)
async def show_own_receipt(  # noqa: PLR0913, PLR0917 - what a route is given
    consent_id: UUID,
    page: CurrentPage,
    session: Transaction,
    parts: Parts,
    person: CurrentCaller,
    now: Now,
    language: InLanguage = "sv",
) -> Response:
    """Show the receipt in a language, from right to left where it is written so."""
    found = await own.get_own(session, consent_id, person=person, now=now)
    receipt = await receipts.receipt_of(found.record, found.position, language, resources=parts)
    texts = receipt_texts(language)
    return page.show(
        "own/receipt.html",
        receipt=receipt,
        r=texts,
        facts=list(facts_of(receipt, texts, words(language))),
        consent_id=consent_id,
    )


async def _list(
    page: WebPage,
    session: AsyncSession,
    parts: Parts,
    person: Caller,
    now: datetime,
    *,
    refused: Mapping[str, Form[Any]] | None = None,
) -> Response:
    found = await own.list_own(session, person=person, now=now)
    children = await child_labels.own_children(
        session, found.shown, person=person, vault=parts.vault, now=now
    )
    places = await own_places(parts.register, found.shown, {one.authority_id for one in found.withheld})
    language = _words(page)
    items = [own_consent_read(one, places, language) for one in found.shown]
    refused = refused or {}
    return page.show(
        "own/list.html",
        items=items,
        withheld=[withheld_read(one, places, language) for one in found.withheld],
        children=children,
        naming=_naming(page, items, children, refused),
        form=next(iter(refused.values()), page.form()),
        labels=dict.fromkeys(refused, page.t("label.field")),
        longest=LONGEST,
    )


def _naming(
    page: WebPage,
    items: Sequence[api.OwnConsentRead],
    children: Mapping[UUID, OwnChild],
    refused: Mapping[str, Form[Any]],
) -> dict[UUID, Form[Any]]:
    """Return the form to name each child, by the first consent about it."""
    first = {children[one.subject_id]: one.id for one in reversed(items) if one.subject_id in children}
    forms = {}
    for child, consent_id in first.items():
        field = _label_field(child.id)
        forms[consent_id] = refused.get(field) or page.form({field: child.label})
    return forms


def _label_field(child_id: UUID) -> str:
    return f"label-{child_id}"


async def _child(
    session: AsyncSession, parts: Parts, found: OwnConsent, person: Caller, now: datetime
) -> OwnChild | None:
    children = await child_labels.own_children(session, [found], person=person, vault=parts.vault, now=now)
    return children.get(found.record.consent.subject_id)


async def _consent(
    page: WebPage, parts: Parts, found: OwnConsent, child: OwnChild | None, form: Any
) -> Response:
    places = await own_places(parts.register, [found])
    item = own_consent_read(found, places, _words(page))
    return page.show("own/consent.html", item=item, child=child, form=form, languages=LANGUAGES)


def _words(page: WebPage) -> Words:
    return words("en" if page.english else "sv")
