"""PX file: the text format of PC-Axis (SCB, PX file format 2013), in UTF-8."""

from collections.abc import Iterable

from slussen_statistics.domain.catalogue import SUBJECTS
from slussen_statistics.domain.px.dataset import Dataset
from slussen_statistics.domain.px.variables import Role
from slussen_statistics.outputs.grid_text import cell_at

VALUES_PER_LINE = 20


def write(dataset: Dataset) -> bytes:
    """Return the dataset as a PX file."""
    return ("\r\n".join([*_keywords(dataset), "DATA=", *_data(dataset)]) + ";\r\n").encode()


def _keywords(dataset: Dataset) -> Iterable[str]:
    table = dataset.table
    decimals = max(measure.decimals for measure in table.measures)
    subject = dataset.text(SUBJECTS[table.subject])
    yield 'CHARSET="ANSI";'
    yield 'AXIS-VERSION="2013";'
    yield 'CODEPAGE="utf-8";'
    yield f'LANGUAGE="{dataset.language}";'
    yield f'CREATION-DATE="{dataset.updated:%Y%m%d} 00:00";'
    yield f"DECIMALS={decimals};"
    yield f"SHOWDECIMALS={decimals};"
    yield f"MATRIX={_quoted(table.id)};"
    yield "AGGREGALLOWED=NO;"
    yield f"SUBJECT-CODE={_quoted(table.subject)};"
    yield f"SUBJECT-AREA={_quoted(subject)};"
    yield f"TITLE={_quoted(dataset.title)};"
    yield f"CONTENTS={_quoted(dataset.text(table.title))};"
    yield f"UNITS={_quoted(dataset.text(table.measures[0].unit))};"
    yield from _variables(dataset)
    yield f'LAST-UPDATED="{dataset.updated:%Y%m%d} 00:00";'
    yield f"SOURCE={_quoted(dataset.text(table.source))};"
    notes = [dataset.text(note) for note in (*dataset.notes, *dataset.revisions)]
    yield f"NOTEX={_quoted('#'.join(notes))};"


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
