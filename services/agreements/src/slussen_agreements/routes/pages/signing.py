"""To read an agreement as it is to be signed, and to sign or reject exactly that."""

from typing import Any
from uuid import UUID

from fastapi import Request
from pydantic import Field
from starlette.responses import Response

from slussen_agreements.domain.agreement import missing
from slussen_agreements.domain.assurance import level_of
from slussen_agreements.routes.answers import READS, SIGNS
from slussen_agreements.routes.means import Sealer
from slussen_agreements.routes.pages.agreements import frame, possible
from slussen_agreements.routes.pages.paths import of_agreement
from slussen_agreements.use_cases import agreements, signing
from slussen_chassis.errors import FieldProblem, InvalidError
from slussen_chassis.pages import CurrentPage, Form, FormModel, WebPage, page_router
from slussen_chassis.web import CurrentCaller, Now, Transaction
from slussen_contracts.agreements.api import SignatureWrite
from slussen_contracts.agreements.lifecycle import RejectionWrite

router = page_router("agreements", "/agreements")


class SignForm(FormModel):
    """The signature: the digest of what was read, as which party, and that it was read."""

    digest: str = Field(pattern=r"^[0-9a-f]{64}$")
    role: str | None = None
    has_read: str | None = None


class RejectForm(FormModel):
    """The rejection of what was read, and why."""

    digest: str = Field(pattern=r"^[0-9a-f]{64}$")
    role: str | None = None
    reason: str = Field(min_length=1, max_length=2000)


@router.get("/{agreement_id}/reading", dependencies=READS)
async def read_agreement(
    agreement_id: UUID, request: Request, page: CurrentPage, session: Transaction, caller: CurrentCaller
) -> Response:
    """Show the whole agreement, and below it where to sign."""
    return await _shown(page, session, agreement_id, caller, request=request)


@router.post("/{agreement_id}/signature", dependencies=SIGNS)
async def sign(  # noqa: PLR0913 - what the route takes
    agreement_id: UUID,
    *,
    request: Request,
    page: CurrentPage,
    session: Transaction,
    caller: CurrentCaller,
    now: Now,
    sealer: Sealer,
) -> Response:
    """Sign for the caller's authority what was read."""
    form = await page.entered(SignForm)
    if content := form.content:
        async with form.attempt(session):
            if content.has_read is None:
                raise InvalidError(
                    FieldProblem(
                        "hasRead", "required", "kryssa i att du läst avtalet", "tick that you have read it"
                    )
                )
            await agreements.sign_agreement(
                session,
                agreement_id,
                SignatureWrite(digest=content.digest, role=content.role),
                expected=None,
                caller=caller,
                now=now,
                assurance=_assurance(request),
                sealer=sealer,
            )
            return page.go(of_agreement(agreement_id), said="signed")
    return await _shown(page, session, agreement_id, caller, request=request, form=form)


@router.post("/{agreement_id}/rejection", dependencies=SIGNS)
async def reject(
    agreement_id: UUID,
    *,
    request: Request,
    page: CurrentPage,
    session: Transaction,
    caller: CurrentCaller,
    now: Now,
) -> Response:
    """Reject for the caller's authority what was read."""
    form = await page.entered(RejectForm)
    if content := form.content:
        async with form.attempt(session):
            wanted = RejectionWrite(digest=content.digest, role=content.role, reason=content.reason)
            await signing.reject_agreement(
                session, agreement_id, wanted, expected=None, caller=caller, now=now
            )
            return page.go(of_agreement(agreement_id), said="rejected")
    return await _shown(page, session, agreement_id, caller, request=request, rejection=form)


async def _shown(  # noqa: PLR0913 - what the page is made of
    page: WebPage,
    session: Transaction,
    agreement_id: UUID,
    caller: CurrentCaller,
    *,
    request: Request,
    form: Form[Any] | None = None,
    rejection: Form[Any] | None = None,
) -> Response:
    found = await agreements.get_agreement(session, agreement_id, caller=caller)
    agreement = found.agreement
    own = [party for party in missing(agreement, ()).signatures if party.authority_id == caller.authority_id]
    wanted = _assurance(request)
    return page.show(
        "reading.html",
        form=form or page.form(),
        rejection=rejection or page.form(),
        ruled=found,
        labels={clause.key: clause.sv for clause in found.required},
        possible=possible(found, caller),
        own_parties=own,
        roles=[(party.role, page.t.named("role", party.role)) for party in own],
        is_sure_enough=level_of(caller.assurance_level) >= level_of(wanted),
        wanted_level=level_of(wanted),
        login_again=page.login_path(wanted, of_agreement(agreement_id, "reading")),
        **await frame(session, agreement),
    )


def _assurance(request: Request) -> str:
    wanted: str = request.app.state.settings.signing_assurance_level
    return wanted
