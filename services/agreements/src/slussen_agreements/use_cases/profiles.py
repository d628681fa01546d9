"""Which version of a county's profile holds."""

from datetime import date

from slussen_chassis.errors import FieldProblem, InvalidError
from slussen_contracts.profiles import CountyProfile, UnknownProfileError, profile, versions


def profile_in_force(profile_id: str, on: date, *, field: str) -> CountyProfile:
    """Return the version of a profile that is in force on a day.

    Raises:
        InvalidError: There is none; the fault is `field`'s.
    """
    try:
        return profile(profile_id, on=on)
    except UnknownProfileError as error:
        raise InvalidError(
            FieldProblem(
                field,
                "profile-in-force",
                "länsprofilen gäller inte den dagen",
                "the county's profile is not in force on that day",
            )
        ) from error


def present_profile(profile_id: str, today: date) -> CountyProfile:
    """Return the version to look at a thing with: the one in force, else the one nearest to today.

    Raises:
        InvalidError: There is no such profile; the fault is that of `profileId`.
    """
    try:
        known = versions(profile_id)
    except UnknownProfileError as error:
        raise InvalidError(
            FieldProblem("profileId", "unknown", "länsprofilen finns inte", "there is no such profile")
        ) from error
    day = max(today, known[0].first_day)
    in_force = [version for version in known if version.is_in_force(day)]
    return in_force[-1] if in_force else known[-1]


def profile_version(profile_id: str, first_day: date) -> CountyProfile:
    """Return the version of a profile that a thing was made under."""
    return next(version for version in versions(profile_id) if version.first_day == first_day)
