"""Pages that are open to all: the table of rules, and the verification of a receipt."""

from typing import Any

import orjson
from pydantic import Field
from starlette.responses import Response

from slussen_chassis.clock import local_day
from slussen_chassis.errors import FieldProblem, InvalidError
from slussen_chassis.pages import CurrentPage, FormModel, page_router
from slussen_chassis.web import Now
from slussen_consent.routes.parts import Parts
from slussen_consent.routes.receipts import verified_read
from slussen_consent.rules_shown import shown_rules
from slussen_consent.use_cases import receipts

router = page_router("consent")


class ReceiptForm(FormModel):
    """A receipt that somebody has pasted."""

    receipt: str = Field(max_length=200_000)


@router.get("/rules")
async def show_rules(page: CurrentPage, now: Now) -> Response:
    """Show the table that runs."""
    return page.show("rules.html", rules=shown_rules(local_day(now), english=page.english))


@router.get("/receipts")
async def show_verification(page: CurrentPage) -> Response:
    """Show the form to verify a receipt."""
    return page.show("verify.html", form=page.form(), found=None)


@router.post("/receipts")
async def verify_receipt(page: CurrentPage, parts: Parts) -> Response:
    """Verify a receipt, and say what was found beside what was pasted."""
    form = await page.entered(ReceiptForm)
    found = None
    if content := form.content:
        try:
            found = verified_read(
                receipts.verify_receipt(_read(content.receipt), parts.receipt_keys), english=page.english
            )
        except InvalidError as error:
            form.refuse(error)
    return page.show("verify.html", form=form, found=found)


def _read(text: str) -> dict[str, Any]:
    try:
        found = orjson.loads(text)
    except orjson.JSONDecodeError:
        found = None
    if not isinstance(found, dict):
        raise InvalidError(
            FieldProblem("receipt", "json", "Texten är inget kvitto.", "The text is no receipt.")
        )
    return found
