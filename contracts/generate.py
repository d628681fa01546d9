#!/usr/bin/env python3
"""Write the generated contracts: schemas/, openapi/, asyncapi.yaml, the client's half and pages of docs/.

    .venv/bin/python contracts/generate.py            write them
    .venv/bin/python contracts/generate.py --check    fail and name the files that are stale

Their sources are the event classes, the services' routes, `docs/terms.yaml`, the table of referral states, the
catalogue of statistics and the rules of the boundary.
"""

import argparse
import base64
import importlib
import importlib.util
import json
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import yaml
from joserfc.jwk import ECKey

from slussen_chassis.sealing.keys import new_seal_key
from slussen_contracts.catalogue import EVENTS
from slussen_contracts.documents import asyncapi, python_client, schemas, tables
from slussen_contracts.events import Event
from slussen_contracts.operations.events import DeadLetterReplayRequested

ROOT = Path(__file__).resolve().parent
SERVICES = ("agreements", "consent", "referrals", "statistics", "integration")
README = ROOT / "client" / "README.md"
"""The client's guide, which is among the others too."""
CLIENT = Path("client") / "src" / "slussen_client"
FOLDERS = ("schemas", "openapi", *(CLIENT / folder for folder in python_client.FOLDERS))
"""Folders in which every file is generated."""


def main() -> int:
    """Write or check; return the exit status."""
    parser = argparse.ArgumentParser(description="Write the generated contracts.")
    parser.add_argument("--check", action="store_true", help="fail and name the files that are stale")
    check = parser.parse_args().check
    missing = [service for service in SERVICES if not is_there(service)]
    wanted = generated([service for service in SERVICES if service not in missing])
    stale = [path for path, text in wanted.items() if not path.exists() or path.read_text("utf-8") != text]
    there = [path for folder in FOLDERS for path in (ROOT / folder).glob("*") if path.is_file()]
    left_over = [path for path in there if path not in wanted]
    for path in [*stale, *left_over]:
        print(f"{'stale' if check else 'written' if path in wanted else 'removed'}: {path.relative_to(ROOT)}")
    if not check:
        write({path: wanted[path] for path in stale}, left_over)
    for service in missing:
        print(f"missing: the service {service} has no application to describe", file=sys.stderr)
    return 1 if missing or (check and (stale or left_over)) else 0


def write(texts: dict[Path, str], left_over: list[Path]) -> None:
    """Write what is stale and remove what nothing generates any more."""
    for path, text in texts.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    for path in left_over:
        path.unlink()


def generated(services: list[str]) -> dict[Path, str]:
    """Return every generated file with its text."""
    receivers = {service: list(follows(service)) for service in services}
    terms = yaml.safe_load((ROOT / "docs" / "terms.yaml").read_text("utf-8"))
    documents = {service: openapi(service) for service in services}
    return {
        **{ROOT / "schemas" / f"{name}.json": as_json(schemas.event_schema(k)) for name, k in EVENTS.items()},
        **{ROOT / "openapi" / f"{service}.json": as_json(made) for service, made in documents.items()},
        **{ROOT / CLIENT / path: text for path, text in python_client.files(documents).items()},
        ROOT / "src" / "slussen_contracts" / "routes.json": as_json(route_templates(documents.values())),
        ROOT / "asyncapi.yaml": as_yaml(asyncapi.document(receivers)),
        ROOT / "docs" / "events.md": tables.events_page(receivers),
        ROOT / "docs" / "python-client.md": tables.GENERATED + README.read_text("utf-8"),
        ROOT / "docs" / "glossary.md": tables.glossary_page(terms),
        ROOT / "docs" / "statistics.md": importlib.import_module("slussen_statistics.dictionary").page(),
        ROOT / "docs" / "referral-states.md": importlib.import_module("slussen_referrals.state_page").page(),
        ROOT / "docs" / "fhir-referrals.md": importlib.import_module("slussen_referrals.fhir_page").page(),
        ROOT / "docs" / "rules.md": importlib.import_module(
            "slussen_consent.rules_document"
        ).rules_as_markdown(),
    }


def is_there(service: str) -> bool:
    """Tell whether a service has an application and a worker."""
    return all(importlib.util.find_spec(f"{package_of(service)}.{part}") for part in ("app", "worker"))


def package_of(service: str) -> str:
    """Return a service's import name; the gateway's second app lives beside its first."""
    return "slussen_gateway.integration" if service == "integration" else f"slussen_{service}"


def openapi(service: str) -> dict[str, Any]:
    """Return a service's OpenAPI document."""
    module = importlib.import_module(f"{package_of(service)}.app")
    document: dict[str, Any] = module.create_app(settings(service)).api.openapi()
    return document


def settings(service: str) -> Any:
    """Return settings with which an application can be made and nothing can be reached."""
    module = importlib.import_module(f"{package_of(service)}.settings")
    key = base64.b64encode(bytes(32)).decode()
    nowhere = "postgresql://nobody@localhost/nowhere"
    return getattr(module, f"{service.title()}Settings")(
        environment="test",
        database_url=nowhere,
        worker_database_url=nowhere,
        nats_url="nats://localhost",
        internal_keys="{}",
        signing_key=json.dumps(ECKey.generate_key("P-256", parameters={"kid": "none"}).as_dict(private=True)),
        subject_keys=json.dumps({"1": key}),
        blind_index_key=key,
        receipt_key=json.dumps(new_seal_key("none")),
        pseudonym_secret=key,
        consent_url="http://localhost",
        draft_keys=json.dumps({"1": key}),
        document_seal_key="{}",
        signed_file_keys="{}",
        webhook_keys=json.dumps({"1": key}),
    )


def follows(service: str) -> Iterator[type[Event]]:
    """Yield the events that a service's worker subscribes to; it is made and never run."""
    made = settings(service)
    found = importlib.import_module(f"{package_of(service)}.worker").create_worker(made).subscriptions
    subscriptions = (
        found(SimpleNamespace(settings=made, database=None, nats=None)) if callable(found) else found
    )
    by_filter = {kind.subject_filter(): kind for kind in EVENTS.values()}
    filters = set(subscriptions.filters) if subscriptions else set()
    if filters:
        filters.add(DeadLetterReplayRequested.subject_filter())
    for subject in sorted(filters):
        yield by_filter[subject]


def route_templates(documents: Iterable[dict[str, Any]]) -> list[str]:
    """Return the path of every published operation, with `{}` for each parameter."""
    found = set()
    for document in documents:
        for path, item in document["paths"].items():
            server = (item.get("servers") or document["servers"])[0]["url"]
            found.add(server.removeprefix("https://{host}") + re.sub(r"\{[^}]+\}", "{}", path))
    return sorted(found)


def as_json(document: dict[str, Any] | list[str]) -> str:
    """Return a document as JSON text."""
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


class _PlainDumper(yaml.SafeDumper):
    """Writes what readers of YAML 1.1 and 1.2 understand alike: no anchors, and digits in quotes."""

    def ignore_aliases(self, _data: Any) -> bool:
        """Never point back."""
        return True


def _text(dumper: yaml.SafeDumper, value: str) -> yaml.ScalarNode:
    style = "'" if value[:1].isdigit() else "|" if "\n" in value else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style=style)


_PlainDumper.add_representer(str, _text)


def as_yaml(document: dict[str, Any]) -> str:
    """Return a document as YAML text."""
    text: str = yaml.dump(document, Dumper=_PlainDumper, sort_keys=False, allow_unicode=True, width=110)
    return "# Made by contracts/generate.py; change its sources, not this file.\n" + text


if __name__ == "__main__":
    sys.exit(main())
