"""Persons and units in FHIR references: by a number and its system, or by our opaque ids."""

import re
from typing import Any
from uuid import UUID

from pydantic import ValidationError

from slussen_chassis.errors import FieldProblem, InvalidError
from slussen_chassis.fhir.datatypes import Identifier, Reference
from slussen_chassis.problems import from_validation
from slussen_consent.fhir.faults import fault
from slussen_consent.fhir.systems import (
    CUSTODIAN_ID,
    CUSTODIAN_REFERENCE,
    HSA_ID,
    HSA_ID_RIV,
    SUBJECT_ID,
    UNIT_ID,
)
from slussen_consent.repository.register import Units
from slussen_contracts.identifiers import IdentitySystem, PersonalIdentity

_OPAQUE = re.compile(r"^(?:Patient/|urn:uuid:)([0-9a-fA-F-]{36})$")
_SYSTEMS = frozenset(IdentitySystem)


def opaque(written: str, where: str) -> UUID:
    """Return one of our ids.

    Raises:
        InvalidError: It is none.
    """
    try:
        return UUID(written)
    except ValueError:
        raise fault(where, "opaque-id") from None


def person(system: str, value: str, where: str) -> PersonalIdentity:
    """Return a person's number in its kept form.

    Raises:
        InvalidError: The system is none of HL7 Sweden's or ours, or the number breaks its rules.
    """
    if system not in _SYSTEMS:
        raise fault(f"{where}.system", "unknown-system")
    try:
        return PersonalIdentity(system=IdentitySystem(system), value=value)
    except ValidationError as error:
        rules = from_validation([dict(e) for e in error.errors(include_url=False)]).problems
        raise InvalidError(*(FieldProblem(f"{where}.value", p.rule, p.sv, p.en) for p in rules)) from None


def patient_of(reference: Reference) -> PersonalIdentity | UUID:
    """Return whom a consent is about: by number, or by the opaque id that we gave."""
    where = "Consent.patient"
    identifier = reference.identifier
    if identifier is None:
        found = _OPAQUE.match(reference.reference or "")
        if found is None:
            raise fault(where, "required" if reference.reference is None else "opaque-id")
        return opaque(found[1], where)
    if identifier.system == SUBJECT_ID:
        return opaque(identifier.value, f"{where}.identifier")
    return person(identifier.system, identifier.value, f"{where}.identifier")


def custodian_of(identifier: Identifier | None, where: str) -> dict[str, Any]:
    """Return the members of a position that say whose it is; none where nobody is named."""
    if identifier is None:
        return {}
    if identifier.system in {CUSTODIAN_ID, SUBJECT_ID}:
        return {"custodian_id": opaque(identifier.value, where)}
    if identifier.system == CUSTODIAN_REFERENCE:
        return {"custodian_reference": identifier.value}
    return {"custodian": person(identifier.system, identifier.value, where)}


def unit_of(identifier: Identifier, where: str) -> dict[str, Any]:
    """Return the members that name a unit: by HSA-id, or by our own id.

    Raises:
        InvalidError: It is of another system.
    """
    if identifier.system in {HSA_ID, HSA_ID_RIV}:
        return {"hsa_id": identifier.value}
    if identifier.system == UNIT_ID:
        return {"unit_id": opaque(identifier.value, where)}
    raise fault(f"{where}.system", "unknown-system")


def unit_identifier(unit_id: UUID, units: Units) -> Identifier:
    """Return how we name a unit: by its HSA-id where the register has it."""
    unit = units.by_id.get(unit_id)
    if unit is None:
        return Identifier(system=UNIT_ID, value=str(unit_id))
    return Identifier(system=HSA_ID, value=unit.hsa_id)
