"""What is published stays: the present contracts may add to it and take nothing away."""

import json
import shutil
from pathlib import Path

from slussen_contracts.compatibility import Break, Side, compare_openapi, compare_schemas

CONTRACTS = Path(__file__).parents[2] / "contracts"
PUBLISHED = CONTRACTS / "published"


def breaks(published: Path, present: Path) -> list[str]:
    """Every break between the published contracts and the present ones, as lines that name the file."""
    found: list[str] = []
    for path in sorted(published.glob("*/*.json")):
        name = path.relative_to(published)
        if not (present / name).exists():
            found.append(f"{name}: withdrawn")
            continue
        old, new = (json.loads((folder / name).read_text("utf-8")) for folder in (published, present))
        wrong: list[Break] = (
            compare_schemas(old, new, Side.EVENT) if name.parts[0] == "schemas" else compare_openapi(old, new)
        )
        found += [f"{name} {one.line}" for one in wrong]
    return found


def test_no_published_contract_is_broken() -> None:
    assert breaks(PUBLISHED, CONTRACTS) == []


def test_a_break_of_a_published_contract_would_be_found(tmp_path: Path) -> None:
    shutil.copytree(CONTRACTS / "schemas", tmp_path / "schemas")
    assert breaks(tmp_path, CONTRACTS) == []

    path = tmp_path / "schemas" / "slussen.consent.consent.withdrawn.v1.json"
    document = json.loads(path.read_text("utf-8"))
    document["properties"]["data"]["properties"]["more"] = {"type": "string"}
    path.write_text(json.dumps(document))
    (tmp_path / "schemas" / "slussen.consent.consent.burnt.v1.json").write_text("{}")

    assert breaks(tmp_path, CONTRACTS) == [
        "schemas/slussen.consent.consent.burnt.v1.json: withdrawn",
        "schemas/slussen.consent.consent.withdrawn.v1.json .data.more: member removed",
    ]


def test_everything_published_is_a_schema_or_an_api() -> None:
    folders = {path.relative_to(PUBLISHED).parts[0] for path in PUBLISHED.glob("*/*")}
    assert folders <= {"schemas", "openapi"}
