"""`Idempotency-Key`: the same request twice has one effect and gets the same answer.

The key is stored in the transaction of the effect, with the answer: a client whose connection broke at the
commit asks again with the same key and learns what happened. A second request with the same key waits for the
first to end (the unique key makes it wait). The same key with another body is refused.
"""

import hmac
from collections.abc import Awaitable, Callable
from typing import ClassVar

import orjson
from fastapi import Request
from sqlalchemy import text
from sqlmodel.ext.asyncio.session import AsyncSession
from starlette.responses import Response

from slussen_chassis.auth import Caller
from slussen_chassis.errors import ConflictError, FieldProblem, InvalidError

HEADER = "idempotency-key"
UNSAFE_METHODS = frozenset({"POST", "PUT", "PATCH", "DELETE"})
KEPT_HEADERS = ("content-type", "etag", "location", "content-language")
LONGEST_KEY = 128

_CLAIM = text(
    "INSERT INTO idempotency_key (client, key, request_hash) VALUES (:client, :key, :hash)"
    " ON CONFLICT (client, key) DO NOTHING RETURNING key"
)
_STORED = text(
    "SELECT request_hash, status, headers, body FROM idempotency_key WHERE client = :client AND key = :key"
)
_STORE = text(
    "UPDATE idempotency_key SET status = :status, headers = CAST(:headers AS jsonb), body = :body"
    " WHERE client = :client AND key = :key"
)


class IdempotencyKeyReusedError(ConflictError):
    """The key was used before, for another request."""

    code: ClassVar[str] = "idempotency-key-reused"
    title_sv = "Idempotency-Key har redan använts för en annan begäran; välj en ny nyckel"
    title_en = "The Idempotency-Key was used for another request; choose a new key"


async def once(
    request: Request,
    caller: Caller,
    session: AsyncSession,
    answer: Callable[[Request], Awaitable[Response]],
) -> Response:
    """Return the answer to `request`: the stored one where its key was used before, else a new one, stored."""
    key = request.headers.get(HEADER)
    if key is None or request.method not in UNSAFE_METHODS:
        return await answer(request)
    if not 1 <= len(key) <= LONGEST_KEY:
        raise InvalidError(
            FieldProblem(
                "Idempotency-Key",
                "length",
                f"nyckeln ska ha 1 till {LONGEST_KEY} tecken",
                f"the key must have 1 to {LONGEST_KEY} characters",
            )
        )
    row = {"client": client_of(caller), "key": key}
    secret = request.app.state.settings.signing_key.get_secret_value()
    fingerprint = request_hash(secret, request.method, request.url.path, await request.body())
    connection = await session.connection()
    if (await connection.execute(_CLAIM, {**row, "hash": fingerprint})).first() is None:
        return await _replay(session, row, fingerprint)
    response = await answer(request)
    headers = {name: response.headers[name] for name in KEPT_HEADERS if name in response.headers}
    stored = {
        "status": response.status_code,
        "headers": orjson.dumps(headers).decode(),
        "body": bytes(response.body),
    }
    await connection.execute(_STORE, {**row, **stored})
    return response


async def _replay(session: AsyncSession, row: dict[str, str], fingerprint: bytes) -> Response:
    connection = await session.connection()
    stored = (await connection.execute(_STORED, row)).one()
    if stored.request_hash != fingerprint:
        raise IdempotencyKeyReusedError
    headers = {**stored.headers, "Idempotency-Replayed": "true"}
    return Response(stored.body, status_code=stored.status, headers=headers)


def client_of(caller: Caller) -> str:
    """Return whose keys these are: a client's or a user's, apart for each authority it acts for."""
    return f"{caller.client_id or ''}|{caller.subject}|{caller.authority_id or ''}"


def request_hash(secret: str, method: str, path: str, body: bytes) -> bytes:
    """Return what tells two requests with the same key apart.

    It is keyed by a secret of the service: a body may hold a personal number, and from a plain hash one can be
    found by trying them all. A key that was used before the secret was changed is refused afterwards.
    """
    return hmac.digest(secret.encode(), b"\n".join((method.encode(), path.encode(), body)), "sha256")
