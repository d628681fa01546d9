"""`POST Consent/_search`: whom it is about stands in the body, and nowhere else."""

from collections.abc import Sequence
from typing import ClassVar
from urllib.parse import parse_qsl
from uuid import UUID

from fastapi import Request

from slussen_chassis.errors import FieldProblem, InvalidError, TooLargeError, UnsupportedMediaTypeError
from slussen_chassis.fhir.speaking import FORM, media_type
from slussen_consent.domain.consent import ConsentNotFoundError
from slussen_consent.fhir.incoming import external_id_of
from slussen_consent.fhir.outgoing import status_of
from slussen_consent.fhir.people import opaque, person
from slussen_consent.fhir.systems import SUBJECT_ID
from slussen_consent.records import ConsentRecord
from slussen_consent.routes.fhir.interactions import Desk
from slussen_consent.use_cases import consents
from slussen_consent.use_cases.journal_event import Journal
from slussen_consent.use_cases.searches import Allowance, search_by_number
from slussen_consent.use_cases.stated_consents import find_by_external_id

LONGEST_FORM = 8 * 1024
PARAMETERS = ("patient", "patient:identifier", "patient.identifier", "identifier", "status", "_format")
_BY_IDENTIFIER = ("patient:identifier", "patient.identifier")


class CriteriaError(InvalidError):
    """The search's criteria can't be taken as they are."""

    code: ClassVar[str] = "search-criteria"


def _criteria_error(name: str, rule: str, sv: str, en: str) -> CriteriaError:
    return CriteriaError(FieldProblem(name, rule, sv, en))


async def criteria_in(request: Request) -> dict[str, str]:
    """Return the search's criteria.

    Raises:
        UnsupportedMediaTypeError: The body is no form.
        CriteriaError: Criteria stand in the address, are unknown, or stand twice.
    """
    if media_type(request) != FORM:
        raise UnsupportedMediaTypeError
    if set(request.query_params) - {"_format"}:
        raise _criteria_error(
            "_search", "in-address", "villkoren ska stå i kroppen", "criteria must stand in the body"
        )
    body = await request.body()
    if len(body) > LONGEST_FORM:
        raise TooLargeError
    pairs = parse_qsl(body.decode("latin-1"), keep_blank_values=True)
    found = dict(pairs)
    if set(found) - set(PARAMETERS):
        raise _criteria_error(
            "_search", "unknown-parameter", "har ett okänt villkor", "has an unknown parameter"
        )
    if len(found) < len(pairs):
        raise _criteria_error("_search", "given-twice", "har ett villkor två gånger", "has a parameter twice")
    return found


async def search(criteria: dict[str, str], desk: Desk, allowance: Allowance) -> Sequence[ConsentRecord]:
    """Return the consents that fit and that the caller's authority may see.

    Raises:
        CriteriaError: Neither a patient nor a journal's own id is given.
    """
    found = await _found(criteria, desk, allowance)
    wanted = frozenset(criteria["status"].split(",")) if "status" in criteria else None
    return [record for record in found if wanted is None or status_of(record.consent) in wanted]


async def _found(criteria: dict[str, str], desk: Desk, allowance: Allowance) -> Sequence[ConsentRecord]:
    patients = [name for name in ("patient", *_BY_IDENTIFIER) if name in criteria]
    if len(patients) + ("identifier" in criteria) != 1:
        raise _criteria_error(
            "_search", "required", "ange en patient eller ett id", "state one patient or one identifier"
        )
    if not patients:
        system, value = _token(criteria["identifier"], "identifier")
        journal = Journal.of(desk.caller, desk.purpose)
        known = await find_by_external_id(desk.session, external_id_of(system, value), journal=journal)
        return [known] if known else []
    (name,) = patients
    reader = desk.acting.authority_id
    if name == "patient":
        subject_id = opaque(criteria[name].removeprefix("Patient/").removeprefix("urn:uuid:"), name)
        return await consents.list_consents(desk.session, subject_id, reader=reader, now=desk.now)
    system, value = _token(criteria[name], name)
    if system == SUBJECT_ID:
        return await consents.list_consents(desk.session, opaque(value, name), reader=reader, now=desk.now)
    found = await search_by_number(
        desk.session,
        person(system, value, name),
        acting=desk.acting,
        allowance=allowance,
        resources=desk.resources,
        now=desk.now,
    )
    return found.items


def _token(written: str, name: str) -> tuple[str, str]:
    system, separator, value = written.partition("|")
    if not (separator and system and value):
        raise _criteria_error(name, "token", "skrivs system|värde", "is written system|value")
    return system, value


def id_in(written: str) -> UUID:
    """Return the id in an address.

    Raises:
        ConsentNotFoundError: It is none of ours, and so there is no such consent.
    """
    try:
        return UUID(written)
    except ValueError:
        raise ConsentNotFoundError from None


def version_number(written: str) -> int:
    """Return the version in an address.

    Raises:
        ConsentNotFoundError: It is no version, and so there is none such.
    """
    if not (written.isascii() and written.isdigit() and len(written) <= 9):  # noqa: PLR2004 - an int of 32 bits
        raise ConsentNotFoundError
    return int(written)
