"""Bundles: a batch, each entry on its own; a transaction, all or nothing; answers to a search and a history."""

import re
from collections.abc import Iterable, Sequence
from http import HTTPStatus
from typing import Any, Final
from uuid import UUID

from fastapi import Request
from pydantic import ValidationError

from slussen_chassis import audit
from slussen_chassis.errors import DomainError, ForbiddenError, NotFoundError
from slussen_chassis.fhir.faults import from_parsing
from slussen_chassis.fhir.outcomes import Json, outcome
from slussen_chassis.fhir.speaking import NotSupportedError, etag, status_for
from slussen_chassis.problems import prefers_english
from slussen_consent.fhir.resources import Bundle, BundleEntry, ConsentResource, plain
from slussen_consent.routes.fhir.interactions import Desk
from slussen_consent.routes.fhir.searching import id_in, version_number

_ADDRESS = re.compile(r"^/?Consent(?:/(?P<id>[^/?]+)(?:/_history/(?P<version>[^/?]+))?)?$")
_ORDER: Final = {"POST": 0, "PUT": 1, "GET": 2}
"""The order in which a transaction's entries are taken, whatever their place (FHIR R4, http.html#trules)."""
_GATHERED: Final = ("audit", "outbox")


def parsed(body: Any) -> Bundle:
    """Return a bundle read strictly; its entries' resources are read one by one.

    Raises:
        InvalidError: An element is unknown, missing or of the wrong form, or there are too many entries.
    """
    try:
        return Bundle.model_validate(body)
    except ValidationError as error:
        raise from_parsing(error, "Bundle") from None


async def answered(bundle: Bundle, desk: Desk, request: Request) -> Json:
    """Return the answer to a batch or a transaction; a transaction's first refusal is raised, and undoes all."""
    if bundle.type == "batch":
        entries = [await _on_its_own(entry, desk, request) for entry in bundle.entry]
        return {"resourceType": "Bundle", "type": "batch-response", "entry": entries}
    answers: dict[int, Json] = {}
    places = sorted(range(len(bundle.entry)), key=lambda place: _ORDER[bundle.entry[place].request.method])
    for place in places:
        request.state.within = f"Bundle.entry[{place}]"
        answers[place] = await _answer(bundle.entry[place], desk)
    return {
        "resourceType": "Bundle",
        "type": "transaction-response",
        "entry": [answers[place] for place in sorted(answers)],
    }


async def _on_its_own(entry: BundleEntry, desk: Desk, request: Request) -> Json:
    """Return a batch entry's answer; where it is refused, nothing of it is kept but the trace of the attempt."""
    gathered = desk.session.sync_session.info
    before = {name: list(gathered.get(name, ())) for name in _GATHERED}
    try:
        async with desk.session.begin_nested():
            return await _answer(entry, desk)
    except DomainError as error:
        gathered.update(before)
        if isinstance(error, ForbiddenError | NotFoundError):
            audit.record(desk.session, "fhirBundle", resource_type=error.code, outcome="denied")
        english = prefers_english(request.headers.get("accept-language"))
        status = HTTPStatus(status_for(error))
        said = outcome(error, english=english)
        return {"response": {"status": f"{status.value} {status.phrase}", "outcome": said}}


async def _answer(entry: BundleEntry, desk: Desk) -> Json:
    asked = entry.request
    found = _ADDRESS.match(asked.url)
    if found is None:
        raise NotSupportedError
    consent_id = id_in(found["id"]) if found["id"] else None
    match (asked.method, consent_id, found["version"]):
        case ("POST", None, None):
            resource, is_new = await desk.create(entry.resource or {}, if_none_exist=asked.if_none_exist)
            return _done(resource, HTTPStatus.CREATED if is_new else HTTPStatus.OK)
        case ("PUT", UUID() as known, None):
            updated = await desk.update(known, entry.resource or {}, if_match=asked.if_match)
            return _done(updated, HTTPStatus.OK)
        case ("GET", UUID() as known, None):
            return _done(await desk.read(known), HTTPStatus.OK)
        case ("GET", UUID() as known, str() as version):
            return _done(await desk.version(known, version_number(version)), HTTPStatus.OK)
        case _:
            raise NotSupportedError


def _done(resource: ConsentResource, status: HTTPStatus) -> Json:
    response = _response(resource, status)
    if status is HTTPStatus.CREATED:
        version = resource.meta.version_id if resource.meta else None
        response["location"] = f"Consent/{resource.id}/_history/{version}"
    return {"fullUrl": f"urn:uuid:{resource.id}", "resource": plain(resource), "response": response}


def searchset(found: Sequence[ConsentResource]) -> Json:
    """Return the answer to a search; its link to itself holds no criteria, since they are about somebody."""
    made: Json = {
        "resourceType": "Bundle",
        "type": "searchset",
        "total": len(found),
        "link": [{"relation": "self", "url": "Consent/_search"}],
    }
    if found:  # FHIR has no empty arrays
        made["entry"] = [
            {"fullUrl": f"urn:uuid:{one.id}", "resource": plain(one), "search": {"mode": "match"}}
            for one in found
        ]
    return made


def history(versions: Iterable[ConsentResource]) -> Json:
    """Return a consent's versions, the newest first."""
    entries = []
    for one in versions:
        first = one.meta is not None and one.meta.version_id == "1"
        request = (
            {"method": "POST", "url": "Consent"} if first else {"method": "PUT", "url": f"Consent/{one.id}"}
        )
        response = _response(one, HTTPStatus.CREATED if first else HTTPStatus.OK)
        entries.append(
            {
                "fullUrl": f"urn:uuid:{one.id}",
                "resource": plain(one),
                "request": request,
                "response": response,
            }
        )
    return {"resourceType": "Bundle", "type": "history", "total": len(entries), "entry": entries}


def _response(resource: ConsentResource, status: HTTPStatus) -> Json:
    meta = plain(resource)["meta"]
    return {
        "status": f"{status.value} {status.phrase}",
        "etag": etag(meta["versionId"]),
        "lastModified": meta["lastUpdated"],
    }
