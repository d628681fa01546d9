"""JSON-stat 2.0 with PxWeb's extensions: metadata, and the cells where they are asked for."""

from typing import Any

import orjson

from slussen_statistics.domain.catalogue import SUBJECTS
from slussen_statistics.domain.catalogue.model import Measure, Period
from slussen_statistics.domain.px.dataset import Dataset
from slussen_statistics.domain.px.selection import Selected
from slussen_statistics.domain.px.variables import Role

SHOW = {Role.GEO: "code_value", Role.TIME: "code"}


def write(dataset: Dataset) -> bytes:
    """Return the dataset as JSON-stat 2.0."""
    document = metadata(dataset, {})
    document["value"] = list(dataset.values)
    if dataset.statuses:
        document["status"] = {str(at): status for at, status in dataset.statuses.items()}
    return orjson.dumps(document)


def metadata(dataset: Dataset, links: dict[str, Any]) -> dict[str, Any]:
    """Return the dataset's metadata; `links` are those of each code list and of the table."""
    table = dataset.table
    notes = dataset.notes
    document: dict[str, Any] = {
        "version": "2.0",
        "class": "dataset",
        "label": dataset.title,
        "source": dataset.text(table.source),
        "updated": dataset.updated,
        "note": notes,
        "role": _roles(dataset),
        "id": [s.variable.code for s in dataset.ordered],
        "size": dataset.sizes,
        "dimension": {s.variable.code: _dimension(dataset, s, links) for s in dataset.ordered},
        "extension": _extension(dataset, notes),
        "value": [],
    }
    if "self" in links:
        document["href"] = links["self"]
    return document


def _roles(dataset: Dataset) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for some in dataset.ordered:
        if some.variable.role is not Role.PLAIN:
            found.setdefault(some.variable.role.value, []).append(some.variable.code)
    return found


def _dimension(dataset: Dataset, some: Selected, links: dict[str, Any]) -> dict[str, Any]:
    variable = some.variable
    category: dict[str, Any] = {
        "index": {v.code: at for at, v in enumerate(some.values)},
        "label": {v.code: dataset.text(v.label) for v in some.values},
    }
    extension: dict[str, Any] = {
        "elimination": variable.elimination is not None,
        "show": SHOW.get(variable.role, "value"),
        "codelists": [
            {
                "id": codelist.id,
                "label": dataset.text(codelist.label),
                "type": "Aggregation" if codelist.is_aggregation else "Valueset",
                "links": links.get(codelist.id, []),
            }
            for codelist in variable.codelists
        ],
    }
    if variable.elimination is not None:
        extension["eliminationValueCode"] = variable.elimination
    if variable.role is Role.METRIC:
        _describe_measures(dataset, some, category, extension)
    return {"label": dataset.text(variable.label), "category": category, "extension": extension}


def _describe_measures(
    dataset: Dataset, some: Selected, category: dict[str, Any], extension: dict[str, Any]
) -> None:
    measures = {m.code: m for m in dataset.table.measures}
    chosen = [measures[v.code] for v in some.values]
    category["unit"] = {m.code: {"base": dataset.text(m.unit), "decimals": m.decimals} for m in chosen}
    extension["measuringType"] = {m.code: measuring_type(m) for m in chosen}
    extension["priceType"] = {m.code: "NotApplicable" for m in chosen}
    extension["adjustment"] = {m.code: "None" for m in chosen}
    extension["refperiod"] = {m.code: dataset.covered(m) for m in chosen}


def measuring_type(measure: Measure) -> str:
    """Return what kind of figure a measure is, by the specification's names."""
    if measure.is_stock:
        return "Stock"
    return "Flow" if measure.rule.value == "value" else "Average" if "mean" in measure.rule.value else "Other"


def _extension(dataset: Dataset, notes: list[str]) -> dict[str, Any]:
    table = dataset.table
    times = next(s for s in dataset.chosen if s.variable.role is Role.TIME).variable.values
    by_month = table.period is Period.MONTH
    following = dataset.about.next_update
    return {
        "noteMandatory": {str(at): True for at in range(len(notes))},
        "px": {
            "tableid": table.id,
            "matrix": table.id,
            "decimals": max(measure.decimals for measure in table.measures),
            "official-statistics": False,
            "aggregallowed": table.may_be_added_up,
            "copyright": False,
            "language": dataset.language,
            "contents": dataset.text(table.title),
            "description": dataset.text(dataset.about.definition),
            "descriptiondefault": False,
            "heading": list(dataset.heading),
            "stub": list(dataset.stub),
            "subject-code": table.subject,
            "subject-area": dataset.text(SUBJECTS[table.subject]),
            **({"nextUpdate": following.isoformat()} if following else {}),
            "updateFrequency": "Monthly" if by_month else "Annual",
        },
        "firstPeriod": times[0].code if times else "",
        "lastPeriod": times[-1].code if times else "",
        "tags": list(table.indicators),
        "discontinued": table.is_discontinued,
    }
