"""The register's things: who is responsible (huvudman), its boards (nämnd), units (enhet) and family centres."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar
from uuid import UUID

from slussen_chassis.errors import ConflictError, ForbiddenError, NotFoundError
from slussen_contracts.identifiers import Activity, AuthorityType, Branch, Profession


class AuthorityNotFoundError(NotFoundError):
    """There is no such responsible authority."""

    title_sv: ClassVar[str] = "Huvudmannen finns inte i registret"
    title_en: ClassVar[str] = "The responsible authority is not in the register"


class BoardNotFoundError(NotFoundError):
    """There is no such board."""

    title_sv: ClassVar[str] = "Nämnden finns inte i registret"
    title_en: ClassVar[str] = "The board is not in the register"


class UnitNotFoundError(NotFoundError):
    """There is no such unit."""

    title_sv: ClassVar[str] = "Enheten finns inte i registret"
    title_en: ClassVar[str] = "The unit is not in the register"


class CentreNotFoundError(NotFoundError):
    """There is no such family centre."""

    title_sv: ClassVar[str] = "Familjecentralen finns inte i registret"
    title_en: ClassVar[str] = "The family centre is not in the register"


class OrganisationNumberTakenError(ConflictError):
    """An organisation is in the register once."""

    code: ClassVar[str] = "organisation-number-taken"
    title_sv: ClassVar[str] = "Organisationsnumret finns redan i registret (organisationNumber)"
    title_en: ClassVar[str] = "The organisation number is in the register already (organisationNumber)"


class HsaIdTakenError(ConflictError):
    """A unit is in the register once."""

    code: ClassVar[str] = "hsa-id-taken"
    title_sv: ClassVar[str] = "HSA-id:t finns redan i registret (hsaId)"
    title_en: ClassVar[str] = "The HSA-id is in the register already (hsaId)"


class BoardNameTakenError(ConflictError):
    """Two boards of one municipality have different names."""

    code: ClassVar[str] = "board-name-taken"
    title_sv: ClassVar[str] = "Kommunen har redan en nämnd med det namnet (name)"
    title_en: ClassVar[str] = "The municipality has a board of that name already (name)"


class OtherCountyError(ForbiddenError):
    """A county's register is kept by that county alone."""

    code: ClassVar[str] = "other-county"
    title_sv: ClassVar[str] = "Registret ändras bara av det egna länet"
    title_en: ClassVar[str] = "A county's register is changed by that county alone"


@dataclass(frozen=True, slots=True, kw_only=True)
class ResponsibleAuthority:
    """A responsible authority (huvudman): a region, a municipality, a private provider or another."""

    id: UUID
    version: int = 1
    county_code: str
    name: str
    authority_type: AuthorityType
    organisation_number: str
    municipality_code: str | None = None

    @property
    def is_bound_to_county(self) -> bool:
        """Whether it works in one county alone, as regions and municipalities do."""
        return self.authority_type in {AuthorityType.REGION, AuthorityType.MUNICIPALITY}


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """A municipal board (nämnd); with its administration it is an authority of its own."""

    id: UUID
    version: int = 1
    county_code: str
    authority_id: UUID
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """A unit (enhet) with what a boundary decision reads; `centre_ids` are the centres it works at."""

    id: UUID
    version: int = 1
    county_code: str
    name: str
    hsa_id: str
    authority_id: UUID
    board_id: UUID | None = None
    branch: Branch
    activity: Activity | None = None
    professions: tuple[Profession, ...] = ()
    municipality_code: str | None = None
    valid_from: date
    valid_through: date | None = None
    centre_ids: tuple[UUID, ...] = ()


@dataclass(frozen=True, slots=True, order=True)
class CentreActivity:
    """One activity of a centre and the unit that runs it; two units may run the same activity."""

    activity: Activity
    unit_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class FamilyCentre:
    """A family centre (familjecentral): a place with activities of several authorities under one profile.

    `display_term` is the centre's own word for a referral (slussning, lotsning, ...).
    """

    id: UUID
    version: int = 1
    county_code: str
    name: str
    municipality_code: str
    profile_id: str
    activities: tuple[CentreActivity, ...]
    display_term: str
    co_located: bool = True
    simultaneous: bool = True
    valid_from: date
    valid_through: date | None = None

    @property
    def unit_ids(self) -> frozenset[UUID]:
        """The units that work here."""
        return frozenset(activity.unit_id for activity in self.activities)


def require_county(callers: str, of_row: str | None = None) -> str:
    """Return the county in which the caller may change the register.

    Args:
        callers: The caller's county.
        of_row: The county of what is to be changed; None where something new is entered.

    Raises:
        OtherCountyError: It is another county's, or the caller belongs to none.
    """
    if callers == "00" or of_row not in {None, callers}:
        raise OtherCountyError
    return callers
