"""What a consent covers: which recipient may be told about which topic (omfattning).

Whatever is unknown about a recipient fails closed: an allowance does not reach it, an exclusion does.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from slussen_contracts.identifiers import Activity, Profession


@dataclass(frozen=True, slots=True)
class Request:
    """One topic that somebody wants to tell one recipient; None is unknown."""

    topic: str
    unit_id: UUID | None = None
    profession: Profession | None = None
    activity: Activity | None = None


@dataclass(frozen=True, slots=True)
class ScopeItem:
    """One line of a scope: recipients by unit, profession or activity, and a topic; None sets no limit."""

    unit_id: UUID | None = None
    profession: Profession | None = None
    activity: Activity | None = None
    topic: str | None = None
    allowed: bool = True

    @property
    def names_recipient(self) -> bool:
        """Whether the line says who may be told."""
        return not (self.unit_id is None and self.profession is None and self.activity is None)

    @property
    def is_empty(self) -> bool:
        """Whether the line says nothing at all."""
        return not self.names_recipient and self.topic is None

    def matches(self, request: Request, *, unknown: bool) -> bool:
        """Whether every limit of the line is met; `unknown` is the answer for what the request leaves open."""
        limits = (
            (self.topic, request.topic),
            (self.unit_id, request.unit_id),
            (self.profession, request.profession),
            (self.activity, request.activity),
        )
        return all(
            unknown if asked is None else asked == limit for limit, asked in limits if limit is not None
        )


def allows(scope: Iterable[ScopeItem], request: Request) -> bool:
    """Whether a scope allows the request: a line allows it and none excludes it. What is not listed is refused."""
    lines = tuple(scope)
    return any(line.allowed and line.matches(request, unknown=False) for line in lines) and not excludes(
        lines, request
    )


def excludes(scope: Iterable[ScopeItem], request: Request) -> bool:
    """Whether a line of the scope excludes the request."""
    return any(not line.allowed and line.matches(request, unknown=True) for line in scope)


def concerns(scope: Iterable[ScopeItem], request: Request) -> bool:
    """Whether what was asked about includes the request; an empty scope is about everything in its situation."""
    lines = tuple(scope)
    return not lines or any(line.matches(request, unknown=True) for line in lines)
