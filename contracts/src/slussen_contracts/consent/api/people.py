"""Persons: a number in, an opaque id out."""

from typing import Self
from uuid import UUID

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from slussen_contracts.consent.api.values import EXAMPLE_SUBJECT, MOST_IDENTIFIERS, ProtectionCode
from slussen_contracts.events import Model, StrictModel
from slussen_contracts.identifiers import IdentitySystem, PersonalIdentity, normalise


class IdentifierToResolve(StrictModel):
    """A person's number and who gave it; `system` null makes a new person without a number (a newborn)."""

    system: IdentitySystem | None = Field(examples=[IdentitySystem.PERSONNUMMER])
    value: str | None = Field(default=None, max_length=100, repr=False, examples=["201701012393"])

    @model_validator(mode="after")
    def _number_of_its_system(self) -> Self:
        if (self.system is None) is not (self.value is None):
            raise PydanticCustomError("missing", "A number and who gave it come together")
        if self.system is not None and self.value is not None:
            normalise(self.system, self.value)
        return self

    @property
    def identity(self) -> PersonalIdentity | None:
        """The number in its kept form; None for a newborn without a number."""
        if self.system is None or self.value is None:
            return None
        return PersonalIdentity(system=self.system, value=self.value)


class SubjectResolution(StrictModel):
    """Which persons to find or make known."""

    identifiers: list[IdentifierToResolve] = Field(min_length=1, max_length=MOST_IDENTIFIERS)


class SubjectReference(Model):
    """A person's opaque id: it tells nothing about the person, nor whether the person was known before."""

    subject_id: UUID = Field(examples=[EXAMPLE_SUBJECT])


class ResolvedSubjects(Model):
    """The persons' ids, in the order in which they were asked for."""

    subjects: list[SubjectReference]


class SubjectProtection(StrictModel):
    """Which protection a person has: sekretessmarkering or skyddad folkbokföring; null is none any more."""

    kind: ProtectionCode | None = Field(examples=["protected_registration"])


class SubjectMerge(StrictModel):
    """Which other record is the same person's; the one in the path is kept."""

    merged_subject_id: UUID = Field(examples=[EXAMPLE_SUBJECT])


class IdentifierAdd(StrictModel):
    """A number that a known person has got; `supersedes` is the number that it takes the place of, if any."""

    identifier: PersonalIdentity
    supersedes: PersonalIdentity | None = None
