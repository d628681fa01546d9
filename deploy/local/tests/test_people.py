"""The made-up people and authorities: one county for every profile, nobody twice."""

from slussen_contracts.profiles import profile_ids
from slussen_local.demo.places import FURTHER_PLACES, OREBRO_PLACE, SKANE_PLACE
from slussen_local.demo.register import PARTIES
from slussen_local.people import COUNTIES, PEOPLE

PLACES = (OREBRO_PLACE, SKANE_PLACE, *FURTHER_PLACES.values())


def test_every_profile_has_a_county_a_place_and_parties() -> None:
    assert sorted(place.profile_id for place in PLACES) == list(profile_ids())
    assert {place.county.county_code for place in PLACES} == COUNTIES.keys()
    assert PARTIES.keys() == set(profile_ids())


def test_nobody_is_there_twice_and_each_authority_has_its_own_number() -> None:
    assert len({person.username for person in PEOPLE}) == len(PEOPLE)
    numbers = [
        number for one in COUNTIES.values() for number in (one.region, one.municipality, one.private_provider)
    ]
    assert len(set(numbers)) == len(numbers)


def test_every_county_has_everybody_that_the_demonstration_asks_for() -> None:
    there = {person.username for person in PEOPLE}
    for suffix in FURTHER_PLACES:
        wanted = ("region.signatar", "kommun.signatar", "karin.samordnare", "anna.barnmorska", "bea.bvc")
        assert {f"{name}{suffix}" for name in wanted} | {f"admin{suffix}"} <= there
