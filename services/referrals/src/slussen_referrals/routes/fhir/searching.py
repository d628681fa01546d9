"""`POST _search` by patient, status and place; by address without a patient."""

from typing import Any, Final
from urllib.parse import parse_qsl, urlencode

from fastapi import Request

from slussen_chassis.errors import FieldProblem, InvalidError, TooLargeError, UnsupportedMediaTypeError
from slussen_chassis.fhir.speaking import FORM, media_type, searchset
from slussen_chassis.transaction import PURPOSE_HEADER
from slussen_chassis.web import PageRequest
from slussen_contracts.referrals.scopes import READ
from slussen_referrals.fhir.faults import opaque
from slussen_referrals.fhir.incoming import person_of
from slussen_referrals.fhir.outgoing import Json
from slussen_referrals.fhir.states import states_with
from slussen_referrals.routes.fhir.desk import Desk, as_fhir
from slussen_referrals.use_cases import opening, reading

LONGEST_FORM: Final = 8 * 1024
MOST: Final = 200
_ABOUT: Final = ("patient", "patient:identifier", "patient.identifier")
_OTHERS: Final = ("status", "owner", "performer", "requester", "_count", "_offset", "_format")


def _refused(name: str, rule: str, sv: str, en: str) -> InvalidError:
    return InvalidError(FieldProblem(name, rule, sv, en))


async def posted(request: Request) -> dict[str, str]:
    """Return the criteria of a search by form.

    Raises:
        UnsupportedMediaTypeError: The body is no form.
        InvalidError: Criteria stand in the address, are unknown, or stand twice.
    """
    if media_type(request) != FORM:
        raise UnsupportedMediaTypeError
    if set(request.query_params) - {"_format"}:
        raise _refused(
            "_search", "in-address", "villkoren ska stå i kroppen", "criteria must stand in the body"
        )
    body = await request.body()
    if len(body) > LONGEST_FORM:
        raise TooLargeError
    return _checked(parse_qsl(body.decode("latin-1"), keep_blank_values=True))


def addressed(request: Request) -> dict[str, str]:
    """Return the criteria of a search by address, which names no patient."""
    found = _checked(request.query_params.multi_items())
    if set(found) & set(_ABOUT):
        raise _refused(
            "_search",
            "in-address",
            "sök på patient med POST _search: vem det gäller får inte stå i en adress",
            "search by patient with POST _search: whom it is about must not stand in an address",
        )
    return found


def _checked(pairs: list[tuple[str, str]]) -> dict[str, str]:
    found = dict(pairs)
    if set(found) - {*_ABOUT, *_OTHERS}:
        raise _refused("_search", "unknown-parameter", "har ett okänt villkor", "has an unknown parameter")
    if len(found) < len(pairs):
        raise _refused("_search", "given-twice", "har ett villkor två gånger", "has a parameter twice")
    return found


async def search(kind: str, criteria: dict[str, str], desk: Desk, request: Request) -> Json:
    """Return what fits of what the caller's unit sends or receives, the newest first."""
    desk.require(READ)
    page = PageRequest(_number(criteria, "_count", 20, MOST), _number(criteria, "_offset", 0, 100_000))
    place = criteria.get("owner") or criteria.get("performer")
    states = None
    if "status" in criteria:
        named = criteria["status"].split(",")
        states = states_with(task=named) if kind == "Task" else states_with(request=named)
    wanted = reading.Search(
        states=states,
        subject_id=await _subject(criteria, desk, request),
        to_unit_id=opaque(place.removeprefix("Organization/"), "owner") if place else None,
        from_unit_id=_unit(criteria, "requester"),
        page=page,
    )
    found = await reading.search_referrals(desk.session, wanted, desk.looking)
    shown = [as_fhir(kind, one) for one in found[: page.limit]]
    more = len(found) > page.limit and request.method == "GET"
    following = urlencode({**criteria, "_offset": page.offset + page.limit}) if more else None
    return searchset(kind, shown, following)


async def _subject(criteria: dict[str, str], desk: Desk, request: Request) -> Any:
    about = [name for name in _ABOUT if name in criteria]
    if not about:
        return None
    if len(about) > 1:
        raise _refused("_search", "given-twice", "har ett villkor två gånger", "has a parameter twice")
    (name,) = about
    if name == "patient":
        return opaque(criteria[name].removeprefix("Patient/").removeprefix("urn:uuid:"), name)
    system, separator, value = criteria[name].partition("|")
    if not (separator and system and value):
        raise _refused(name, "token", "skrivs system|värde", "is written system|value")
    person = person_of(system, value, name)
    if not hasattr(person, "system"):
        return person
    if not request.headers.get(PURPOSE_HEADER):
        raise _refused("Slussen-Purpose", "required", "ange varför", "say why")
    return await opening.subject_of(person, desk.caller, desk.consents)


def _unit(criteria: dict[str, str], name: str) -> Any:
    return opaque(criteria[name].removeprefix("Organization/"), name) if name in criteria else None


def _number(criteria: dict[str, str], name: str, usual: int, most: int) -> int:
    written = criteria.get(name, str(usual))
    if not (written.isascii() and written.isdigit() and len(written) <= 6):  # noqa: PLR2004 - enough for any page
        raise _refused(name, "number", "ska vara ett heltal", "must be a whole number")
    return min(int(written), most)
