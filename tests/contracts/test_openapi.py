"""OpenAPI documents: valid, with names of their own and examples that keep their schemas."""

from typing import Any

from jsonschema import Draft202012Validator
from openapi_spec_validator import OpenAPIV31SpecValidator

from slussen_chassis.openapi import operations


def test_the_document_is_openapi(api: dict[str, Any]) -> None:
    assert [error.message for error in OpenAPIV31SpecValidator(api).iter_errors()] == []


def test_operations_have_names_of_their_own_in_camel_case(api: dict[str, Any]) -> None:
    names = [operation["operationId"] for _, _, operation in operations(api)]
    assert len(set(names)) == len(names)
    assert all(name.isalnum() and name[0].islower() for name in names)


def test_every_example_keeps_its_schema(api: dict[str, Any]) -> None:
    faults = []
    for path, method, operation in operations(api):
        for place, body in {"request": operation.get("requestBody", {}), **operation["responses"]}.items():
            for media_type, media in body.get("content", {}).items():
                if media_type.endswith("json") and "example" in media:
                    schema = {**media["schema"], "components": api["components"]}
                    found = Draft202012Validator(schema).iter_errors(media["example"])
                    faults += [
                        f"{method} {path} {place}: {error.json_path} {error.message}" for error in found
                    ]
    assert faults == []
