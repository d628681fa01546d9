"""The output formats of PxWebApi, each made from the same dataset, so that they hold the same figures."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from slussen_statistics.domain.px.dataset import Dataset
from slussen_statistics.domain.px.problems import UnsupportedFormatError
from slussen_statistics.outputs import (
    csv_text,
    html_page,
    json_px,
    json_stat,
    parquet_file,
    px_file,
    workbook,
)
from slussen_statistics.outputs.grid_text import Names, Options

JSON = "application/json; charset=utf-8"
BINARY = "application/octet-stream"
DEFAULT_FORMAT = "json-stat2"


@dataclass(frozen=True, slots=True)
class Format:
    """An output format: how it is written, its media type and its files' ending."""

    write: Callable[[Dataset, Options], bytes]
    media_type: str
    ending: str
    takes: frozenset[str] = field(default_factory=frozenset)


_NAMES = frozenset({"UseCodes", "UseTexts", "UseCodesAndTexts"})
_SEPARATORS = {"SeparatorTab": "\t", "SeparatorSpace": " ", "SeparatorSemicolon": ";"}
_TEXTUAL = _NAMES | {"IncludeTitle"}

FORMATS: Mapping[str, Format] = {
    "json-stat2": Format(lambda d, _: json_stat.write(d), JSON, "json"),
    "csv": Format(csv_text.write, "text/csv; charset=utf-8", "csv", frozenset(_TEXTUAL | _SEPARATORS.keys())),
    "px": Format(lambda d, _: px_file.write(d), f"{BINARY}; charset=utf-8", "px"),
    "xlsx": Format(
        workbook.write, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx", _TEXTUAL
    ),
    "html": Format(html_page.write, "text/html; charset=utf-8", "html", _TEXTUAL),
    "json-px": Format(lambda d, _: json_px.write(d), JSON, "json"),
    "parquet": Format(lambda d, _: parquet_file.write(d), BINARY, "parquet"),
}
"""By the names of the specification."""

PARAMETERS = tuple(sorted(_TEXTUAL | _SEPARATORS.keys()))
"""All parameters of output formats in the specification."""


def format_of(name: str | None) -> Format:
    """Return an output format; the default where none is named.

    Raises:
        UnsupportedFormatError: There is none of that name.
    """
    found = FORMATS.get((name or DEFAULT_FORMAT).lower())
    if found is None:
        raise UnsupportedFormatError
    return found


def options_of(chosen: Format, parameters: list[str]) -> Options:
    """Return what the parameters ask of a format.

    Raises:
        UnsupportedFormatError: A parameter is unknown, not for that format, or excludes another.
    """
    known = {name.lower(): name for name in PARAMETERS}
    named = [known.get(parameter.lower()) for parameter in parameters]
    if any(name is None or name not in chosen.takes for name in named):
        raise UnsupportedFormatError("A parameter is not applicable to the output format")
    names = [name for name in named if name in _NAMES]
    separators = [_SEPARATORS[name] for name in named if name in _SEPARATORS]
    if len(names) > 1 or len(separators) > 1:
        raise UnsupportedFormatError("Parameters of the output format exclude each other")
    return Options(
        Names(names[0]) if names else Names.TEXTS,
        has_title="IncludeTitle" in named,
        separator=separators[0] if separators else ",",
    )
