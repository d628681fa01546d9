"""From a FHIR R4 `Consent` to what a journal system states: every element is read or refused, none passed over."""

from typing import Any

from pydantic import ValidationError

from slussen_chassis.fhir.datatypes import Meta, Reference
from slussen_chassis.fhir.faults import from_parsing
from slussen_chassis.problems import from_validation
from slussen_consent.domain.protection import Protection
from slussen_consent.fhir.extensions import Values, read
from slussen_consent.fhir.faults import fault, in_fhir_words
from slussen_consent.fhir.incoming_rules import Rules, code_of, rules_of
from slussen_consent.fhir.outgoing import LABEL_OF
from slussen_consent.fhir.people import custodian_of, patient_of, unit_of
from slussen_consent.fhir.resources import ConsentResource, Provision, Verification
from slussen_consent.fhir.systems import (
    ACT_CODE,
    CONFIDENTIALITY,
    EXTERNAL_ID,
    JOURNAL,
    SCOPE,
    SITUATION,
    SWEDISH_LABELS,
)
from slussen_consent.use_cases.stated_consents import StatedConsent
from slussen_contracts.consent import api
from slussen_contracts.events import StrictModel

VALUE_OF_STATUS: dict[str, frozenset[str]] = {
    "active": frozenset({"yes", "partial"}),
    "rejected": frozenset({"no"}),
    "proposed": frozenset({"pending"}),
}
"""Which values of a consent a FHIR status stands for, while the consent has not ended."""

_SIMPLE = {"active": "yes", "rejected": "no", "proposed": "not_asked"}
"""What a position says that does not say it itself."""

EXTERNAL_SEPARATOR = "|"


class _OwnId(StrictModel):
    """The journal's own id of a consent: as short and plain as everywhere, and never a person's number."""

    external_id: api.Reference | None


def parsed(resource: Any) -> ConsentResource:
    """Return a resource read strictly.

    Raises:
        InvalidError: An element is unknown, missing or of the wrong form; named by FHIRPath.
    """
    try:
        return ConsentResource.model_validate(resource)
    except ValidationError as error:
        raise from_parsing(error, "Consent") from None


def stated(resource: ConsentResource) -> StatedConsent:
    """Return what a resource states about a consent that has not ended.

    Raises:
        InvalidError: Something can't be taken as it is; each fault is named by FHIRPath and rule.
    """
    if resource.status not in VALUE_OF_STATUS:
        raise fault("Consent.status", "ended")
    _check_fixed(resource)
    own = read(resource.extension, "Consent")
    root = resource.provision or Provision()
    rules = rules_of(root, is_active=resource.status == "active")
    value = _value(resource, own, rules)
    content = {
        "subject_kind": _own(own, "subject-kind").get("", "child"),
        "situation": _situation(root),
        "scope": rules.asked,
        "excluded": rules.excluded,
        "positions": _positions(resource, rules, value),
        "value": value,
        "valid_from": root.period.start if root.period else None,
        "valid_through": root.period.end if root.period else None,
        "journal_reference": journal_reference(resource.source_reference),
        **_custody(_own(own, "custody")),
        **_said(own),
    }
    places = "verification" if resource.verification else "performer"
    try:
        return StatedConsent(
            content=api.ConsentContent.model_validate({k: v for k, v in content.items() if v is not None}),
            subject=patient_of(resource.patient),
            recorded_by=api.RecordedBy.model_validate(_recorder(resource, own)),
            external_id=_OwnId.model_validate({"external_id": external_id(resource)}).external_id,
        )
    except ValidationError as error:
        found = from_validation([dict(e) for e in error.errors(include_url=False)])
        raise in_fhir_words(found.problems, positions=places) from None


def external_id(resource: ConsentResource) -> str | None:
    """Return the journal's own id of a consent; with its system before it, unless that is ours."""
    if not resource.identifier:
        return None
    (identifier,) = resource.identifier
    return external_id_of(identifier.system, identifier.value)


def external_id_of(system: str, value: str) -> str:
    """Return an identifier as a journal's id is kept."""
    return value if system == EXTERNAL_ID else f"{system}{EXTERNAL_SEPARATOR}{value}"


def journal_reference(reference: Reference | None) -> Values | None:
    """Return where a consent stands in the journal, as the members of a `JournalReference`."""
    if reference is None:
        return None
    where = "Consent.sourceReference"
    entry = read(reference.extension, where).get("journal-entry", [{}])[0]
    if reference.identifier is None or "documentedAt" not in entry:
        raise fault(where, "required")
    return {
        "system": reference.identifier.system.removeprefix(JOURNAL),
        "document_id": reference.identifier.value,
        "documented_at": entry["documentedAt"],
        "record_owner": entry.get("recordOwner"),
    }


