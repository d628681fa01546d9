"""Systems that connect, over HTTP: registered, asked for, decided on."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path, Request, Response

from slussen_chassis.transaction import TransactionRoute
from slussen_chassis.web import CurrentCaller, Now, Page, Paging, Transaction, requires, set_etag
from slussen_contracts.integration.clients import (
    ApprovalWrite,
    ClientCreate,
    ClientRead,
    ReasonWrite,
    ScopesWrite,
)
from slussen_contracts.integration.scopes import APPROVE_CLIENTS, READ_CLIENTS, REGISTER_CLIENTS
from slussen_gateway.integration.domain.clients import Client
from slussen_gateway.integration.use_cases import clients

PREFIX = "/integration/v1"
REGISTERS = [requires(REGISTER_CLIENTS)]
DECIDES = [requires(APPROVE_CLIENTS)]
READS = [requires(READ_CLIENTS)]

router = APIRouter(prefix=PREFIX, tags=["clients"], route_class=TransactionRoute)

Id = Annotated[UUID, Path(description="Systemets id här. / The system's id here.")]


@router.post("/clients", operation_id="registerClient", status_code=201, dependencies=REGISTERS)
async def register_client(
    wanted: ClientCreate,
    request: Request,
    response: Response,
    session: Transaction,
    caller: CurrentCaller,
    now: Now,
) -> ClientRead:
    """Registrera ett system. Det som inte rör någons uppgifter ges genast; resten beslutar huvudmannen om.

    / Register a system. What holds no data of anyone is given at once; the authority decides on the rest.
    """
    settings = request.app.state.settings
    client = await clients.register_client(session, wanted, settings=settings, caller=caller, now=now)
    response.headers["Location"] = f"{PREFIX}/clients/{client.id}"
    return _read(client, response)


@router.get("/clients", operation_id="listClients", dependencies=READS)
async def list_clients(session: Transaction, page: Paging, caller: CurrentCaller) -> Page[ClientRead]:
    """Lista huvudmannens system, de nyaste först. / List the authority's systems, the newest first."""
    found = await clients.list_clients(session, page, caller=caller)
    return Page[ClientRead].of([client_read(client) for client in found], page)


@router.get("/clients/{client_id}", operation_id="getClient", dependencies=READS)
async def get_client(
    client_id: Id, response: Response, session: Transaction, caller: CurrentCaller
) -> ClientRead:
    """Visa ett system. / Show a system."""
    return _read(await clients.get_client(session, client_id, caller=caller), response)


@router.post("/clients/{client_id}/scopes", operation_id="askForScopes", dependencies=REGISTERS)
async def ask_for_scopes(  # noqa: PLR0913 - what the route takes
    client_id: Id,
    wanted: ScopesWrite,
    *,
    request: Request,
    response: Response,
    session: Transaction,
    caller: CurrentCaller,
    now: Now,
) -> ClientRead:
    """Be om mer åtkomst för ett system. / Ask for more that a system is to be allowed."""
    settings = request.app.state.settings
    asked = await clients.ask_for_scopes(
        session, client_id, wanted.scopes, settings=settings, caller=caller, now=now
    )
    return _read(asked, response)


@router.post("/clients/{client_id}/approval", operation_id="approveClient", dependencies=DECIDES)
async def approve_client(
    client_id: Id,
    wanted: ApprovalWrite,  # noqa: ARG001  an empty body says it
    response: Response,
    session: Transaction,
    caller: CurrentCaller,
    now: Now,
) -> ClientRead:
    """Godkänn det som har begärts; inte av den som begärde. / Approve what is asked for, not by who asked."""
    return _read(await clients.approve_client(session, client_id, caller=caller, now=now), response)


@router.post("/clients/{client_id}/refusal", operation_id="refuseClient", dependencies=DECIDES)
async def refuse_client(
    client_id: Id,
    wanted: ReasonWrite,
    response: Response,
    session: Transaction,
    caller: CurrentCaller,
    now: Now,
) -> ClientRead:
    """Avslå det som har begärts, med skäl. / Refuse what is asked for, with a reason."""
    refused = await clients.refuse_client(session, client_id, wanted.reason, caller=caller, now=now)
    return _read(refused, response)


@router.post("/clients/{client_id}/suspension", operation_id="suspendClient", dependencies=DECIDES)
async def suspend_client(
    client_id: Id,
    wanted: ReasonWrite,
    response: Response,
    session: Transaction,
    caller: CurrentCaller,
    now: Now,
) -> ClientRead:
    """Stäng av ett system tills vidare. / Shut a system out until further notice."""
    suspended = await clients.suspend_client(session, client_id, wanted.reason, caller=caller, now=now)
    return _read(suspended, response)


@router.delete("/clients/{client_id}/suspension", operation_id="resumeClient", dependencies=DECIDES)
async def resume_client(
    client_id: Id, response: Response, session: Transaction, caller: CurrentCaller, now: Now
) -> ClientRead:
    """Släpp in ett avstängt system igen. / Let a suspended system in again."""
    return _read(await clients.resume_client(session, client_id, caller=caller, now=now), response)


@router.post("/clients/{client_id}/revocation", operation_id="revokeClient", dependencies=DECIDES)
async def revoke_client(
    client_id: Id,
    wanted: ReasonWrite,
    response: Response,
    session: Transaction,
    caller: CurrentCaller,
    now: Now,
) -> ClientRead:
    """Avsluta ett systems åtkomst för gott. / End a system's access for good."""
    revoked = await clients.revoke_client(session, client_id, wanted.reason, caller=caller, now=now)
    return _read(revoked, response)


def _read(client: Client, response: Response) -> ClientRead:
    set_etag(response, client.version)
    return client_read(client)


def client_read(client: Client) -> ClientRead:
    """Return a system as the API shows it."""
    names = ("id", "client_id", "name", "state", "level", "requested_by", "decided_by", "reason")
    return ClientRead.model_validate(
        {
            **{name: getattr(client, name) for name in (*names, "created_at", "changed_at", "version")},
            "scopes": sorted(client.scopes),
            "wanted_scopes": sorted(client.wanted),
        }
    )
