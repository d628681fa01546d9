"""Webhooks as their owners have them: a client its own, a person those of the authority."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from slussen_chassis import audit
from slussen_chassis.auth import Caller
from slussen_chassis.clock import new_id
from slussen_chassis.crypto import Keyring
from slussen_chassis.errors import FieldProblem, InvalidError
from slussen_chassis.web import PageRequest, check_version
from slussen_contracts.catalogue import EVENTS
from slussen_contracts.integration.webhooks import FilterWrite, WebhookChange, WebhookCreate
from slussen_gateway.integration.domain.addresses import Rules, check_url
from slussen_gateway.integration.domain.failures import Tally
from slussen_gateway.integration.domain.webhooks import (
    MOST_WEBHOOKS,
    Key,
    TooManyWebhooksError,
    Wanted,
    Webhook,
    check_types,
    old_keys_end,
)
from slussen_gateway.integration.repository import feed as feed_repository
from slussen_gateway.integration.repository import webhooks as repository
from slussen_gateway.integration.use_cases.callers import authority_of
from slussen_gateway.integration.webhook_keys import KeyPair


@dataclass(frozen=True, slots=True)
class Shown:
    """A webhook with what is shown beside it."""

    webhook: Webhook
    keys: Sequence[Key]
    tally: Tally
    waiting: int


async def create_webhook(
    session: AsyncSession,
    wanted: WebhookCreate,
    *,
    rules: Rules,
    keyring: Keyring,
    caller: Caller,
    now: datetime,
) -> tuple[Webhook, str]:
    """Make a webhook; return it and its secret, which is shown this once. It is sent what happens from now on.

    Raises:
        AddressNotAllowedError: It can't lead there.
        InvalidError: A type is unknown, or it is not said, or not the caller's to say, whose it is.
        TooManyWebhooksError: The client has as many as one may have.
        WebhookExistsError: The client has one to that address.
    """
    authority = authority_of(caller)
    check_url(wanted.url, rules)
    client_id = _client_of(wanted.client_id, caller)
    if await repository.count_webhooks(session, visible_to=authority, client_id=client_id) >= MOST_WEBHOOKS:
        raise TooManyWebhooksError
    webhook = Webhook(
        id=new_id(),
        authority_id=authority,
        client_id=client_id,
        county_code=caller.county_code,
        url=wanted.url,
        description=wanted.description,
        wanted=wanted_by(wanted),
        status="active",
        disabled_reason=None,
        position=await feed_repository.head(session),
        warned_level=0,
        silent_since=now,
        counted_from=now,
        created_at=now,
        version=1,
    )
    await repository.save(session, webhook)
    pair = await _issue(session, webhook, keyring, now)
    audit.record(session, "webhook.create", resource_type="webhook", resource_id=webhook.id)
    return webhook, pair.shown_secret


def _client_of(named: str | None, caller: Caller) -> str:
    """Return whose the webhook is to be: a client's own, or the one that a person names."""
    own = caller.subject if caller.kind == "client" else None
    client_id = own or named
    if client_id is None:
        raise InvalidError(FieldProblem("clientId", "required", "ange klienten", "name the client"))
    if named is not None and named != client_id:
        raise InvalidError(
            FieldProblem("clientId", "own", "en klient har bara egna webhookar", "a client has only its own")
        )
    return client_id


def wanted_by(written: FilterWrite) -> Wanted:
    """Return what a filter wants.

    Raises:
        InvalidError: A type is unknown.
    """
    check_types(written.types, EVENTS)
    return Wanted(tuple(written.types), tuple(written.counties), tuple(written.authorities))


async def list_webhooks(
    session: AsyncSession, page: PageRequest, *, caller: Caller, now: datetime
) -> Sequence[Shown]:
    """Return the webhooks that are the caller's, the oldest first, one more than the page holds."""
    found = await repository.list_webhooks(
        session,
        visible_to=authority_of(caller),
        client_id=_own(caller),
        limit=page.limit + 1,
        offset=page.offset,
    )
    return [await show(session, webhook, now) for webhook in found]


