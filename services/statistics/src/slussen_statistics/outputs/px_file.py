"""PX file: the text format of PC-Axis (SCB, PX file format 2013), in UTF-8."""

from collections.abc import Iterable

from slussen_statistics.domain.catalogue import SUBJECTS
from slussen_statistics.domain.px.dataset import Dataset, of_role
from slussen_statistics.domain.px.variables import CONTENTS, Role
from slussen_statistics.outputs.grid_text import cell_at
from slussen_statistics.outputs.json_stat import measuring_type

VALUES_PER_LINE = 20
_KINDS = {"Stock": "S", "Flow": "F", "Average": "A", "Other": "X"}


def write(dataset: Dataset) -> bytes:
    """Return the dataset as a PX file."""
    return ("\r\n".join([*_keywords(dataset), "DATA=", *_data(dataset)]) + ";\r\n").encode()


def _keywords(dataset: Dataset) -> Iterable[str]:
    table = dataset.table
    decimals = [measure.decimals for measure in dataset.measures]
    day = f"{dataset.updated.replace('-', '')} 00:00"
    subject = dataset.text(SUBJECTS[table.subject])
    yield from ('CHARSET="ANSI";', 'AXIS-VERSION="2013";', 'CODEPAGE="utf-8";')
    yield f'LANGUAGE="{dataset.language}";'
    yield f'CREATION-DATE="{day}";'
    if dataset.about.next_update:
        yield f'NEXT-UPDATE="{dataset.about.next_update:%Y%m%d} 00:00";'
    yield f"DECIMALS={max(decimals)};"
    yield f"SHOWDECIMALS={min(decimals)};"
    yield f"MATRIX={_quoted(table.id)};"
    yield f"AGGREGALLOWED={'YES' if table.may_be_added_up else 'NO'};"
    yield f"SUBJECT-CODE={_quoted(table.subject)};"
    yield f"SUBJECT-AREA={_quoted(subject)};"
    yield f"TITLE={_quoted(dataset.title)};"
    yield f"CONTENTS={_quoted(dataset.text(table.title))};"
    yield f"DESCRIPTION={_quoted(dataset.text(dataset.about.definition))};"
    yield from _variables(dataset)
    yield from _measures(dataset, day)
    yield f"SOURCE={_quoted(dataset.text(table.source))};"
    told = (f"{heading}: {text}" for heading, text in dataset.about.lines(dataset.language))
    yield f"NOTE={_quoted('#'.join(told))};"
    yield f"NOTEX={_quoted('#'.join(dataset.notes))};"


def _measures(dataset: Dataset, day: str) -> Iterable[str]:
    """Yield what is told of each measure: unit, decimals, day, period, and what kind of figure it is."""
    fewest = min(measure.decimals for measure in dataset.measures)
    contents = _quoted(dataset.text(of_role(dataset.chosen, CONTENTS).variable.label))
    for measure in dataset.measures:
        name = _quoted(dataset.text(measure.label))
        yield f"UNITS({name})={_quoted(dataset.text(measure.unit))};"
        if measure.decimals > fewest:
            yield f"PRECISION({contents},{name})={measure.decimals};"
        yield f'LAST-UPDATED({name})="{day}";'
        yield f"REFPERIOD({name})={_quoted(dataset.covered(measure))};"
        yield f'STOCKFA({name})="{_KINDS[measuring_type(measure)]}";'


def _variables(dataset: Dataset) -> Iterable[str]:
    names = {s.variable.code: dataset.text(s.variable.label) for s in dataset.ordered}
    for keyword, codes in (("STUB", dataset.stub), ("HEADING", dataset.heading)):
        if codes:
            yield f"{keyword}={_listed(names[code] for code in codes)};"
    roles = {s.variable.role: s for s in dataset.ordered}
    if Role.METRIC in roles:
        yield f"CONTVARIABLE={_quoted(dataset.text(roles[Role.METRIC].variable.label))};"
    for some in dataset.ordered:
        name = _quoted(names[some.variable.code])
        yield f"VALUES({name})={_listed(dataset.text(v.label) for v in some.values)};"
    if Role.TIME in roles:
        time = roles[Role.TIME]
        yield f"TIMEVAL({_quoted(names[time.variable.code])})={_time(v.code for v in time.values)};"
    for some in dataset.ordered:
        yield f"CODES({_quoted(names[some.variable.code])})={_listed(v.code for v in some.values)};"


def _time(codes: Iterable[str]) -> str:
    listed = list(codes)
    letters = {"M": "M1", "K": "Q1"}
    scale = next((found for letter, found in letters.items() if any(letter in c for c in listed)), "A1")
    plain = [code.replace("M", "").replace("K", "") for code in listed]
    return ",".join([f"TLIST({scale})", *map(_quoted, plain)])


def _quoted(text: str) -> str:
    return '"' + text.replace('"', "'") + '"'


def _listed(texts: Iterable[str]) -> str:
    return ",".join(map(_quoted, texts))


def _data(dataset: Dataset) -> Iterable[str]:
    cells = [cell_at(dataset, at) for at in range(len(dataset.values))]
    written = [f'"{cell}"' if isinstance(cell, str) else str(cell) for cell in cells]
    for start in range(0, len(written), VALUES_PER_LINE):
        yield " ".join(written[start : start + VALUES_PER_LINE])
