"""How each issuer's claims are read, and for whom it may speak: configuration, so that a new issuer needs no code.

Regions' and national issuers state employments as Inera's IdP does (HSA-ids, commissions); the Swedish OpenID Connect
profile states an organisation number (oidc.se, Claims and Scopes 1.0); Entra ID states a tenant (`tid`) and
application roles. What an issuer calls a role, a unit or a level of assurance counts only as it is mapped here, and an
issuer speaks for no other organisation than those that are named for it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

import orjson
from pydantic import BaseModel, ConfigDict, Field

LONGEST_TEXT: Final = 255
"""The internal token's limit."""
MOST_COMMISSIONS: Final = 50
TOLD_OF_LOGIN: Final = ("iss", "amr", "auth_time", "sid")
OF_THE_LOGIN: Final = ("sub", "client_id", "name", *TOLD_OF_LOGIN)

Kind = Literal["inera", "oidc_se", "entra", "plain"]


class UnusableClaimError(Exception):
    """A claim has another form than it must have; the token that holds it proves nothing."""


@dataclass(frozen=True, slots=True)
class ClaimNames:
    """What the issuer calls the claims that are read here; the defaults are Inera's where it has one.

    Attributes:
        organisation: The claim that names the employer, where the issuer states no unit.
        commissions: All commissions (medarbetaruppdrag) of the user, each with the members `commission`,
            `commission_name` and `unit`.
    """

    unit: str = "healthCareUnitHsaId"
    profession: str = "profession"
    roles: str = "roles"
    assurance: str = "acr"
    organisation: str | None = None
    commissions: str = "allCommissions"
    commission: str = "commissionHsaId"
    commission_name: str = "commissionName"


NAMES: Final[Mapping[Kind, ClaimNames]] = {
    "plain": ClaimNames(),
    "inera": ClaimNames(profession="healthcareProfessionalLicense"),
    "oidc_se": ClaimNames(
        unit="https://id.oidc.se/claim/orgUnit", organisation="https://id.oidc.se/claim/orgNumber"
    ),
    "entra": ClaimNames(unit="department", profession="jobTitle", organisation="tid"),
}
"""The claims' names by kind of issuer; a configuration may name others."""


@dataclass(frozen=True, slots=True)
class Commission:
    """A commission (medarbetaruppdrag) that a user may act in: for one unit."""

    id: str
    name: str
    unit_hsa_id: str


class IssuerProfile(BaseModel):
    """How one issuer's claims are read. A mapping that is None takes values as they are.

    Attributes:
        roles: The issuer's roles to ours.
        common_roles: Roles of everybody that it states a unit of.
        professions: Its professions, or licence codes, to ours.
        units: What it calls a unit to the unit's HSA-id.
        levels: Its levels of assurance to those that services know.
        employers: What its organisation claim holds (a tenant, say) to an organisation number.
        organisations: The organisation numbers that it may speak for; None, for a national one, is all of them.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    names: ClaimNames = ClaimNames()
    roles: dict[str, str] | None = None
    common_roles: frozenset[str] = frozenset()
    professions: dict[str, str] | None = None
    units: dict[str, str] | None = None
    levels: dict[str, str] | None = None
    employers: dict[str, str] | None = None
    organisations: frozenset[str] | None = None

    def unit(self, claims: Mapping[str, Any]) -> str | None:
        """Return the HSA-id of the unit that the user acts at."""
        return _mapped(self.units, _text(claims, self.names.unit))

    def profession(self, claims: Mapping[str, Any]) -> str | None:
        """Return the profession; of several licences the first that is mapped here."""
        stated = claims.get(self.names.profession)
        if self.professions is None or not isinstance(stated, list):
            return _mapped(self.professions, _text(claims, self.names.profession))
        known = (_mapped(self.professions, one) for one in stated if isinstance(one, str))
        return next((one for one in known if one is not None), None)

    def roles_of(self, claims: Mapping[str, Any]) -> frozenset[str]:
        """Return the roles, as we call them."""
        stated = claims.get(self.names.roles)
        roles = {_mapped(self.roles, one) for one in _texts(stated)} - {None}
        common = self.common_roles if self.unit(claims) is not None else frozenset()
        return frozenset(role for role in roles if role) | common

    def assurance(self, claims: Mapping[str, Any]) -> str | None:
        """Return the level of assurance, as services know it."""
        return _mapped(self.levels, _text(claims, self.names.assurance))

    def organisation(self, claims: Mapping[str, Any]) -> str | None:
        """Return the employer's organisation number, where the issuer states one that it may speak for."""
        if self.names.organisation is None:
            return None
        number = _mapped(self.employers, _text(claims, self.names.organisation))
        return number if self.speaks_for(number) else None

    def speaks_for(self, organisation_number: str | None) -> bool:
        """Tell whether the issuer may speak for an organisation."""
        return organisation_number is not None and (
            self.organisations is None or organisation_number in self.organisations
        )

    def commissions(self, claims: Mapping[str, Any]) -> tuple[Commission, ...]:
        """Return the commissions that the user may choose among; what has another form is passed over."""
        stated = claims.get(self.names.commissions)
        rows = map(_row, stated[:MOST_COMMISSIONS]) if isinstance(stated, list) else ()
        return tuple(commission for row in rows if (commission := self._commission(row)) is not None)

    def _commission(self, row: Mapping[str, Any]) -> Commission | None:
        names = self.names
        found = [row.get(name) for name in (names.commission, names.commission_name, names.unit)]
        texts = [one for one in found if isinstance(one, str) and 0 < len(one) <= LONGEST_TEXT]
        if len(texts) != len(found):
            return None
        unit = _mapped(self.units, texts[2])
        return Commission(texts[0], texts[1], unit) if unit is not None else None

    def settled(self, claims: Mapping[str, Any]) -> dict[str, Any]:
        """Return the claims of a login with its commission, where there is no choice: it has just one."""
        commissions = self.commissions(claims)
        if self.unit(claims) is not None or len(commissions) != 1:
            return dict(claims)
        return self.acting(claims, commissions[0])

    def acting(self, claims: Mapping[str, Any], commission: Commission) -> dict[str, Any]:
        """Return the claims of somebody who acts in a commission."""
        rows = map(_row, claims[self.names.commissions])
        (unit,) = {row[self.names.unit] for row in rows if row.get(self.names.commission) == commission.id}
        chosen = {
            self.names.commission: commission.id,
            self.names.commission_name: commission.name,
            self.names.unit: unit,
        }
        return {**claims, **chosen}

    def still_holds(self, claims: Mapping[str, Any]) -> bool:
        """Tell whether the commission that was chosen is still among those that the issuer states, if it states any."""
        chosen, held = claims.get(self.names.commission), self.commissions(claims)
        return chosen is None or not held or chosen in {commission.id for commission in held}

    def kept(self, claims: Mapping[str, Any]) -> dict[str, Any]:
        """Return the claims that a session keeps: those that callers are made of, and the name to show."""
        names = self.names
        wanted = (
            *OF_THE_LOGIN,
            *(names.unit, names.profession, names.roles, names.assurance, names.organisation),
            *(names.commissions, names.commission, names.commission_name),
        )
        return {name: claims[name] for name in wanted if name is not None and name in claims}


