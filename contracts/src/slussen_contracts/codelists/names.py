"""Names of activities and professions in Swedish and English, as people see them (handbook 2.2)."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from slussen_contracts.identifiers import Activity, Profession


@dataclass(frozen=True, slots=True)
class Name:
    """A thing's name in both languages."""

    sv: str
    en: str


ACTIVITIES: Mapping[Activity, Name] = MappingProxyType(
    {
        Activity.MATERNAL_HEALTH_CARE: Name("mödrahälsovård", "maternal health care"),
        Activity.CHILD_HEALTH_CARE: Name("barnhälsovård", "child health care"),
        Activity.OPEN_PRESCHOOL: Name("öppen förskola", "open preschool"),
        Activity.PREVENTIVE_SOCIAL_SERVICES: Name("förebyggande socialtjänst", "preventive social services"),
        Activity.PUBLIC_DENTAL_SERVICE: Name("folktandvård", "public dental service"),
        Activity.LIBRARY: Name("bibliotek", "library"),
    }
)

PROFESSIONS: Mapping[Profession, Name] = MappingProxyType(
    {
        Profession.MIDWIFE: Name("barnmorska", "midwife"),
        Profession.CHILD_HEALTH_NURSE: Name("BHV-sjuksköterska", "child health nurse"),
        Profession.PRESCHOOL_TEACHER: Name("förskollärare", "preschool teacher"),
        Profession.SOCIAL_WORKER: Name("socionom", "social worker"),
        Profession.PSYCHOLOGIST: Name("psykolog", "psychologist"),
        Profession.SPECIAL_EDUCATOR: Name("specialpedagog", "special educator"),
        Profession.PHYSICIAN: Name("läkare", "physician"),
        Profession.SPEECH_THERAPIST: Name("logoped", "speech therapist"),
        Profession.DIETITIAN: Name("dietist", "dietitian"),
        Profession.PHYSIOTHERAPIST: Name("fysioterapeut", "physiotherapist"),
        Profession.DENTAL_STAFF: Name("tandvårdspersonal", "dental staff"),
        Profession.LIBRARIAN: Name("bibliotekarie", "librarian"),
        Profession.CULTURAL_INTERPRETER: Name("kulturtolk", "cultural interpreter"),
        Profession.BUDGET_ADVISER: Name("budgetrådgivare", "budget adviser"),
        Profession.SOCIAL_AUTHORITY_OFFICER: Name(
            "handläggare, socialtjänstens myndighetssida", "social authority officer"
        ),
        Profession.FAMILY_COUNSELLOR: Name("familjerådgivare", "family counsellor"),
        Profession.FAMILY_LAW_OFFICER: Name("familjerättssekreterare", "family law officer"),
        Profession.SFI_TEACHER: Name(
            "lärare i svenska för invandrare (SFI)", "teacher of Swedish for immigrants (SFI)"
        ),
        Profession.STUDY_COUNSELLOR: Name("studie- och yrkesvägledare", "study and career counsellor"),
        Profession.LABOUR_MARKET_COORDINATOR: Name("arbetsmarknadssamordnare", "labour market coordinator"),
        Profession.SCHOOL_HEALTH_STAFF: Name("elevhälsans personal", "school health staff"),
        Profession.CHILD_PSYCHIATRY_STAFF: Name(
            "barn- och ungdomspsykiatrins personal", "child psychiatry staff"
        ),
        Profession.PARENT_SUPPORT_DEVELOPER: Name("föräldrastödsutvecklare", "parent support developer"),
        Profession.CIVIL_SOCIETY: Name("civilsamhället (förening, kyrka)", "civil society"),
        Profession.OTHER: Name("annan yrkesgrupp", "other profession"),
    }
)
