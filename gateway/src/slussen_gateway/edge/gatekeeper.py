"""The way of a request through the edge: read its head, find its route, prove the sender, hand it on, log it."""

import asyncio
import logging
from datetime import UTC, datetime
from typing import Final

from slussen_chassis.auth import Caller, InternalTokenSigner
from slussen_gateway.edge.access_log import AccessLog
from slussen_gateway.edge.authentication import Authentication
from slussen_gateway.edge.commissions import commission_redirect
from slussen_gateway.edge.cross_origin import CrossOrigin
from slussen_gateway.edge.deadlines import Deadlines
from slussen_gateway.edge.embedding import EMBED_PATHS, Embedding
from slussen_gateway.edge.exchange import ClientGoneError, Exchange, Headers
from slussen_gateway.edge.fair_share import FairShare
from slussen_gateway.edge.forms import read_form
from slussen_gateway.edge.incoming import Incoming, Receive, Scope, Send
from slussen_gateway.edge.languages import chosen_language, language_is_english
from slussen_gateway.edge.own_pages import OwnPages
from slussen_gateway.edge.pages import PAGE_POLICY, problem_page
from slussen_gateway.edge.problems import (
    BROKEN,
    COMMISSION_NOT_CHOSEN,
    OVERLOADED,
    SLOW_ANSWER,
    ProblemError,
    problem_headers,
)
from slussen_gateway.edge.proxy import Proxy, check_body
from slussen_gateway.edge.replies import Reply, login_redirect, wants_html
from slussen_gateway.edge.routing import SAFE_METHODS, Route, RoutingTable, template_of
from slussen_gateway.edge.sandbox import Sandbox
from slussen_gateway.edge.usage import Usage

log = logging.getLogger(__name__)

OWN_ANSWER_SECONDS: Final = 20.0
_PAGE_POLICY: Final = (b"content-security-policy", PAGE_POLICY.encode())
NO_SUCH_ROUTE: Final = frozenset({404, 405})
"""Answers to paths that may be anything a client wrote; only the service's name is logged."""


