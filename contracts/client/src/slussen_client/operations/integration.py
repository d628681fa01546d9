"""The operations of integration. Made by contracts/generate.py; change its sources, not this file."""

from collections.abc import AsyncIterator, Iterator
from typing import Any, Literal, Unpack

from slussen_client.asking import Asker, AsyncAsker
from slussen_client.calls import Answer, Operation, Options, WriteOptions
from slussen_client.models import integration as models

COUNT_EVENTS = Operation("GET", "/events/v1/event-counts", (), ("application/json",), repeatable=True)
GET_READING = Operation("GET", "/events/v1/reading", (), ("application/json",), repeatable=True)
KEEP_READING = Operation("PUT", "/events/v1/reading", ("application/json",), ("application/json",), repeatable=True, keyed=True)
READ_EVENTS = Operation("GET", "/events/v1/events", (), ("application/json",), repeatable=True)
LIST_WEBHOOKS = Operation("GET", "/events/v1/webhooks", (), ("application/json",), repeatable=True)
CREATE_WEBHOOK = Operation("POST", "/events/v1/webhooks", ("application/json",), ("application/json",))
GET_WEBHOOK = Operation("GET", "/events/v1/webhooks/{webhookId}", (), ("application/json",), repeatable=True)
CHANGE_WEBHOOK = Operation("PUT", "/events/v1/webhooks/{webhookId}", ("application/json",), ("application/json",), repeatable=True, keyed=True)
REMOVE_WEBHOOK = Operation("DELETE", "/events/v1/webhooks/{webhookId}", (), (), repeatable=True, keyed=True)
ROTATE_WEBHOOK_SECRET = Operation("POST", "/events/v1/webhooks/{webhookId}/secrets", ("application/json",), ("application/json",))
LIST_DELIVERIES = Operation("GET", "/events/v1/webhooks/{webhookId}/deliveries", (), ("application/json",), repeatable=True)
GET_DELIVERY = Operation("GET", "/events/v1/webhooks/{webhookId}/deliveries/{deliveryId}", (), ("application/json",), repeatable=True)
RESEND_DELIVERY = Operation("POST", "/events/v1/webhooks/{webhookId}/deliveries/{deliveryId}/resending", (), ("application/json",), repeatable=True, keyed=True)
SEND_TEST_EVENT = Operation("POST", "/events/v1/webhooks/{webhookId}/test-events", (), ("application/json",), repeatable=True, keyed=True)
COUNT_REPLAY = Operation("GET", "/events/v1/webhooks/{webhookId}/replay-counts", (), ("application/json",), repeatable=True)
REPLAY_RANGE = Operation("POST", "/events/v1/webhooks/{webhookId}/replays", ("application/json",), ("application/json",), repeatable=True, keyed=True)
TRY_FILTER = Operation("POST", "/events/v1/webhook-filter-tests", ("application/json",), ("application/json",), repeatable=True, keyed=True)
LIST_RECALLS = Operation("GET", "/events/v1/recalls", (), ("application/json",), repeatable=True)
GET_RECALL = Operation("GET", "/events/v1/recalls/{recallId}", (), ("application/json",), repeatable=True)
ANSWER_RECALL = Operation("POST", "/events/v1/recalls/{recallId}/receipt", ("application/json",), ("application/json",), repeatable=True, keyed=True)
LIST_DEAD_LETTERS = Operation("GET", "/operations/v1/dead-letters", (), ("application/json",), repeatable=True)
GET_DEAD_LETTER = Operation("GET", "/operations/v1/dead-letters/{letterId}", (), ("application/json",), repeatable=True)
REPLAY_DEAD_LETTER = Operation("POST", "/operations/v1/dead-letters/{letterId}/replay", (), ("application/json",), repeatable=True, keyed=True)
REPLAY_ALL_DEAD_LETTERS = Operation("POST", "/operations/v1/dead-letter-replays", ("application/json",), ("application/json",), repeatable=True, keyed=True)
LIST_CLIENTS = Operation("GET", "/integration/v1/clients", (), ("application/json",), repeatable=True)
REGISTER_CLIENT = Operation("POST", "/integration/v1/clients", ("application/json",), ("application/json",), repeatable=True, keyed=True)
GET_CLIENT = Operation("GET", "/integration/v1/clients/{clientId}", (), ("application/json",), repeatable=True)
ASK_FOR_SCOPES = Operation("POST", "/integration/v1/clients/{clientId}/scopes", ("application/json",), ("application/json",), repeatable=True, keyed=True)
APPROVE_CLIENT = Operation("POST", "/integration/v1/clients/{clientId}/approval", ("application/json",), ("application/json",), repeatable=True, keyed=True)
REFUSE_CLIENT = Operation("POST", "/integration/v1/clients/{clientId}/refusal", ("application/json",), ("application/json",), repeatable=True, keyed=True)
SUSPEND_CLIENT = Operation("POST", "/integration/v1/clients/{clientId}/suspension", ("application/json",), ("application/json",), repeatable=True, keyed=True)
RESUME_CLIENT = Operation("DELETE", "/integration/v1/clients/{clientId}/suspension", (), ("application/json",), repeatable=True, keyed=True)
REVOKE_CLIENT = Operation("POST", "/integration/v1/clients/{clientId}/revocation", ("application/json",), ("application/json",), repeatable=True, keyed=True)
LIST_CLIENT_CALLS = Operation("GET", "/integration/v1/clients/{clientId}/calls", (), ("application/json",), repeatable=True)
LIST_CLIENT_ERRORS = Operation("GET", "/integration/v1/clients/{clientId}/errors", (), ("application/json",), repeatable=True)
GET_CLIENT_QUOTAS = Operation("GET", "/integration/v1/clients/{clientId}/quotas", (), ("application/json",), repeatable=True)
GET_API_INFO = Operation("GET", "/integration/v1/api-info", (), ("application/json",), repeatable=True)


