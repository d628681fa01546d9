"""The service's tables. Statements on the hot path are SQL in `repository`; the rows are the same."""

from slussen_consent.tables.consents import (
    ConsentCustodianRow,
    ConsentEventRow,
    ConsentRow,
    ConsentVersionRow,
)
from slussen_consent.tables.disclosures import (
    DesignatedAssessorRow,
    DisclosureDecisionRow,
    DisclosureGroundRow,
    DisclosureRow,
)
from slussen_consent.tables.emergencies import (
    EmergencyAccessRow,
    EmergencyReadingRow,
)
from slussen_consent.tables.register import (
    AuthorityCopyRow,
    CentreCopyRow,
    CentreHistoryRow,
    UnitCopyRow,
    UnitHistoryRow,
)
from slussen_consent.tables.rows import Base
from slussen_consent.tables.subjects import (
    ChildLabelRow,
    SubjectIdentifierRow,
    SubjectMergeRow,
    SubjectProtectionRow,
    SubjectRow,
)
from slussen_consent.tables.tasks import (
    AskAgainTaskRow,
)

__all__ = [
    "AskAgainTaskRow",
    "AuthorityCopyRow",
    "Base",
    "CentreCopyRow",
    "CentreHistoryRow",
    "ChildLabelRow",
    "ConsentCustodianRow",
    "ConsentEventRow",
    "ConsentRow",
    "ConsentVersionRow",
    "DesignatedAssessorRow",
    "DisclosureDecisionRow",
    "DisclosureGroundRow",
    "DisclosureRow",
    "EmergencyAccessRow",
    "EmergencyReadingRow",
    "SubjectIdentifierRow",
    "SubjectMergeRow",
    "SubjectProtectionRow",
    "SubjectRow",
    "UnitCopyRow",
    "UnitHistoryRow",
]
