"""From a referral, as its reader may see it, to FHIR: whatever the API hides from a reader is hidden here too."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from slussen_contracts.referrals.api import ReferralRead
from slussen_referrals.domain.referral import Referral
from slussen_referrals.fhir import systems
from slussen_referrals.fhir.states import STATUSES

Json = dict[str, Any]
MASKED = {"extension": [{"url": systems.ABSENT, "valueCode": "masked"}]}
"""Instead of whom it is about, where the reader may not see that (any more)."""


def service_request(read: ReferralRead, referral: Referral) -> Json:
    """Return the request."""
    made: Json = {
        "resourceType": "ServiceRequest",
        **_meta(read, referral, systems.REQUEST_PROFILE),
        "extension": [_centre(read.centre_id), *_permission(read), *_declined(read)],
        "status": STATUSES[read.state].request,
        "intent": "order",
        "category": [_concept((systems.TOPIC, topic)) for topic in read.topics],
        "code": _concept((systems.FORM, read.form.value)),
        "orderDetail": [
            _concept((systems.TOPIC, need.topic), (systems.NEED, need.code)) for need in read.needs
        ],
        "subject": _subject(read.subject_id),
        "authoredOn": _moment(read.created_at),
        "requester": _unit(read.sender.unit_id),
        "performerType": _concept((systems.PROFESSION, read.recipient.profession.value)),
        "performer": list(_recipient(read, referral)),
        "reasonCode": [_concept((systems.SITUATION, read.situation))] if read.situation else [],
    }
    return _filled(made)


def task(read: ReferralRead, referral: Referral) -> Json:
    """Return where the request stands."""
    last = read.hold_through or read.due_on
    made: Json = {
        "resourceType": "Task",
        **_meta(read, referral, systems.TASK_PROFILE),
        "status": STATUSES[read.state].task,
        "statusReason": _concept((systems.REASON, read.reason)) if read.reason else None,
        "businessStatus": _concept((systems.STATE, read.state.value)),
        "intent": "order",
        "code": _concept((systems.TASK_CODE, "fulfill")),
        "focus": {"reference": f"ServiceRequest/{read.id}"},
        "for": _subject(read.subject_id),
        "authoredOn": _moment(read.created_at),
        "lastModified": _moment(referral.changed_at),
        "requester": _unit(read.sender.unit_id),
        "performerType": [_concept((systems.PROFESSION, read.recipient.profession.value))],
        "owner": next(iter(_recipient(read, referral)), None),
        "restriction": {"period": {"end": last.isoformat()}} if last else None,
        "input": [
            {"type": _concept((systems.CONTENT, key)), "valueString": value}
            for key, value in read.answers.items()
        ],
        "output": list(_output(read)),
    }
    return _filled(made)


def _output(read: ReferralRead) -> Iterable[Json]:
    if read.outcome:
        said = _concept((systems.OUTCOME, read.outcome.value))
        yield {"type": _concept((systems.OUTPUT, "outcome")), "valueCodeableConcept": said}
    if read.follow_up_on:
        day = read.follow_up_on.isoformat()
        yield {"type": _concept((systems.OUTPUT, "follow-up-on")), "valueDate": day}
    if read.no_follow_up:
        yield {"type": _concept((systems.OUTPUT, "no-follow-up")), "valueBoolean": True}


def _meta(read: ReferralRead, referral: Referral, profile: str) -> Json:
    meta = {
        "versionId": str(read.version),
        "lastUpdated": _moment(referral.changed_at),
        "profile": [profile],
    }
    return {"id": str(read.id), "meta": meta}


def _centre(centre_id: UUID) -> Json:
    return {
        "url": systems.CENTRE,
        "valueIdentifier": {"system": systems.CENTRE_ID, "value": str(centre_id)},
    }


def _permission(read: ReferralRead) -> Iterable[Json]:
    if read.permission:
        given_on = read.permission.given_on.isoformat()
        parts = [
            {"url": "givenOn", "valueDate": given_on},
            {"url": "givenBy", "valueCode": read.permission.given_by.value},
        ]
        yield {"url": systems.PERMISSION, "extension": parts}


def _declined(read: ReferralRead) -> Iterable[Json]:
    if read.declines_statistics:
        yield {"url": systems.DECLINED, "valueBoolean": True}


def _recipient(read: ReferralRead, referral: Referral) -> Iterable[Json]:
    if read.recipient.unit_id:
        yield _unit(read.recipient.unit_id)
    elif referral.to_entry_id:
        yield {"identifier": {"system": systems.ENTRY_ID, "value": str(referral.to_entry_id)}}


def _unit(unit_id: UUID | None) -> Json:
    return {"identifier": {"system": systems.UNIT_ID, "value": str(unit_id)}}


def _subject(subject_id: UUID | None) -> Json:
    if subject_id is None:
        return MASKED
    return {"identifier": {"system": systems.SUBJECT_ID, "value": str(subject_id)}}


def _concept(*codings: tuple[str, str]) -> Json:
    return {"coding": [{"system": system, "code": code} for system, code in codings]}


def _moment(value: datetime) -> str:
    return value.isoformat().replace("+00:00", "Z")


def _filled(made: Json) -> Json:
    """Return a resource without what is absent: FHIR has no empty arrays."""
    return {name: value for name, value in made.items() if value not in (None, [])}
