"""Enumerations of a centre's life that its requests, answers and events share."""

from enum import StrEnum


class OpeningKind(StrEnum):
    """To whom an activity is open."""

    EVERYBODY = "everybody"
    TARGETED = "targeted"
    BY_INVITATION = "by_invitation"


class EngagementKind(StrEnum):
    """What staff do that is not being open."""

    PLANNING = "planning"
    MEETING = "meeting"
    SUPERVISION = "supervision"
    HOME_VISIT = "home_visit"


class MeetingKind(StrEnum):
    """What was held: a steering group's meeting, a house meeting (husmöte) or a development day."""

    STEERING_GROUP = "steering_group"
    HOUSE_MEETING = "house_meeting"
    DEVELOPMENT_DAY = "development_day"


class Stage(StrEnum):
    """When in a family's life something is offered."""

    PREGNANCY = "pregnancy"
    AFTER_BIRTH = "after_birth"
    CHILDHOOD = "childhood"


class OfferKind(StrEnum):
    """What it is that is offered."""

    OPEN_ACTIVITY = "open_activity"
    PARENT_GROUP = "parent_group"
    INDIVIDUAL_SUPPORT = "individual_support"
    EXTENDED_HOME_VISIT = "extended_home_visit"


class DutyState(StrEnum):
    """Where a duty stands on a day."""

    PLANNED = "planned"
    CURRENT = "current"
    OVERDUE = "overdue"
    DONE = "done"
    DONE_LATE = "done_late"
