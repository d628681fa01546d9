"""What a centre's local agreement says where its county leaves it to the agreement."""

from dataclasses import dataclass
from typing import Final, TypeVar

from slussen_agreements.domain.offer import Ages
from slussen_contracts.agreements.findings import RegulatedBy

LOCAL: Final = "local"
ValueT = TypeVar("ValueT")


@dataclass(frozen=True, slots=True, kw_only=True)
class LocalTerms:
    """The local agreement's own values; None where it is silent too."""

    min_joint_minutes: int | None = None
    min_steering_meetings: int | None = None
    ages: tuple[Ages, ...] = ()


def whose(value: object, agreed: object | None) -> RegulatedBy:
    """Tell who regulates a matter: `value` is the profile's, `agreed` the local agreement's."""
    if value is not None and value != LOCAL:
        return RegulatedBy.COUNTY
    return RegulatedBy.LOCAL_AGREEMENT if value == LOCAL and agreed is not None else RegulatedBy.NOT_REGULATED
