"""From FHIR to what the use cases take: an order from a `ServiceRequest`, an answer from a `Task`."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar
from uuid import UUID

from pydantic import ValidationError

from slussen_chassis.errors import FieldProblem, InvalidError
from slussen_chassis.fhir.datatypes import Extension, Reference
from slussen_chassis.fhir.faults import from_parsing
from slussen_chassis.problems import from_validation
from slussen_contracts.events import StrictModel
from slussen_contracts.identifiers import IdentitySystem, PersonalIdentity, Profession
from slussen_contracts.referrals.api import Outcome, PermissionGiver, ReferralForm, Stage
from slussen_contracts.referrals.api import ReferralState as State
from slussen_referrals.domain.referral import Need, Permission, Referral
from slussen_referrals.fhir import systems
from slussen_referrals.fhir.faults import fault, opaque, value_of
from slussen_referrals.fhir.resources import Bundle, ServiceRequest, Task, code_of
from slussen_referrals.fhir.states import STATUSES, state_of, states_of
from slussen_referrals.use_cases.opening import Order

ModelT = TypeVar("ModelT", bound=StrictModel)
_PATIENT = re.compile(r"^(?:Patient/|urn:uuid:)([0-9a-fA-F-]{36})$")
_KEPT = ("intent", "focus", "for", "requester", "owner", "performerType", "authoredOn")
_STAGES = {stage.value: stage for stage in Stage}


def parsed(model: type[ModelT], body: Any) -> ModelT:
    """Return a resource read strictly.

    Raises:
        InvalidError: An element is unknown, missing or of the wrong form; each is named by its FHIRPath.
    """
    try:
        return model.model_validate(body)
    except ValidationError as error:
        raise from_parsing(error, model.__name__) from None


def bundle_of(body: Any) -> Bundle:
    """Return a transaction read strictly."""
    return parsed(Bundle, body)


def order_of(request: ServiceRequest, task: Task | None) -> Order:
    """Return the order that a request makes; a `Task` in `draft` may say by `businessStatus` how far it has come."""
    performer = _performer(request.performer)
    permission = _permission(request.extension)
    if (request.status == "active") != (permission is not None) or request.status not in {"draft", "active"}:
        raise fault("ServiceRequest.status", "status-differs")
    form = code_of(request.code, systems.FORM)
    return Order(
        centre_id=_centre(request.extension),
        subject=subject_of(request.subject, "ServiceRequest.subject"),
        to_unit_id=performer[0],
        to_entry_id=performer[1],
        to_profession=value_of(
            Profession, code_of(request.performer_type, systems.PROFESSION), "ServiceRequest.performerType"
        ),
        situation=_code(request.reason_code[0], systems.SITUATION, "ServiceRequest.reasonCode"),
        topics=tuple(
            dict.fromkeys(_code(one, systems.TOPIC, "ServiceRequest.category") for one in request.category)
        ),
        needs=tuple(
            Need(
                _code(one, systems.TOPIC, "ServiceRequest.orderDetail"),
                _code(one, systems.NEED, "ServiceRequest.orderDetail"),
            )
            for one in request.order_detail or ()
        ),
        permission=permission,
        stage=_stage(task) if permission is None else Stage.OPENED,
        form=value_of(ReferralForm, form, "ServiceRequest.code") if form else ReferralForm.STANDARD,
        declines_statistics=_declines(request.extension),
    )


def _stage(task: Task | None) -> Stage | None:
    written = code_of(task.business_status, systems.STATE) if task else None
    if written is None:
        return None
    if written not in _STAGES or written == Stage.OPENED:
        raise fault("Task.businessStatus", "status-differs")
    return _STAGES[written]


def subject_of(reference: Reference, where: str) -> UUID | PersonalIdentity:
    """Return whom it is about: by our opaque id, or by a number, which takes a scope of its own."""
    identifier = reference.identifier
    if identifier is None:
        found = _PATIENT.match(reference.reference or "")
        if found is None:
            raise fault(where, "required" if reference.reference is None else "opaque-id")
        return opaque(found[1], where)
    return person_of(identifier.system, identifier.value, f"{where}.identifier")


def person_of(system: str, value: str, where: str) -> UUID | PersonalIdentity:
    """Return a person by our id or by a number and its system.

    Raises:
        InvalidError: The system is none of HL7 Sweden's or ours, or the number breaks its rules.
    """
    if system == systems.SUBJECT_ID:
        return opaque(value, where)
    if system not in frozenset(IdentitySystem):
        raise fault(f"{where}.system", "unknown-system")
    try:
        return PersonalIdentity(system=IdentitySystem(system), value=value)
    except ValidationError as error:
        rules = from_validation([dict(e) for e in error.errors(include_url=False)]).problems
        raise InvalidError(*(FieldProblem(f"{where}.value", p.rule, p.sv, p.en) for p in rules)) from None


def _performer(references: list[Reference] | None) -> tuple[UUID | None, UUID | None]:
    if not references or references[0].identifier is None:
        if references:
            raise fault("ServiceRequest.performer[0].identifier", "required")
        return None, None
    identifier, where = references[0].identifier, "ServiceRequest.performer[0].identifier"
    if identifier.system == systems.UNIT_ID:
        return opaque(identifier.value, where), None
    if identifier.system == systems.ENTRY_ID:
        return None, opaque(identifier.value, where)
    raise fault(f"{where}.system", "unknown-system")


def _code(concept: Any, system: str, where: str) -> str:
    found = code_of(concept, system)
    if found is None:
        raise fault(where, "required")
    return found


def _extensions(extensions: list[Extension] | None) -> dict[str, Extension]:
    found = {one.url: one for one in extensions or ()}
    if unknown := set(found) - {systems.CENTRE, systems.PERMISSION, systems.DECLINED}:
        raise InvalidError(
            FieldProblem(
                f"ServiceRequest.extension[{len(unknown)}]",
                "unknown-extension",
                "är inget tillägg som tas emot här",
                "is no extension that is taken here",
            )
        )
    return found


def _centre(extensions: list[Extension] | None) -> UUID:
    found, where = (
        _extensions(extensions).get(systems.CENTRE),
        f"ServiceRequest.extension('{systems.CENTRE}')",
    )
    if found is None or found.value_identifier is None:
        raise fault(where, "required")
    return opaque(found.value_identifier.value, where)


def _declines(extensions: list[Extension] | None) -> bool:
    found = _extensions(extensions).get(systems.DECLINED)
    if found is not None and found.value_boolean is None:
        raise fault(f"ServiceRequest.extension('{systems.DECLINED}')", "required")
    return found is not None and bool(found.value_boolean)


def _permission(extensions: list[Extension] | None) -> Permission | None:
    found = _extensions(extensions).get(systems.PERMISSION)
    if found is None:
        return None
    where = f"ServiceRequest.extension('{systems.PERMISSION}')"
    parts = {part.url: part.value for part in found.extension or ()}
    given_on = parts.get("givenOn")
    if not isinstance(given_on, date):
        raise fault(where, "required")
    return Permission(given_on, value_of(PermissionGiver, parts.get("givenBy"), where))


@dataclass(frozen=True, slots=True)
class Ending:
    """How it ended, and when it is followed up."""

    outcome: Outcome
    follow_up_on: date | None
    no_follow_up: bool


def wanted_states(task: Task, referral: Referral) -> frozenset[State]:
    """Return the states that a `Task` asks for: by its status, and by `businessStatus` where that was changed too.

    A client that changes the status alone sends back the `businessStatus` that it read; that one is passed over.

    Raises:
        InvalidError: `businessStatus` is none of the status's.
    """
    written = code_of(task.business_status, systems.STATE)
    is_unchanged = written == referral.state.value and task.status != STATUSES[referral.state].task
    if written is None or is_unchanged:
        return states_of(task.status)
    found = state_of(task.status, written)
    if found is None:
        raise fault("Task.businessStatus", "status-differs")
    return frozenset({found})


def check_unchanged(task: Task, shown: dict[str, Any]) -> None:
    """Raise where a `Task` says other than what is known beside its state."""
    given = task.model_dump(mode="json", by_alias=True, exclude_none=True)
    for name in _KEPT:
        if name in given and name != "authoredOn" and given[name] != shown.get(name):
            raise fault(f"Task.{name}", "not-changed-here")


def reason_in(task: Task) -> str | None:
    """Return the code of why."""
    return code_of(task.status_reason, systems.REASON)


def through_in(task: Task) -> date:
    """Return through which day it rests.

    Raises:
        InvalidError: It is not said.
    """
    if task.restriction is None or task.restriction.period.end is None:
        raise fault("Task.restriction.period.end", "required")
    return task.restriction.period.end


def answers_in(task: Task) -> dict[str, str] | None:
    """Return the answers to what the recipient needs to know; None where the task has none."""
    if task.input is None:
        return None
    return {_code(one.type, systems.CONTENT, "Task.input.type"): one.value_string for one in task.input}


def ending_in(task: Task) -> Ending:
    """Return how it ended, from the task's output."""
    found = {_code(one.type, systems.OUTPUT, "Task.output.type"): one for one in task.output or ()}
    if set(found) - {"outcome", "follow-up-on", "no-follow-up"}:
        raise fault("Task.output.type", "unknown-code")
    ended = found.get("outcome")
    outcome = code_of(ended.value_codeable_concept, systems.OUTCOME) if ended else None
    day, none = found.get("follow-up-on"), found.get("no-follow-up")
    return Ending(
        value_of(Outcome, outcome, "Task.output"),
        day.value_date if day else None,
        bool(none and none.value_boolean),
    )
