"""Systems' grants: who asks, what is given at once, who decides, and how a grant ends.

What holds no data of anyone is given at once, and in a sandbox everything is. The rest is decided by an administrator
of the authority that the system acts for, and never by whoever asked. A grant that was revoked does not come back.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, ClassVar, Final, Literal
from uuid import UUID

from joserfc.errors import JoseError
from joserfc.jwk import ECKey, OKPKey, RSAKey

from slussen_chassis.errors import ConflictError, FieldProblem, ForbiddenError, InvalidError, NotFoundError

OPEN: Final = frozenset({"statistics:read-published"})
"""Scopes that open nothing of anyone."""
MOST_CLIENTS: Final = 50
"""Of one authority."""

State = Literal["requested", "active", "refused", "suspended", "revoked"]
_KEY_TYPES: Final[Mapping[str, type[ECKey | OKPKey | RSAKey]]] = {"EC": ECKey, "OKP": OKPKey, "RSA": RSAKey}
_SECRET_MEMBERS: Final = frozenset({"d", "p", "q", "dp", "dq", "qi", "k", "oth"})


class ClientNotFoundError(NotFoundError):
    """The system is not there, or another authority's."""

    code: ClassVar[str] = "client-not-found"
    title_sv = "Systemet finns inte"
    title_en = "There is no such system"


class ClientExistsError(ConflictError):
    """A system of that client id is known already."""

    code: ClassVar[str] = "client-exists"
    title_sv = "Ett system med det klient-id:t finns redan"
    title_en = "There is a system of that client id already"


class TooManyClientsError(ConflictError):
    """The authority has as many systems as one may have."""

    code: ClassVar[str] = "too-many-clients"
    title_sv = f"Huvudmannen har redan {MOST_CLIENTS} system, vilket är så många som går"
    title_en = f"The authority has {MOST_CLIENTS} systems already, which is the most there can be"


class OwnRequestError(ForbiddenError):
    """Nobody decides on what they have asked for themselves."""

    code: ClassVar[str] = "own-request"
    title_sv = "Den som har bett om åtkomsten kan inte själv godkänna den"
    title_en = "Whoever asked for the access can't approve it"


class RequestPendingError(ConflictError):
    """Somebody else's request waits; one decision is about one person's request, so that four eyes see it."""

    code: ClassVar[str] = "request-pending"
    title_sv = "En annan persons begäran väntar på beslut; den ska beslutas först"
    title_en = "Another person's request awaits a decision, which comes first"


class NothingToDecideError(ConflictError):
    """Nothing is asked for that has not been decided."""

    code: ClassVar[str] = "nothing-to-decide"
    title_sv = "Det finns inget att besluta om"
    title_en = "There is nothing to decide"


class ClientEndedError(ConflictError):
    """The system's grant has ended for good."""

    code: ClassVar[str] = "client-ended"
    title_sv = "Systemets åtkomst är avslutad; registrera det på nytt"
    title_en = "The system's access has ended; register it anew"


class ClientStateError(ConflictError):
    """The system is in another state than that takes."""

    code: ClassVar[str] = "client-state"
    title_sv = "Systemet är i ett annat läge"
    title_en = "The system is in another state"


@dataclass(frozen=True, slots=True)
class Client:
    """A system and its grant.

    Attributes:
        scopes: What it may do.
        wanted: What is asked for beyond that and not decided yet.
    """

    id: UUID
    client_id: str
    name: str
    authority_id: UUID
    county_code: str
    level: Literal["baseline", "fapi"]
    state: State
    scopes: frozenset[str]
    wanted: frozenset[str]
    requested_by: str
    created_at: datetime
    changed_at: datetime
    decided_by: str | None = None
    reason: str | None = None
    version: int = 1


def register(client: Client, *, is_sandbox: bool) -> Client:
    """Return a new system with what it is given at once."""
    given = client.wanted if is_sandbox else client.wanted & OPEN
    state: State = "active" if given else "requested"
    return replace(client, scopes=given, wanted=client.wanted - given, state=state)


