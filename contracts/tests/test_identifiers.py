"""What is accepted, in which form it is kept, which rule an error names, and that no value leaks."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from personnummer import personnummer
from pydantic import TypeAdapter, ValidationError
from pydantic_core import PydanticCustomError

from slussen_contracts.codelists.regions import counties, municipalities
from slussen_contracts.identifiers import (
    RULES,
    CountyCode,
    HsaId,
    IdentitySystem,
    MunicipalityCode,
    OrganisationNumber,
    PersonalIdentity,
    luhn_digit,
    normalise,
)

TODAY = date(2026, 6, 10)
PUBLISHED = (
    "198501012382",
    "198501012390",
    "200002292399",
    "200302022389",
    "201501012395",
    "201701012393",
    "202601012384",
    "189001019802",
    "189001029819",
    "189001039800",
    "189002029800",
    "195009072553",
    "196101182803",
    "192501019216",
    "192612049029",
)
"""The Tax Agency's published test numbers and four of other public test sets."""
published = pytest.mark.parametrize("number", PUBLISHED)


def number_of(day: date, birth: str) -> str:
    digits = f"{day:%y%m%d}{birth}"
    return f"{day:%Y}"[:2] + digits + str(luhn_digit(digits))


def rule_of(system: IdentitySystem, written: str, on: date | None = TODAY) -> str:
    with pytest.raises(ValidationError) as caught:
        PersonalIdentity.model_validate({"system": system, "value": written}, context={"on": on})
    (error,) = caught.value.errors(include_input=False)
    assert not written or written not in str(caught.value)
    return error["type"]


def wrong_check_digit(number: str) -> str:
    return number[:-1] + str((int(number[-1]) + 1) % 10)


@published
def test_a_published_number_is_accepted_here_and_by_the_reference_package(number: str) -> None:
    assert personnummer.valid(number)
    assert PersonalIdentity(system=IdentitySystem.PERSONNUMMER, value=number).value == number


@published
def test_a_broken_check_digit_is_refused_here_and_by_the_reference_package(number: str) -> None:
    assert not personnummer.valid(wrong_check_digit(number))
    assert rule_of(IdentitySystem.PERSONNUMMER, wrong_check_digit(number)) == "check_digit"


@given(st.dates(date(1985, 1, 1), date(2026, 6, 10)), st.sampled_from(["238", "239"]))
def test_every_number_of_the_published_pattern_is_read_alike_in_all_written_forms(
    day: date, birth: str
) -> None:
    number = number_of(day, birth)
    assert personnummer.valid(number)
    short = f"{number[2:8]}-{number[8:]}"
    for written in (number, f"{number[:8]}-{number[8:]}", short, short.replace("-", ""), f" {short} "):
        assert PersonalIdentity.parse(IdentitySystem.PERSONNUMMER, written, on=TODAY).value == number
    assert personnummer.parse(short).format(long_format=True) == number


@given(st.dates(date(1890, 1, 1), date(1899, 12, 31)), st.sampled_from(["980", "981"]))
def test_a_plus_sign_means_a_person_who_has_turned_a_hundred(day: date, birth: str) -> None:
    number = number_of(day, birth)
    read = PersonalIdentity.parse(
        IdentitySystem.PERSONNUMMER, f"{number[2:8]}+{number[8:]}", on=date(1999, 12, 31)
    )
    assert read.value == number


def test_the_century_is_told_from_the_day_of_writing_to_the_very_day() -> None:
    number = number_of(date(2013, 11, 12), "238")
    for on, century in ((date(2013, 11, 12), "20"), (date(2013, 11, 11), "19"), (date(2112, 1, 1), "20")):
        read = normalise(IdentitySystem.PERSONNUMMER, number[2:], on=on)
        assert read == century + number[2:]


def test_a_number_without_century_and_without_a_day_of_writing_is_refused() -> None:
    assert rule_of(IdentitySystem.PERSONNUMMER, PUBLISHED[0][2:], on=None) == "century"
    with pytest.raises(ValidationError, match="with its century"):
        PersonalIdentity(system=IdentitySystem.PERSONNUMMER, value=PUBLISHED[0][2:])


