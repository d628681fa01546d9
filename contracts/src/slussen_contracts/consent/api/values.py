"""Words that the consent service's bodies are made of: codes, references and units."""

import re
from datetime import date
from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import AfterValidator, Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from slussen_contracts.events import StrictModel
from slussen_contracts.identifiers import HsaId, IdentitySystem, Profession, normalise

EXAMPLE_ID = "01980c6e-7d4a-7c3e-9a51-3f0b6f0c2a11"
EXAMPLE_SUBJECT = "5e0f5c0e-9f1c-4d4e-8a55-0c6f2f6f7b11"

MOST_IDENTIFIERS = 1000
MOST_EVENTS = 1000
MOST_PAIRS = 1000
MOST_IN_A_MEETING = 20
MOST_OTHER_EMPLOYMENTS = 5

_SHORTEST_NUMBER = 11
_NUMBER = re.compile(r"(?<!\d)(?:((?:18|19|20)\d{6})-?(\d{4})|(\d{6})[-+](\d{4}))(?!\d)")


def _holds_no_number(text: str) -> str:
    """Refuse a code or reference in which somebody has written a personal or coordination number."""
    if len(text) < _SHORTEST_NUMBER:
        return text
    for found in _NUMBER.finditer(text):
        written = "".join(part for part in found.groups() if part)
        for system in (IdentitySystem.PERSONNUMMER, IdentitySystem.SAMORDNINGSNUMMER):
            try:
                normalise(system, written, on=date(2100, 1, 1))
            except ValueError:
                continue
            raise PydanticCustomError("personal_number", "A personal number must not stand here")
    return text


Reference = Annotated[
    str, StringConstraints(pattern=r"^[\x21-\x7e]{1,200}$"), AfterValidator(_holds_no_number)
]
"""Something that another system calls its own: printable ASCII without spaces, and never a personal number."""

Topic = Annotated[
    str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,63}$"), Field(examples=["parental_support"])
]
"""What may be told (vad samtycket gäller), a code of the county's or the clinic's own list."""

Situation = Annotated[
    str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._:-]{0,99}$"), AfterValidator(_holds_no_number)
]
"""One specific situation, by code or reference; a new situation needs a new consent."""

ProfessionCode = Annotated[Profession, Field(examples=["midwife"])]

PositionCode = Literal["yes", "no", "partial", "not_asked"]
ValueCode = Literal["yes", "no", "partial", "pending"]
StatusCode = Literal["active", "withdrawn", "expired", "annulled", "closed"]
MethodCode = Literal["oral", "written", "digital"]
SubjectKindCode = Literal["child", "unborn", "adult"]
CustodyBasisCode = Literal["joint", "sole", "appointed"]
CustodySourceCode = Literal["record_system", "social_services", "civil_register"]
DocumentCode = Literal["appointment", "power_of_attorney", "takeover_decision"]
ProtectionCode = Literal["confidentiality_marking", "protected_registration"]
RecordOwnerCode = Literal["child", "guardian", "adult"]
RelationCode = Literal[
    "custodian",
    "temporary_custodian",
    "specially_appointed_guardian",
    "unaccompanied_child_guardian",
    "social_board",
    "foster_parent",
    "residential_staff",
    "parent_without_custody",
    "child",
    "other_adult",
    "expectant_parent",
    "adult_self",
]
OutcomeCode = Literal["permitted", "assessment_required", "consent_required", "refused"]
BoundaryCode = Literal["consent_not_required", "private_disclosure_assessment", "consent_required"]


class UnitReference(StrictModel):
    """A unit (enhet), by our id or by its HSA-id; exactly one of them."""

    unit_id: UUID | None = Field(default=None, examples=[EXAMPLE_ID])
    hsa_id: HsaId | None = None

    @model_validator(mode="after")
    def _not_both(self) -> Self:
        if self.unit_id is not None and self.hsa_id is not None:
            raise PydanticCustomError("one_of", "Give the unit's id or its HSA-id, not both")
        return self

    @property
    def names_unit(self) -> bool:
        """Whether a unit is named at all."""
        return self.unit_id is not None or self.hsa_id is not None
