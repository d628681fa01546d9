"""What a coordinator enters about a centre in a year: hours, seats, meetings, costs, an agreement under way.

Entered once: a centre that has opening hours already is left as it is.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from http import HTTPStatus
from typing import Any

from slussen_local.demo.browser import Browser
from slussen_local.demo.days import today
from slussen_local.demo.register import API, FIRST_DAY, Registered

EVERYBODY = "everybody"
OPEN: tuple[tuple[str, tuple[int, ...], str, str], ...] = (
    ("maternal_health_care", (1, 2, 4), "08:30", "12:00"),
    ("maternal_health_care", (3,), "09:00", "15:00"),
    ("child_health_care", (1, 2, 3, 4), "09:00", "12:30"),
    ("child_health_care", (5,), "09:00", "11:00"),
    ("open_preschool", (1, 2, 3, 4), "09:00", "12:00"),
    ("open_preschool", (5,), "09:00", "13:00"),
    ("preventive_social_services", (1, 2, 3, 4), "09:00", "12:00"),
)
"""Which activity is open on which weekdays; the joint time follows from it."""
AUTUMN = FIRST_DAY + timedelta(weeks=26)
LONGER: tuple[tuple[str, tuple[int, ...], str, str], ...] = (
    ("maternal_health_care", (1, 2, 4), "12:00", "13:00"),
    ("maternal_health_care", (5,), "09:00", "11:00"),
    ("child_health_care", (1, 2, 3, 4), "12:30", "13:00"),
    ("open_preschool", (1, 2, 3, 4), "12:00", "13:00"),
    ("preventive_social_services", (1, 2, 3, 4), "12:00", "13:00"),
    ("preventive_social_services", (5,), "09:00", "11:00"),
)
"""What came to it in the autumn, so that the county's rule is met since then."""
JOINT_HOURS = 15
"""What the local agreement asks for a week, in a county that leaves it to the parties."""
MEETINGS = (
    ("steering_group", 3, 19, "Verksamhetsberättelsen", True),
    ("steering_group", 9, 17, "Uppföljning av målen", True),
    ("house_meeting", 10, 8, None, False),
    ("development_day", 5, 12, "Barnkonventionen i vardagen", True),
)
"""Which meetings were held: kind, month, day, why, and whether they are written down."""
SOON = timedelta(days=9)
LATER = timedelta(days=24)


async def enter_centre_life(coordinator: Browser, region: Browser, registered: Registered) -> None:
    """Enter it all as the coordinator; `region` signs the agreement that then waits for the municipality."""
    place = f"{API}/family-centres/{registered.centre}"
    if (await coordinator.ask("GET", f"{place}/opening-hours")).json()["version"]:
        return
    await _put(coordinator, f"{place}/local-terms", {"minJointHoursPerWeek": JOINT_HOURS})
    await enter_hours(coordinator, registered.centre)
    await _steering(coordinator, place)
    await _meeting(coordinator, place)
    await _offer(coordinator, place)
    await _costs(coordinator, place, registered)
    await _agreement(coordinator, region, registered)


async def _put(browser: Browser, path: str, body: Mapping[str, Any], version: int = 0) -> dict[str, Any]:
    headers = {"If-Match": f'"v{version}"'}
    return dict((await browser.ask("PUT", path, json=dict(body), headers=headers)).json())


async def _post(browser: Browser, path: str, body: Mapping[str, Any]) -> dict[str, Any]:
    made = await browser.ask("POST", path, json=dict(body), expected=HTTPStatus.CREATED)
    return dict(made.json())


async def enter_hours(coordinator: Browser, centre: str) -> None:
    """Enter the hours that a centre has kept since it opened, if it has none yet; the weeks since then count."""
    place = f"{API}/family-centres/{centre}"
    if (await coordinator.ask("GET", f"{place}/opening-hours")).json()["version"]:
        return
    openings = [
        {
            "activity": activity,
            "weekday": day,
            "opens": opens,
            "closes": closes,
            "kind": EVERYBODY,
            "staff": 1,
            "validFrom": since.isoformat(),
        }
        for hours, since in ((OPEN, FIRST_DAY), (LONGER, AUTUMN))
        for activity, days, opens, closes in hours
        for day in days
    ]
    await _put(coordinator, f"{place}/opening-hours", {"openings": openings})