class Integration(Asker):
    """The operations of integration."""

    def count_events(self, *, after: int, through: int | None = None, type: list[str] | None = None, county: list[str] | None = None, authority: list[str] | None = None, **options: Unpack[Options]) -> Answer[models.EventCount]:
        """Count Events. Count what reading a range again would give."""
        return self._ask(COUNT_EVENTS, query={"after": after, "through": through, "type": type, "county": county, "authority": authority}, options=options)

    def get_reading(self, **options: Unpack[Options]) -> Answer[models.ReadingRead]:
        """Get Reading. Show how far the client has said that it has read."""
        return self._ask(GET_READING, options=options)

    def keep_reading(self, body: models.ReadingWrite, **options: Unpack[WriteOptions]) -> Answer[models.ReadingRead]:
        """Keep Reading. Keep how far the client has read."""
        return self._ask(KEEP_READING, body=body, options=options)

    def read_events(self, *, after: int | None = None, type: list[str] | None = None, county: list[str] | None = None, authority: list[str] | None = None, limit: int | None = None, wait: int | None = None, **options: Unpack[Options]) -> Answer[models.EventsRead]:
        """Read Events. Read events in order: the next part, with `wait` as soon as there is one, or as a
        stream. Each event may come more than once; `id` is then the same.
        """
        return self._ask(READ_EVENTS, query={"after": after, "type": type, "county": county, "authority": authority, "limit": limit, "wait": wait}, options=options)

    def list_webhooks(self, *, limit: int | None = None, offset: int | None = None, **options: Unpack[Options]) -> Answer[models.PageWebhookRead]:
        """List Webhooks. List a client's own, or the authority's."""
        return self._ask(LIST_WEBHOOKS, query={"limit": limit, "offset": offset}, options=options)

    def iterate_webhooks(self, **options: Unpack[Options]) -> Iterator[models.WebhookRead]:
        """List Webhooks. List a client's own, or the authority's, one by one over all pages."""
        return self._iterate(LIST_WEBHOOKS, options=options)

    def create_webhook(self, body: models.WebhookCreate, **options: Unpack[Options]) -> Answer[models.WebhookCreated]:
        """Create Webhook. Make a webhook; the secret is shown in this answer alone. What happens from now
        on is sent.
        """
        return self._ask(CREATE_WEBHOOK, body=body, options=options)

    def get_webhook(self, webhook_id: str, **options: Unpack[Options]) -> Answer[models.WebhookRead]:
        """Get Webhook. Show a webhook, its public keys and how it fares."""
        return self._ask(GET_WEBHOOK, path={"webhookId": webhook_id}, options=options)

    def change_webhook(self, webhook_id: str, body: models.WebhookChange, *, if_match: str | None = None, **options: Unpack[WriteOptions]) -> Answer[models.WebhookRead]:
        """Change Webhook. Change a webhook, pause it, or make a disabled one active again, from where it
        stopped.
        """
        return self._ask(CHANGE_WEBHOOK, path={"webhookId": webhook_id}, headers={"if-match": if_match}, body=body, options=options)

    def remove_webhook(self, webhook_id: str, **options: Unpack[WriteOptions]) -> Answer[None]:
        """Remove Webhook. Remove a webhook with its log."""
        return self._ask(REMOVE_WEBHOOK, path={"webhookId": webhook_id}, options=options)

    def rotate_webhook_secret(self, webhook_id: str, body: models.RotationWrite, **options: Unpack[Options]) -> Answer[models.SecretIssued]:
        """Rotate Secret. Change keys: the old ones are used beside the new until the overlap ends. The
        secret is shown here alone.
        """
        return self._ask(ROTATE_WEBHOOK_SECRET, path={"webhookId": webhook_id}, body=body, options=options)

    def list_deliveries(self, webhook_id: str, *, state: Literal["waiting", "delivered", "failed"] | None = None, limit: int | None = None, offset: int | None = None, **options: Unpack[Options]) -> Answer[models.PageDeliveryRead]:
        """List Deliveries. List deliveries, the newest first."""
        return self._ask(LIST_DELIVERIES, path={"webhookId": webhook_id}, query={"state": state, "limit": limit, "offset": offset}, options=options)

    def iterate_deliveries(self, webhook_id: str, *, state: Literal["waiting", "delivered", "failed"] | None = None, **options: Unpack[Options]) -> Iterator[models.DeliveryRead]:
        """List Deliveries. List deliveries, the newest first, one by one over all pages."""
        return self._iterate(LIST_DELIVERIES, path={"webhookId": webhook_id}, query={"state": state}, options=options)

    def get_delivery(self, webhook_id: str, delivery_id: str, **options: Unpack[Options]) -> Answer[models.DeliveryDetails]:
        """Get Delivery. Show a delivery and every request."""
        return self._ask(GET_DELIVERY, path={"webhookId": webhook_id, "deliveryId": delivery_id}, options=options)

    def resend_delivery(self, webhook_id: str, delivery_id: str, **options: Unpack[WriteOptions]) -> Answer[models.DeliveryRead]:
        """Resend Delivery. Send the event again, with the same `webhook-id`."""
        return self._ask(RESEND_DELIVERY, path={"webhookId": webhook_id, "deliveryId": delivery_id}, options=options)

    def send_test_event(self, webhook_id: str, **options: Unpack[WriteOptions]) -> Answer[models.DeliveryRead]:
        """Send Test Event. Send a test event."""
        return self._ask(SEND_TEST_EVENT, path={"webhookId": webhook_id}, options=options)

    def count_replay(self, webhook_id: str, *, after: int, through: int, **options: Unpack[Options]) -> Answer[models.RangeCount]:
        """Count Replay. Count how many events a replay would send."""
        return self._ask(COUNT_REPLAY, path={"webhookId": webhook_id}, query={"after": after, "through": through}, options=options)

    def replay_range(self, webhook_id: str, body: models.ReplayWrite, **options: Unpack[WriteOptions]) -> Answer[models.ReplayOrdered]:
        """Replay Range. Send a range again; state the number counted."""
        return self._ask(REPLAY_RANGE, path={"webhookId": webhook_id}, body=body, options=options)

    def try_filter(self, body: models.FilterTest, **options: Unpack[WriteOptions]) -> Answer[models.FilterTested]:
        """Try Filter. Try a filter on the newest."""
        return self._ask(TRY_FILTER, body=body, options=options)

    def list_recalls(self, *, unanswered: bool | None = None, limit: int | None = None, offset: int | None = None, **options: Unpack[Options]) -> Answer[models.PageRecallRead]:
        """List Recalls. List recalls: those that ask the authority's clients, and those that are about its
        things.
        """
        return self._ask(LIST_RECALLS, query={"unanswered": unanswered, "limit": limit, "offset": offset}, options=options)

    def iterate_recalls(self, *, unanswered: bool | None = None, **options: Unpack[Options]) -> Iterator[models.RecallRead]:
        """List Recalls. List recalls: those that ask the authority's clients, and those that are about its
        things, one by one over all pages.
        """
        return self._iterate(LIST_RECALLS, query={"unanswered": unanswered}, options=options)

    def get_recall(self, recall_id: str, **options: Unpack[Options]) -> Answer[models.RecallRead]:
        """Get Recall. Show a recall."""
        return self._ask(GET_RECALL, path={"recallId": recall_id}, options=options)

    def answer_recall(self, recall_id: str, body: models.ReceiptWrite, **options: Unpack[WriteOptions]) -> Answer[models.RecallRead]:
        """Answer Recall. Answer for your own client."""
        return self._ask(ANSWER_RECALL, path={"recallId": recall_id}, body=body, options=options)

    def list_dead_letters(self, *, service: Literal["agreements", "consent", "referrals", "statistics", "integration"] | None = None, state: Literal["waiting", "requested", "replayed"] | None = None, limit: int | None = None, offset: int | None = None, **options: Unpack[Options]) -> Answer[models.PageDeadLetterRead]:
        """List Dead Letters. List events that a service could not take."""
        return self._ask(LIST_DEAD_LETTERS, query={"service": service, "state": state, "limit": limit, "offset": offset}, options=options)

    def iterate_dead_letters(self, *, service: Literal["agreements", "consent", "referrals", "statistics", "integration"] | None = None, state: Literal["waiting", "requested", "replayed"] | None = None, **options: Unpack[Options]) -> Iterator[models.DeadLetterRead]:
        """List Dead Letters. List events that a service could not take, one by one over all pages."""
        return self._iterate(LIST_DEAD_LETTERS, query={"service": service, "state": state}, options=options)

    def get_dead_letter(self, letter_id: str, **options: Unpack[Options]) -> Answer[models.DeadLetterRead]:
        """Get Dead Letter. Show why an event was not taken."""
        return self._ask(GET_DEAD_LETTER, path={"letterId": letter_id}, options=options)

    def replay_dead_letter(self, letter_id: str, **options: Unpack[WriteOptions]) -> Answer[models.DeadLetterRead]:
        """Replay Dead Letter. Ask the service to try again; the effect is one."""
        return self._ask(REPLAY_DEAD_LETTER, path={"letterId": letter_id}, options=options)

    def replay_all_dead_letters(self, body: models.ReplayAllWrite, **options: Unpack[WriteOptions]) -> Answer[models.ReplayAllOrdered]:
        """Replay All. Try again all that wait; state their number."""
        return self._ask(REPLAY_ALL_DEAD_LETTERS, body=body, options=options)

    def list_clients(self, *, limit: int | None = None, offset: int | None = None, **options: Unpack[Options]) -> Answer[models.PageClientRead]:
        """List Clients. List the authority's systems, the newest first."""
        return self._ask(LIST_CLIENTS, query={"limit": limit, "offset": offset}, options=options)

    def iterate_clients(self, **options: Unpack[Options]) -> Iterator[models.ClientRead]:
        """List Clients. List the authority's systems, the newest first, one by one over all pages."""
        return self._iterate(LIST_CLIENTS, options=options)

    def register_client(self, body: models.ClientCreate, **options: Unpack[WriteOptions]) -> Answer[models.ClientRead]:
        """Register Client. Register a system. What holds no data of anyone is given at once; the authority
        decides on the rest.
        """
        return self._ask(REGISTER_CLIENT, body=body, options=options)

    def get_client(self, client_id: str, **options: Unpack[Options]) -> Answer[models.ClientRead]:
        """Get Client. Show a system."""
        return self._ask(GET_CLIENT, path={"clientId": client_id}, options=options)

    def ask_for_scopes(self, client_id: str, body: models.ScopesWrite, **options: Unpack[WriteOptions]) -> Answer[models.ClientRead]:
        """Ask For Scopes. Ask for more that a system is to be allowed."""
        return self._ask(ASK_FOR_SCOPES, path={"clientId": client_id}, body=body, options=options)

    def approve_client(self, client_id: str, body: models.ApprovalWrite, **options: Unpack[WriteOptions]) -> Answer[models.ClientRead]:
        """Approve Client. Approve what is asked for, not by who asked."""
        return self._ask(APPROVE_CLIENT, path={"clientId": client_id}, body=body, options=options)

    def refuse_client(self, client_id: str, body: models.ReasonWrite, **options: Unpack[WriteOptions]) -> Answer[models.ClientRead]:
        """Refuse Client. Refuse what is asked for, with a reason."""
        return self._ask(REFUSE_CLIENT, path={"clientId": client_id}, body=body, options=options)

    def suspend_client(self, client_id: str, body: models.ReasonWrite, **options: Unpack[WriteOptions]) -> Answer[models.ClientRead]:
        """Suspend Client. Shut a system out until further notice."""
        return self._ask(SUSPEND_CLIENT, path={"clientId": client_id}, body=body, options=options)

    def resume_client(self, client_id: str, **options: Unpack[WriteOptions]) -> Answer[models.ClientRead]:
        """Resume Client. Let a suspended system in again."""
        return self._ask(RESUME_CLIENT, path={"clientId": client_id}, options=options)

    def revoke_client(self, client_id: str, body: models.ReasonWrite, **options: Unpack[WriteOptions]) -> Answer[models.ClientRead]:
        """Revoke Client. End a system's access for good."""
        return self._ask(REVOKE_CLIENT, path={"clientId": client_id}, body=body, options=options)

    def list_client_calls(self, client_id: str | Literal["own"], *, limit: int | None = None, offset: int | None = None, from_: str | None = None, to: str | None = None, **options: Unpack[Options]) -> Answer[models.PageCallsRead]:
        """List Calls. List the system's calls, counted by hour, path, status and problem; kept for 30 days.
        A system sees its own without any scope (`own`).
        """
        return self._ask(LIST_CLIENT_CALLS, path={"clientId": client_id}, query={"limit": limit, "offset": offset, "from": from_, "to": to}, options=options)

    def iterate_client_calls(self, client_id: str | Literal["own"], *, from_: str | None = None, to: str | None = None, **options: Unpack[Options]) -> Iterator[models.CallsRead]:
        """List Calls. List the system's calls, counted by hour, path, status and problem; kept for 30 days.
        A system sees its own without any scope (`own`), one by one over all pages.
        """
        return self._iterate(LIST_CLIENT_CALLS, path={"clientId": client_id}, query={"from": from_, "to": to}, options=options)

    def list_client_errors(self, client_id: str | Literal["own"], *, limit: int | None = None, offset: int | None = None, from_: str | None = None, to: str | None = None, **options: Unpack[Options]) -> Answer[models.PageCallErrorRead]:
        """List Errors. List the system's newest refused calls, at most 100, never with their content."""
        return self._ask(LIST_CLIENT_ERRORS, path={"clientId": client_id}, query={"limit": limit, "offset": offset, "from": from_, "to": to}, options=options)

    def iterate_client_errors(self, client_id: str | Literal["own"], *, from_: str | None = None, to: str | None = None, **options: Unpack[Options]) -> Iterator[models.CallErrorRead]:
        """List Errors. List the system's newest refused calls, at most 100, never with their content, one
        by one over all pages.
        """
        return self._iterate(LIST_CLIENT_ERRORS, path={"clientId": client_id}, query={"from": from_, "to": to}, options=options)

    def get_client_quotas(self, client_id: str | Literal["own"], **options: Unpack[Options]) -> Answer[models.QuotasRead]:
        """Get Quotas. Show the system's limits and how much is used."""
        return self._ask(GET_CLIENT_QUOTAS, path={"clientId": client_id}, options=options)

    def get_api_info(self, **options: Unpack[Options]) -> Answer[models.ApiInfo]:
        """About the API (REST API profile, VER.06)."""
        return self._ask(GET_API_INFO, options=options)



