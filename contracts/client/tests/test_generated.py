"""The generated half: the same every time, and every operation there. Its types are tried in `usage.py`."""

import json
from pathlib import Path
from typing import Any, get_type_hints

import pytest

import slussen_client
from slussen_contracts.documents import python_client
from slussen_contracts.documents.python_client.operations import described

ROOT = Path(__file__).parents[3]
SERVICES = ("agreements", "consent", "referrals", "statistics", "integration")
STREAMS = {"watchInbox"}
DOCUMENTS: dict[str, Any] = {
    service: json.loads((ROOT / "contracts" / "openapi" / f"{service}.json").read_text("utf-8"))
    for service in SERVICES
}


def test_the_same_documents_give_the_same_text() -> None:
    turned = {
        service: json.loads(json.dumps(document, sort_keys=False)) for service, document in DOCUMENTS.items()
    }
    assert python_client.files(DOCUMENTS) == python_client.files(turned)


@pytest.mark.parametrize("service", SERVICES)
def test_every_operation_is_a_method_of_both_clients_but_streams(service: str) -> None:
    paths = DOCUMENTS[service]["paths"].values()
    wanted = {node["operationId"] for path in paths for node in path.values() if "operationId" in node}
    assert wanted - {one.node["operationId"] for one in described(DOCUMENTS[service])} == wanted & STREAMS
    with slussen_client.SlussenClient("http://localhost") as client:
        group = getattr(client, service)
    other = getattr(slussen_client.AsyncSlussenClient("http://localhost"), service)
    for one in described(DOCUMENTS[service]):
        assert callable(getattr(group, one.name))
        assert callable(getattr(other, one.name))


@pytest.mark.parametrize("service", SERVICES)
def test_every_models_types_can_be_read_at_run_time(service: str) -> None:
    module = __import__(f"slussen_client.models.{service}", fromlist=["*"])
    models = [
        one for one in vars(module).values() if isinstance(one, type) and hasattr(one, "__required_keys__")
    ]
    assert len(models) > 30
    for model in models:
        get_type_hints(model)
