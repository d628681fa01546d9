"""What identifies places, organisations, staff and people, and the enumerations that all services share.

An error names the rule that was broken, never the value: a value may be a personal number. For the same
reason no representation of a `PersonalIdentity` shows its value.
"""

import re
from datetime import date
from enum import StrEnum
from typing import Annotated, Any, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationInfo, model_validator
from pydantic_core import PydanticCustomError

from slussen_contracts.codelists.regions import counties, municipalities

RULES: dict[str, tuple[str, str]] = {
    "county_code": ("Länskoden finns inte i SCB:s lista.", "The county code is not in SCB's list."),
    "municipality_code": (
        "Kommunkoden finns inte i SCB:s lista.",
        "The municipality code is not in SCB's list.",
    ),
    "hsa_id": (
        "Ett HSA-id skrivs SE, tio siffror, bindestreck och högst 19 tecken A-Z och 0-9.",
        "An HSA-id is SE, ten digits, a hyphen and at most 19 characters A-Z and 0-9.",
    ),
    "form": ("Numret har fel form.", "The number has the wrong form."),
    "check_digit": ("Kontrollsiffran stämmer inte.", "The check digit is wrong."),
    "third_digit": (
        "Tredje siffran i ett organisationsnummer är minst 2.",
        "The third digit of an organisation number is at least 2.",
    ),
    "date": ("Numrets datum finns inte.", "The number's date does not exist."),
    "century": (
        "Skriv numret med århundrade, tolv tecken.",
        "Write the number with its century, twelve characters.",
    ),
}
"""Each rule with its text in Swedish and English; the rule is the error's `type`."""


def broken(rule: str) -> PydanticCustomError:
    """Return the error for `rule`: a `ValueError` that pydantic reports with the rule as its `type`."""
    return PydanticCustomError(rule, RULES[rule][1])


def luhn_digit(digits: str) -> int:
    """Return the check digit of `digits` (mod 10, weights 2 and 1 from the right)."""
    total = 0
    for position, digit in enumerate(reversed(digits)):
        product = int(digit) * (2 - position % 2)
        total += product - 9 if product > 9 else product  # noqa: PLR2004 - casting out nines
    return -total % 10


def _county(code: str) -> str:
    if code not in counties():
        raise broken("county_code")
    return code


def _municipality(code: str) -> str:
    if code not in municipalities():
        raise broken("municipality_code")
    return code


def _organisation_number(written: str) -> str:
    found = re.fullmatch(r"(?:16)?(\d{6})-?(\d{4})", written.strip(), re.ASCII)
    if not found:
        raise broken("form")
    number = found[1] + found[2]
    if number[2] < "2":
        raise broken("third_digit")
    if luhn_digit(number[:9]) != int(number[9]):
        raise broken("check_digit")
    return number


def _hsa_id(written: str) -> str:
    if not re.fullmatch(r"SE\d{10}-[A-Z0-9]{1,19}", text := written.strip().upper(), re.ASCII):
        raise broken("hsa_id")
    return text


CountyCode = Annotated[str, AfterValidator(_county), Field(examples=["18"])]
"""County (län), two digits of SCB."""

MunicipalityCode = Annotated[str, AfterValidator(_municipality), Field(examples=["1880"])]
"""Municipality (kommun), four digits of SCB."""

OrganisationNumber = Annotated[str, AfterValidator(_organisation_number), Field(examples=["2321000164"])]
"""Organisation number: ten digits; a hyphen or a leading 16 is accepted and taken away (lag 1974:174)."""

HsaId = Annotated[str, AfterValidator(_hsa_id), Field(examples=["SE2321000164-1001"])]
"""HSA-id of a unit or an employee: `SE`, organisation number, hyphen, suffix; at most 32 characters."""


class AuthorityType(StrEnum):
    """What kind of responsible authority (huvudman) it is; it decides which law of secrecy holds."""

    REGION = "region"
    MUNICIPALITY = "municipality"
    PRIVATE_PROVIDER = "private_provider"
    OTHER = "other"


class Branch(StrEnum):
    """Branch of an authority's work (verksamhetsgren); two branches are two areas of confidentiality."""

    HEALTH = "health"
    SOCIAL_PREVENTIVE = "social_preventive"
    SOCIAL_AUTHORITY = "social_authority"
    EDUCATION = "education"
    CULTURE = "culture"
    OTHER = "other"


