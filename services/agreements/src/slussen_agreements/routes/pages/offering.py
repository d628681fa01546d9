"""What a centre offers and in which premises, against the county's profile."""

from typing import Any

from pydantic import Field
from starlette.responses import Response

from slussen_agreements.domain.profile_rules.words import label
from slussen_agreements.routes.answers import COORDINATES, READS
from slussen_agreements.routes.pages.centres import framed
from slussen_agreements.routes.pages.paths import of_centre
from slussen_agreements.routes.visits import AtCentre
from slussen_agreements.use_cases import offering
from slussen_chassis.pages import CurrentPage, Form, FormModel, WebPage, page_router
from slussen_contracts.agreements.codes import OfferKind, Stage
from slussen_contracts.agreements.offer import Offer, OfferWrite, PremisesWrite, Room
from slussen_contracts.agreements.steering import AgeRange
from slussen_contracts.identifiers import Activity

router = page_router("agreements", "/centres/{centre_id}/offer")

ROOM = "room."


class OfferForm(FormModel):
    """Something that the centre offers."""

    name: str = Field(min_length=1, max_length=200)
    kind: OfferKind
    activities: tuple[Activity, ...] = Field(min_length=1)
    stages: tuple[Stage, ...] = ()
    first_age: int | None = Field(default=None, ge=0, le=17)
    last_age: int | None = Field(default=None, ge=0, le=17)
    version: int


class RemovalForm(FormModel):
    """What is no longer offered."""

    key: str
    version: int


class PremisesForm(FormModel):
    """The premises' fixed part; rooms have names of their own, `room.<kind>`."""

    equal_access: str | None = None
    version: int


@router.get("", dependencies=READS)
async def show_offer(page: CurrentPage, visit: AtCentre) -> Response:
    """Show what the centre offers, and its premises."""
    return await _shown(page, visit)


@router.post("", dependencies=COORDINATES)
async def add_offer(page: CurrentPage, visit: AtCentre) -> Response:
    """Add something that the centre offers."""
    form = await page.entered(OfferForm)
    if content := form.content:
        async with form.attempt(visit.session):
            known = (await offering.offer(visit)).known.content
            new = _offer(content, {one.key for one in known.offers})
            await offering.enter_offer(
                visit, OfferWrite(offers=(*known.offers, new)), expected=content.version
            )
            return page.go(of_centre(visit.centre_id, "offer"), said="offer-stored")
    for name in [name for name in form.errors if name.startswith("offers.")]:
        form.errors["lastAge" if "ages" in name else "activities"] = form.errors.pop(name)
    return await _shown(page, visit, form=form)


@router.post("/removal", dependencies=COORDINATES)
async def remove_offer(page: CurrentPage, visit: AtCentre) -> Response:
    """Take away what is no longer offered."""
    form = await page.entered(RemovalForm)
    if content := form.content:
        async with form.attempt(visit.session):
            known = (await offering.offer(visit)).known.content
            kept = tuple(one for one in known.offers if one.key != content.key)
            await offering.enter_offer(visit, OfferWrite(offers=kept), expected=content.version)
            return page.go(of_centre(visit.centre_id, "offer"), said="offer-stored")
    return await _shown(page, visit, form=form)


@router.post("/premises", dependencies=COORDINATES)
async def enter_premises(page: CurrentPage, visit: AtCentre) -> Response:
    """Store the premises."""
    form = await page.entered(PremisesForm)
    if content := form.content:
        async with form.attempt(visit.session):
            counts = {room: count for room, count in form.named(ROOM).items() if count.isdigit()}
            wanted = PremisesWrite(
                rooms=tuple(
                    Room(room=room, count=min(int(count[:4]), 500)) for room, count in counts.items()
                ),
                equal_access=content.equal_access is not None,
            )
            await offering.enter_premises(visit, wanted, expected=content.version)
            return page.go(of_centre(visit.centre_id, "offer"), said="premises-stored")
    return await _shown(page, visit, premises_form=form)


def _offer(content: OfferForm, taken: set[str]) -> Offer:
    number = next(n for n in range(1, len(taken) + 2) if f"{content.kind.value}_{n}" not in taken)
    ages = None
    if content.first_age is not None or content.last_age is not None:
        first = content.first_age or 0
        ages = AgeRange(first=first, last=first if content.last_age is None else content.last_age)
    return Offer(
        key=f"{content.kind.value}_{number}",
        name=content.name,
        kind=content.kind,
        activities=content.activities,
        stages=content.stages,
        ages=ages,
    )


def _words(page: WebPage, room: str) -> str:
    known = label(room)
    return known.en if page.english else known.sv


async def _shown(page: WebPage, visit: AtCentre, **forms: Form[Any]) -> Response:
    offer = await offering.offer(visit)
    premises = await offering.premises(visit)
    rooms = {one.room: one.count for one in premises.known.content.rooms}
    least = {one.room.key: one.count for one in premises.rule.minimum}
    asked = [(room, _words(page, room), least.get(room)) for room in dict.fromkeys([*least, *rooms])]
    values: dict[str, object] = {f"{ROOM}{room}": count for room, count in rooms.items()}
    values["equalAccess"] = "yes" if premises.known.content.equal_access else None
    framing = await framed(visit)
    shown: dict[str, Any] = {"form": page.form(), "premises_form": page.form(values), **forms}
    activities = sorted({entry.activity.value for entry in framing["centre"].activities})
    return page.show(
        "offer.html",
        offer=offer,
        premises=premises,
        rooms=rooms,
        rooms_asked=asked,
        activities=activities,
        **shown,
        **framing,
    )
