"""From what a token or session proves, and what the register knows, to the caller that services see."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final
from uuid import UUID

from slussen_chassis.auth import Caller
from slussen_chassis.authentication import Authentication
from slussen_gateway.edge.issuer_profiles import LONGEST_TEXT, IssuerProfile, Profiles, UnusableClaimError
from slussen_gateway.edge.problems import (
    AUTHORITY_UNKNOWN,
    COMMISSION_NOT_CHOSEN,
    GRANT_MISSING,
    GRANT_SUSPENDED,
    INVALID_TOKEN,
    ISSUER_NOT_ENTITLED,
    TOKEN_NOT_BOUND,
    UNIT_UNKNOWN,
    ProblemError,
)
from slussen_gateway.edge.register import ClientGrant, Register, UnitEntry, UserGrant
from slussen_gateway.edge.sessions import Session

ANONYMOUS: Final = Caller("anonymous", "anonymous", scopes=frozenset({"statistics:read-published"}))
"""Who asks without login, on routes that are open to all."""

PERSON_SCOPES: Final = frozenset({"consent:own"})
"""All that a private person may do."""

EMBED_SCOPES: Final = frozenset(
    {"referrals:send", "referrals:receive", "referrals:read", "consent:decide", "subjects:resolve"}
    | {"consent:read", "consent:record", "agreements:read"}
)
"""The most that our components in another site's page may do."""

NEEDS_NO_AUTHORITY: Final = frozenset({"agreements:administer", "statistics:read-published"})
"""Scopes that are of use before one's organisation is registered: to register it, and to read what is published."""

