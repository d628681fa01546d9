"""Statutes that a decision may rest on, each with the first and last day on which it is in force."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Annotated

import yaml
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from slussen_contracts.identifiers import Branch


class StatuteKind(StrEnum):
    """What a statute does."""

    SECRECY = "secrecy"
    WAIVER = "waiver"
    DUTY = "duty"
    POSSIBILITY = "possibility"
    CUSTODY = "custody"
    RECORD = "record"


class Statute(BaseModel):
    """One statute as it is written in its law; `confirmed` False means that text or days are to be verified.

    `last_day` None is in force until further. `selectable_by` are the branches whose staff may choose it as
    the ground of a disclosure; empty is nobody.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: Annotated[str, Field(pattern=r"^[a-z]+(-[a-z0-9]+)+$")]
    law: Annotated[str, Field(pattern=r"^\d{4}:\d+$")]
    reference: str
    kind: StatuteKind
    sv: str
    en: str
    first_day: date
    last_day: date | None = None
    replaced_by: str | None = None
    confirmed: bool
    selectable_by: tuple[Branch, ...] = ()
    note: str | None = None

    def is_in_force(self, on: date) -> bool:
        """Whether the statute is in force on the day `on`, first and last day included."""
        return self.first_day <= on and (self.last_day is None or on <= self.last_day)


@cache
def statutes() -> Mapping[str, Statute]:
    """Return all statutes by id, whether in force or not."""
    text = files("slussen_contracts.codelists").joinpath("statutes.yaml").read_text(encoding="utf-8")
    listed = TypeAdapter(tuple[Statute, ...]).validate_python(yaml.safe_load(text))
    return MappingProxyType({statute.id: statute for statute in listed})


def in_force(on: date) -> tuple[Statute, ...]:
    """Return the statutes in force on a day, in the list's order."""
    return tuple(statute for statute in statutes().values() if statute.is_in_force(on))
