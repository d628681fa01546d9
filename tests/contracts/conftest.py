"""The generator, the generated documents, and the npm package that reads AsyncAPI."""

import importlib.util
import json
import os
import subprocess
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from slussen_local.parts.identity import node

CONTRACTS = Path(__file__).parents[2] / "contracts"
CHECKS = CONTRACTS / "checks"
SERVICES = ("agreements", "consent", "referrals", "statistics")


@pytest.fixture(scope="session")
def generator() -> ModuleType:
    """`contracts/generate.py` as a module."""
    spec = importlib.util.spec_from_file_location("slussen_generate", CONTRACTS / "generate.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(params=SERVICES)
def api(request: pytest.FixtureRequest) -> dict[str, Any]:
    """One service's OpenAPI document."""
    document: dict[str, Any] = json.loads(
        (CONTRACTS / "openapi" / f"{request.param}.json").read_text("utf-8")
    )
    return document


@pytest.fixture(scope="session")
def checks(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the npm package that reads AsyncAPI, with what it needs installed."""
    wanted = json.loads((CHECKS / "package.json").read_text())["dependencies"]["@asyncapi/parser"]
    installed = CHECKS / "node_modules" / "@asyncapi" / "parser" / "package.json"
    if not installed.exists() or json.loads(installed.read_text())["version"] != wanted:
        npm = node().parents[1] / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
        quiet = ["--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
        environment = {**os.environ, "PATH": f"{node().parent}{os.pathsep}{os.environ['PATH']}"}
        if not os.access(os.environ.get("HOME", ""), os.W_OK):
            environment["npm_config_cache"] = str(tmp_path_factory.mktemp("npm"))
        command = [str(node()), str(npm), "ci", *quiet]
        done = subprocess.run(
            command, cwd=CHECKS, env=environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
    return CHECKS
