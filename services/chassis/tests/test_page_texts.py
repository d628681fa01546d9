"""Texts in two languages, and days, numbers and money in words."""

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from slussen_chassis.pages.texts import MissingTextError, read_texts
from slussen_chassis.pages.wording import Wording

SV, EN = Wording("sv"), Wording("en")


def package(where: Path, monkeypatch: pytest.MonkeyPatch, name: str, sv: str, en: str) -> str:
    folder = where / name / "locale"
    folder.mkdir(parents=True)
    (folder.parent / "__init__.py").write_text("")
    (folder / "sv.yaml").write_text(sv, "utf-8")
    (folder / "en.yaml").write_text(en, "utf-8")
    monkeypatch.syspath_prepend(str(where))
    return name


def test_a_text_is_found_by_its_key_and_filled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    name = package(tmp_path, monkeypatch, "some_texts", "a: {no: 'Hej {who}'}", "a: {no: 'Hi {who}'}")
    texts = read_texts(name)
    assert texts["sv"]("a.no", who="Anna") == "Hej Anna"
    assert "a.no" in texts["en"]
    with pytest.raises(MissingTextError):
        texts["sv"]("a.yes")


def test_a_text_of_one_language_only_stops_the_start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    name = package(tmp_path, monkeypatch, "half_texts", "a: hej\nb: då", "a: hi")
    with pytest.raises(ValueError, match="one language only: b"):
        read_texts(name)


def test_a_text_that_stands_in_two_packages_stops_the_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = package(tmp_path, monkeypatch, "same_texts", "shell: {skip: a}", "shell: {skip: b}")
    with pytest.raises(ValueError, match=r"shell\.skip stands twice"):
        read_texts("slussen_chassis.pages", name)


def test_days_and_moments_are_written_as_people_do() -> None:
    day = date(2026, 11, 27)
    assert (SV.day(day), EN.day(day)) == ("27 november 2026", "27 November 2026")
    assert SV.long_day(day) == "fredag 27 november 2026"
    assert (SV.short_day(day), EN.short_day(day)) == ("27 nov. 2026", "27 Nov 2026")
    moment = datetime(2026, 6, 30, 22, 5, tzinfo=UTC)
    assert SV.moment(moment) == "1 juli 2026 kl. 00.05"
    assert EN.moment(moment) == "1 July 2026 at 00:05"


@pytest.mark.parametrize(
    ("ore", "sv", "en"),
    [
        (1234550, "12\u202f345,50\u00a0kr", "12,345.50\u00a0SEK"),
        (-1, "\u22120,01\u00a0kr", "\u22120.01\u00a0SEK"),
        (0, "0,00\u00a0kr", "0.00\u00a0SEK"),
    ],
)
def test_money_is_exact_to_the_ore(ore: int, sv: str, en: str) -> None:
    assert (SV.kronor(ore), EN.kronor(ore)) == (sv, en)


def test_numbers_are_grouped_and_rounded() -> None:
    assert SV.number(1234567) == "1\u202f234\u202f567"
    assert SV.number(Decimal("2.25"), 1) == "2,2"
    assert EN.number(0.1, 2) == "0.10"
