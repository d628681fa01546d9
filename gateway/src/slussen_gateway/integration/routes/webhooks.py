"""Webhooks over HTTP: had, changed, given new keys."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Path, Request, Response

from slussen_chassis.database import Context, Database
from slussen_chassis.openapi import KEYLESS
from slussen_chassis.transaction import TracedRoute, TransactionRoute
from slussen_chassis.web import (
    CurrentCaller,
    Now,
    Page,
    Paging,
    RequiredIfMatch,
    Transaction,
    requires,
    set_etag,
)
from slussen_contracts.integration.scopes import MANAGE_WEBHOOKS
from slussen_contracts.integration.webhooks import (
    FailuresRead,
    KeyRead,
    RotationWrite,
    SecretIssued,
    WebhookChange,
    WebhookCreate,
    WebhookCreated,
    WebhookRead,
)
from slussen_gateway.integration.settings import IntegrationSettings
from slussen_gateway.integration.use_cases import webhooks
from slussen_gateway.integration.use_cases.webhooks import Shown

PREFIX = "/events/v1"
MANAGES = [requires(MANAGE_WEBHOOKS)]
WITHOUT_KEY: dict[str, Any] = {KEYLESS: True}
"""An answer that holds a secret is not kept for a second one; lost, it is replaced by new keys."""

router = APIRouter(prefix=PREFIX, tags=["webhooks"], route_class=TransactionRoute)
secret_bearing = APIRouter(prefix=PREFIX, tags=["webhooks"], route_class=TracedRoute)

WebhookId = Annotated[UUID, Path(description="Webhookens id. / The webhook's id.")]


@secret_bearing.post(
    "/webhooks",
    operation_id="createWebhook",
    status_code=201,
    dependencies=MANAGES,
    openapi_extra=WITHOUT_KEY,
)
async def create_webhook(
    wanted: WebhookCreate, request: Request, response: Response, caller: CurrentCaller, now: Now
) -> WebhookCreated:
    """Skapa en webhook; hemligheten visas bara i detta svar. Det som händer från och med nu skickas.

    / Make a webhook; the secret is shown in this answer alone. What happens from now on is sent.
    """
    settings: IntegrationSettings = request.app.state.settings
    database: Database = request.app.state.database
    async with database.transaction(Context.of(caller)) as session:
        webhook, secret = await webhooks.create_webhook(
            session,
            wanted,
            rules=settings.webhook_rules,
            keyring=settings.webhook_keyring(),
            caller=caller,
            now=now,
        )
        shown = await webhooks.show(session, webhook, now)
    response.headers["Location"] = f"{PREFIX}/webhooks/{webhook.id}"
    set_etag(response, webhook.version)
    return WebhookCreated(webhook=read(shown), secret=secret)


@router.get("/webhooks", operation_id="listWebhooks", dependencies=MANAGES)
async def list_webhooks(
    session: Transaction, page: Paging, caller: CurrentCaller, now: Now
) -> Page[WebhookRead]:
    """Lista webhookar: en klients egna, för en person huvudmannens. / List a client's own, or the authority's."""
    found = await webhooks.list_webhooks(session, page, caller=caller, now=now)
    return Page[WebhookRead].of([read(shown) for shown in found], page)


@router.get("/webhooks/{webhook_id}", operation_id="getWebhook", dependencies=MANAGES)
async def get_webhook(
    webhook_id: WebhookId, response: Response, session: Transaction, caller: CurrentCaller, now: Now
) -> WebhookRead:
    """Visa en webhook, dess publika nycklar och hur det går. / Show a webhook, its public keys and how it fares."""
    webhook = await webhooks.get_webhook(session, webhook_id, caller=caller)
    set_etag(response, webhook.version)
    return read(await webhooks.show(session, webhook, now))


@router.put("/webhooks/{webhook_id}", operation_id="changeWebhook", dependencies=MANAGES)
async def change_webhook(  # noqa: PLR0913 - what the route takes
    webhook_id: WebhookId,
    wanted: WebhookChange,
    *,
    request: Request,
    response: Response,
    session: Transaction,
    caller: CurrentCaller,
    now: Now,
    expected: RequiredIfMatch,
) -> WebhookRead:
    """Ändra en webhook, pausa den, eller gör en avstängd aktiv igen; då fortsätter den där den slutade.

    / Change a webhook, pause it, or make a disabled one active again, from where it stopped.
    """
    settings: IntegrationSettings = request.app.state.settings
    webhook = await webhooks.change_webhook(
        session,
        webhook_id,
        wanted,
        expected=expected,
        rules=settings.webhook_rules,
        caller=caller,
        now=now,
    )
    set_etag(response, webhook.version)
    return read(await webhooks.show(session, webhook, now))


@router.delete("/webhooks/{webhook_id}", operation_id="removeWebhook", status_code=204, dependencies=MANAGES)
async def remove_webhook(webhook_id: WebhookId, session: Transaction, caller: CurrentCaller) -> Response:
    """Ta bort en webhook med dess logg. / Remove a webhook with its log."""
    await webhooks.remove_webhook(session, webhook_id, caller=caller)
    return Response(status_code=204)


@secret_bearing.post(
    "/webhooks/{webhook_id}/secrets",
    operation_id="rotateWebhookSecret",
    status_code=201,
    dependencies=MANAGES,
    openapi_extra=WITHOUT_KEY,
)
async def rotate_secret(
    webhook_id: WebhookId, wanted: RotationWrite, request: Request, caller: CurrentCaller, now: Now
) -> SecretIssued:
    """Byt nycklar: de gamla används jämte de nya tills överlappet är slut. Hemligheten visas bara i detta svar.

    / Change keys: the old ones are used beside the new until the overlap ends. The secret is shown here alone.
    """
    settings: IntegrationSettings = request.app.state.settings
    database: Database = request.app.state.database
    async with database.transaction(Context.of(caller)) as session:
        key, secret = await webhooks.rotate_secret(
            session,
            webhook_id,
            wanted.overlap_hours,
            keyring=settings.webhook_keyring(),
            caller=caller,
            now=now,
        )
    return SecretIssued(secret=secret, key=KeyRead.model_validate(key, from_attributes=True))


def read(shown: Shown) -> WebhookRead:
    """Return a webhook as the API shows it."""
    webhook, tally = shown.webhook, shown.tally
    return WebhookRead.model_validate(
        {
            **{name: getattr(webhook, name) for name in ("id", "client_id", "url", "description", "status")},
            **{
                name: getattr(webhook, name)
                for name in ("disabled_reason", "position", "created_at", "version")
            },
            "types": list(webhook.wanted.types),
            "counties": list(webhook.wanted.counties),
            "authorities": list(webhook.wanted.authorities),
            "keys": [KeyRead.model_validate(key, from_attributes=True) for key in shown.keys],
            "failures": FailuresRead(
                attempts=tally.attempts,
                failed=tally.failed,
                failed_percent=tally.percent,
                level=webhook.warned_level,
            ),
            "waiting": shown.waiting,
        }
    )
