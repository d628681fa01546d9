"""The edge as a pure ASGI application: the only file that knows how its parts fit together."""

import asyncio
import logging
import sys
from collections.abc import Coroutine, Mapping
from typing import Any, Final

import httpx

from slussen_chassis.auth import InternalTokenSigner
from slussen_gateway.edge.access_log import AccessLog
from slussen_gateway.edge.authentication import Authentication
from slussen_gateway.edge.bus import Bus
from slussen_gateway.edge.callers import Callers
from slussen_gateway.edge.commissions import Commissions
from slussen_gateway.edge.cross_origin import CrossOrigin
from slussen_gateway.edge.embed_codes import EmbedCodes
from slussen_gateway.edge.embedding import Embedding
from slussen_gateway.edge.fair_share import FairShare
from slussen_gateway.edge.gatekeeper import Gatekeeper
from slussen_gateway.edge.health import Health
from slussen_gateway.edge.incoming import Receive, Scope, Send
from slussen_gateway.edge.issuer import Issuer
from slussen_gateway.edge.issuer_client import IssuerClient
from slussen_gateway.edge.issuer_profiles import IssuerProfile, Profiles
from slussen_gateway.edge.login import Login
from slussen_gateway.edge.login_choice import LoginChoice
from slussen_gateway.edge.login_ways import MAIN, PERSON, LoginWay, MainWay, OtherWay
from slussen_gateway.edge.logouts import Logouts
from slussen_gateway.edge.own_pages import OwnPages
from slussen_gateway.edge.people import People, wanted_of
from slussen_gateway.edge.possession import Possession
from slussen_gateway.edge.proxy import Proxy
from slussen_gateway.edge.rate_limit import ClientLimiter, RateLimiter
from slussen_gateway.edge.reference_site import ReferenceSite
from slussen_gateway.edge.register import Register
from slussen_gateway.edge.renewal import Renewal
from slussen_gateway.edge.routing import RoutingTable
from slussen_gateway.edge.sandbox import Sandbox
from slussen_gateway.edge.sealing import Keyring
from slussen_gateway.edge.sessions import SessionStore
from slussen_gateway.edge.settings import EdgeSettings
from slussen_gateway.edge.tokens import RS256, AccessTokens
from slussen_gateway.edge.upstream import Address, Pool
from slussen_gateway.edge.usage import Usage
from slussen_gateway.edge.usage_telling import UsageTelling

log = logging.getLogger(__name__)

NAME: Final = "gateway"
"""The issuer of the internal tokens that the edge signs."""
ISSUER_SECONDS: Final = 5.0


