"""What a custodian may call a child: short, seen, and no number."""

import pytest

from slussen_consent.domain.child_label import LONGEST, ChildLabelInvalidError, child_label

WOMAN_AND_GIRL = "\U0001f469\u200d\U0001f467"


def rules_broken_by(written: str) -> list[str]:
    with pytest.raises(ChildLabelInvalidError) as refused:
        child_label(written)
    assert all(problem.field == "label" for problem in refused.value.problems)
    assert not written.strip() or written not in f"{refused.value.detail_sv} {refused.value.detail_en}"
    return [problem.rule for problem in refused.value.problems]


@pytest.mark.parametrize(
    "written",
    [
        "Lillan",
        "Åsa-Märta 2",
        "O'Neil & co",
        "\u0631\u0632\u0627",
        "\u0645\u06cc\u200c\u0646\u0627",
        WOMAN_AND_GIRL,
        "12345",
        "Ö" * LONGEST,
    ],
)
def test_a_nickname_in_any_script_is_kept_as_it_was_written(written: str) -> None:
    assert child_label(written) == written


def test_space_around_is_taken_away_and_letters_are_composed() -> None:
    assert child_label("  A\u030asa\t") == "Åsa"
    assert child_label("A\u030a" * LONGEST) == "Å" * LONGEST


def test_nothing_written_is_no_label() -> None:
    assert child_label("") is None


@pytest.mark.parametrize("written", [" ", "\t \n", "\u00a0", "\u200d", "\u0301"])
def test_what_nobody_could_see_is_blank(written: str) -> None:
    assert rules_broken_by(written) == ["blank"]


def test_one_character_too_many_is_too_long() -> None:
    assert rules_broken_by("x" * (LONGEST + 1)) == ["too-long"]


@pytest.mark.parametrize("sign", ["\n", "\x07", "\x7f", "\u202e", "\u2066", "\u200b", "\u2028", "\ue000"])
def test_characters_that_are_not_seen_are_refused(sign: str) -> None:
    assert rules_broken_by(f"Lill{sign}an") == ["hidden-characters"]


@pytest.mark.parametrize(
    "written",
    [
        "170101",
        "Lillan 201701012393",
        "20170101-2393",
        "2017-01-01",
        "17 01 01",
        "1.7.0.1.0.1",
        "17_01_01",
        "\u0661\u0667\u0660\u0661\u0660\u0661",
        "\uff11\uff17\uff10\uff11\uff10\uff11",
        "\u00b9\u2077\u2070\u00b9\u2070\u00b9",
    ],
)
def test_six_digits_in_a_row_may_be_a_personal_number(written: str) -> None:
    assert rules_broken_by(written) == ["six-digits"]


def test_digits_with_letters_between_are_no_number() -> None:
    assert child_label("123 x 456") == "123 x 456"


def test_every_fault_is_named() -> None:
    assert rules_broken_by("170101\n" + "x" * LONGEST) == ["too-long", "hidden-characters", "six-digits"]
