"""What the rules read about two employments: facts that are true, false or unknown."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from uuid import UUID

from slussen_consent.domain.boundary_rules import FACT_TEXTS, Condition, Fact
from slussen_contracts.identifiers import Activity, AuthorityType, Branch, Profession


@dataclass(frozen=True, slots=True)
class Employment:
    """What the rules read about one employment (anställning) of one person; None is unknown.

    A coordinator's role carries no area of confidentiality: the employment decides (handbook 5.10 U15).
    """

    authority_type: AuthorityType | None = None
    authority_id: UUID | None = None
    unit_id: UUID | None = None
    board_id: UUID | None = None
    branch: Branch | None = None
    profession: Profession | None = None
    activity: Activity | None = None
    centre_ids: frozenset[UUID] = frozenset()


@dataclass(frozen=True, slots=True)
class ConditionFound:
    """A condition and what was found: `found` None means that the fact is unknown."""

    fact: Fact
    expected: bool
    found: bool | None

    @property
    def holds(self) -> bool:
        """Whether the condition is known to hold."""
        return self.found is self.expected

    def text(self, *, swedish: bool) -> str:
        """Return the condition and what was found, as a sentence part for people."""
        sv, en = FACT_TEXTS[self.fact]
        if swedish:
            answer = {True: "ja", False: "nej", None: "okänt"}[self.found]
            return f"{sv}: {answer}, regeln kräver {'ja' if self.expected else 'nej'}"
        answer = {True: "yes", False: "no", None: "unknown"}[self.found]
        return f"{en}: {answer}, the rule asks for {'yes' if self.expected else 'no'}"


def _both(kind: AuthorityType) -> Callable[[Employment, Employment], bool | None]:
    def found(a: Employment, b: Employment) -> bool | None:
        types = (a.authority_type, b.authority_type)
        if any(known is not None and known is not kind for known in types):
            return False
        return None if None in types else True

    return found


def _exactly_one_private(a: Employment, b: Employment) -> bool | None:
    if a.authority_type is None or b.authority_type is None:
        return None
    return (a.authority_type is AuthorityType.PRIVATE_PROVIDER) is not (
        b.authority_type is AuthorityType.PRIVATE_PROVIDER
    )


def _same_authority(a: Employment, b: Employment) -> bool | None:
    types = _same("authority_type")(a, b)
    ids = _same("authority_id")(a, b)
    if types is False or ids is False:
        return False
    return None if types is None or ids is None else True


def _same(attribute: str) -> Callable[[Employment, Employment], bool | None]:
    def found(a: Employment, b: Employment) -> bool | None:
        one, other = getattr(a, attribute), getattr(b, attribute)
        return None if one is None or other is None else bool(one == other)

    return found


def _same_centre(a: Employment, b: Employment) -> bool | None:
    if not a.centre_ids or not b.centre_ids:
        return None
    return not a.centre_ids.isdisjoint(b.centre_ids)


_FACTS: dict[Fact, tuple[Callable[[Employment, Employment], bool | None], tuple[str, ...]]] = {
    Fact.BOTH_PRIVATE: (_both(AuthorityType.PRIVATE_PROVIDER), ("authority_type",)),
    Fact.EXACTLY_ONE_PRIVATE: (_exactly_one_private, ("authority_type",)),
    Fact.BOTH_REGION: (_both(AuthorityType.REGION), ("authority_type",)),
    Fact.BOTH_MUNICIPALITY: (_both(AuthorityType.MUNICIPALITY), ("authority_type",)),
    Fact.SAME_AUTHORITY: (_same_authority, ("authority_type", "authority_id")),
    Fact.SAME_UNIT: (_same("unit_id"), ("unit_id",)),
    Fact.SAME_BOARD: (_same("board_id"), ("board_id",)),
    Fact.SAME_BRANCH: (_same("branch"), ("branch",)),
    Fact.SAME_CENTRE: (_same_centre, ("centre_ids",)),
    Fact.SAME_ACTIVITY: (_same("activity"), ("activity",)),
}
_MEMBER_NAMES = {
    "authority_type": "authorityType",
    "authority_id": "authorityId",
    "unit_id": "unitId",
    "board_id": "boardId",
    "branch": "branch",
    "centre_ids": "centreIds",
    "activity": "activity",
}


def find(condition: Condition, a: Employment, b: Employment) -> ConditionFound:
    """Return what was found of a condition between two employments."""
    found = _FACTS[condition.fact][0](a, b)
    return ConditionFound(condition.fact, condition.holds, condition.unknown_is if found is None else found)


def missing_attributes(
    conditions: Iterable[ConditionFound], sender: Employment, recipient: Employment
) -> tuple[str, ...]:
    """Return the attributes that an unknown condition lacked, as `sender.boardId`."""
    unknown = [found.fact for found in conditions if found.found is None]
    return tuple(
        dict.fromkeys(
            f"{side}.{_MEMBER_NAMES[attribute]}"
            for fact in unknown
            for side, employment in (("sender", sender), ("recipient", recipient))
            for attribute in _FACTS[fact][1]
            if not getattr(employment, attribute)
        )
    )