class Profiles:
    """The profiles of all issuers; each is found by its `iss`, in a token or a session."""

    def __init__(self, main: IssuerProfile, others: Mapping[str, IssuerProfile] | None = None) -> None:
        self._main = main
        self._others = others or {}

    def of(self, claims: Mapping[str, Any]) -> IssuerProfile:
        """Return the profile of the issuer that stated the claims."""
        return self._others.get(claims.get("iss", ""), self._main)


class OtherIssuer(BaseModel):
    """One more issuer that staff may log in at, beside the main one.

    Attributes:
        alias: Our short name for it; begins every subject and client id of it, so that issuers can't take each
            other's names.
        label_sv: What the choice of login calls it, in Swedish.
        label_en: The same in English.
        client_id: The edge at that issuer, which knows it by the same key as the main one.
        scope: What a login asks for.
        signs_with_rs256: Its RSA keys sign with RS256 instead of PS256, as Entra ID's do; ID tokens alone.
        profile: How its claims are read; the claims' names come from `kind` where `profile` names none.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    alias: str = Field(pattern=r"^[a-z][a-z0-9-]{0,30}$")
    label_sv: str = Field(min_length=1, max_length=60)
    label_en: str = Field(min_length=1, max_length=60)
    issuer: str
    client_id: str = "slussen-gateway"
    kind: Kind = "plain"
    scope: str = "openid profile"
    signs_with_rs256: bool = False
    profile: IssuerProfile = IssuerProfile()

    @property
    def reading(self) -> IssuerProfile:
        """The profile, with the claims' names of its kind."""
        if "names" in self.profile.model_fields_set:
            return self.profile
        return self.profile.model_copy(update={"names": NAMES[self.kind]})

    def own(self, name: str) -> str:
        """Return a subject or client id of this issuer, as it is called here."""
        return f"{self.alias}/{name}"


def _mapped(mapping: Mapping[str, str] | None, value: str | None) -> str | None:
    if mapping is None or value is None:
        return value
    return mapping.get(value)


def _text(claims: Mapping[str, Any], name: str) -> str | None:
    """Return a claim that is a short text; anything else in its place makes the token unusable."""
    value = claims.get(name)
    if value is None or value == "":
        return None
    if not isinstance(value, str) or len(value) > LONGEST_TEXT:
        raise UnusableClaimError(name)
    return value


def _texts(stated: object) -> Iterable[str]:
    return (one for one in stated if isinstance(one, str)) if isinstance(stated, list) else ()


def _row(stated: object) -> Mapping[str, Any]:
    """Return a commission as the issuer states it: an object, or one in the form of a text."""
    if isinstance(stated, str):
        try:
            stated = orjson.loads(stated)
        except ValueError:
            return {}
    return stated if isinstance(stated, dict) else {}