def ask_for(client: Client, scopes: Collection[str], *, by: str, at: datetime, is_sandbox: bool) -> Client:
    """Ask for more.

    Raises:
        ClientEndedError: The grant was revoked or refused.
        RequestPendingError: Somebody else's request has not been decided.
    """
    _require_going(client)
    if client.wanted and by != client.requested_by:
        raise RequestPendingError
    more = frozenset(scopes) - client.scopes
    given = more if is_sandbox else more & OPEN
    wanted = (client.wanted | more) - given
    state: State = "active" if given and client.state == "requested" else client.state
    return _changed(client, at, state=state, scopes=client.scopes | given, wanted=wanted, requested_by=by)


def approve(client: Client, *, by: str, at: datetime) -> Client:
    """Give what is asked for.

    Raises:
        ClientEndedError: The grant was revoked or refused.
        NothingToDecideError: Nothing is asked for.
        OwnRequestError: `by` asked for it.
    """
    _require_asked(client, by)
    state: State = "active" if client.state == "requested" else client.state
    given = client.scopes | client.wanted
    return _changed(client, at, state=state, scopes=given, wanted=frozenset(), decided_by=by, reason=None)


def refuse(client: Client, reason: str, *, by: str, at: datetime) -> Client:
    """Refuse what is asked for; what the system has it keeps.

    Raises:
        ClientEndedError: The grant was revoked or refused.
        NothingToDecideError: Nothing is asked for.
        OwnRequestError: `by` asked for it.
    """
    _require_asked(client, by)
    state: State = "refused" if client.state == "requested" else client.state
    return _changed(client, at, state=state, wanted=frozenset(), decided_by=by, reason=reason)


def suspend(client: Client, reason: str, *, by: str, at: datetime) -> Client:
    """Shut a system out until further notice.

    Raises:
        ClientStateError: It is not active.
    """
    if client.state != "active":
        raise ClientStateError
    return _changed(client, at, state="suspended", decided_by=by, reason=reason)


def resume(client: Client, *, by: str, at: datetime) -> Client:
    """Let a suspended system in again.

    Raises:
        ClientStateError: It is not suspended.
    """
    if client.state != "suspended":
        raise ClientStateError
    return _changed(client, at, state="active", decided_by=by, reason=None)


def revoke(client: Client, reason: str, *, by: str, at: datetime) -> Client:
    """End a system's grant for good.

    Raises:
        ClientEndedError: It has ended.
    """
    _require_going(client)
    return _changed(client, at, state="revoked", wanted=frozenset(), decided_by=by, reason=reason)


def take_back(client: Client, *, at: datetime) -> Client:
    """End a registration whose client id turns out to be another's."""
    reason = "Klient-id:t används redan av ett annat system. / The client id is another system's."
    return _changed(client, at, state="refused", scopes=frozenset(), wanted=frozenset(), reason=reason)


def check_public_key(jwk: Mapping[str, Any]) -> None:
    """Check that a key is a public one that the issuer will take.

    Raises:
        InvalidError: It is none, is too weak, has no name, or is a private one.
    """
    if _SECRET_MEMBERS & jwk.keys():
        raise _key_problem(
            "private", "är en privat nyckel; skicka bara den publika", "is a private key; send the public one"
        )
    try:
        key = _KEY_TYPES[str(jwk.get("kty"))].import_key(dict(jwk))
    except (JoseError, KeyError, ValueError, TypeError) as error:
        raise _key_problem("jwk", "är ingen publik nyckel (EC, OKP eller RSA)", "is no public key") from error
    if not key.kid:
        raise _key_problem("kid", "saknar namn (kid)", "has no name (kid)")


def _key_problem(rule: str, sv: str, en: str) -> InvalidError:
    return InvalidError(FieldProblem("publicKey", rule, sv, en))


def _require_going(client: Client) -> None:
    if client.state in {"revoked", "refused"}:
        raise ClientEndedError


def _require_asked(client: Client, by: str) -> None:
    _require_going(client)
    if not client.wanted:
        raise NothingToDecideError
    if by == client.requested_by:
        raise OwnRequestError


def _changed(client: Client, at: datetime, **changes: Any) -> Client:
    return replace(client, changed_at=at, version=client.version + 1, **changes)