async def get_webhook(
    session: AsyncSession, webhook_id: UUID, *, caller: Caller, locked: bool = False
) -> Webhook:
    """Return a webhook.

    Raises:
        WebhookNotFoundError: There is none that is the caller's.
    """
    return await repository.get(
        session, webhook_id, visible_to=authority_of(caller), client_id=_own(caller), locked=locked
    )


def _own(caller: Caller) -> str | None:
    return caller.subject if caller.kind == "client" else None


async def show(session: AsyncSession, webhook: Webhook, now: datetime) -> Shown:
    """Return a webhook with its keys and how it fares."""
    keys = await repository.list_keys(session, [webhook.id], now)
    return Shown(
        webhook,
        [repository.key_of(key) for key in keys],
        await repository.tally(session, webhook, now),
        await repository.waiting(session, webhook.id),
    )


async def change_webhook(  # noqa: PLR0913 - what it is to be
    session: AsyncSession,
    webhook_id: UUID,
    wanted: WebhookChange,
    *,
    expected: int | None,
    rules: Rules,
    caller: Caller,
    now: datetime,
) -> Webhook:
    """Change a webhook; one that was disabled begins anew where it stopped, if it is made active.

    Raises:
        WebhookNotFoundError: There is none that is the caller's.
        PreconditionFailedError: It has changed since it was read.
        AddressNotAllowedError, InvalidError, WebhookExistsError: As when it is made.
    """
    webhook = await get_webhook(session, webhook_id, caller=caller, locked=True)
    check_version(webhook.version, expected)
    check_url(wanted.url, rules)
    changed = replace(
        webhook,
        url=wanted.url,
        description=wanted.description,
        wanted=wanted_by(wanted),
        status=wanted.status,
        disabled_reason=None,
        version=webhook.version + 1,
    )
    if webhook.status != "active" and wanted.status == "active":
        changed = replace(changed, warned_level=0, silent_since=now, counted_from=now)
    await repository.save(session, changed)
    audit.record(session, "webhook.change", resource_type="webhook", resource_id=webhook.id)
    return changed


async def remove_webhook(session: AsyncSession, webhook_id: UUID, *, caller: Caller) -> None:
    """Remove a webhook with its keys and its log; nothing more is sent.

    Raises:
        WebhookNotFoundError: There is none that is the caller's.
    """
    webhook = await get_webhook(session, webhook_id, caller=caller, locked=True)
    await repository.remove(session, webhook.id)
    audit.record(session, "webhook.remove", resource_type="webhook", resource_id=webhook.id)


async def rotate_secret(
    session: AsyncSession,
    webhook_id: UUID,
    overlap_hours: int,
    *,
    keyring: Keyring,
    caller: Caller,
    now: datetime,
) -> tuple[Key, str]:
    """Give a webhook new keys beside the old ones, which end after the overlap; return them and the secret.

    Raises:
        WebhookNotFoundError: There is none that is the caller's.
    """
    webhook = await get_webhook(session, webhook_id, caller=caller, locked=True)
    await repository.end_keys(session, webhook.id, at=old_keys_end(now, overlap_hours))
    pair = await _issue(session, webhook, keyring, now)
    audit.record(session, "webhook.rotate-secret", resource_type="webhook", resource_id=webhook.id)
    keys = await repository.list_keys(session, [webhook.id], now)
    return repository.key_of(keys[0]), pair.shown_secret


async def _issue(session: AsyncSession, webhook: Webhook, keyring: Keyring, now: datetime) -> KeyPair:
    pair = KeyPair.new()
    key = Key(new_id(), pair.public_key, now, None)
    sealed = pair.sealed(keyring, key.id, webhook.authority_id)
    await repository.add_key(session, key, sealed, webhook)
    await session.flush()
    return pair
