"""The service's tables. Statements on the hot path are SQL in `repository`; the rows are the same."""

from slussen_statistics.tables.entries import CounterTapRow, EntryRow, SurveyLinkRow, SurveyRow
from slussen_statistics.tables.ledger import FactRow, FigureRow, PresenceRow, RebuildStateRow
from slussen_statistics.tables.persons import (
    FamilyMemberRow,
    MergedSubjectRow,
    PseudonymKeyRow,
    ToldFamilyRow,
    ToldIdRow,
    ToldKeyRow,
    ToldMemberRow,
    ToldPersonRow,
)
from slussen_statistics.tables.register import (
    AgreementCopyRow,
    CentreCopyRow,
    CoordinatorCopyRow,
    UnitCopyRow,
)
from slussen_statistics.tables.releases import (
    ReleasedAreaRow,
    ReleasedBlockRow,
    ReleasedFigureRow,
    ReleaseRow,
    SavedQueryRow,
    TableLayoutsRow,
)
from slussen_statistics.tables.reports import AnnualReportEditionRow, AnnualReportRow
from slussen_statistics.tables.rows import Base

__all__ = [
    "AgreementCopyRow",
    "AnnualReportEditionRow",
    "AnnualReportRow",
    "Base",
    "CentreCopyRow",
    "CoordinatorCopyRow",
    "CounterTapRow",
    "EntryRow",
    "FactRow",
    "FamilyMemberRow",
    "FigureRow",
    "MergedSubjectRow",
    "PresenceRow",
    "PseudonymKeyRow",
    "RebuildStateRow",
    "ReleaseRow",
    "ReleasedAreaRow",
    "ReleasedBlockRow",
    "ReleasedFigureRow",
    "SavedQueryRow",
    "SurveyLinkRow",
    "SurveyRow",
    "TableLayoutsRow",
    "ToldFamilyRow",
    "ToldIdRow",
    "ToldKeyRow",
    "ToldMemberRow",
    "ToldPersonRow",
    "UnitCopyRow",
]