class AsyncIntegration(AsyncAsker):
    """The operations of integration, to be awaited."""

    async def count_events(self, *, after: int, through: int | None = None, type: list[str] | None = None, county: list[str] | None = None, authority: list[str] | None = None, **options: Unpack[Options]) -> Answer[models.EventCount]:
        """Count Events. Count what reading a range again would give."""
        return await self._ask(COUNT_EVENTS, query={"after": after, "through": through, "type": type, "county": county, "authority": authority}, options=options)

    async def get_reading(self, **options: Unpack[Options]) -> Answer[models.ReadingRead]:
        """Get Reading. Show how far the client has said that it has read."""
        return await self._ask(GET_READING, options=options)

    async def keep_reading(self, body: models.ReadingWrite, **options: Unpack[WriteOptions]) -> Answer[models.ReadingRead]:
        """Keep Reading. Keep how far the client has read."""
        return await self._ask(KEEP_READING, body=body, options=options)

    async def read_events(self, *, after: int | None = None, type: list[str] | None = None, county: list[str] | None = None, authority: list[str] | None = None, limit: int | None = None, wait: int | None = None, **options: Unpack[Options]) -> Answer[models.EventsRead]:
        """Read Events. Read events in order: the next part, with `wait` as soon as there is one, or as a
        stream. Each event may come more than once; `id` is then the same.
        """
        return await self._ask(READ_EVENTS, query={"after": after, "type": type, "county": county, "authority": authority, "limit": limit, "wait": wait}, options=options)

    async def list_webhooks(self, *, limit: int | None = None, offset: int | None = None, **options: Unpack[Options]) -> Answer[models.PageWebhookRead]:
        """List Webhooks. List a client's own, or the authority's."""
        return await self._ask(LIST_WEBHOOKS, query={"limit": limit, "offset": offset}, options=options)

    def iterate_webhooks(self, **options: Unpack[Options]) -> AsyncIterator[models.WebhookRead]:
        """List Webhooks. List a client's own, or the authority's, one by one over all pages."""
        return self._iterate(LIST_WEBHOOKS, options=options)

    async def create_webhook(self, body: models.WebhookCreate, **options: Unpack[Options]) -> Answer[models.WebhookCreated]:
        """Create Webhook. Make a webhook; the secret is shown in this answer alone. What happens from now
        on is sent.
        """
        return await self._ask(CREATE_WEBHOOK, body=body, options=options)

    async def get_webhook(self, webhook_id: str, **options: Unpack[Options]) -> Answer[models.WebhookRead]:
        """Get Webhook. Show a webhook, its public keys and how it fares."""
        return await self._ask(GET_WEBHOOK, path={"webhookId": webhook_id}, options=options)

    async def change_webhook(self, webhook_id: str, body: models.WebhookChange, *, if_match: str | None = None, **options: Unpack[WriteOptions]) -> Answer[models.WebhookRead]:
        """Change Webhook. Change a webhook, pause it, or make a disabled one active again, from where it
        stopped.
        """
        return await self._ask(CHANGE_WEBHOOK, path={"webhookId": webhook_id}, headers={"if-match": if_match}, body=body, options=options)

    async def remove_webhook(self, webhook_id: str, **options: Unpack[WriteOptions]) -> Answer[None]:
        """Remove Webhook. Remove a webhook with its log."""
        return await self._ask(REMOVE_WEBHOOK, path={"webhookId": webhook_id}, options=options)

    async def rotate_webhook_secret(self, webhook_id: str, body: models.RotationWrite, **options: Unpack[Options]) -> Answer[models.SecretIssued]:
        """Rotate Secret. Change keys: the old ones are used beside the new until the overlap ends. The
        secret is shown here alone.
        """
        return await self._ask(ROTATE_WEBHOOK_SECRET, path={"webhookId": webhook_id}, body=body, options=options)

    async def list_deliveries(self, webhook_id: str, *, state: Literal["waiting", "delivered", "failed"] | None = None, limit: int | None = None, offset: int | None = None, **options: Unpack[Options]) -> Answer[models.PageDeliveryRead]:
        """List Deliveries. List deliveries, the newest first."""
        return await self._ask(LIST_DELIVERIES, path={"webhookId": webhook_id}, query={"state": state, "limit": limit, "offset": offset}, options=options)

    def iterate_deliveries(self, webhook_id: str, *, state: Literal["waiting", "delivered", "failed"] | None = None, **options: Unpack[Options]) -> AsyncIterator[models.DeliveryRead]:
        """List Deliveries. List deliveries, the newest first, one by one over all pages."""
        return self._iterate(LIST_DELIVERIES, path={"webhookId": webhook_id}, query={"state": state}, options=options)

    async def get_delivery(self, webhook_id: str, delivery_id: str, **options: Unpack[Options]) -> Answer[models.DeliveryDetails]:
        """Get Delivery. Show a delivery and every request."""
        return await self._ask(GET_DELIVERY, path={"webhookId": webhook_id, "deliveryId": delivery_id}, options=options)

    async def resend_delivery(self, webhook_id: str, delivery_id: str, **options: Unpack[WriteOptions]) -> Answer[models.DeliveryRead]:
        """Resend Delivery. Send the event again, with the same `webhook-id`."""
        return await self._ask(RESEND_DELIVERY, path={"webhookId": webhook_id, "deliveryId": delivery_id}, options=options)

    async def send_test_event(self, webhook_id: str, **options: Unpack[WriteOptions]) -> Answer[models.DeliveryRead]:
        """Send Test Event. Send a test event."""
        return await self._ask(SEND_TEST_EVENT, path={"webhookId": webhook_id}, options=options)

    async def count_replay(self, webhook_id: str, *, after: int, through: int, **options: Unpack[Options]) -> Answer[models.RangeCount]:
        """Count Replay. Count how many events a replay would send."""
        return await self._ask(COUNT_REPLAY, path={"webhookId": webhook_id}, query={"after": after, "through": through}, options=options)

    async def replay_range(self, webhook_id: str, body: models.ReplayWrite, **options: Unpack[WriteOptions]) -> Answer[models.ReplayOrdered]:
        """Replay Range. Send a range again; state the number counted."""
        return await self._ask(REPLAY_RANGE, path={"webhookId": webhook_id}, body=body, options=options)

    async def try_filter(self, body: models.FilterTest, **options: Unpack[WriteOptions]) -> Answer[models.FilterTested]:
        """Try Filter. Try a filter on the newest."""
        return await self._ask(TRY_FILTER, body=body, options=options)

    async def list_recalls(self, *, unanswered: bool | None = None, limit: int | None = None, offset: int | None = None, **options: Unpack[Options]) -> Answer[models.PageRecallRead]:
        """List Recalls. List recalls: those that ask the authority's clients, and those that are about its
        things.
        """
        return await self._ask(LIST_RECALLS, query={"unanswered": unanswered, "limit": limit, "offset": offset}, options=options)

    def iterate_recalls(self, *, unanswered: bool | None = None, **options: Unpack[Options]) -> AsyncIterator[models.RecallRead]:
        """List Recalls. List recalls: those that ask the authority's clients, and those that are about its
        things, one by one over all pages.
        """
        return self._iterate(LIST_RECALLS, query={"unanswered": unanswered}, options=options)

    async def get_recall(self, recall_id: str, **options: Unpack[Options]) -> Answer[models.RecallRead]:
        """Get Recall. Show a recall."""
        return await self._ask(GET_RECALL, path={"recallId": recall_id}, options=options)

    async def answer_recall(self, recall_id: str, body: models.ReceiptWrite, **options: Unpack[WriteOptions]) -> Answer[models.RecallRead]:
        """Answer Recall. Answer for your own client."""
        return await self._ask(ANSWER_RECALL, path={"recallId": recall_id}, body=body, options=options)

    async def list_dead_letters(self, *, service: Literal["agreements", "consent", "referrals", "statistics", "integration"] | None = None, state: Literal["waiting", "requested", "replayed"] | None = None, limit: int | None = None, offset: int | None = None, **options: Unpack[Options]) -> Answer[models.PageDeadLetterRead]:
        """List Dead Letters. List events that a service could not take."""
        return await self._ask(LIST_DEAD_LETTERS, query={"service": service, "state": state, "limit": limit, "offset": offset}, options=options)

    def iterate_dead_letters(self, *, service: Literal["agreements", "consent", "referrals", "statistics", "integration"] | None = None, state: Literal["waiting", "requested", "replayed"] | None = None, **options: Unpack[Options]) -> AsyncIterator[models.DeadLetterRead]:
        """List Dead Letters. List events that a service could not take, one by one over all pages."""
        return self._iterate(LIST_DEAD_LETTERS, query={"service": service, "state": state}, options=options)

    async def get_dead_letter(self, letter_id: str, **options: Unpack[Options]) -> Answer[models.DeadLetterRead]:
        """Get Dead Letter. Show why an event was not taken."""
        return await self._ask(GET_DEAD_LETTER, path={"letterId": letter_id}, options=options)

    async def replay_dead_letter(self, letter_id: str, **options: Unpack[WriteOptions]) -> Answer[models.DeadLetterRead]:
        """Replay Dead Letter. Ask the service to try again; the effect is one."""
        return await self._ask(REPLAY_DEAD_LETTER, path={"letterId": letter_id}, options=options)

    async def replay_all_dead_letters(self, body: models.ReplayAllWrite, **options: Unpack[WriteOptions]) -> Answer[models.ReplayAllOrdered]:
        """Replay All. Try again all that wait; state their number."""
        return await self._ask(REPLAY_ALL_DEAD_LETTERS, body=body, options=options)

    async def list_clients(self, *, limit: int | None = None, offset: int | None = None, **options: Unpack[Options]) -> Answer[models.PageClientRead]:
        """List Clients. List the authority's systems, the newest first."""
        return await self._ask(LIST_CLIENTS, query={"limit": limit, "offset": offset}, options=options)

    def iterate_clients(self, **options: Unpack[Options]) -> AsyncIterator[models.ClientRead]:
        """List Clients. List the authority's systems, the newest first, one by one over all pages."""
        return self._iterate(LIST_CLIENTS, options=options)

    async def register_client(self, body: models.ClientCreate, **options: Unpack[WriteOptions]) -> Answer[models.ClientRead]:
        """Register Client. Register a system. What holds no data of anyone is given at once; the authority
        decides on the rest.
        """
        return await self._ask(REGISTER_CLIENT, body=body, options=options)

    async def get_client(self, client_id: str, **options: Unpack[Options]) -> Answer[models.ClientRead]:
        """Get Client. Show a system."""
        return await self._ask(GET_CLIENT, path={"clientId": client_id}, options=options)

    async def ask_for_scopes(self, client_id: str, body: models.ScopesWrite, **options: Unpack[WriteOptions]) -> Answer[models.ClientRead]:
        """Ask For Scopes. Ask for more that a system is to be allowed."""
        return await self._ask(ASK_FOR_SCOPES, path={"clientId": client_id}, body=body, options=options)

    async def approve_client(self, client_id: str, body: models.ApprovalWrite, **options: Unpack[WriteOptions]) -> Answer[models.ClientRead]:
        """Approve Client. Approve what is asked for, not by who asked."""
        return await self._ask(APPROVE_CLIENT, path={"clientId": client_id}, body=body, options=options)

    async def refuse_client(self, client_id: str, body: models.ReasonWrite, **options: Unpack[WriteOptions]) -> Answer[models.ClientRead]:
        """Refuse Client. Refuse what is asked for, with a reason."""
        return await self._ask(REFUSE_CLIENT, path={"clientId": client_id}, body=body, options=options)

    async def suspend_client(self, client_id: str, body: models.ReasonWrite, **options: Unpack[WriteOptions]) -> Answer[models.ClientRead]:
        """Suspend Client. Shut a system out until further notice."""
        return await self._ask(SUSPEND_CLIENT, path={"clientId": client_id}, body=body, options=options)

    async def resume_client(self, client_id: str, **options: Unpack[WriteOptions]) -> Answer[models.ClientRead]:
        """Resume Client. Let a suspended system in again."""
        return await self._ask(RESUME_CLIENT, path={"clientId": client_id}, options=options)

    async def revoke_client(self, client_id: str, body: models.ReasonWrite, **options: Unpack[WriteOptions]) -> Answer[models.ClientRead]:
        """Revoke Client. End a system's access for good."""
        return await self._ask(REVOKE_CLIENT, path={"clientId": client_id}, body=body, options=options)

    async def list_client_calls(self, client_id: str | Literal["own"], *, limit: int | None = None, offset: int | None = None, from_: str | None = None, to: str | None = None, **options: Unpack[Options]) -> Answer[models.PageCallsRead]:
        """List Calls. List the system's calls, counted by hour, path, status and problem; kept for 30 days.
        A system sees its own without any scope (`own`).
        """
        return await self._ask(LIST_CLIENT_CALLS, path={"clientId": client_id}, query={"limit": limit, "offset": offset, "from": from_, "to": to}, options=options)

    def iterate_client_calls(self, client_id: str | Literal["own"], *, from_: str | None = None, to: str | None = None, **options: Unpack[Options]) -> AsyncIterator[models.CallsRead]:
        """List Calls. List the system's calls, counted by hour, path, status and problem; kept for 30 days.
        A system sees its own without any scope (`own`), one by one over all pages.
        """
        return self._iterate(LIST_CLIENT_CALLS, path={"clientId": client_id}, query={"from": from_, "to": to}, options=options)

    async def list_client_errors(self, client_id: str | Literal["own"], *, limit: int | None = None, offset: int | None = None, from_: str | None = None, to: str | None = None, **options: Unpack[Options]) -> Answer[models.PageCallErrorRead]:
        """List Errors. List the system's newest refused calls, at most 100, never with their content."""
        return await self._ask(LIST_CLIENT_ERRORS, path={"clientId": client_id}, query={"limit": limit, "offset": offset, "from": from_, "to": to}, options=options)

    def iterate_client_errors(self, client_id: str | Literal["own"], *, from_: str | None = None, to: str | None = None, **options: Unpack[Options]) -> AsyncIterator[models.CallErrorRead]:
        """List Errors. List the system's newest refused calls, at most 100, never with their content, one
        by one over all pages.
        """
        return self._iterate(LIST_CLIENT_ERRORS, path={"clientId": client_id}, query={"from": from_, "to": to}, options=options)

    async def get_client_quotas(self, client_id: str | Literal["own"], **options: Unpack[Options]) -> Answer[models.QuotasRead]:
        """Get Quotas. Show the system's limits and how much is used."""
        return await self._ask(GET_CLIENT_QUOTAS, path={"clientId": client_id}, options=options)

    async def get_api_info(self, **options: Unpack[Options]) -> Answer[models.ApiInfo]:
        """About the API (REST API profile, VER.06)."""
        return await self._ask(GET_API_INFO, options=options)