_READ_PUBLISHED: Final = frozenset({"statistics:read-published"})
_STAFF: Final = _READ_PUBLISHED | {
    "agreements:read",
    "consent:read",
    "consent:record",
    "consent:decide",
    "subjects:resolve",
    "referrals:send",
    "referrals:receive",
    "referrals:read",
    "statistics:read-own",
    "statistics:record",
}
ROLE_SCOPES: Final[Mapping[str, frozenset[str]]] = {
    "administrator": _READ_PUBLISHED
    | {"agreements:administer", "agreements:read", "agreements:sign", "statistics:release"}
    | {"consent:review", "clients:read", "clients:approve"},
    "developer": frozenset({"clients:read", "clients:register", "events:read", "webhooks:manage"}),
    "operator": frozenset({"operations:dead-letters"}),
    "signatory": frozenset({"agreements:read", "agreements:sign", "clients:read", "clients:approve"}),
    "staff": _STAFF,
    "coordinator": _STAFF
    | {"agreements:coordinate", "consent:designate", "subjects:merge", "subjects:protect"},
}
"""What each role may do, unless the configuration says otherwise."""


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a user acts: at a unit, or for an authority of a county alone."""

    county_code: str
    authority_id: UUID | None
    unit: UnitEntry | None = None


class Callers:
    """Works out callers from verified claims, grants and the directory."""

    def __init__(
        self,
        register: Register,
        own_client_id: str,
        role_scopes: Mapping[str, frozenset[str]],
        profiles: Profiles,
        own_origin: str = "",
    ) -> None:
        self._register = register
        self._own_client_id = own_client_id
        self._role_scopes = role_scopes
        self._profiles = profiles
        self._own_origin = own_origin

    def from_claims(self, claims: Mapping[str, Any]) -> Caller:
        """Return who is behind the claims of an access token; a client is its own subject (RFC 9068, 2.2).

        Raises:
            ProblemError: The caller has no grant, or its unit or organisation is not in the register.
        """
        if claims["sub"] == claims["client_id"]:
            return self._client(claims)
        user = self.user(claims)
        if claims["client_id"] == self._own_client_id:
            return user
        grant = self._active_client(claims)
        return replace(user, scopes=user.scopes & grant.scopes)

    def _active_client(self, claims: Mapping[str, Any]) -> ClientGrant:
        grant = self._register.client_grant(claims["client_id"])
        if grant is None:
            raise ProblemError(GRANT_MISSING)
        if grant.state != "active":
            raise ProblemError(GRANT_SUSPENDED)
        if grant.level == "fapi" and "cnf" not in claims:
            raise ProblemError(TOKEN_NOT_BOUND)
        return grant

    def _client(self, claims: Mapping[str, Any]) -> Caller:
        grant = self._active_client(claims)
        client_id: str = claims["client_id"]
        unit = self._register.unit(grant.unit_hsa_id) if grant.unit_hsa_id else None
        if grant.unit_hsa_id and unit is None:
            raise ProblemError(UNIT_UNKNOWN)
        return Caller(
            subject=client_id,
            kind="client",
            scopes=grant.scopes,
            county_code=grant.county_code,
            authority_id=self._authority(grant.organisation_number, grant.scopes),
            unit_id=unit.unit_id if unit else None,
            centre_id=unit.only_centre if unit else None,
            activity=unit.activity if unit else None,
            client_id=client_id,
        )

    def of(self, session: Session) -> Caller:
        """Return whom a session stands for: a private person, or a user in an employment.

        Raises:
            ProblemError: The user has no unit and no grant, or the unit is not in the register.
        """
        if session.known_as:
            return _private_person(session)
        return self._embedded(session) if session.embedded_by else self.user(session.claims)

    def _embedded(self, session: Session) -> Caller:
        """Return a user as our components in another site's page act for them: with what both may, and no more."""
        grant = self._register.client_grant(session.embedded_by)
        if grant is None:
            raise ProblemError(GRANT_MISSING)
        if not (grant.embeds_at(session.embedded_at) or session.embedded_at == self._own_origin):
            raise ProblemError(GRANT_SUSPENDED)
        user = self.user(session.claims)
        return replace(user, scopes=user.scopes & grant.scopes & EMBED_SCOPES, client_id=session.embedded_by)

    def user(self, claims: Mapping[str, Any]) -> Caller:
        """Return the user that the claims of a token or session describe.

        Raises:
            ProblemError: The user has no unit and no grant, or has not chosen among several; the unit is not in
                the register; or the issuer may not speak for it.
        """
        grant = self._register.user_grant(claims["sub"])
        if grant is not None and grant.state != "active":
            raise ProblemError(GRANT_SUSPENDED)
        profile = self._profiles.of(claims)
        try:
            return self._acting(claims, profile, grant)
        except UnusableClaimError as error:
            raise ProblemError(INVALID_TOKEN) from error

    def _acting(self, claims: Mapping[str, Any], profile: IssuerProfile, grant: UserGrant | None) -> Caller:
        scopes = self._scopes(profile.roles_of(claims), grant)
        hsa_id = profile.unit(claims)
        if hsa_id is not None:
            unit = self._unit(profile, hsa_id)
            return self._described(claims, profile, scopes, _Place(unit.county_code, unit.authority_id, unit))
        if len(profile.commissions(claims)) > 1:
            raise ProblemError(COMMISSION_NOT_CHOSEN)
        if grant is not None:
            authority = self._authority(grant.organisation_number, scopes)
            return self._described(claims, profile, scopes, _Place(grant.county_code, authority))
        employer = self._register.organisation(profile.organisation(claims) or "")
        if employer is None:
            raise ProblemError(GRANT_MISSING)
        return self._described(claims, profile, scopes, _Place(employer.county_code, employer.authority_id))

    def _unit(self, profile: IssuerProfile, hsa_id: str) -> UnitEntry:
        """Return the unit that an issuer states, which must belong to an authority that it speaks for."""
        unit = self._register.unit(hsa_id)
        if unit is None:
            raise ProblemError(UNIT_UNKNOWN)
        if profile.organisations is not None:
            entries = map(self._register.organisation, profile.organisations)
            if unit.authority_id not in {entry.authority_id for entry in entries if entry is not None}:
                raise ProblemError(ISSUER_NOT_ENTITLED)
        return unit

    def _described(
        self, claims: Mapping[str, Any], profile: IssuerProfile, scopes: frozenset[str], place: _Place
    ) -> Caller:
        unit = place.unit
        return Caller(
            subject=claims["sub"],
            kind="user",
            scopes=scopes,
            county_code=place.county_code,
            authority_id=place.authority_id,
            unit_id=unit.unit_id if unit else None,
            centre_id=unit.only_centre if unit else None,
            profession=profile.profession(claims),
            activity=unit.activity if unit else None,
            client_id=claims.get("client_id"),
            assurance_level=profile.assurance(claims),
            name=_name(claims),
            authentication=Authentication.of(claims),
        )

    def _scopes(self, roles: frozenset[str], grant: UserGrant | None) -> frozenset[str]:
        roles |= grant.roles if grant is not None else frozenset()
        return frozenset().union(*(self._role_scopes.get(role, frozenset()) for role in roles))

    def _authority(self, organisation_number: str | None, scopes: frozenset[str]) -> UUID | None:
        if organisation_number is None:
            return None
        entry = self._register.organisation(organisation_number)
        if entry is None and not (scopes <= NEEDS_NO_AUTHORITY or "agreements:administer" in scopes):
            raise ProblemError(AUTHORITY_UNKNOWN)
        return entry.authority_id if entry else None


def _name(claims: Mapping[str, Any]) -> str | None:
    """Return what to call the user; only shown, so one that can't be is left out."""
    value = claims.get("name")
    return value if isinstance(value, str) and 0 < len(value) <= LONGEST_TEXT else None


def _private_person(session: Session) -> Caller:
    return Caller(
        subject=session.claims["sub"],
        kind="person",
        scopes=PERSON_SCOPES,
        client_id=session.claims["client_id"],
        assurance_level=session.claims["acr"],
        known_as=tuple(map(UUID, session.known_as)),
    )
