"""Single-use codes by which a component in another site's page begins its session; they live for a minute.

A code is kept as a session is: under its hash, encrypted, in the bucket `sessions`. Taking it removes it at the
revision that was read, so that of two who present it at once, to two processes, one alone is let in.
"""

import dataclasses
import hashlib
import secrets
import time
from dataclasses import dataclass
from typing import Any, Final

import orjson
from nats.errors import Error as NatsError
from nats.js.errors import BadRequestError, KeyDeletedError, KeyNotFoundError

from slussen_gateway.edge.bus import Bus
from slussen_gateway.edge.sealing import Keyring
from slussen_gateway.edge.sessions import BUCKET, SessionsUnavailableError

CODE_SECONDS: Final = 60
CODE_BYTES: Final = 32


@dataclass(frozen=True, slots=True)
class Vouched:
    """Whom a code stands for, in whose pages, and who vouches for that.

    Attributes:
        claims: What the issuer says about the user.
        origin: The site whose pages may present the code.
        client_id: The client that vouches.
        issuer_subject: What the issuer calls the user, by which it tells of a logout.
    """

    claims: dict[str, Any]
    origin: str
    client_id: str
    issuer_subject: str | None = None


class EmbedCodes:
    """Makes and takes codes."""

    def __init__(self, bus: Bus, keyring: Keyring) -> None:
        self._bus = bus
        self._keyring = keyring

    async def make(self, vouched: Vouched) -> str:
        """Return a new code.

        Raises:
            SessionsUnavailableError: The bucket does not answer.
        """
        code = secrets.token_urlsafe(CODE_BYTES)
        key = _key(code)
        content = orjson.dumps(dataclasses.asdict(vouched) | {"expires_at": time.time() + CODE_SECONDS})
        try:
            bucket = await self._bus.bucket(BUCKET)
            await bucket.create(key, self._keyring.seal(content, _context(key)))
        except (NatsError, TimeoutError) as error:
            raise SessionsUnavailableError from error
        return code

    async def take(self, code: str) -> Vouched | None:
        """Return what a code stands for, this once; None where it was taken before, is too old, or never was.

        Raises:
            SessionsUnavailableError: The bucket does not answer.
        """
        key = _key(code)
        try:
            bucket = await self._bus.bucket(BUCKET)
            entry = await bucket.get(key)
            await bucket.delete(key, last=entry.revision)
        except (KeyNotFoundError, KeyDeletedError, BadRequestError):
            return None
        except (NatsError, TimeoutError) as error:
            raise SessionsUnavailableError from error
        content = self._keyring.open(entry.value or b"", _context(key))
        if content is None:
            return None
        memo = orjson.loads(content)
        return Vouched(**memo) if memo.pop("expires_at") > time.time() else None


def _key(code: str) -> str:
    return "code-" + hashlib.sha256(code.encode(errors="surrogatepass")).hexdigest()


def _context(key: str) -> bytes:
    return b"embed-code|" + key.encode()