class Activity(StrEnum):
    """Activity (verksamhet) of a family centre."""

    MATERNAL_HEALTH_CARE = "maternal_health_care"
    CHILD_HEALTH_CARE = "child_health_care"
    OPEN_PRESCHOOL = "open_preschool"
    PREVENTIVE_SOCIAL_SERVICES = "preventive_social_services"
    PUBLIC_DENTAL_SERVICE = "public_dental_service"
    LIBRARY = "library"


class Profession(StrEnum):
    """Profession (yrke) of staff; being a coordinator is a role on top of it."""

    MIDWIFE = "midwife"
    CHILD_HEALTH_NURSE = "child_health_nurse"
    PRESCHOOL_TEACHER = "preschool_teacher"
    SOCIAL_WORKER = "social_worker"
    PSYCHOLOGIST = "psychologist"
    SPECIAL_EDUCATOR = "special_educator"
    PHYSICIAN = "physician"
    SPEECH_THERAPIST = "speech_therapist"
    DIETITIAN = "dietitian"
    PHYSIOTHERAPIST = "physiotherapist"
    DENTAL_STAFF = "dental_staff"
    LIBRARIAN = "librarian"
    CULTURAL_INTERPRETER = "cultural_interpreter"
    BUDGET_ADVISER = "budget_adviser"
    SOCIAL_AUTHORITY_OFFICER = "social_authority_officer"
    FAMILY_COUNSELLOR = "family_counsellor"
    FAMILY_LAW_OFFICER = "family_law_officer"
    SFI_TEACHER = "sfi_teacher"
    STUDY_COUNSELLOR = "study_counsellor"
    LABOUR_MARKET_COORDINATOR = "labour_market_coordinator"
    SCHOOL_HEALTH_STAFF = "school_health_staff"
    CHILD_PSYCHIATRY_STAFF = "child_psychiatry_staff"
    PARENT_SUPPORT_DEVELOPER = "parent_support_developer"
    CIVIL_SOCIETY = "civil_society"
    OTHER = "other"


class IdentitySystem(StrEnum):
    """Who gave a person's number, by the URIs of HL7 Sweden's base profiles (R4) where they have one."""

    PERSONNUMMER = "http://electronichealth.se/identifier/personnummer"
    SAMORDNINGSNUMMER = "http://electronichealth.se/identifier/samordningsnummer"
    NATIONAL_RESERVE = "http://electronichealth.se/identifier/nationelltReservnummer"
    LMA = "http://electronichealth.se/identifier/LMA-nummer"
    RESERVE_STOCKHOLM = "urn:oid:1.2.752.97.3.1.3"
    RESERVE_VASTRA_GOTALAND = "urn:oid:1.2.752.113.11.0.2.1.1.1"
    RESERVE_VARMLAND = "urn:oid:1.2.752.74.9.2"
    RESERVE_OREBRO = "urn:oid:1.2.752.74.9.3"
    RESERVE_SKANE = "urn:oid:1.2.752.219.1.10.10.1"
    RESERVE_BLEKINGE = "urn:oid:1.2.752.74.9.5"
    RESERVE_OTHER = "urn:slussen:regional-reserve-number"
    """Reserve number of a region without a system of its own, as `<county code>-<number>`."""
    INTERIM = "urn:slussen:interim-number"
    """Number given while a personal number is awaited: its birth number begins with a letter (T number)."""
    SYNTHETIC = "urn:slussen:synthetic"
    """Made-up people for load and bench; refused in production mode."""


_DATED = r"((?:1[89]|2[01])\d{6})-?"
_FORMS: dict[IdentitySystem, str] = {
    IdentitySystem.NATIONAL_RESERVE: r"(\d{8})-?([A-HJ-NPR-UXYZ]{2}\d{2}|[A-HJ-NPR-UXYZ]{3}\d)",
    IdentitySystem.LMA: r"(\d{2})-?(\d{6}(?:\d{4})?)",
    IdentitySystem.RESERVE_STOCKHOLM: r"(99\d{6})-?(\d{4})",
    IdentitySystem.RESERVE_VASTRA_GOTALAND: _DATED + r"([KMX](?:0[6-9]|[1-8]\d)\d)",
    IdentitySystem.RESERVE_VARMLAND: _DATED + r"(S[FUXPL]\d[A-UW-Z1-9])",
    IdentitySystem.RESERVE_OREBRO: _DATED + r"(T[A-Z]\d[A-J])",
    IdentitySystem.RESERVE_SKANE: r"(\d{6}|\d{8})-?([DEF][A-Z][01][A-Z])",
    IdentitySystem.RESERVE_BLEKINGE: _DATED + r"([A-Z]{2}\d[A-Z])",
    IdentitySystem.RESERVE_OTHER: r"(\d{2}-)([A-Z0-9]{4,20})",
    IdentitySystem.SYNTHETIC: r"([A-Z0-9])([A-Z0-9-]{0,79})",
}
"""Written forms after HL7 Sweden's invariants for patients' identifiers; the groups joined are the value."""

