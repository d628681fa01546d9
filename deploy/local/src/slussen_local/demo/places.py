"""The counties of the demonstration, one for every profile, and who plays in them."""

from dataclasses import dataclass
from pathlib import Path

import httpx

from slussen_local.demo.browser import Browser
from slussen_local.demo.machine import Machine
from slussen_local.demo.register import Demonstration
from slussen_local.parts.identity import client_key
from slussen_local.people import COUNTIES, JAMTLAND, KALMAR, OREBRO, PEOPLE, SKANE, UPPSALA, Person
from slussen_local.vault import Vault

OREBRO_PLACE = Demonstration(
    COUNTIES[OREBRO],
    "orebro",
    "Region Exempel i Örebro län",
    "Exempelstad",
    "1880",
    "Familjecentralen Linden",
)
SKANE_PLACE = Demonstration(
    COUNTIES[SKANE], "skane", "Region Exempel i Skåne", "Exempelby", "1281", "Familjecentralen Boken"
)
FURTHER_PLACES = {
    ".kalmar": Demonstration(
        COUNTIES[KALMAR],
        "kalmar",
        "Region Exempel i Kalmar län",
        "Exempelvik",
        "0880",
        "Familjecentralen Eken",
    ),
    ".jamtland": Demonstration(
        COUNTIES[JAMTLAND],
        "jamtland",
        "Region Exempel i Jämtland",
        "Exempelsund",
        "2380",
        "Familjecentralen Granen",
    ),
    ".uppsala": Demonstration(
        COUNTIES[UPPSALA],
        "socialstyrelsen",
        "Region Exempel i Uppsala län",
        "Exempelås",
        "0380",
        "Familjecentralen Lönnen",
    ),
}
"""The counties that no step of the main job plays in, by what their people's user names end with."""


def person(username: str) -> Person:
    """Return the demo person with a user name."""
    return next(one for one in PEOPLE if one.username == username)


@dataclass(frozen=True)
class Outside:
    """The world outside the gateway: where it is, and the keys of the machine clients."""

    http: httpx.AsyncClient
    origin: str
    issuer: str
    secrets: Path

    async def browser(self, username: str) -> Browser:
        """Return a person's browser, logged in."""
        return await Browser(self.http, self.origin).log_in(person(username))

    def machine(self, client_id: str) -> Machine:
        """Return a machine client with its key."""
        key = Vault(self.secrets).signing_key(client_key(client_id))
        return Machine(self.http, self.origin, self.issuer, client_id, key)
