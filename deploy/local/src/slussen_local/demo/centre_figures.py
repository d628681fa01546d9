"""What a centre's staff enter in a year: visits, listing, groups, goals, answers; and a report that is begun.

Entered once: a centre that has a report of the year is left as it is.
"""

from datetime import date, timedelta
from http import HTTPStatus
from typing import Any

from slussen_local.demo.browser import Browser
from slussen_local.demo.days import today
from slussen_local.demo.register import FIRST_DAY

API = "/statistics/v1"
DAYS_A_MONTH = (4, 18)
ANSWERS = 24
REFLECTIONS = 14
LEADERS = ("preschool_teacher", "midwife", "social_worker")
QUOTES = (
    ("Det är alltid någon som ser en när man kommer.", "woman"),
    ("Jag hade gärna haft öppet en kväll också.", "man"),
)
TEXTS = {
    "year": "Öppna förskolan har haft öppet varje vardag.\n\nVi har haft två föräldragrupper tillsammans.",
}


async def enter_figures(staff: Browser, centre: str) -> bool:
    """Enter the ended months of the year, and begin the report; tell whether there was anything to do."""
    year = last_ended_day().year
    begun = (await staff.ask("GET", f"{API}/annual-reports?centreId={centre}")).json()["items"]
    if any(report["year"] == year for report in begun):
        return False
    for entry in (*_visits(), *_year(year), *_answers(year)):
        await staff.ask("POST", f"{API}/centres/{centre}/entries", json=entry, expected=HTTPStatus.CREATED)
    await _report(staff, centre, year)
    return True


def last_ended_day() -> date:
    """Return the last day of the last month that has ended."""
    return today().replace(day=1) - timedelta(days=1)


def _first_day(year: int) -> date:
    """Return the year's first day on which the centre has its agreement."""
    return max(FIRST_DAY, date(year, 1, 1))


def _visits() -> list[dict[str, Any]]:
    last = last_ended_day()
    months = range(_first_day(last.year).month, last.month + 1)
    days = [date(last.year, month, day) for month in months for day in DAYS_A_MONTH]
    return [
        {
            "kind": "visits",
            "on": day.isoformat(),
            "adults": 18 + day.month,
            "children": 21 + day.month,
            "families": 15 + day.month,
            "firstVisits": 2,
        }
        for day in days
    ]


def _year(year: int) -> list[dict[str, Any]]:
    """Return what is entered once: listing figures, sessions of a group, goals of this year and the next."""
    first = (_first_day(year) + timedelta(days=14)).isoformat()
    listing = {
        "kind": "listing",
        "on": first,
        "listedFamilies": 310,
        "enrolledChildren": 365,
        "pregnant": 45,
    }
    sessions = [
        {
            "kind": "group_session",
            "on": first,
            "groupType": "parents_of_infants",
            "ledBy": ["child_health_nurse", leader],
            "isCohesive": True,
            "minutes": 90,
            "families": 8,
            "guardians": 11,
            "reference": f"grupp-{number}",
        }
        for number, leader in enumerate(LEADERS, 1)
    ]
    return [
        listing,
        *sessions,
        _ended_group(),
        _goal(year, outcome="Elva pappor kom regelbundet.", isAttained=True),
        _goal(year + 1),
    ]


def _ended_group() -> dict[str, Any]:
    """Return what a group came to: what it was for, how it was held, and that it was evaluated."""
    return {
        "kind": "parent_group",
        "on": last_ended_day().isoformat(),
        "groupType": "parents_of_infants",
        "reference": "grupp",
        "guardiansThreeTimes": 9,
        "sessions": len(LEADERS),
        "purpose": "Trygga i den första tiden tillsammans.",
        "method": "Samtal i liten grupp, film och besök i öppna förskolan.",
        "viewsTakenIn": True,
        "isEvaluated": True,
    }


def _goal(year: int, **more: Any) -> dict[str, Any]:
    return {
        "kind": "goal",
        "year": year,
        "goalKind": "priority",
        "goal": "Fler pappor i öppna förskolan",
        "reference": "p1",
        "isMeasurable": True,
        "how": "Kvällsöppet en gång i veckan.",
        **more,
    }


def _answers(year: int) -> list[dict[str, Any]]:
    """Return answers to the visitors' survey; the first two say something in their own words."""
    made: list[dict[str, Any]] = []
    for number in range(ANSWERS):
        answer: dict[str, Any] = {
            "kind": "answer",
            "on": (_first_day(year) + timedelta(days=19)).isoformat(),
            "instrument": "visit_survey_adults",
            "values": {"a1": 3 + number % 3, "a2": 4 + number % 2, "a3": 5 - number % 2},
        }
        if number < len(QUOTES):
            text, by = QUOTES[number]
            answer["quotes"] = [{"text": text, "by": by}]
        made.append(answer)
    made += [_spider(year, number) for number in range(ANSWERS)]
    return made + [_reflection(year, number) for number in range(REFLECTIONS)]


def _spider(year: int, number: int) -> dict[str, Any]:
    """Return how one of the staff rates the centre's cooperation."""
    values = {f"axis_{axis}": 5 - (axis + number % 3) % 4 for axis in range(1, 6)}
    on = (_first_day(year) + timedelta(days=19)).isoformat()
    return {"kind": "answer", "on": on, "instrument": "spider_measurement", "values": values}


def _reflection(year: int, number: int) -> dict[str, Any]:
    """Return how one of the staff answers the statements of the self-reflection, before they talk it over."""
    values = {f"s{item:02d}": 2 + (item + number * 3) % 4 for item in range(1, 31)}
    on = (_first_day(year) + timedelta(days=24)).isoformat()
    entry = {"kind": "answer", "on": on, "instrument": "self_reflection", "stage": "individual"}
    return {**entry, "values": values}


async def _report(staff: Browser, centre: str, year: int) -> None:
    """Begin the year's report and write what the county has headings for."""
    body = {"centreId": centre, "year": year}
    begun = await staff.ask("POST", f"{API}/annual-reports", json=body, expected=HTTPStatus.CREATED)
    report = begun.json()
    for section in report["sections"]:
        if section["code"] in TEXTS:
            await staff.ask(
                "PUT",
                f"{API}/annual-reports/{report['id']}/sections/{section['code']}",
                json={"text": TEXTS[section["code"]]},
                headers={"If-Match": '"v0"'},
            )