@pytest.mark.parametrize(
    ("written", "rule"),
    [
        ("", "form"),
        ("19850101238", "form"),
        ("1985010123822", "form"),
        ("19850101/2382", "form"),
        ("19850101T238", "form"),
        ("1985\uff10\uff11012382", "form"),
        ("198502302382", "date"),
        ("198513012382", "date"),
        ("178501012382", "date"),
        ("218501012382", "date"),
        ("198501612382", "date"),
    ],
)
def test_a_number_that_can_not_be_is_refused_by_the_rule_it_breaks(written: str, rule: str) -> None:
    assert rule_of(IdentitySystem.PERSONNUMMER, written) == rule


@given(st.dates(date(1890, 1, 1), date(1899, 12, 31)), st.sampled_from(["980", "981"]))
def test_a_coordination_number_has_sixty_added_to_its_day(day: date, birth: str) -> None:
    digits = f"{day:%y%m}{day.day + 60}{birth}"
    number = f"18{digits}{luhn_digit(digits)}"
    assert personnummer.valid(number)
    assert (
        PersonalIdentity(system=IdentitySystem.SAMORDNINGSNUMMER, value=f"{number[:8]}-{number[8:]}").value
        == number
    )
    short = f"{digits[:6]}+{number[8:]}"
    assert (
        PersonalIdentity.parse(IdentitySystem.SAMORDNINGSNUMMER, short, on=date(1999, 12, 31)).value == number
    )
    assert rule_of(IdentitySystem.PERSONNUMMER, number) == "date"
    assert rule_of(IdentitySystem.SAMORDNINGSNUMMER, wrong_check_digit(number)) == "check_digit"


def test_a_personal_number_is_no_coordination_number() -> None:
    assert rule_of(IdentitySystem.SAMORDNINGSNUMMER, PUBLISHED[0]) == "date"


@pytest.mark.parametrize("letter", "TRSUWXJKLMN")
def test_an_interim_number_has_one_of_eleven_letters_and_no_check_digit_of_ours(letter: str) -> None:
    kept = f"18900101{letter}980"
    assert (
        PersonalIdentity(system=IdentitySystem.INTERIM, value=f"18900101-{letter.lower()}980").value == kept
    )
    assert rule_of(IdentitySystem.PERSONNUMMER, kept) == "form"


@pytest.mark.parametrize(
    ("written", "rule"), [("18900101A980", "form"), ("189001019802", "form"), ("18900231T980", "date")]
)
def test_other_letters_digits_and_dates_are_no_interim_number(written: str, rule: str) -> None:
    assert rule_of(IdentitySystem.INTERIM, written) == rule


@pytest.mark.parametrize(
    ("system", "written", "kept"),
    [
        (IdentitySystem.NATIONAL_RESERVE, "22950606-FH20", "22950606FH20"),
        (IdentitySystem.NATIONAL_RESERVE, "22950606FHK1", "22950606FHK1"),
        (IdentitySystem.LMA, "50-000000", "50000000"),
        (IdentitySystem.LMA, "500000000000", "500000000000"),
        (IdentitySystem.RESERVE_STOCKHOLM, "991981000010", "991981000010"),
        (IdentitySystem.RESERVE_VASTRA_GOTALAND, "19810829M071", "19810829M071"),
        (IdentitySystem.RESERVE_VARMLAND, "19810829SU3A", "19810829SU3A"),
        (IdentitySystem.RESERVE_OREBRO, "19810829-tb1f", "19810829TB1F"),
        (IdentitySystem.RESERVE_SKANE, "810829DA1B", "810829DA1B"),
        (IdentitySystem.RESERVE_BLEKINGE, "20200501-AA8A", "20200501AA8A"),
        (IdentitySystem.RESERVE_OTHER, "25-19810829K123", "25-19810829K123"),
        (IdentitySystem.SYNTHETIC, "child-000001", "CHILD-000001"),
    ],
)
def test_a_number_of_another_system_has_that_systems_form(
    system: IdentitySystem, written: str, kept: str
) -> None:
    """The examples are those of HL7 Sweden's base profiles."""
    assert PersonalIdentity(system=system, value=written).value == kept


