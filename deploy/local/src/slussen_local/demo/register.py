"""The first step of the main job: a county is registered, and its local agreement comes in force.

An administrator registers authorities, boards, units and a family centre; the agreement's clauses are filled in,
the parties' signatories sign, and it is activated.

What is in the register already is found again by its natural key, so that the demonstration can be played often.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from http import HTTPStatus
from typing import Any

from slussen_local.demo.browser import Browser
from slussen_local.people import DemoAuthorities

API = "/agreements/v1"
FIRST_DAY = date(2026, 3, 1)
BOARDS = {"education": "Utbildningsnämnden", "social": "Socialnämnden"}
REGION, MUNICIPALITY = "region", "municipality"
PARTIES: Mapping[str, tuple[tuple[str, str], ...]] = {
    "orebro": ((REGION, "local_health_centre"), (MUNICIPALITY, "municipality")),
    "skane": ((REGION, "region_financed_activities_including_private"), (MUNICIPALITY, "municipality")),
    "kalmar": ((REGION, "region"), (MUNICIPALITY, "municipality")),
    "jamtland": (
        (REGION, "primary_care"),
        (MUNICIPALITY, "education_administration"),
        (MUNICIPALITY, "social_administration"),
    ),
    "socialstyrelsen": ((REGION, "region"), (MUNICIPALITY, "municipality")),
}
"""Which authority signs in which role, by profile."""
COUNTY_WIDE = frozenset({"kalmar"})
"""Profiles whose agreement is the county's and covers every centre in it."""


@dataclass(frozen=True)
class Demonstration:
    """What differs between the counties of the demonstration."""

    county: DemoAuthorities
    profile_id: str
    region_name: str
    municipality_name: str
    municipality_code: str
    centre_name: str


@dataclass(frozen=True)
class Registered:
    """The ids that the register gave, by what they are."""

    authorities: Mapping[str, str]
    units: Mapping[str, str]
    centre: str
    agreement: str
    agreement_status: str


async def register(
    admin: Browser,
    signatories: tuple[Browser, Browser],
    what: Demonstration,
    *,
    centre_name: str | None = None,
) -> Registered:
    """Register everything of a county and bring its local agreement in force; return the ids.

    `signatories` are the region's and the municipality's, in this order.
    """
    authorities = await _authorities(admin, what)
    units = await _units(admin, what, authorities)
    centre = await _centre(admin, what, units, centre_name or what.centre_name)
    agreement = await _agreement(admin, signatories, what, authorities, centre)
    return Registered(authorities, units, centre, agreement["id"], agreement["status"])


async def _found_or_made(admin: Browser, path: str, query: Mapping[str, str], body: Mapping[str, Any]) -> str:
    """Return the id of the one thing that `query` finds, made from `body` where there is none."""
    found = (await admin.ask("GET", f"{API}/{path}", params=dict(query))).json()["items"]
    if found:
        return str(found[0]["id"])
    made = await admin.ask("POST", f"{API}/{path}", json=dict(body), expected=HTTPStatus.CREATED)
    return str(made.json()["id"])


async def _authorities(admin: Browser, what: Demonstration) -> dict[str, str]:
    county = what.county
    wanted: dict[str, dict[str, Any]] = {
        "region": {"name": what.region_name, "authorityType": "region", "organisationNumber": county.region},
        "municipality": {
            "name": what.municipality_name,
            "authorityType": "municipality",
            "organisationNumber": county.municipality,
            "municipalityCode": what.municipality_code,
        },
        "private_provider": {
            "name": "Barnhälsan Linden AB",
            "authorityType": "private_provider",
            "organisationNumber": county.private_provider,
        },
    }
    return {
        name: await _found_or_made(
            admin, "responsible-authorities", {"organisationNumber": body["organisationNumber"]}, body
        )
        for name, body in wanted.items()
    }


async def _boards(admin: Browser, municipality: str) -> dict[str, str]:
    found = (await admin.ask("GET", f"{API}/boards", params={"authorityId": municipality})).json()["items"]
    known = {board["name"]: str(board["id"]) for board in found}
    boards = {}
    for key, name in BOARDS.items():
        if name not in known:
            body = {"authorityId": municipality, "name": name}
            made = await admin.ask("POST", f"{API}/boards", json=body, expected=HTTPStatus.CREATED)
            known[name] = str(made.json()["id"])
        boards[key] = known[name]
    return boards


