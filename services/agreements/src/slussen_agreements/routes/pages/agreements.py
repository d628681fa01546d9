"""The agreements that the reader may see, and one of them: what it lacks, who has signed, what can be done."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from starlette.responses import Response

from slussen_agreements.domain.agreement import Agreement, missing
from slussen_agreements.domain.attention import is_turn_of
from slussen_agreements.domain.edition_terms import limit_wording
from slussen_agreements.domain.lifecycle import IN_FORCE, OPEN_STATUSES
from slussen_agreements.repository import register
from slussen_agreements.routes.answers import COORDINATES, READS
from slussen_agreements.routes.pages.paths import of_agreement
from slussen_agreements.use_cases import agreements, editions, notices, signing
from slussen_agreements.use_cases.access import RuledAgreement, names_of
from slussen_chassis.auth import Caller
from slussen_chassis.pages import CurrentPage, FormModel, WebPage, page_router
from slussen_chassis.web import CurrentCaller, Now, PageRequest, Transaction
from slussen_contracts.agreements import scopes
from slussen_contracts.agreements.api import AgreementStatus

router = page_router("agreements", "/agreements")

MOST = PageRequest(200, 0)


class VersionForm(FormModel):
    """A button that does something to the version that is shown."""

    version: int


@dataclass(frozen=True, slots=True)
class Possible:
    """What the reader can do with an agreement as it is."""

    fill: bool
    sign: bool
    activate: bool
    give_notice: bool
    amend: bool


@router.get("", dependencies=READS)
async def list_agreements(page: CurrentPage, session: Transaction, caller: CurrentCaller) -> Response:
    """List the agreements that the reader may see."""
    found = await agreements.list_agreements(session, MOST, centre_id=None, caller=caller)
    places = await places_of(session, [one.agreement for one in found])
    return page.show("agreements.html", found=found, places=places, missing=missing)


@router.get("/{agreement_id}", dependencies=READS)
async def show_agreement(
    agreement_id: UUID, page: CurrentPage, session: Transaction, caller: CurrentCaller, now: Now
) -> Response:
    """Show an agreement."""
    found = await agreements.get_agreement(session, agreement_id, caller=caller)
    return await whole_page(page, session, found, caller=caller, now=now, form=page.form())


@router.post("/{agreement_id}/activation", dependencies=COORDINATES)
async def activate(
    agreement_id: UUID, page: CurrentPage, session: Transaction, caller: CurrentCaller, now: Now
) -> Response:
    """Put an agreement into force."""
    form = await page.entered(VersionForm)
    if content := form.content:
        async with form.attempt(session):
            await agreements.activate_agreement(
                session, agreement_id, expected=content.version, caller=caller, now=now
            )
            return page.go(of_agreement(agreement_id), said="activated")
    found = await agreements.get_agreement(session, agreement_id, caller=caller)
    return await whole_page(page, session, found, caller=caller, now=now, form=form)


async def whole_page(
    page: WebPage, session: Transaction, found: RuledAgreement, *, caller: Caller, now: Now, form: Any
) -> Response:
    """Show all about an agreement."""
    agreement = found.agreement
    seen = {"caller": caller}
    terms = await signing.get_terms(session, agreement.id, on=None, **seen, now=now)
    return page.show(
        "agreement.html",
        form=form,
        ruled=found,
        lacking=missing(agreement, found.required),
        possible=possible(found, caller),
        terms=terms,
        time_limits=[limit_wording(limit) for limit in agreement.terms.referral_time_limits],
        given=(await notices.list_notices(session, agreement.id, **seen)).notices,
        editions=await editions.list_editions(session, agreement.id, **seen),
        **await frame(session, agreement),
    )


async def frame(session: Transaction, agreement: Agreement) -> dict[str, Any]:
    """Return what every page about an agreement shows: its place and the names of its parties."""
    return {
        "agreement": agreement,
        "place": (await places_of(session, [agreement])).get(agreement.id),
        "names": await names_of(session, agreement),
    }


async def places_of(session: Transaction, found: list[Agreement]) -> dict[UUID, str]:
    """Return what each agreement is for: the name of its centre."""
    centres = await register.centres(session, {one.centre_id for one in found if one.centre_id})
    return {one.id: centres[one.centre_id].name for one in found if one.centre_id}


def coordinates(caller: Caller) -> bool:
    """Tell whether a caller keeps what is entered about centres and prepares agreements."""
    return not caller.scopes.isdisjoint({scopes.COORDINATE, scopes.ADMINISTER})


def possible(found: RuledAgreement, caller: Caller) -> Possible:
    """Return what the reader can do with an agreement as it is."""
    agreement, lacking = found.agreement, missing(found.agreement, found.required)
    prepares = coordinates(caller)
    signs = scopes.SIGN in caller.scopes
    is_open = agreement.status in OPEN_STATUSES
    is_party = caller.authority_id in agreement.party_authority_ids
    unsigned = not agreement.standing_signatures or agreement.is_rejected
    return Possible(
        fill=prepares and is_open and unsigned,
        sign=signs
        and is_open
        and not lacking.clauses
        and is_turn_of(agreement, caller.authority_id)
        and not agreement.is_rejected,
        activate=prepares and is_open and lacking.nothing,
        give_notice=signs and agreement.status in IN_FORCE and (is_party or caller.authority_id is None),
        amend=prepares and agreement.status is AgreementStatus.ACTIVE,
    )