async def _steering(browser: Browser, place: str) -> None:
    seats = (await browser.ask("GET", f"{place}/steering", params={"year": today().year})).json()["seats"]
    await _put(browser, f"{place}/steering/seats", {"filled": [seat["code"] for seat in seats[:-1]]})
    appointment = {
        "holderSubject": "karin-samordnare",
        "profession": "preschool_teacher",
        "extent": 25,
        "validFrom": FIRST_DAY.isoformat(),
    }
    await _post(browser, f"{place}/coordinator-appointments", appointment)
    for kind, month, day, purpose, documented in MEETINGS:
        held_on = date(today().year, month, day)
        if held_on <= today():
            why = {"purpose": purpose, "documented": documented}
            await _post(browser, f"{place}/meetings", {"kind": kind, "heldOn": held_on.isoformat(), **why})


async def _meeting(browser: Browser, place: str) -> None:
    planned_on = today() + SOON
    body = {
        "kind": "steering_group",
        "plannedOn": planned_on.isoformat(),
        "startsAt": "13:00:00",
        "place": "Familjecentralen, stora rummet",
    }
    meeting = await _post(browser, f"{place}/planned-meetings", body)
    decision = {
        "text": "Ny skylt vid entrén beställs.",
        "owner": "Karin Örnberg",
        "dueOn": (today() + LATER).isoformat(),
    }
    await _post(browser, f"{place}/planned-meetings/{meeting['id']}/decisions", decision)


async def _offer(browser: Browser, place: str) -> None:
    def one(key: str, name: str, kind: str, stage: str, *activities: str) -> dict[str, Any]:
        return {"key": key, "name": name, "kind": kind, "activities": activities, "stages": [stage]}

    offers = [
        one("parents_1", "Föräldragrupp inför födseln", "parent_group", "pregnancy", "maternal_health_care"),
        one("parents_2", "Föräldragrupp för nyblivna", "parent_group", "after_birth", "child_health_care"),
        one("open_1", "Öppen förskola", "open_activity", "childhood", "open_preschool"),
        one("visits", "Utökade hembesök", "extended_home_visit", "after_birth", "child_health_care",
            "preventive_social_services"),
    ]  # fmt: skip
    await _put(browser, f"{place}/offer", {"offers": offers})
    rooms = [{"room": "staff_room", "count": 1}, {"room": "visitor_toilet", "count": 2}]
    await _put(browser, f"{place}/premises", {"rooms": rooms, "equalAccess": True})


async def _costs(browser: Browser, place: str, registered: Registered) -> None:
    of = {
        "maternal_health_care": "region",
        "child_health_care": "region",
        "open_preschool": "municipality",
        "preventive_social_services": "municipality",
    }
    participants = [
        {"key": key, "activity": key, "authorityId": registered.authorities[owner]}
        for key, owner in of.items()
    ]
    costs = [
        {
            "kind": "coordinator",
            "label": "Samordnare, 25 procent",
            "amount": "164000.00",
            "employer": "open_preschool",
        },
        {"kind": "other_common", "label": "Gemensamt material", "amount": "18450.50"},
    ]
    body = {"year": today().year, "participants": participants, "costs": costs}
    await _post(browser, f"{place}/settlements", body)


async def _agreement(browser: Browser, region: Browser, registered: Registered) -> None:
    """Draft an agreement on the premises that the region has signed and the municipality has not."""
    body = {
        "kind": "premises",
        "centreId": registered.centre,
        "parties": [
            {"authorityId": registered.authorities["region"], "role": "other"},
            {"authorityId": registered.authorities["municipality"], "role": "other"},
        ],
        "validFrom": (today() + LATER).isoformat(),
    }
    drafted = await _post(browser, f"{API}/agreements", body)
    place = f"{API}/agreements/{drafted['id']}"
    texts = {
        "rent": "Kommunen upplåter lokalerna. Hyran delas lika mellan parterna.",
        "cleaning": "Kommunen svarar för städning varje vardag.",
        "consumables": "Varje verksamhet svarar för sitt eget förbrukningsmaterial.",
    }
    headings = {"rent": "Hyra", "cleaning": "Städning", "consumables": "Förbrukningsmaterial"}
    known = {clause["key"] for clause in drafted["completeness"]["missingClauses"]}
    own = {key: heading for key, heading in headings.items() if key not in known}
    filled = await _put(browser, f"{place}/clauses", {"clauses": texts, "headings": own}, drafted["version"])
    await region.ask("POST", f"{place}/signatures", json={"digest": filled["digest"]})
    by = {"inOrder": False, "signBy": (today() + SOON).isoformat()}
    signed = (await browser.ask("GET", place)).json()
    await _put(browser, f"{place}/signing", by, signed["version"])
