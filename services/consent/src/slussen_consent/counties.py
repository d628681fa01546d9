"""Which county's rules hold: those of the family centre's profile, else of the recorder's county, else the law's."""

from collections.abc import Iterable
from datetime import date
from functools import lru_cache

from slussen_consent.domain.county import CountyRules, county_rules
from slussen_contracts.profiles import UnknownProfileError, profile, profile_ids, versions

NATIONAL = CountyRules(profile_id="national", profile_first_day=date(2009, 6, 30))
"""No county's own rule: the national table alone, from the first day of offentlighets- och sekretesslagen."""


@lru_cache(maxsize=1024)
def rules_of(profile_id: str, on: date) -> CountyRules:
    """Return the rules of a profile's version in force that day; the national ones where there is none."""
    try:
        return county_rules(profile(profile_id, on=on))
    except UnknownProfileError:
        return NATIONAL


@lru_cache(maxsize=1024)
def rules_in(county_code: str, on: date) -> CountyRules:
    """Return the rules of the county whose profile is in force that day; the national ones where none is."""
    for profile_id in profile_ids():
        if versions(profile_id)[-1].county_code == county_code:
            return rules_of(profile_id, on)
    return NATIONAL


def rules_for(found: Iterable[str], county_code: str, on: date) -> tuple[CountyRules, ...]:
    """Return the rules of every profile named, in a stable order; the county's where none is named."""
    profiles = sorted(set(found))
    return tuple(rules_of(profile_id, on) for profile_id in profiles) or (rules_in(county_code, on),)
