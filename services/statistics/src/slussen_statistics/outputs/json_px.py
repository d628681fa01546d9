"""json-px: columns and rows, as the first PxWeb API wrote them."""

import orjson

from slussen_statistics.domain.px.dataset import Dataset, rows
from slussen_statistics.domain.px.variables import Role
from slussen_statistics.domain.showing import WITHHELD

_TYPES = {Role.TIME: "t", Role.METRIC: "c"}


def write(dataset: Dataset) -> bytes:
    """Return the dataset as JSON with one entry for each cell."""
    columns = [
        {
            "code": s.variable.code,
            "text": dataset.text(s.variable.label),
            "type": _TYPES.get(s.variable.role, "d"),
        }
        for s in dataset.ordered
    ]
    value_column = {"code": "value", "text": dataset.text(dataset.table.title), "type": "c"}
    data = [
        {
            "key": [code for code, _ in place],
            "values": [str(value) if value is not None else status or WITHHELD],
        }
        for place, value, status in rows(dataset)
    ]
    document = {
        "columns": [*columns, value_column],
        "comments": [{"variable": "", "value": "", "comment": note} for note in dataset.notes],
        "data": data,
        "metadata": [
            {
                "infofile": dataset.table.id,
                **dataset.about.fields(dataset.language),
                "updated": f"{dataset.updated}T00:00:00Z",
                "label": dataset.title,
            }
        ],
    }
    return orjson.dumps(document)