_POPULATION_FORM = re.compile(
    r"(?P<century>\d{2})?(?P<date>\d{6})(?P<sign>[-+]?)(?P<birth>[A-Z0-9]\d{2})(?P<check>\d)", re.ASCII
)
_INTERIM_LETTERS = frozenset("TRSUWXJKLMN")
_COORDINATION_OFFSET = 60


def _century(found: re.Match[str], day_offset: int, on: date | None) -> str:
    """Return the two digits that the writer left out: the latest century in which the date is not after `on`.

    A plus sign says that the person has turned 100 (folkbokföringslagen 1991:481 18 §).
    """
    if on is None:
        raise broken("century")
    year, month, day = (int(found["date"][place : place + 2]) for place in (0, 2, 4))
    century = on.year // 100
    if (century * 100 + year, month, day - day_offset) > (on.year, on.month, on.day):
        century -= 1
    return f"{century - (found['sign'] == '+'):02d}"


def _population_number(system: IdentitySystem, written: str, on: date | None) -> str:
    """Return the twelve characters of a personal, coordination or interim number."""
    found = _POPULATION_FORM.fullmatch(written)
    letter = found is not None and found["birth"][0] in _INTERIM_LETTERS
    if not found or letter != (system is IdentitySystem.INTERIM) or found["birth"][0].isalpha() != letter:
        raise broken("form")
    offset = _COORDINATION_OFFSET if system is IdentitySystem.SAMORDNINGSNUMMER else 0
    century = found["century"] or _century(found, offset, on)
    _check_date(century + found["date"], offset)
    if not letter and luhn_digit(found["date"] + found["birth"]) != int(found["check"]):
        raise broken("check_digit")
    return century + found["date"] + found["birth"] + found["check"]


def _check_date(digits: str, day_offset: int) -> None:
    if digits[:2] not in {"18", "19", "20"}:
        raise broken("date")
    try:
        date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]) - day_offset)
    except ValueError:
        raise broken("date") from None


def normalise(system: IdentitySystem, written: str, *, on: date | None = None) -> str:
    """Return the one form in which a person's number is kept: twelve characters, no sign.

    Args:
        system: Who gave the number.
        written: The number as somebody wrote it: ten or twelve characters, with `-`, `+` or spaces.
        on: The day from which a missing century is told; without it a number of ten characters is refused.

    Raises:
        ValueError: A pydantic error whose `type` is the broken rule; it never holds the number.
    """
    text = re.sub(r"\s", "", written).upper()
    form = _FORMS.get(system)
    if form is None:
        return _population_number(system, text, on)
    found = re.fullmatch(form, text, re.ASCII)
    if not found:
        raise broken("form")
    if system is IdentitySystem.RESERVE_OTHER:
        _county(found[1][:2])
    return found[1] + found[2]


class PersonalIdentity(BaseModel):
    """A number that somebody gave a person: the system that gave it, and the value in its kept form.

    The person's date of birth must never be told from the number: the day in it may be a nearby one
    (folkbokföringslagen 1991:481 18 §). A newborn and an unborn child have no identity of this kind.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    system: IdentitySystem
    value: str = Field(repr=False, max_length=100, examples=["201701012393"])

    @model_validator(mode="after")
    def _kept_form(self, info: ValidationInfo) -> Self:
        context: dict[str, Any] = info.context or {}
        object.__setattr__(self, "value", normalise(self.system, self.value, on=context.get("on")))
        return self

    @classmethod
    def parse(cls, system: IdentitySystem | str, written: str, *, on: date) -> Self:
        """Return the identity that somebody wrote on the day `on`; ten digits are enough.

        Raises:
            pydantic.ValidationError: The error's `type` names the broken rule; it never holds the number.
        """
        return cls.model_validate({"system": system, "value": written}, context={"on": on})
