"""The generator, the generated documents, and the npm package that reads AsyncAPI."""

import importlib.util
import json
import os
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from slussen_local import contract_checks

CONTRACTS = Path(__file__).parents[2] / "contracts"
CHECKS = CONTRACTS / "checks"
SERVICES = ("agreements", "consent", "referrals", "statistics", "integration")


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
    if not os.access(os.environ.get("HOME", ""), os.W_OK):
        os.environ["NPM_CONFIG_CACHE"] = str(tmp_path_factory.mktemp("npm"))
    contract_checks.install()
    return CHECKS