@pytest.mark.parametrize(
    ("system", "written"),
    [
        (IdentitySystem.NATIONAL_RESERVE, "22950606-FI20"),
        (IdentitySystem.LMA, "50-00000"),
        (IdentitySystem.RESERVE_STOCKHOLM, "981981000010"),
        (IdentitySystem.RESERVE_VASTRA_GOTALAND, "19810829M051"),
        (IdentitySystem.RESERVE_VARMLAND, "19810829SU3V"),
        (IdentitySystem.RESERVE_OREBRO, "19810829TB1K"),
        (IdentitySystem.RESERVE_SKANE, "810829GA1B"),
        (IdentitySystem.RESERVE_BLEKINGE, "20200501A18A"),
        (IdentitySystem.RESERVE_OTHER, "25-K"),
        (IdentitySystem.SYNTHETIC, "-"),
    ],
)
def test_a_number_of_another_form_is_refused(system: IdentitySystem, written: str) -> None:
    assert rule_of(system, written) == "form"


def test_a_regional_reserve_number_names_a_county_that_exists() -> None:
    assert rule_of(IdentitySystem.RESERVE_OTHER, "02-19810829K123") == "county_code"


def test_no_representation_shows_the_value() -> None:
    identity = PersonalIdentity(system=IdentitySystem.PERSONNUMMER, value=PUBLISHED[0])
    for text in (repr(identity), str(identity), f"{identity}", f"{[identity]}"):
        assert PUBLISHED[0] not in text
        assert PUBLISHED[0][2:] not in text


def test_the_value_survives_json_and_equality() -> None:
    identity = PersonalIdentity(system=IdentitySystem.PERSONNUMMER, value=PUBLISHED[0])
    assert PersonalIdentity.model_validate_json(identity.model_dump_json()) == identity
    assert hash(identity) == hash(PersonalIdentity.parse(identity.system, PUBLISHED[0], on=TODAY))


@given(st.text(max_size=30), st.sampled_from(IdentitySystem))
def test_any_text_is_kept_stably_or_refused_by_a_known_rule(written: str, system: IdentitySystem) -> None:
    try:
        kept = normalise(system, written, on=TODAY)
    except PydanticCustomError as error:
        kept, rule = None, error.type
    else:
        rule = None
    assert rule in RULES or normalise(system, str(kept)) == kept


def test_every_rule_has_a_text_in_both_languages() -> None:
    for swedish, english in RULES.values():
        assert swedish.endswith(".")
        assert english.endswith(".")
        assert swedish != english


@given(st.text("0123456789", min_size=1, max_size=20))
def test_a_check_digit_catches_every_single_error(digits: str) -> None:
    right = luhn_digit(digits)
    first = int(digits[0])
    assert all(luhn_digit(f"{other}{digits[1:]}") != right for other in range(10) if other != first)


def refused(kind: object, value: str) -> str:
    with pytest.raises(ValidationError) as caught:
        TypeAdapter(kind).validate_python(value)
    return caught.value.errors()[0]["type"]


def test_counties_and_municipalities_are_those_of_the_list() -> None:
    assert len(counties()) == 21
    assert len(municipalities()) == 290
    assert {code[:2] for code in municipalities()} == set(counties())
    assert TypeAdapter(CountyCode).validate_python("18") == "18"
    assert TypeAdapter(MunicipalityCode).validate_python("1880") == "1880"
    assert refused(CountyCode, "00") == "county_code"
    assert refused(CountyCode, "02") == "county_code"
    assert refused(MunicipalityCode, "1899") == "municipality_code"


@pytest.mark.parametrize("written", ["2321000164", "232100-0164", " 16232100-0164 "])
def test_an_organisation_number_is_kept_as_ten_digits(written: str) -> None:
    assert TypeAdapter(OrganisationNumber).validate_python(written) == "2321000164"


@pytest.mark.parametrize(
    ("written", "rule"),
    [("232100-0165", "check_digit"), ("231100-0164", "third_digit"), ("23210-0164", "form"), ("", "form")],
)
def test_an_organisation_number_that_can_not_be_is_refused(written: str, rule: str) -> None:
    assert refused(OrganisationNumber, written) == rule


def test_an_hsa_id_is_se_an_organisation_number_and_a_suffix() -> None:
    assert TypeAdapter(HsaId).validate_python("se2321000131-p000000123457") == "SE2321000131-P000000123457"
    assert refused(HsaId, "SE232100013-P1") == "hsa_id"
    assert refused(HsaId, "SE2321000131-" + "A" * 20) == "hsa_id"
