"""Counties (län) and municipalities (kommuner) by their SCB codes.

Source: Statistics Sweden (SCB), table TAB6471, 2026-06-08, CC0.
"""

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType

NATIONAL = "00"
"""SCB's code for the whole country; no county."""


@cache
def _regions() -> dict[str, dict[str, str]]:
    text = files("slussen_contracts.codelists").joinpath("scb-region-codes.json").read_text(encoding="utf-8")
    return {key: dict(value) for key, value in json.loads(text).items() if isinstance(value, dict)}


@cache
def counties() -> Mapping[str, str]:
    """Return the names of the 21 counties by their two digits; the whole country is not among them."""
    return MappingProxyType({code: name for code, name in _regions()["lan"].items() if code != NATIONAL})


@cache
def municipalities() -> Mapping[str, str]:
    """Return the names of the 290 municipalities by their four digits; the first two are the county's."""
    return MappingProxyType(_regions()["kommuner"])
