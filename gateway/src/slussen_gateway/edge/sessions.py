"""Browser sessions: a random name in the browser, the content encrypted in the key-value bucket `sessions`.

The bucket is keyed by the SHA-256 of the name, so that neither NATS nor a copy of its files opens a session. One
ended here is over at once in this process and within five seconds in others, which keep it in memory that long.
"""

import dataclasses
import hashlib
import secrets
import time
from dataclasses import dataclass
from typing import Any, Final

import orjson
from nats.errors import Error as NatsError
from nats.js.errors import KeyNotFoundError, KeyWrongLastSequenceError
from nats.js.kv import KeyValue

from slussen_chassis.auth import ExpiringCache
from slussen_gateway.edge.bus import Bus
from slussen_gateway.edge.sealing import Keyring

IDLE_SECONDS: Final = 30 * 60
ABSOLUTE_SECONDS: Final = 8 * 3600
EMBEDDED_SECONDS: Final = 3600
TOUCH_SECONDS: Final = 60
REMEMBERED_SECONDS: Final = 5.0
NAME_BYTES: Final = 32
BUCKET: Final = "sessions"


class SessionsUnavailableError(Exception):
    """The bucket does not answer."""


@dataclass(frozen=True, slots=True)
class Session:
    """What a logged-in browser stands for; moments in seconds since 1970.

    Attributes:
        claims: What the issuer says about the user.
        access_expires_at: When the issuer wants to be asked again.
        renewing_until: Another process is asking it until then.
        known_as: The opaque ids of a private person; empty for everybody who acts in an employment.
        issuer_subject: What the issuer itself calls the user, by which it tells of a logout; None for a private person.
        embedded_at: The site in whose pages our components act for the user; empty for a login of our own.
        embedded_by: The client that vouches for that site.
    """

    claims: dict[str, Any]
    created_at: float
    seen_at: float
    access_expires_at: float
    id_token: str
    refresh_token: str | None = None
    renewing_until: float = 0.0
    known_as: list[str] = dataclasses.field(default_factory=list)
    issuer_subject: str | None = None
    embedded_at: str = ""
    embedded_by: str = ""

    @property
    def ends_at(self) -> float:
        """When it ends however much it is used: an embedded one is not renewed with the issuer, so it is short."""
        return self.created_at + (EMBEDDED_SECONDS if self.embedded_by else ABSOLUTE_SECONDS)

    def is_alive(self, now: float) -> bool:
        """Neither idle for too long nor too old."""
        return now < min(self.seen_at + IDLE_SECONDS, self.ends_at)


@dataclass(frozen=True, slots=True)
class StoredSession:
    """A session with where it is stored, and at which revision."""

    session: Session
    key: str
    revision: int


class SessionStore:
    """Creates, finds, changes and ends sessions."""

    def __init__(self, bus: Bus, keyring: Keyring) -> None:
        self._bus = bus
        self._keyring = keyring
        self._bucket: KeyValue | None = None
        self._recent: ExpiringCache[str, StoredSession] = ExpiringCache()

    async def is_ready(self) -> bool:
        """The bucket is there."""
        try:
            await self._open_bucket()
        except SessionsUnavailableError:
            return False
        return True

    async def create(self, session: Session) -> str:
        """Store a new session and return its name, which only the browser keeps."""
        name = secrets.token_urlsafe(NAME_BYTES)
        bucket = await self._open_bucket()
        key = _key(name)
        try:
            await bucket.create(key, self._seal(session, key))
        except (NatsError, TimeoutError) as error:
            raise SessionsUnavailableError from error
        return name

    async def find(self, name: str) -> StoredSession | None:
        """Return a session that is alive, and note now and then that it was used.

        Raises:
            SessionsUnavailableError: It is unknown whether there is one.
        """
        key = _key(name)
        now = time.time()
        stored = self._recent.get(key, now) or await self.reload(key)
        if stored is None or not stored.session.is_alive(now):
            return None
        if now - stored.session.seen_at > TOUCH_SECONDS:
            touched = dataclasses.replace(stored.session, seen_at=now)
            stored = await self.replace(stored, touched) or stored
        return stored

    async def reload(self, key: str) -> StoredSession | None:
        """Return a session as the bucket has it now."""
        bucket = await self._open_bucket()
        try:
            entry = await bucket.get(key)
        except KeyNotFoundError:
            return None
        except (NatsError, TimeoutError) as error:
            raise SessionsUnavailableError from error
        content = self._keyring.open(entry.value or b"", _context(key))
        if content is None:
            return None
        return self._remember(StoredSession(Session(**orjson.loads(content)), key, entry.revision or 0))

    async def replace(self, stored: StoredSession, session: Session) -> StoredSession | None:
        """Store a changed session; None where it has been changed or ended meanwhile."""
        bucket = await self._open_bucket()
        self._recent.put(stored.key, stored, 0)
        try:
            revision = await bucket.update(stored.key, self._seal(session, stored.key), last=stored.revision)
        except KeyWrongLastSequenceError:
            return None
        except (NatsError, TimeoutError) as error:
            raise SessionsUnavailableError from error
        return self._remember(StoredSession(session, stored.key, revision))

    async def end(self, stored: StoredSession) -> None:
        """End a session for good."""
        self._recent.put(stored.key, stored, 0)
        bucket = await self._open_bucket()
        try:
            await bucket.delete(stored.key)
        except (NatsError, TimeoutError) as error:
            raise SessionsUnavailableError from error

    def _remember(self, stored: StoredSession) -> StoredSession:
        self._recent.put(stored.key, stored, time.time() + REMEMBERED_SECONDS)
        return stored

    def _seal(self, session: Session, key: str) -> bytes:
        return self._keyring.seal(orjson.dumps(dataclasses.asdict(session)), _context(key))

    async def _open_bucket(self) -> KeyValue:
        if self._bucket is None:
            try:
                self._bucket = await self._bus.bucket(BUCKET)
            except (NatsError, TimeoutError) as error:
                raise SessionsUnavailableError from error
        if not self._bus.is_connected:
            raise SessionsUnavailableError
        return self._bucket


def _key(name: str) -> str:
    return hashlib.sha256(name.encode(errors="surrogatepass")).hexdigest()


def _context(key: str) -> bytes:
    return b"session|" + key.encode()
