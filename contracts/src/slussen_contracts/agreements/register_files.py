"""The register as files: what an import takes and an export gives, with references by what people know.

An authority is named by its organisation number, a board by that and its name, a unit by its HSA-id, a centre by its
municipality and name, and a post of its staffing by those, its unit, its profession and its first day, so that a file
can be read into another register than the one that wrote it.
"""

from datetime import date
from enum import StrEnum

from pydantic import Field

from slussen_contracts.agreements.api import Name, ProfileId
from slussen_contracts.agreements.staffing import FullTime
from slussen_contracts.events import Model, StrictModel
from slussen_contracts.identifiers import (
    Activity,
    AuthorityType,
    Branch,
    HsaId,
    MunicipalityCode,
    OrganisationNumber,
    Profession,
)


class RegisterKind(StrEnum):
    """What a row is about, in the order in which rows are taken in."""

    AUTHORITIES = "authorities"
    BOARDS = "boards"
    UNITS = "units"
    CENTRES = "centres"
    STAFFING = "staffing"


class FileFormat(StrEnum):
    """How a file is written."""

    CSV = "csv"
    JSON = "json"


class AuthorityEntry(StrictModel):
    """A responsible authority (huvudman); its organisation number names it."""

    organisation_number: OrganisationNumber
    name: Name = Field(examples=["Region Örebro län"])
    authority_type: AuthorityType
    municipality_code: MunicipalityCode | None = Field(default=None, examples=[None])


class BoardEntry(StrictModel):
    """A municipal board (nämnd); its municipality's organisation number and its own name name it."""

    organisation_number: OrganisationNumber
    name: Name = Field(examples=["Socialnämnden"])


class UnitEntry(StrictModel):
    """A unit (enhet); its HSA-id names it."""

    hsa_id: HsaId
    name: Name = Field(examples=["Barnmorskemottagningen Vivalla"])
    organisation_number: OrganisationNumber
    board: Name | None = Field(default=None, examples=[None])
    branch: Branch
    activity: Activity | None = Field(default=None, examples=["maternal_health_care"])
    professions: tuple[Profession, ...] = Field(default=(), max_length=30, examples=[["midwife"]])
    municipality_code: MunicipalityCode | None = None
    valid_from: date = Field(examples=["2026-03-01"])
    valid_through: date | None = Field(default=None, examples=[None])


class CentreActivityEntry(StrictModel):
    """One activity of a centre and the unit that runs it."""

    activity: Activity
    hsa_id: HsaId


class CentreEntry(StrictModel):
    """A family centre (familjecentral); its municipality and its name name it."""

    municipality_code: MunicipalityCode
    name: Name = Field(examples=["Familjecentralen Vivalla"])
    profile_id: ProfileId
    display_term: Name | None = Field(default=None, examples=["slussning"])
    co_located: bool = True
    simultaneous: bool = True
    activities: tuple[CentreActivityEntry, ...] = Field(min_length=1, max_length=50)
    valid_from: date = Field(examples=["2026-03-01"])
    valid_through: date | None = Field(default=None, examples=[None])


class StaffingEntry(StrictModel):
    """How much of a profession a unit has at a centre; all but how much and the last day name it."""

    municipality_code: MunicipalityCode
    centre: Name = Field(examples=["Familjecentralen Vivalla"])
    hsa_id: HsaId
    profession: Profession
    full_time_equivalents: FullTime
    valid_from: date = Field(examples=["2026-03-01"])
    valid_through: date | None = Field(default=None, examples=[None])

    @property
    def key(self) -> str:
        """What people know the post by."""
        return f"{self.municipality_code} {self.centre} {self.hsa_id} {self.profession} {self.valid_from}"


class RegisterFile(Model):
    """The register, or the kinds of it that were asked for."""

    authorities: tuple[AuthorityEntry, ...] | None = None
    boards: tuple[BoardEntry, ...] | None = None
    units: tuple[UnitEntry, ...] | None = None
    centres: tuple[CentreEntry, ...] | None = None
    staffing: tuple[StaffingEntry, ...] | None = None


class ImportAction(StrEnum):
    """What a row did, or would do."""

    CREATED = "created"
    CHANGED = "changed"
    UNCHANGED = "unchanged"


class ImportedRow(Model):
    """What one row did, or would do; `line` is its line in a CSV file, its place from 1 in JSON."""

    kind: RegisterKind
    line: int = Field(examples=[2])
    key: str = Field(examples=["SE2321000164-1001"])
    action: ImportAction


class ImportFault(Model):
    """What is wrong with one field of one row; `sv` and `en` say it for people."""

    kind: RegisterKind
    line: int = Field(examples=[2])
    field: str = Field(examples=["hsaId"])
    rule: str = Field(examples=["hsa-id"])
    sv: str = Field(examples=["saknas"])
    en: str = Field(examples=["is missing"])


class ImportReport(Model):
    """What an import changed, or would change, row by row; with faults nothing is, or would be, changed."""

    dry_run: bool
    created: int = Field(examples=[1])
    changed: int = Field(examples=[0])
    unchanged: int = Field(examples=[0])
    rows: tuple[ImportedRow, ...]
    faults: tuple[ImportFault, ...] = ()
