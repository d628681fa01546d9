"""The developer portal: systems of one's authority, registered by developers and decided on by administrators."""

from collections.abc import Awaitable, Callable
from typing import Annotated, Any, Final, Literal, get_args
from uuid import UUID

import orjson
from fastapi import Request
from pydantic import Field
from starlette.responses import Response

from slussen_chassis.errors import FieldProblem, InvalidError
from slussen_chassis.pages import CurrentPage, Form, FormModel, WebPage, page_router
from slussen_chassis.web import CurrentCaller, Now, PageRequest, Transaction, requires
from slussen_contracts.integration.clients import ClientCreate, ClientLevel, ClientScope
from slussen_contracts.integration.scopes import APPROVE_CLIENTS, READ_CLIENTS, REGISTER_CLIENTS
from slussen_gateway.integration.domain.clients import Client
from slussen_gateway.integration.use_cases import clients

PATH: Final = "/integration/pages/clients"
READS = [requires(READ_CLIENTS)]
REGISTERS = [requires(REGISTER_CLIENTS)]
DECIDES = [requires(APPROVE_CLIENTS)]
SHOWN: Final = 100

router = page_router("integration", "/clients")


class RegisterForm(FormModel):
    """A system to register."""

    name: Annotated[str, Field(max_length=100)]
    client_id: Annotated[str | None, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]{1,99}$")] = None
    public_key: Annotated[str | None, Field(max_length=4000)] = None
    scopes: Annotated[list[ClientScope], Field(min_length=1)]
    level: ClientLevel = "baseline"


class AskForm(FormModel):
    """What more a system is to be allowed."""

    scopes: Annotated[list[ClientScope], Field(min_length=1)]


class DecisionForm(FormModel):
    """A decision about a system."""

    act: Literal["approve", "refuse", "suspend", "resume", "revoke"]
    reason: Annotated[str | None, Field(max_length=500)] = None


@router.get("", dependencies=READS)
async def show_clients(page: CurrentPage, session: Transaction, caller: CurrentCaller) -> Response:
    """Show the authority's systems, and the form to register one."""
    return await _list(page, session, caller, page.form({"level": "baseline"}))


async def _list(page: WebPage, session: Transaction, caller: CurrentCaller, form: Form[Any]) -> Response:
    found = await clients.list_clients(session, PageRequest(SHOWN, 0), caller=caller)
    return page.show(
        "clients.html",
        clients=found[:SHOWN],
        form=form,
        scope_options=[(scope, scope) for scope in get_args(ClientScope)],
        may_register=page.may(REGISTER_CLIENTS),
    )


@router.post("", dependencies=REGISTERS)
async def register_client(
    page: CurrentPage, request: Request, session: Transaction, caller: CurrentCaller, now: Now
) -> Response:
    """Register a system."""
    form = await page.entered(RegisterForm)
    if content := form.content:
        async with form.attempt(session):
            wanted = ClientCreate(
                name=content.name,
                client_id=content.client_id,
                public_key=_key(content.public_key),
                scopes=content.scopes,
                level=content.level,
            )
            settings = request.app.state.settings
            client = await clients.register_client(session, wanted, settings=settings, caller=caller, now=now)
            return page.go(f"{PATH}/{client.id}", said="client-registered")
    return await _list(page, session, caller, form)


def _key(entered: str | None) -> dict[str, Any] | None:
    if entered is None:
        return None
    try:
        found = orjson.loads(entered)
    except orjson.JSONDecodeError:
        found = None
    if not isinstance(found, dict):
        raise InvalidError(
            FieldProblem("publicKey", "json", "ska vara JSON (ett JWK)", "must be JSON (a JWK)")
        )
    return found


@router.get("/{client_id}", dependencies=READS)
async def show_client(
    client_id: UUID, page: CurrentPage, session: Transaction, caller: CurrentCaller
) -> Response:
    """Show one system, and what can be done with it."""
    return _one(page, await clients.get_client(session, client_id, caller=caller), page.form())


def _one(page: WebPage, client: Client, form: Form[Any]) -> Response:
    known = client.scopes | client.wanted
    return page.show(
        "client.html",
        client=client,
        form=form,
        scope_options=[(scope, scope) for scope in get_args(ClientScope) if scope not in known],
        may_register=page.may(REGISTER_CLIENTS) and client.state not in {"revoked", "refused"},
        may_decide=page.may(APPROVE_CLIENTS),
    )


@router.post("/{client_id}/scopes", dependencies=REGISTERS)
async def ask_for_scopes(
    client_id: UUID,
    page: CurrentPage,
    request: Request,
    session: Transaction,
    caller: CurrentCaller,
    now: Now,
) -> Response:
    """Ask for more."""
    form = await page.entered(AskForm)
    if content := form.content:
        async with form.attempt(session):
            settings = request.app.state.settings
            await clients.ask_for_scopes(
                session, client_id, content.scopes, settings=settings, caller=caller, now=now
            )
            return page.go(f"{PATH}/{client_id}", said="client-asked")
    return _one(page, await clients.get_client(session, client_id, caller=caller), form)


@router.post("/{client_id}/decision", dependencies=DECIDES)
async def decide(
    client_id: UUID, page: CurrentPage, session: Transaction, caller: CurrentCaller, now: Now
) -> Response:
    """Approve, refuse, suspend, let in again or end."""
    form = await page.entered(DecisionForm)
    if content := form.content:
        async with form.attempt(session):
            await _decided(content)(session, client_id, caller=caller, now=now)
            return page.go(f"{PATH}/{client_id}", said="client-decided")
    return _one(page, await clients.get_client(session, client_id, caller=caller), form)


def _decided(content: DecisionForm) -> Callable[..., Awaitable[Client]]:
    """Return the act, with its reason where it needs one.

    Raises:
        InvalidError: A reason is missing.
    """
    if content.act in {"approve", "resume"}:
        return {"approve": clients.approve_client, "resume": clients.resume_client}[content.act]
    reason = content.reason
    if reason is None:
        raise InvalidError(FieldProblem("reason", "missing", "skriv ett skäl", "write a reason"))
    acts = {
        "refuse": clients.refuse_client,
        "suspend": clients.suspend_client,
        "revoke": clients.revoke_client,
    }

    async def act(session: Any, client_id: UUID, **more: Any) -> Client:
        return await acts[content.act](session, client_id, reason, **more)

    return act
