"""County profiles: what a county's own document says about family centres, version by version, as data.

`profile("orebro", on=day)` gives the version in force that day. A setting whose value is None is silent: the
source does not regulate it, and no other county's value may be borrowed unseen. Our own choices stand apart,
under `defaults`.
"""

from slussen_contracts.profiles.agreements import Clause
from slussen_contracts.profiles.calendar import CalendarEntry
from slussen_contracts.profiles.loading import UnknownProfileError, profile, profile_ids, versions
from slussen_contracts.profiles.model import CountyProfile, Defaults
from slussen_contracts.profiles.setting import Force, Setting

__all__ = [
    "CalendarEntry",
    "Clause",
    "CountyProfile",
    "Defaults",
    "Force",
    "Setting",
    "UnknownProfileError",
    "profile",
    "profile_ids",
    "versions",
]