def check_labels(meta: Meta | None, known: Protection | None) -> None:
    """Refuse a security label that would be lost: a person's protection is known or not, and no consent sets it.

    Raises:
        InvalidError: There is one that says other than what is known.
    """
    for place, label in enumerate(meta.security or () if meta else ()):
        where = f"Consent.meta.security[{place}]"
        if label.system == SWEDISH_LABELS:
            if known is None or label.code != LABEL_OF[known]:
                raise fault(where, "label-not-kept")
        elif (label.system, label.code) != (CONFIDENTIALITY, "R"):
            raise fault(where, "unknown-code")


def _check_fixed(resource: ConsentResource) -> None:
    if code_of(resource.scope, SCOPE, "Consent.scope") != "patient-privacy":
        raise fault("Consent.scope", "unknown-code")
    if resource.policy_rule and code_of(resource.policy_rule, ACT_CODE, "Consent.policyRule") != "OPTIN":
        raise fault("Consent.policyRule", "unknown-code")


def _value(resource: ConsentResource, own: dict[str, list[Values]], rules: Rules) -> str:
    allowed = VALUE_OF_STATUS[resource.status]
    value: str = _own(own, "consent-value").get("") or (
        next(iter(allowed)) if len(allowed) == 1 else "partial" if rules.denies or rules.covered else "yes"
    )
    if value not in allowed:
        raise fault("Consent.status", "status-differs")
    if rules.permits and value in {"no", "pending"}:
        raise fault("Consent.provision.provision", "permits-too-much")
    return value


def _positions(resource: ConsentResource, rules: Rules, value: str) -> list[Values]:
    if resource.verification:
        return [
            _verified(one, f"Consent.verification[{place}]", resource, rules, value)
            for place, one in enumerate(resource.verification)
        ]
    return [
        _completed(
            custodian_of(one.identifier, f"Consent.performer[{place}].identifier"), resource, rules, value
        )
        for place, one in enumerate(resource.performer or ())
    ]


def _verified(one: Verification, where: str, resource: ConsentResource, rules: Rules, value: str) -> Values:
    context = "Consent.verification"
    more = read(one.extension, where, context)
    said = _own(more, "position")
    whose = one.verified_with.identifier if one.verified_with else None
    position: Values = {
        **custodian_of(whose, f"{where}.verifiedWith.identifier"),
        **{name: said[name] for name in ("relation", "value", "method") if name in said},
        "given_at": one.verification_date,
        "scope": [_position_line(line, where) for line in more.get("position-line", ())],
    }
    document = _own(more, "authority-document")
    if document:
        topics = document.pop("topic", [])
        position["speaks_for"] = {**document, "topics": topics}
    if not one.verified:
        position.setdefault("value", "not_asked")
    made = _completed(position, resource, rules, value)
    if one.verified is not (made["value"] != "not_asked"):
        raise fault(f"{where}.verified", "verified-differs")
    return made


def _completed(position: Values, resource: ConsentResource, rules: Rules, value: str) -> Values:
    """Return a position with what it leaves to the resource as a whole: its value, its moment, what it covers."""
    simple = "partial" if value == "partial" else _SIMPLE[resource.status]
    made = {**position, "value": position.get("value", simple)}
    if made["value"] == "not_asked":
        return {**made, "given_at": None}
    if made.get("given_at") is None:
        made["given_at"] = resource.date_time
    if made["value"] == "partial" and not made.get("scope"):
        made["scope"] = rules.covered
    return made


def _position_line(line: Values, where: str) -> Values:
    recipient: Values = {name: line[name] for name in ("profession", "activity") if name in line}
    if "unit" in line:
        recipient |= unit_of(line["unit"], f"{where}.extension")
    return {
        "topic": line.get("topic"),
        "recipient": recipient or None,
        "allowed": line.get("allowed", True),
    }


def _situation(root: Provision) -> str | None:
    if not root.purpose:
        return None
    (purpose,) = root.purpose
    if purpose.system != SITUATION:
        raise fault("Consent.provision.purpose[0].system", "unknown-system")
    return purpose.code


def _recorder(resource: ConsentResource, own: dict[str, list[Values]]) -> Values:
    where = "Consent.organization[0]"
    if not resource.organization or resource.organization[0].identifier is None:
        raise fault("Consent.organization", "required")
    unit = unit_of(resource.organization[0].identifier, f"{where}.identifier")
    return {**unit, "profession": _own(own, "recorded-by-profession").get("")}


def _custody(values: Values) -> Values:
    names = {
        "basis": "custody_basis",
        "livesApart": "lives_apart",
        "conflictOfInterest": "conflict_of_interest",
        "verifiedOn": "custody_verified_on",
        "source": "custody_source",
    }
    return {names[name]: value for name, value in values.items()}


def _said(own: dict[str, list[Values]]) -> Values:
    return {
        "information_given": _own(own, "information-given"),
        "child_heard": _own(own, "child-heard"),
    }


def _own(found: dict[str, list[Values]], name: str) -> Values:
    return found.get(name, [{}])[0]
