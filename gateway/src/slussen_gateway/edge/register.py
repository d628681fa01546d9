"""What the edge knows about clients' and users' grants, and about the register's units and organisations."""

from typing import Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict
from pydantic.alias_generators import to_camel

from slussen_contracts.integration.scopes import EMBED
from slussen_gateway.edge.bus import Bus, WatchedBucket


class _Entry(BaseModel):
    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True, frozen=True, extra="ignore")


class ClientGrant(_Entry):
    """What a client system may do, and for whom (bucket `grants`, key `client.<client id>`).

    Attributes:
        level: `baseline` takes bearer tokens too, `fapi` only tokens that are bound to the client's key.
        embed_origins: Sites whose pages may show our components, for users whom the client vouches for.
    """

    state: Literal["active", "suspended"]
    county_code: str
    scopes: frozenset[str] = frozenset()
    organisation_number: str | None = None
    unit_hsa_id: str | None = None
    level: Literal["baseline", "fapi"] = "baseline"
    embed_origins: tuple[str, ...] = ()

    def embeds_at(self, origin: str) -> bool:
        """Whether the client may embed at a site: it is not suspended, has the scope, and names the site."""
        return self.state == "active" and EMBED in self.scopes and origin in self.embed_origins


class UserGrant(_Entry):
    """What a user without a unit is given, or that a user is shut out (bucket `grants`, key `user.<subject>`)."""

    state: Literal["active", "suspended"]
    county_code: str
    roles: frozenset[str] = frozenset()
    organisation_number: str | None = None


class UnitEntry(_Entry):
    """A unit of the register (bucket `directory`, key `hsa.<HSA-id>`)."""

    unit_id: UUID
    authority_id: UUID
    county_code: str
    activity: str | None = None
    centre_ids: tuple[UUID, ...] = ()

    @property
    def only_centre(self) -> UUID | None:
        """The family centre that the unit belongs to, where it is exactly one."""
        return self.centre_ids[0] if len(self.centre_ids) == 1 else None


class OrganisationEntry(_Entry):
    """A responsible authority (huvudman) of the register (bucket `directory`, key `org.<organisation number>`)."""

    authority_id: UUID
    county_code: str


def _read_grant(value: bytes) -> ClientGrant | UserGrant:
    """Read a grant; which kind it is shows in its key, and in which member names whom it is for."""
    kind = ClientGrant if b'"clientId"' in value else UserGrant
    return kind.model_validate_json(value)


def _read_entry(value: bytes) -> UnitEntry | OrganisationEntry:
    kind = UnitEntry if b'"unitId"' in value else OrganisationEntry
    return kind.model_validate_json(value)


class Register:
    """The two buckets, `grants` and `directory`, in memory."""

    def __init__(self, bus: Bus) -> None:
        self.grants = WatchedBucket(bus, "grants", _read_grant)
        self.directory = WatchedBucket(bus, "directory", _read_entry)
        self._sites: tuple[int, frozenset[str]] = (-1, frozenset())

    @property
    def is_loaded(self) -> bool:
        """Both are there and can be relied on."""
        return self.grants.is_loaded and self.directory.is_loaded

    @property
    def generation(self) -> int:
        """Grows with every change of either."""
        return self.grants.generation + self.directory.generation

    def client_grant(self, client_id: str) -> ClientGrant | None:
        """Return a client's grant, if it has one."""
        grant = self.grants.get(f"client.{client_id}")
        return grant if isinstance(grant, ClientGrant) else None

    def user_grant(self, subject: str) -> UserGrant | None:
        """Return a user's grant, if there is one."""
        grant = self.grants.get(f"user.{subject}")
        return grant if isinstance(grant, UserGrant) else None

    def unit(self, hsa_id: str) -> UnitEntry | None:
        """Return a unit by its HSA-id."""
        entry = self.directory.get(f"hsa.{hsa_id}")
        return entry if isinstance(entry, UnitEntry) else None

    def organisation(self, number: str) -> OrganisationEntry | None:
        """Return an authority by its organisation number."""
        entry = self.directory.get(f"org.{number}")
        return entry if isinstance(entry, OrganisationEntry) else None

    def is_embedding_site(self, origin: str) -> bool:
        """Tell whether any client may embed at a site."""
        generation = self.grants.generation
        if self._sites[0] != generation:
            grants = [grant for grant in self.grants.values() if isinstance(grant, ClientGrant)]
            sites = {origin for grant in grants for origin in grant.embed_origins if grant.embeds_at(origin)}
            self._sites = (generation, frozenset(sites))
        return origin in self._sites[1]
