"""What a strict reading of a FHIR resource found, each fault by its FHIRPath and rule."""

import re
from collections.abc import Sequence

from pydantic import ValidationError

from slussen_chassis.errors import FieldProblem, InvalidError
from slussen_chassis.problems import from_validation

_ELEMENT = re.compile(r"[A-Za-z]{1,40}")


def from_parsing(error: ValidationError, root: str) -> InvalidError:
    """Return what a strict reading found, each fault by its FHIRPath from `root`."""
    faults = error.errors(include_url=False)
    problems = from_validation([dict(fault) for fault in faults]).problems
    return InvalidError(
        *(
            FieldProblem(_place(fault["loc"], root), p.rule, p.sv, p.en)
            for fault, p in zip(faults, problems, strict=False)
        )
    )


def _place(parts: Sequence[int | str], root: str) -> str:
    """Return a place in a resource's JSON as FHIRPath; a name that nobody would choose may be a value."""
    made = root
    for part in parts:
        if isinstance(part, int):
            made += f"[{part}]"
        else:
            made += f".{part}" if _ELEMENT.fullmatch(part) else ".?"
    return made
