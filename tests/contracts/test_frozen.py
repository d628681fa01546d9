"""What is published stays: the present contracts may add to it and take nothing away."""

import json
import shutil
from datetime import UTC, date, datetime
from pathlib import Path

from slussen_contracts.compatibility import (
    Break,
    Side,
    compare_openapi,
    compare_schemas,
    may_be_gone,
)
from slussen_contracts.phase_out import PhaseOut

CONTRACTS = Path(__file__).parents[2] / "contracts"
PUBLISHED = CONTRACTS / "published"
ENDS = PhaseOut(date(2027, 1, 1), date(2028, 1, 1))


def breaks(published: Path, present: Path, on: date) -> list[str]:
    """Every break on a day between the published contracts and the present ones, as lines that name the file."""
    found: list[str] = []
    for path in sorted(published.glob("*/*.json")):
        name = path.relative_to(published)
        old = json.loads(path.read_text("utf-8"))
        if not (present / name).exists():
            found += [] if may_be_gone(old, on) else [f"{name}: withdrawn"]
            continue
        new = json.loads((present / name).read_text("utf-8"))
        wrong: list[Break] = (
            compare_schemas(old, new, Side.EVENT)
            if name.parts[0] == "schemas"
            else compare_openapi(old, new, on)
        )
        found += [f"{name} {one.line}" for one in wrong]
    return found


def test_no_published_contract_is_broken() -> None:
    assert breaks(PUBLISHED, CONTRACTS, datetime.now(UTC).date()) == []


def test_a_break_of_a_published_contract_would_be_found(tmp_path: Path) -> None:
    shutil.copytree(CONTRACTS / "schemas", tmp_path / "schemas")
    assert breaks(tmp_path, CONTRACTS, ENDS.sunset) == []

    path = tmp_path / "schemas" / "slussen.consent.consent.withdrawn.v1.json"
    document = json.loads(path.read_text("utf-8"))
    document["properties"]["data"]["properties"]["more"] = {"type": "string"}
    path.write_text(json.dumps(document))
    (tmp_path / "schemas" / "slussen.consent.consent.burnt.v1.json").write_text("{}")
    (tmp_path / "schemas" / "slussen.consent.consent.ended.v1.json").write_text(json.dumps(ENDS.described()))

    assert breaks(tmp_path, CONTRACTS, ENDS.sunset) == [
        "schemas/slussen.consent.consent.burnt.v1.json: withdrawn",
        "schemas/slussen.consent.consent.withdrawn.v1.json .data.more: member removed",
    ]


def test_everything_published_is_a_schema_or_an_api() -> None:
    folders = {path.relative_to(PUBLISHED).parts[0] for path in PUBLISHED.glob("*/*")}
    assert folders <= {"schemas", "openapi"}


def test_an_event_that_told_its_end_is_a_break_until_the_day(tmp_path: Path) -> None:
    (tmp_path / "schemas").mkdir()
    (tmp_path / "schemas" / "slussen.consent.consent.ended.v1.json").write_text(json.dumps(ENDS.described()))

    assert breaks(tmp_path, CONTRACTS, date(2027, 12, 31)) == [
        "schemas/slussen.consent.consent.ended.v1.json: withdrawn"
    ]
    assert breaks(tmp_path, CONTRACTS, date(2028, 1, 1)) == []
