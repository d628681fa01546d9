"""What an agreement is for: a centre, a municipality or a whole county, and the profile that holds there."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from slussen_agreements.domain.kinds import FOR_A_CENTRE
from slussen_agreements.domain.register import CentreNotFoundError, FamilyCentre, require_county
from slussen_agreements.domain.register_rules import refuse, unknown
from slussen_agreements.repository import register
from slussen_agreements.use_cases.profiles import present_profile, profile_in_force
from slussen_chassis.errors import FieldProblem, InvalidError
from slussen_contracts.agreements.api import AgreementCreate, AgreementKind
from slussen_contracts.profiles import CountyProfile, profile_ids, versions


@dataclass(frozen=True, slots=True)
class Place:
    """What an agreement is for, and the profile under which it is made."""

    profile: CountyProfile
    centre_id: UUID | None = None
    municipality_code: str | None = None


async def place_of(session: AsyncSession, wanted: AgreementCreate, county_code: str) -> Place:
    """Return what a new agreement of a county is for.

    Raises:
        OtherCountyError: Its centre is another county's.
        InvalidError: What its kind asks for is missing, unknown or too much; each is named.
    """
    refuse(_place_faults(wanted, county_code))
    if wanted.centre_id is None:
        profile_id = profile_id_of_county(county_code)
        profile = profile_in_force(profile_id, wanted.valid_from, field="validFrom")
        return Place(profile, municipality_code=wanted.municipality_code)
    centre = await centre_named(session, wanted.centre_id)
    require_county(county_code, centre.county_code)
    return Place(profile_in_force(centre.profile_id, wanted.valid_from, field="validFrom"), centre.id)


def profile_id_of_county(county_code: str) -> str:
    """Return the id of a county's profile; the national one where the county has none."""
    newest = {profile_id: versions(profile_id)[-1].county_code for profile_id in profile_ids()}
    own = [profile_id for profile_id, code in newest.items() if code == county_code]
    return next(iter(own), None) or next(profile_id for profile_id, code in newest.items() if code is None)


def profile_of_county(county_code: str, today: date) -> CountyProfile:
    """Return the profile to look at a county with today."""
    return present_profile(profile_id_of_county(county_code), today)


def _place_faults(wanted: AgreementCreate, county_code: str) -> Iterator[FieldProblem]:
    yield from _presence("centreId", wanted.kind in FOR_A_CENTRE, given=wanted.centre_id is not None)
    is_letter = wanted.kind is AgreementKind.LETTER_OF_INTENT
    code = wanted.municipality_code
    yield from _presence("municipalityCode", is_letter, given=code is not None)
    if code is not None and code[:2] != county_code:
        yield FieldProblem(
            "municipalityCode", "in-county", "kommunen ligger i ett annat län", "lies in another county"
        )


def _presence(field: str, wanted: bool, *, given: bool) -> Iterator[FieldProblem]:  # noqa: FBT001 - what the kind says
    if wanted and not given:
        yield FieldProblem(field, "required", "krävs för den här sortens avtal", "this kind must have it")
    if given and not wanted:
        yield FieldProblem(field, "not-allowed", "den här sortens avtal har ingen", "this kind has none")


async def centre_named(session: AsyncSession, centre_id: UUID, *, field: str = "centreId") -> FamilyCentre:
    """Return the centre that a request names.

    Raises:
        InvalidError: The register has no such.
    """
    try:
        return await register.get_centre(session, centre_id)
    except CentreNotFoundError as error:
        raise InvalidError(unknown(field)) from error
