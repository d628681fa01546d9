"""From OpenAPI's operations to methods: what is sent where, once, and two thin classes over it."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from keyword import iskeyword
from typing import Any, Literal
from urllib.parse import urlsplit

from slussen_contracts.documents.python_client.models import HEAD, annotation, docstring, english

METHODS = ("get", "put", "post", "delete", "patch")
STREAM = "text/event-stream"
EVENT_BODIES = ("application/cloudevents+json", "application/cloudevents-batch+json", "application/x-ndjson")
"""Bodies whose rows carry keys of their own, so that the same again has no new effect."""
PAGE_MEMBERS = frozenset({"limit", "offset"})
PREFIX = "models."
IMPORTS = """\
from collections.abc import AsyncIterator, Iterator
from typing import Any, Literal, Unpack

from slussen_client.asking import Asker, AsyncAsker
from slussen_client.calls import Answer, Operation, Options, WriteOptions
from slussen_client.models import {service} as models
"""

Node = Mapping[str, Any]


@dataclass(frozen=True)
class Described:
    """An operation as the document describes it."""

    method: str
    path: str
    node: Node
    schemas: Node

    @property
    def name(self) -> str:
        """Its name in Python."""
        return snake(self.node["operationId"])

    @property
    def constant(self) -> str:
        """The name of what says where it goes."""
        return self.name.upper()

    def parameters(self, place: str) -> list[Node]:
        """Return its parameters in the path, the query or the header."""
        return [one for one in self.node.get("parameters", ()) if one["in"] == place]

    @property
    def headers(self) -> frozenset[str]:
        """The headers it knows, in lower case; what may answer "not modified" knows `If-None-Match`."""
        named = {one["name"].lower() for one in self.parameters("header")}
        return frozenset(named | ({"if-none-match"} if "304" in self.node["responses"] else set()))

    @property
    def bodies(self) -> dict[str, Any]:
        """The schema of each kind of body that it takes."""
        content = self.node.get("requestBody", {}).get("content", {})
        return {kind: one.get("schema", {}) for kind, one in content.items()}

    @property
    def answers(self) -> dict[str, Any]:
        """The schema of each kind of answer that is asked for: JSON where it is one of several by `Accept`."""
        found = {
            kind: one.get("schema", {})
            for status, answer in self.node["responses"].items()
            if status.startswith("2")
            for kind, one in answer.get("content", {}).items()
        }
        return {kind: one for kind, one in found.items() if kind not in (STREAM, EVENT_BODIES[1])}

    @property
    def is_a_stream(self) -> bool:
        """Whether it answers by a stream alone, which a method that returns can't."""
        return not self.answers and any(
            STREAM in one.get("content", {}) for one in self.node["responses"].values()
        )

    @property
    def is_repeatable(self) -> bool:
        """Whether the same request again has no second effect, by its method, its key or its body."""
        by_key = "idempotency-key" in self.headers
        return self.method != "post" or by_key or bool(self.bodies and set(self.bodies) <= set(EVENT_BODIES))

    @property
    def item(self) -> str | None:
        """The type of one item where it answers in pages."""
        if not {one["name"] for one in self.parameters("query")} >= PAGE_MEMBERS:
            return None
        [schema] = self.answers.values()
        pages = [self.schemas[one["$ref"].rpartition("/")[2]] for one in schema.get("anyOf", [schema])]
        return " | ".join(annotation(page["properties"]["items"]["items"], PREFIX) for page in pages)


def snake(name: str) -> str:
    """Return a camelCase or kebab-case name in snake_case; a keyword of Python gets an underscore."""
    made = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).replace("-", "_").lower()
    return f"{made}_" if iskeyword(made) else made


def described(document: Node) -> Iterator[Described]:
    """Yield the operations of a document that a method can stand for, in its order."""
    for path, item in document["paths"].items():
        for method in METHODS:
            if method in item:
                node = item[method]
                servers = node.get("servers") or item.get("servers") or document["servers"]
                place = urlsplit(servers[0]["url"].replace("{host}", "host")).path
                one = Described(method, place + path, node, document["components"]["schemas"])
                if not one.is_a_stream:
                    yield one


def operations_module(service: str, document: Node) -> str:
    """Return the module of a service's operations."""
    found = list(described(document))
    parts = [HEAD.format(what=f"The operations of {service}").rstrip() + "\n"]
    parts.append(IMPORTS.format(service=service))
    parts += [_constant(one) for one in found]
    title = service.title()
    parts.append(f'\n\nclass {title}(Asker):\n    """The operations of {service}."""\n')
    parts += [_method(one, "sync") for one in found]
    parts.append(
        f'\n\nclass Async{title}(AsyncAsker):\n    """The operations of {service}, to be awaited."""\n'
    )
    parts += [_method(one, "async") for one in found]
    return "\n".join(parts)


def groups_module(services: Sequence[str]) -> str:
    """Return the module of the two sets of all services' operations."""
    lines = [HEAD.format(what="The operations of all services").rstrip(), ""]
    lines += ["from slussen_client.asking import Asker, AsyncAsker"]
    lines += [
        f"from slussen_client.operations.{s} import Async{s.title()}, {s.title()}" for s in sorted(services)
    ]
    for prefix, said in (("", ""), ("Async", ", to be awaited")):
        lines += ["", "", f"class {prefix}Services({prefix}Asker):"]
        lines += [f'    """Every service by its name{said}."""', ""]
        for s in services:
            lines += ["    @property", f"    def {s}(self) -> {prefix}{s.title()}:"]
            lines += [
                f'        """The operations of {s}{said}."""',
                f"        return {prefix}{s.title()}(self._way)",
                "",
            ]
    return "\n".join(lines).rstrip() + "\n"


