"""Grants: what machine clients and administrators may do, written into the bucket that the gateway reads.

The issuer says who someone is; these entries say what that one may do here. Without an entry nobody may anything.
"""

import json
from typing import TYPE_CHECKING, Any

from nats.js.errors import KeyNotFoundError

from slussen_local.people import CLIENTS, PEOPLE, MachineClient, Person

if TYPE_CHECKING:
    from nats.js import JetStreamContext


def of_client(client: MachineClient, intranet: str) -> dict[str, Any]:
    """The grant of a machine client; one that embeds does so at the demonstration's intranet."""
    embeds = {"embedOrigins": [intranet]} if client.embeds else {}
    return {
        **embeds,
        "clientId": client.client_id,
        "state": "active",
        "organisationNumber": client.organisation_number,
        "countyCode": client.county_code,
        "scopes": list(client.scopes),
        "unitHsaId": client.unit_hsa_id,
    }


def of_person(person: Person) -> dict[str, Any]:
    """The grant of someone who acts without a unit: a signatory for an organisation, an administrator, an operator."""
    return {
        "subject": person.subject,
        "state": "active",
        "countyCode": person.county_code,
        "roles": [person.role],
        "organisationNumber": None
        if person.role in {"administrator", "operator"}
        else person.organisation_number,
    }


def demo_grants(intranet: str) -> dict[str, dict[str, Any]]:
    """All grants of the demonstration, by key in the bucket."""
    leading = [person for person in PEOPLE if person.unit_hsa_id is None and not person.commissions]
    return {f"client.{client.client_id}": of_client(client, intranet) for client in CLIENTS} | {
        f"user.{person.subject}": of_person(person) for person in leading
    }


async def write(js: "JetStreamContext", intranet: str) -> None:
    """Add the grants that are missing; one that was changed or suspended since is left as it is."""
    bucket = await js.key_value("grants")
    for key, grant in demo_grants(intranet).items():
        try:
            await bucket.get(key)
        except KeyNotFoundError:
            await bucket.put(key, json.dumps(grant).encode())
