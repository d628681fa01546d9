"""A county's rules on what centres offer, to whom and in which premises.

Source: handbook 3.4, 3.6, 4.12 and 9, `target_group`, `activities` and `premises`.
"""

import re
from collections.abc import Iterator
from typing import Final

from slussen_agreements.domain.findings import Label, Weight
from slussen_agreements.domain.offer import AgeRule, Ages, OfferKind, RequiredService, Stage
from slussen_agreements.domain.premises import PremisesRule, RoomMinimum
from slussen_agreements.domain.profile_rules.words import label
from slussen_contracts.agreements.findings import RegulatedBy
from slussen_contracts.identifiers import Activity
from slussen_contracts.profiles import CountyProfile
from slussen_contracts.profiles.centre import JointService

OTHER_AGES_BY_AGREEMENT: Final = "local_agreement"
WITHOUT_MATERNAL_CARE: Final = "like_centre_without_maternal_health_care"
SERVICES: Final[dict[str, tuple[tuple[OfferKind, Stage], ...]]] = {
    "parent_group_during_pregnancy": ((OfferKind.PARENT_GROUP, Stage.PREGNANCY),),
    "parent_group_after_birth": ((OfferKind.PARENT_GROUP, Stage.AFTER_BIRTH),),
    "parenting_support_group_and_individual": tuple(
        (kind, stage) for kind in (OfferKind.PARENT_GROUP, OfferKind.INDIVIDUAL_SUPPORT) for stage in Stage
    ),
}
"""What must be offered for a joint service of a profile to be given."""
_ROOM = re.compile(r"([a-z_]+)_([1-9][0-9]?)")
_STAGES: Final = {
    Stage.PREGNANCY: ("under graviditeten", "in pregnancy"),
    Stage.AFTER_BIRTH: ("efter födseln", "after birth"),
    Stage.CHILDHOOD: ("under förskoleåren", "in the preschool years"),
}
_KINDS: Final = {
    OfferKind.PARENT_GROUP: ("i grupp", "in groups"),
    OfferKind.INDIVIDUAL_SUPPORT: ("enskilt", "for each"),
}


def age_rule(profile: CountyProfile) -> AgeRule:
    """Return the county's ages; without both limits it has none to check against."""
    target = profile.target_group
    first, last = target.child_age_from.value, target.child_age_to.value
    return AgeRule(
        ages=Ages(first, last) if first is not None and last is not None else None,
        others_by_agreement=target.other_ages_rule.value == OTHER_AGES_BY_AGREEMENT,
    )


def required_services(profile: CountyProfile) -> tuple[RequiredService, ...]:
    """Return the joint services that a centre must or should give."""
    return tuple(one for service in _joint_services(profile) for one in _required(service))


def services_not_checked(profile: CountyProfile) -> tuple[str, ...]:
    """Return the joint services that what is entered about a centre can't tell."""
    return tuple(service.id for service in _joint_services(profile) if service.id not in SERVICES)


def premises_rule(profile: CountyProfile) -> PremisesRule:
    """Return what the county asks of premises; a code that names no number of rooms is no room."""
    minimum = profile.premises.minimum
    rooms = [found for code in minimum.value or () if (found := _ROOM.fullmatch(code))]
    return PremisesRule(
        minimum=tuple(RoomMinimum(label(found[1]), int(found[2])) for found in rooms),
        equal_access=profile.premises.equal_access_common_rooms.value,
        weight=Weight.of(minimum.force or profile.premises.equal_access_common_rooms.force),
    )


def premises_regulated_by(profile: CountyProfile) -> RegulatedBy:
    """Tell whether the county asks anything of premises that is checked here."""
    rule = premises_rule(profile)
    return RegulatedBy.COUNTY if rule.minimum or rule.equal_access else RegulatedBy.NOT_REGULATED


def _joint_services(profile: CountyProfile) -> tuple[JointService, ...]:
    return profile.activities.required_joint_services.value or ()


def _required(service: JointService) -> Iterator[RequiredService]:
    asked = SERVICES.get(service.id, ())
    exempt = Activity.MATERNAL_HEALTH_CARE if service.exempt_if == WITHOUT_MATERNAL_CARE else None
    for kind, stage in asked:
        yield RequiredService(
            name=_name(service.id, kind, stage) if len(asked) > 1 else label(service.id),
            kind=kind,
            stage=stage,
            weight=Weight.of(service.force),
            exempt_without=exempt,
        )


def _name(code: str, kind: OfferKind, stage: Stage) -> Label:
    known = label(code)
    sv = f"{known.sv}: {_KINDS[kind][0]} {_STAGES[stage][0]}"
    return Label(f"{code}:{kind}:{stage}", sv, f"{known.en}: {_KINDS[kind][1]} {_STAGES[stage][1]}")
