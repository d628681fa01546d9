"""What is read out before somebody answers is the same on the consent service's page and in the embedded form."""

import re
from pathlib import Path

import pytest
import yaml

SERVICES = Path(__file__).parents[2] / "services"
LOCALE = SERVICES / "consent/src/slussen_consent/locale"
TEXTS = SERVICES / "referrals/src/slussen_referrals/web/src/texts.js"
NAMES = ("read-title", "read-yes", "read-partial", "read-no", "read-change", "read-duty", "explained")


@pytest.mark.parametrize(("place", "language"), [(0, "sv"), (1, "en")])
def test_yes_no_and_in_part_are_explained_by_the_same_words(place: int, language: str) -> None:
    page = yaml.safe_load((LOCALE / f"{language}.yaml").read_text("utf-8"))["record"]
    pairs = dict(re.findall(r"^  '?([\w-]+)'?: \[(.*)\],$", TEXTS.read_text("utf-8"), re.MULTILINE))
    form = {name: re.findall(r"'([^']+)'", pairs[name])[place] for name in NAMES}
    assert form == {name: page[name].replace("'", "\u2019") for name in NAMES}