def _constant(one: Described) -> str:
    bodies, answers = tuple(one.bodies), tuple(one.answers)
    chosen = answers if {"format", "form"} & _named(one) else answers[:1]
    arguments = [repr_(one.method.upper()), repr_(one.path), repr_(bodies), repr_(chosen)]
    flags = [
        f"{name}=True"
        for name, is_so in (("repeatable", one.is_repeatable), ("keyed", "idempotency-key" in one.headers))
        if is_so
    ]
    return f"{one.constant} = Operation({', '.join(arguments + flags)})"


def _named(one: Described) -> set[str]:
    return {parameter["name"] for place in ("path", "query") for parameter in one.parameters(place)}


def repr_(value: str | tuple[str, ...]) -> str:
    """Return a literal in double quotes."""
    if isinstance(value, str):
        return f'"{value}"'
    return f"({''.join(f'{repr_(one)}, ' for one in value).rstrip(' ' if len(value) == 1 else ', ')})"


def _method(one: Described, colour: Literal["sync", "async"]) -> str:
    wait, begin = ("", "def") if colour == "sync" else ("await ", "async def")
    lines = [
        f"    {begin} {one.name}({_signature(one)}) -> Answer[{_answer(one)}]:",
        docstring(_said(one), "        "),
        f"        return {wait}self._ask({one.constant}{_arguments(one)}, options=options)",
        "",
    ]
    if one.item:
        signature = _signature(one, leaving=PAGE_MEMBERS)
        kind = f"{'Async' if wait else ''}Iterator[{one.item}]"
        asked = f"{one.constant}{_arguments(one, leaving=PAGE_MEMBERS)}"
        lines += [
            f"    def iterate_{one.name.removeprefix('list_')}({signature}) -> {kind}:",
            docstring(f"{_said(one).rstrip('.')}, one by one over all pages", "        "),
            f"        return self._iterate({asked}, options=options)",
            "",
        ]
    return "\n".join(lines)


def _said(one: Described) -> str:
    summary = english(one.node.get("summary", ""))
    text = english(one.node.get("description", ""))
    return (
        f"{summary.rstrip('.')}. {text}" if summary and summary.rstrip(".") not in text else text or one.name
    )


def _answer(one: Described) -> str:
    if not one.answers:
        return "None"
    chosen = list(one.answers.items()) if {"format", "form"} & _named(one) else list(one.answers.items())[:1]
    kinds = [_of_content(kind, schema) for kind, schema in chosen]
    return " | ".join(dict.fromkeys(kinds))


def _of_content(kind: str, schema: Node) -> str:
    """Return the Python type of content of one kind: JSON by its schema, text as text, all else as bytes."""
    if kind.endswith("json") and "ndjson" not in kind:
        return annotation(schema, PREFIX)
    return "str" if kind.startswith("text/") or kind == "application/x-ndjson" else "bytes"


def _body(one: Described) -> str:
    kinds = [_of_content(kind, schema) for kind, schema in one.bodies.items()]
    named = " | ".join(dict.fromkeys(" | ".join(kinds).split(" | ")))
    return named.replace("str", "str | bytes") if named == "str" else named


def _signature(one: Described, leaving: frozenset[str] = frozenset()) -> str:
    parts = ["self", *(f"{snake(p['name'])}: {_kind(p)}" for p in one.parameters("path"))]
    if one.bodies:
        is_required = one.node["requestBody"].get("required", False)
        parts.append(f"body: {_body(one)}" + ("" if is_required else " = None"))
    named = [
        f"{snake(p['name'])}: {_kind(p, is_optional=not p.get('required'))}"
        for p in one.parameters("query")
        if p["name"] not in leaving
    ]
    named += [f"{snake(h)}: str | None = None" for h in ("if-match", "if-none-match") if h in one.headers]
    options = "WriteOptions" if "idempotency-key" in one.headers else "Options"
    return ", ".join([*parts, *(["*"] if named else []), *named, f"**options: Unpack[{options}]"])


def _kind(parameter: Node, *, is_optional: bool = False) -> str:
    made = annotation(parameter.get("schema", {}), PREFIX)
    if not is_optional:
        return made
    return f"{made} = None" if "None" in made.split(" | ") else f"{made} | None = None"


def _arguments(one: Described, leaving: frozenset[str] = frozenset()) -> str:
    path = {p["name"]: snake(p["name"]) for p in one.parameters("path")}
    query = {p["name"]: snake(p["name"]) for p in one.parameters("query") if p["name"] not in leaving}
    headers = {h: snake(h) for h in ("if-match", "if-none-match") if h in one.headers}
    made = "".join(
        f", {name}={{{', '.join(f'{repr_(key)}: {value}' for key, value in values.items())}}}"
        for name, values in (("path", path), ("query", query), ("headers", headers))
        if values
    )
    return made + (", body=body" if one.bodies else "")
