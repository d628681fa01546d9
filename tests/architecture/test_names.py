"""The same names everywhere, so that one knows where to look before one looks."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SERVICES = ("agreements", "consent", "referrals", "statistics")
MODULES = (
    "app",
    "domain",
    "repository",
    "routes",
    "settings",
    "subscribers",
    "tables",
    "use_cases",
    "worker",
)
FILES = ("README.md", "pyproject.toml", "Containerfile", "tests/conftest.py", "tests/test_migrations.py")
EMPTY_NAMES = frozenset(
    {"utils", "util", "helpers", "helper", "common", "manager", "managers", "base", "misc"}
)
EMPTY_VERBS = frozenset({"process", "handle", "execute", "do", "perform", "manage"})


@pytest.mark.parametrize("service", SERVICES)
@pytest.mark.parametrize("module", MODULES)
def test_every_service_has_the_same_modules(service: str, module: str) -> None:
    folder = ROOT / "services" / service / "src" / f"slussen_{service}"
    assert (folder / f"{module}.py").is_file() or (folder / module / "__init__.py").is_file()


@pytest.mark.parametrize("service", SERVICES)
@pytest.mark.parametrize("file", FILES)
def test_every_service_has_the_same_files(service: str, file: str) -> None:
    assert (ROOT / "services" / service / file).is_file()


@pytest.mark.parametrize("service", SERVICES)
def test_every_service_has_migrations_with_numbers(service: str) -> None:
    folder = ROOT / "services" / service / "src" / f"slussen_{service}" / "migrations"
    assert (folder / "env.py").is_file()
    names = [path.name for path in (folder / "versions").glob("*.py")]
    assert names
    assert all(name[:4].isdigit() and name[4] == "_" for name in names)


def test_no_module_has_a_name_that_says_nothing(modules: dict[Path, ast.Module]) -> None:
    assert [str(path) for path in modules if EMPTY_NAMES & {*path.parts[3:-1], path.stem}] == []


def test_no_use_case_has_a_verb_that_says_nothing(modules: dict[Path, ast.Module]) -> None:
    faults = []
    for path, tree in modules.items():
        if "use_cases" in path.parts or path.stem == "use_cases":
            functions = [f for f in ast.walk(tree) if isinstance(f, ast.AsyncFunctionDef | ast.FunctionDef)]
            faults += [
                f"{path} {f.name}" for f in functions if f.name.lstrip("_").split("_")[0] in EMPTY_VERBS
            ]
    assert faults == []


def test_all_services_live_in_one_process_and_leave_the_standard_library_alone() -> None:
    parts = [f"slussen_{service}.{module}" for service in SERVICES for module in ("tables", "app", "worker")]
    program = f"import {', '.join(parts)}, statistics\nassert statistics.mean([1, 3]) == 2\n"
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", program], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def test_every_services_tables_are_in_a_catalogue_of_their_own() -> None:
    program = (
        "import importlib\nfrom sqlmodel import SQLModel\n"
        f"found = [importlib.import_module(f'slussen_{{s}}.tables').Base.metadata for s in {SERVICES!r}]\n"
        "assert len({id(m) for m in [*found, SQLModel.metadata]}) == len(found) + 1\n"
        "assert not SQLModel.metadata.tables and all(m.tables for m in found)\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