async def _units(admin: Browser, what: Demonstration, authorities: Mapping[str, str]) -> dict[str, str]:
    county = what.county
    boards = await _boards(admin, authorities["municipality"])
    care = ("region", None, "health")
    rows = [
        ("maternal_health_care", "Barnmorskemottagningen", county.maternal_health_care, *care, "midwife"),
        ("child_health_care", "Barnavårdscentralen", county.child_health_care, *care, "child_health_nurse"),
        ("open_preschool", "Öppna förskolan", county.open_preschool, "municipality", "education", "education",
         "preschool_teacher"),
        ("preventive_social_services", "Förebyggande socialtjänsten", county.preventive_social_services,
         "municipality", "social", "social_preventive", "social_worker"),
        ("child_health_care", "BVC Linden", county.private_unit, "private_provider", None, "health",
         "child_health_nurse"),
    ]  # fmt: skip
    units = {}
    for activity, name, hsa_id, authority, board, branch, profession in rows:
        body = {
            "name": name,
            "hsaId": hsa_id,
            "authorityId": authorities[authority],
            "boardId": boards[board] if board else None,
            "branch": branch,
            "activity": activity,
            "professions": [profession],
            "municipalityCode": what.municipality_code,
            "validFrom": FIRST_DAY.isoformat(),
        }
        key = "private_child_health_care" if authority == "private_provider" else activity
        units[key] = await _found_or_made(admin, "units", {"hsaId": hsa_id}, body)
    return units


async def _centre(admin: Browser, what: Demonstration, units: Mapping[str, str], name: str) -> str:
    listed = await admin.ask(
        "GET", f"{API}/family-centres", params={"municipalityCode": what.municipality_code, "limit": 200}
    )
    for centre in listed.json()["items"]:
        if centre["name"] == name:
            return str(centre["id"])
    activities = ("maternal_health_care", "child_health_care", "open_preschool", "preventive_social_services")
    body = {
        "name": name,
        "municipalityCode": what.municipality_code,
        "profileId": what.profile_id,
        "activities": [{"activity": activity, "unitId": units[activity]} for activity in activities],
        "validFrom": FIRST_DAY.isoformat(),
    }
    made = await admin.ask("POST", f"{API}/family-centres", json=body, expected=HTTPStatus.CREATED)
    return str(made.json()["id"])


async def _agreement(
    admin: Browser,
    signatories: tuple[Browser, Browser],
    what: Demonstration,
    authorities: Mapping[str, str],
    centre: str,
) -> dict[str, Any]:
    """Return the centre's agreement in force: the one that is, or a new one, filled in, signed and activated."""
    of_county = what.profile_id in COUNTY_WIDE
    where = {} if of_county else {"centreId": centre}
    listed = (await admin.ask("GET", f"{API}/agreements", params=where)).json()["items"]
    for known in listed:
        if known["status"] == "active":
            return dict(known)
    parties = PARTIES[what.profile_id]
    body = {
        "kind": "county" if of_county else "local",
        "parties": [{"authorityId": authorities[authority], "role": role} for authority, role in parties],
        "validFrom": FIRST_DAY.isoformat(),
    }
    drafted = await admin.ask("POST", f"{API}/agreements", json=body | where, expected=HTTPStatus.CREATED)
    agreement, as_read = drafted.json(), {"If-Match": drafted.headers["etag"]}
    place = f"{API}/agreements/{agreement['id']}"
    missing = agreement["completeness"]["missingClauses"]
    clauses = {clause["key"]: f"Parterna är överens om {clause['label']}." for clause in missing}
    await admin.ask("PUT", f"{place}/clauses", json={"clauses": clauses}, headers=as_read)
    terms = {"referralTimeLimits": [{"state": "sent", "dueDays": 5}]}
    filled = (await admin.ask("PUT", f"{place}/terms", json=terms, headers={"If-Match": "*"})).json()
    by_authority = dict(zip((REGION, MUNICIPALITY), signatories, strict=True))
    for authority, role in parties:
        signature = {"digest": filled["digest"], "role": role}
        await by_authority[authority].ask("POST", f"{place}/signatures", json=signature)
    return dict((await admin.ask("POST", f"{place}/activation")).json())