class Gatekeeper:
    """Answers every HTTP request, or sees to it that a service does."""

    def __init__(  # noqa: PLR0913  the stations of the way; the application factory puts them together
        self,
        *,
        table: RoutingTable,
        authentication: Authentication,
        fair_share: FairShare,
        signer: InternalTokenSigner,
        proxy: Proxy,
        pages: OwnPages,
        embedding: Embedding,
        cross_origin: CrossOrigin,
        sandbox: Sandbox,
        access_log: AccessLog,
        usage: Usage,
        most_requests: int,
        is_https: bool,
    ) -> None:
        self._table = table
        self._authentication = authentication
        self._fair_share = fair_share
        self._signer = signer
        self._proxy = proxy
        self._pages = pages
        self._embedding = embedding
        self._cross_origin = cross_origin
        self._sandbox = sandbox
        self._access_log = access_log
        self._usage = usage
        self._most_requests = most_requests
        self._security = _security_headers(is_https=is_https)
        self._deadlines = Deadlines()
        self._under_way = 0

    async def respond(self, scope: Scope, receive: Receive, send: Send) -> None:
        """See one request to its end, and turn whatever goes wrong into an answer."""
        exchange = Exchange(Incoming(scope), receive, send, self._security)
        self._under_way += 1
        self._deadlines.add(exchange)
        try:
            await self._handle(exchange)
        except ProblemError as error:
            await self._refuse(exchange, error)
        except ClientGoneError:
            exchange.outcome = "client gone"
        except asyncio.CancelledError:
            if not exchange.expired:
                raise
            await self._refuse(exchange, exchange.late())
        except Exception:
            log.exception("a request could not be handled")
            await self._refuse(exchange, ProblemError(BROKEN))
        finally:
            self._deadlines.discard(exchange)
            self._under_way -= 1
            self._access_log.record(exchange)
            self._usage.record(exchange)

    async def _handle(self, exchange: Exchange) -> None:
        incoming = exchange.incoming
        if self._under_way > self._most_requests:
            raise ProblemError(OVERLOADED)
        incoming.check()
        route = self._table.find(incoming.raw_path)
        exchange.extra.extend(self._cross_origin.headers(incoming, route))
        preflight = self._cross_origin.preflight(incoming, route)
        if route is None or preflight is not None:
            await self._answer_self(exchange, preflight)
            return
        exchange.template = route.log_name
        exchange.for_reader = route.is_page
        check_body(incoming, route)
        caller = await self._caller(exchange, route)
        if isinstance(caller, Reply):
            await self._send(exchange, caller)
            return
        await self._pass_on(exchange, route, caller)
        if exchange.status not in NO_SUCH_ROUTE:
            exchange.template = template_of(incoming.raw_path)

    async def _pass_on(self, exchange: Exchange, route: Route, caller: Caller) -> None:
        """Let the service answer, within the caller's share."""
        name, share = self._fair_share.enter(caller)
        exchange.extra.extend(share)
        try:
            await self._sandbox.carry_out(exchange.incoming)
            token = self._signer.sign(caller, route.audience, datetime.now(UTC))
            await self._proxy.forward(exchange, route, token.encode())
        finally:
            self._fair_share.leave(name)

    async def _caller(self, exchange: Exchange, route: Route) -> Caller | Reply:
        """Return who sends the request, or where a reader has to go first: to log in, or to choose a commission."""
        if not route.is_page:
            return self._authentication.known(exchange) or await self._authentication.caller(exchange, route)
        incoming = exchange.incoming
        language = chosen_language(incoming)
        if language is not None:
            incoming.speak(language)
        try:
            reader = await self._authentication.reader(exchange, route)
        except ProblemError as error:
            if error.kind is not COMMISSION_NOT_CHOSEN or incoming.method not in SAFE_METHODS:
                raise
            return commission_redirect(incoming)
        return reader or login_redirect(incoming, as_person=route.for_persons)

    async def _answer_self(self, exchange: Exchange, reply: Reply | None) -> None:
        exchange.allow(OWN_ANSWER_SECONDS, SLOW_ANSWER)
        if reply is not None:
            exchange.template = "preflight"
            await self._send(exchange, reply)
            return
        if exchange.incoming.raw_path.startswith(EMBED_PATHS):
            reply = await self._embedding.answer(exchange)
        else:
            await read_form(exchange)
            reply = await self._pages.answer(exchange.incoming)
        exchange.template = exchange.incoming.raw_path.decode("ascii")
        await self._send(exchange, reply)

    async def _send(self, exchange: Exchange, reply: Reply) -> None:
        has_policy = any(name == b"content-security-policy" for name, _ in reply.headers)
        headers = reply.headers if has_policy else [*reply.headers, _PAGE_POLICY]
        await exchange.answer(reply.status, headers, reply.body)

    async def _refuse(self, exchange: Exchange, error: ProblemError) -> None:
        """Refuse: in a page where a person's browser waits for one, else as problem details."""
        incoming = exchange.incoming
        if exchange.started or not (exchange.for_reader and wants_html(incoming)):
            await exchange.refuse(error)
            return
        await exchange.give_up(error)
        english = language_is_english(incoming)
        page = problem_page(error.kind, incoming.trace_id, english=english)
        kept = [h for h in problem_headers(error, english=english) if not h[0].startswith(b"content-")]
        await self._send(exchange, Reply(page.status, [*page.headers[:1], *kept], page.body))


def _security_headers(*, is_https: bool) -> Headers:
    headers = [(b"x-content-type-options", b"nosniff"), (b"referrer-policy", b"same-origin")]
    if is_https:
        headers.append((b"strict-transport-security", b"max-age=31536000; includeSubDomains"))
    return headers
