"""The generated half of the Python client (`contracts/client`): from each OpenAPI document its models and operations.

Models are `TypedDict`s in the form that goes over the wire, so that nothing is lost or made up on the way; each
operation becomes one method of a synchronous and of an asynchronous class. The same documents give the same text.
"""

from collections.abc import Mapping
from typing import Any

from slussen_contracts.documents.python_client.models import models_module
from slussen_contracts.documents.python_client.operations import groups_module, operations_module

FOLDERS = ("models", "operations")
"""Folders of the package in which every file is generated."""


def files(documents: Mapping[str, Mapping[str, Any]]) -> dict[str, str]:
    """Return each generated file's text, by its path in the package `slussen_client`.

    Args:
        documents: OpenAPI documents by the name of their service.
    """
    made = {"models/__init__.py": '"""What goes over the wire, one module for each service."""\n'}
    made["operations/__init__.py"] = groups_module(list(documents))
    for service, document in documents.items():
        made[f"models/{service}.py"] = models_module(service, document)
        made[f"operations/{service}.py"] = operations_module(service, document)
    return made
