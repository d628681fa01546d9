"""Systems that connect: registered by a developer, decided on by an administrator, told to the gateway."""

from collections.abc import Callable, Sequence
from datetime import datetime
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from slussen_chassis import audit
from slussen_chassis.auth import Caller
from slussen_chassis.clock import new_id
from slussen_chassis.errors import FieldProblem, InvalidError
from slussen_chassis.web import PageRequest
from slussen_contracts.integration.clients import ClientCreate
from slussen_gateway.integration.domain import clients as domain
from slussen_gateway.integration.domain.clients import MOST_CLIENTS, Client, TooManyClientsError
from slussen_gateway.integration.issuer_registration import register_at_issuer
from slussen_gateway.integration.repository import clients as repository
from slussen_gateway.integration.settings import IntegrationSettings
from slussen_gateway.integration.use_cases.callers import authority_of


async def register_client(
    session: AsyncSession,
    wanted: ClientCreate,
    *,
    settings: IntegrationSettings,
    caller: Caller,
    now: datetime,
) -> Client:
    """Register a system for the caller's authority; it gets at once what holds no data of anyone.

    Raises:
        InvalidError: Neither or both of client id and key are given, or the key is no public one.
        TooManyClientsError: The authority has as many as one may have.
        ClientExistsError: The client id is taken.
        RegistrationNotOfferedError: A key is given, and the issuer takes no registrations from here.
    """
    authority = authority_of(caller)
    if (wanted.client_id is None) == (wanted.public_key is None):
        raise InvalidError(
            FieldProblem(
                "clientId", "one-of", "ange antingen clientId eller publicKey", "give clientId or publicKey"
            )
        )
    if wanted.public_key is not None:
        domain.check_public_key(wanted.public_key)
    if await repository.count_clients(session, visible_to=authority) >= MOST_CLIENTS:
        raise TooManyClientsError
    name = wanted.client_id or await register_at_issuer(settings, wanted.name, wanted.public_key or {})
    asked = Client(
        id=new_id(),
        client_id=name,
        name=wanted.name,
        authority_id=authority,
        county_code=caller.county_code,
        level=wanted.level,
        state="requested",
        scopes=frozenset(),
        wanted=frozenset(wanted.scopes),
        requested_by=caller.subject,
        created_at=now,
        changed_at=now,
    )
    client = domain.register(asked, is_sandbox=settings.sandbox)
    await repository.add(session, client)
    _trace(session, "client.register", client)
    return client


async def list_clients(session: AsyncSession, page: PageRequest, *, caller: Caller) -> Sequence[Client]:
    """Return the authority's systems, the newest first, one more than the page holds."""
    return await repository.list_clients(
        session, visible_to=authority_of(caller), limit=page.limit + 1, offset=page.offset
    )


async def get_client(session: AsyncSession, client_id: UUID, *, caller: Caller) -> Client:
    """Return a system of the authority's.

    Raises:
        ClientNotFoundError: There is none.
    """
    return await repository.get(session, client_id, visible_to=authority_of(caller))


async def ask_for_scopes(
    session: AsyncSession,
    client_id: UUID,
    scopes: Sequence[str],
    *,
    settings: IntegrationSettings,
    caller: Caller,
    now: datetime,
) -> Client:
    """Ask for more that a system is to be allowed.

    Raises:
        ClientNotFoundError, ClientEndedError: There is none, or it has ended.
        RequestPendingError: Somebody else's request has not been decided.
    """

    def more(client: Client) -> Client:
        return domain.ask_for(client, scopes, by=caller.subject, at=now, is_sandbox=settings.sandbox)

    return await _change(session, client_id, "client.ask", more, caller)


async def approve_client(session: AsyncSession, client_id: UUID, *, caller: Caller, now: datetime) -> Client:
    """Give a system what is asked for.

    Raises:
        ClientNotFoundError, ClientEndedError, NothingToDecideError, OwnRequestError: It can't be given.
    """
    return await _change(
        session,
        client_id,
        "client.approve",
        lambda client: domain.approve(client, by=caller.subject, at=now),
        caller,
    )


async def refuse_client(
    session: AsyncSession, client_id: UUID, reason: str, *, caller: Caller, now: datetime
) -> Client:
    """Refuse what is asked for.

    Raises:
        ClientNotFoundError, ClientEndedError, NothingToDecideError, OwnRequestError: It can't be refused.
    """
    return await _change(
        session,
        client_id,
        "client.refuse",
        lambda client: domain.refuse(client, reason, by=caller.subject, at=now),
        caller,
    )


async def suspend_client(
    session: AsyncSession, client_id: UUID, reason: str, *, caller: Caller, now: datetime
) -> Client:
    """Shut a system out until further notice.

    Raises:
        ClientNotFoundError, ClientStateError: It is not there, or not active.
    """
    return await _change(
        session,
        client_id,
        "client.suspend",
        lambda client: domain.suspend(client, reason, by=caller.subject, at=now),
        caller,
    )


async def resume_client(session: AsyncSession, client_id: UUID, *, caller: Caller, now: datetime) -> Client:
    """Let a suspended system in again.

    Raises:
        ClientNotFoundError, ClientStateError: It is not there, or not suspended.
    """
    return await _change(
        session,
        client_id,
        "client.resume",
        lambda client: domain.resume(client, by=caller.subject, at=now),
        caller,
    )


async def revoke_client(
    session: AsyncSession, client_id: UUID, reason: str, *, caller: Caller, now: datetime
) -> Client:
    """End a system's grant for good.

    Raises:
        ClientNotFoundError, ClientEndedError: It is not there, or has ended.
    """
    return await _change(
        session,
        client_id,
        "client.revoke",
        lambda client: domain.revoke(client, reason, by=caller.subject, at=now),
        caller,
    )


async def _change(
    session: AsyncSession, client_id: UUID, action: str, change: Callable[[Client], Client], caller: Caller
) -> Client:
    known = await repository.get(session, client_id, visible_to=authority_of(caller), locked=True)
    changed = change(known)
    await repository.save(session, changed)
    _trace(session, action, changed)
    return changed


def _trace(session: AsyncSession, action: str, client: Client) -> None:
    audit.record(session, action, resource_type="client", resource_id=client.id)