class Edge:
    """The ASGI application: its parts, and the work that goes on beside the requests."""

    def __init__(self, settings: EdgeSettings) -> None:
        self._http = httpx.AsyncClient(timeout=ISSUER_SECONDS, follow_redirects=False, trust_env=False)
        seed = settings.nats_seed.get_secret_value() if settings.nats_seed else None
        self._bus = Bus(settings.nats_url, seed)
        self._register = Register(self._bus)
        self._issuer = Issuer(settings.issuer, self._http)
        self._access_log = AccessLog(sys.stdout)
        self._usage = Usage(_own_clients(settings))
        self._fair_share = FairShare(settings.limits)
        self._telling = UsageTelling(
            self._bus,
            self._usage,
            fair_share=self._fair_share,
            register=self._register,
            every=settings.usage_seconds,
        )
        self._pools = {name: Pool(Address.parse(address)) for name, address in settings.services.items()}
        self._signer = InternalTokenSigner(settings.private_key("signing_key"), NAME)
        self._people = self._for_people(settings)
        self._others = [
            (Issuer(one.issuer, self._http, rsa_algorithm=RS256 if one.signs_with_rs256 else "PS256"), one)
            for one in settings.other_issuers
        ]
        self._logouts = Logouts(self._bus, self._known_issuers(settings))
        self._gatekeeper = self._build(settings)
        self._tasks: list[asyncio.Task[None]] = []

    def _build(self, settings: EdgeSettings) -> Gatekeeper:
        profile = IssuerProfile(names=settings.claim_names)
        profiles = Profiles(profile, {one.issuer: one.reading for one in settings.other_issuers})
        tokens = AccessTokens(self._issuer, settings.audience, self._others)
        keyring = Keyring.from_json(settings.session_keys.get_secret_value())
        store = SessionStore(self._bus, keyring)
        client = self._client(settings, self._issuer, settings.client_id, audience=settings.audience)
        callers = Callers(
            self._register, settings.client_id, settings.role_scopes, profiles, settings.public_origin
        )
        authentication = Authentication(
            origin=settings.public_origin,
            tokens=tokens,
            possession=Possession(settings.public_origin, settings.trusted_proxies),
            renewal=Renewal(store, client, tokens, profile, self._logouts),
            register=self._register,
            callers=callers,
            limiter=ClientLimiter(
                RateLimiter(
                    "anonymous", per_second=settings.anonymous_per_second, burst=settings.anonymous_burst
                ),
                settings.trusted_proxies,
            ),
        )
        login_limiter = ClientLimiter(
            RateLimiter("login", per_second=settings.logins_per_second, burst=settings.logins_burst),
            settings.trusted_proxies,
        )
        main = MainWay(self._issuer, client, settings.client_id, tokens, profile)
        login = Login(
            origin=settings.public_origin,
            ways=self._ways(settings, main),
            choices=_choices(settings),
            store=store,
            keyring=keyring,
            limiter=login_limiter,
        )
        health = Health(self._issuer, self._register, store, self._logouts, self._pools)
        commissions = Commissions(authentication, login, store, profiles)
        embedding = Embedding(
            origin=settings.public_origin,
            authentication=authentication,
            callers=callers,
            register=self._register,
            tokens=tokens,
            profiles=profiles,
            codes=EmbedCodes(self._bus, keyring),
            store=store,
            limiter=login_limiter,
        )
        return Gatekeeper(
            table=RoutingTable(),
            authentication=authentication,
            fair_share=self._fair_share,
            signer=self._signer,
            proxy=Proxy(self._pools),
            pages=OwnPages(
                reference=ReferenceSite(settings.docs),
                login=login,
                authentication=authentication,
                callers=callers,
                health=health,
                commissions=commissions,
                logouts=self._logouts,
                profiles=profiles,
            ),
            embedding=embedding,
            cross_origin=CrossOrigin(self._register),
            sandbox=Sandbox(is_on=settings.sandbox),
            access_log=self._access_log,
            usage=self._usage,
            most_requests=settings.most_requests,
            is_https=settings.public_origin.startswith("https:"),
        )

    def _ways(self, settings: EdgeSettings, main: MainWay) -> dict[str, LoginWay]:
        others = {
            one.alias: OtherWay(
                issuer,
                self._client(settings, issuer, one.client_id, wanted={"scope": one.scope}),
                one,
                settings.client_id,
            )
            for issuer, one in self._others
        }
        return {MAIN: main, PERSON: self._people, **others}

    def _client(
        self,
        settings: EdgeSettings,
        issuer: Issuer,
        client_id: str,
        *,
        audience: str = "",
        wanted: Mapping[str, str] | None = None,
    ) -> IssuerClient:
        key = settings.private_key("client_key")
        return IssuerClient(
            issuer, self._http, client_id=client_id, key=key, audience=audience, wanted=wanted
        )

    def _known_issuers(self, settings: EdgeSettings) -> dict[str, tuple[Issuer, str]]:
        """Return the issuers that may tell of logouts, each with the edge's client id at it."""
        people = (self._people.issuer, settings.persons.client_id)
        known = (people, *((issuer, one.client_id) for issuer, one in self._others))
        main = (self._issuer, settings.client_id)
        return {issuer.issuer: (issuer, client_id) for issuer, client_id in (*known, main)}

    def _for_people(self, settings: EdgeSettings) -> People:
        named = settings.persons.issuer
        issuer = self._issuer if named in {None, settings.issuer} else Issuer(named or "", self._http)
        wanted = wanted_of(settings.persons.levels)
        client = self._client(settings, issuer, settings.persons.client_id, wanted=wanted)
        consent = Address.parse(settings.services["consent"])
        return People(issuer, client, settings.persons, service=consent, signer=self._signer)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Take what the server hands over (ASGI 3)."""
        if scope["type"] == "http":
            await self._gatekeeper.respond(scope, receive, send)
        elif scope["type"] == "lifespan":
            await self._live(receive, send)
        else:
            await receive()
            await send({"type": "websocket.close", "code": 1008})

    async def _live(self, receive: Receive, send: Send) -> None:
        await receive()
        self.start()
        await send({"type": "lifespan.startup.complete"})
        await receive()
        await self.stop()
        await send({"type": "lifespan.shutdown.complete"})

    def start(self) -> None:
        """Begin to follow the issuer's keys and the buckets; nothing is let in until they are there."""
        issuers = {self._issuer, self._people.issuer, *(issuer for issuer, _ in self._others)}
        for work in (*(issuer.run() for issuer in issuers), self._follow_register(), self._telling.run()):
            task = asyncio.create_task(_watched(work))
            self._tasks.append(task)

    async def _follow_register(self) -> None:
        await self._bus.connect()
        followed = (self._register.grants, self._register.directory, self._logouts.marks)
        await asyncio.gather(*(bucket.run() for bucket in followed))

    async def stop(self) -> None:
        """End that work and close what is open."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        for pool in self._pools.values():
            pool.close()
        await self._telling.last_word()
        await self._bus.close()
        await self._http.aclose()
        await self._people.close()
        self._access_log.flush()


def _choices(settings: EdgeSettings) -> list[LoginChoice]:
    others = (LoginChoice(one.alias, (one.label_sv, one.label_en)) for one in settings.other_issuers)
    return [LoginChoice(MAIN, settings.issuer_label), *others]


def _own_clients(settings: EdgeSettings) -> frozenset[str]:
    """Return the edge's own client ids, by which people log in; what they ask is nobody's system's."""
    return frozenset({settings.client_id, settings.persons.client_id})


async def _watched(work: Coroutine[Any, Any, None]) -> None:
    try:
        await work
    except Exception:
        log.critical("work beside the requests has ended; nobody new is let in", exc_info=True)
        raise


def create_app(settings: EdgeSettings) -> Edge:
    """Return the edge."""
    return Edge(settings)
