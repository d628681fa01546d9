"""Change the rules of consent in every small way, and see that a test falls each time. See README.md beside this.

The modules are those of `slussen_consent.domain`, all of them where none is named.
"""

import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

SERVICE = Path(__file__).parents[2]
WORK = Path(os.environ.get("SLUSSEN_MUTATION_FOLDER") or SERVICE.parents[1] / ".data" / "mutation" / "work")
TESTS = ("test_domain_*.py", "parts/handbook_tables.py", "handbook/*.csv")

CONFTEST = """
import sys
from pathlib import Path

from hypothesis import HealthCheck, Phase, settings

sys.path.insert(0, str(Path(__file__).parent / "parts"))
settings.register_profile(
    "mutation",
    deadline=None,
    max_examples=25,
    derandomize=True,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
settings.load_profile("mutation")
"""
SETTINGS = """
[tool.mutmut]
source_paths = ["src"]
only_mutate = [{only}]
pytest_add_cli_args_test_selection = ["tests"]
process_isolation = "{isolation}"
forkserver_warmup = "import"
preload_modules_file = "preload.txt"
use_git_change_detection = false
timeout_multiplier = 30.0
timeout_constant = 20.0

[tool.pytest.ini_options]
addopts = "--import-mode=importlib -p no:cacheprovider"
asyncio_mode = "auto"
markers = ["case(number): the handbook's acceptance case"]
"""
PRELOAD = (
    *("pytest", "hypothesis", "slussen_chassis.clock"),
    *("slussen_contracts.profiles", "slussen_contracts.codelists.statutes"),
)
UNNOTICED = ("survived", "no tests", "timeout", "suspicious")
AT_IMPORT = ("boundary_rules", "county", "custodians", "employment")
"""Modules whose functions make the tables when they are imported: each change is tried in a process that imports them
anew. The others' changes are tried in a fork of one that has, which is ten times as fast."""

PROPERTY = re.compile(r"    @property\n(    def (\w+)\(.*?)(?=\n\n|\Z)", re.DOTALL)
CACHED = re.compile(r"^@lru_cache\([^)]*\)\n(?=def (\w+)\()", re.MULTILINE)


def without_decorators(source: str) -> str:
    """Return the source with its properties and caches written so that mutmut changes what is inside them."""
    names = CACHED.findall(source)
    source = CACHED.sub("", source)
    for name in names:
        source += f"\n\n{name}.__wrapped__ = {name}\n"
    return PROPERTY.sub(r"\1\n\n    \2 = property(\2)", source)


def prepare(folder: Path, modules: list[str], isolation: str) -> None:
    """Lay out the folder in which mutmut works: the sources as they are, the tests of the rules, and settings."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(SERVICE / "src", folder / "src", ignore=shutil.ignore_patterns("__pycache__"))
    for module in (folder / "src" / "slussen_consent" / "domain").glob("*.py"):
        module.write_text(without_decorators(module.read_text()))
    for pattern in TESTS:
        for file in (SERVICE / "tests").glob(pattern):
            target = folder / "tests" / file.relative_to(SERVICE / "tests")
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(file, target)
    (folder / "tests" / "conftest.py").write_text(CONFTEST)
    only = ", ".join(f'"src/slussen_consent/domain/{module}.py"' for module in modules)
    (folder / "pyproject.toml").write_text(SETTINGS.format(only=only, isolation=isolation))
    (folder / "preload.txt").write_text("\n".join(PRELOAD))


def main() -> int:
    """Try the changes of each group of modules, tell what survived, and return the worst exit code."""
    domain = SERVICE / "src" / "slussen_consent" / "domain"
    asked = sys.argv[1:] or sorted(module.stem for module in domain.glob("[a-z]*.py"))
    groups = {
        "fork": [module for module in asked if module not in AT_IMPORT],
        "forkserver": [module for module in asked if module in AT_IMPORT],
    }
    codes = [0]
    found: dict[str, str] = {}
    for isolation, modules in groups.items():
        if modules:
            folder = WORK / isolation
            prepare(folder, modules, isolation)
            mutmut = [sys.executable, "-m", "mutmut"]
            run = subprocess.run([*mutmut, "run", "--max-children", "1"], cwd=folder, check=False)
            codes.append(run.returncode)
            told = results(folder, mutmut)
            found |= told | once_more(folder, [name for name, how in told.items() if how in UNNOTICED])
    counts = [f"{how}: {names}" for how, names in Counter(found.values()).most_common()]
    left = sorted(name for name, how in found.items() if how in UNNOTICED)
    sys.stdout.write("\n".join([*counts, *left, ""]))
    return max(codes)


def results(folder: Path, mutmut: list[str]) -> dict[str, str]:
    """Return what became of every change: its name and mutmut's word for it."""
    told = subprocess.run(
        [*mutmut, "results", "--all", "true"], cwd=folder, check=False, capture_output=True, text=True
    )
    lines = (line.strip().rpartition(": ") for line in told.stdout.splitlines() if "__mutmut_" in line)
    return {name: how for name, _, how in lines}


def once_more(folder: Path, names: list[str]) -> dict[str, str]:
    """Try changes that nothing noticed, each in a process of its own that imports everything anew."""
    command = [sys.executable, "-m", "pytest", "-q", "-x", "tests"]
    where = folder / "mutants"
    killed = {}
    for name in names:
        environment = {
            **os.environ,
            "MUTANT_UNDER_TEST": name,
            "PYTHONPATH": f"src:{os.environ['PYTHONPATH']}",
        }
        run = subprocess.run(command, cwd=where, env=environment, check=False, capture_output=True)
        if run.returncode != 0:
            killed[name] = "killed"
    return killed


if __name__ == "__main__":
    sys.exit(main())
