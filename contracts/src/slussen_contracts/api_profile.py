"""Rules (SKALL) of the Swedish REST API profile 2.0.0 that a machine can check on an OpenAPI document.

Each rule yields what breaks it, as lines for people. A document that keeps these is not thereby conformant: the
profile has rules that only people can judge (dataportal.se/rest-api-profil).
"""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

Document = Mapping[str, Any]
Rule = Callable[[Document], Iterator[str]]

METHODS = ("get", "put", "post", "delete", "patch")
PROBLEM_TYPES = frozenset({"application/problem+json", "application/problem+xml"})
PROBLEM_MEMBERS = frozenset({"type", "title", "status", "detail", "instance"})
PERSONAL_NAMES = frozenset(
    {"pnr", "personalidentitynumber", "personnummer", "personnr", "ssn", "socialsecuritynumber"}
)
_SEGMENT = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_CAMEL_CASE = re.compile(r"[a-z][a-zA-Z0-9]*")
RULES: dict[str, Rule] = {}
"""Every rule by its id in the profile."""


def rule(*names: str) -> Callable[[Rule], Rule]:
    """Register a function as the check of the profile's rules `names`."""

    def register(check: Rule) -> Rule:
        RULES.update(dict.fromkeys(names, check))
        return check

    return register


def operations(document: Document) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Yield every operation with its name for people."""
    for path, item in document["paths"].items():
        for method in METHODS:
            if method in item:
                yield f"{method.upper()} {path}", item[method]


def parameters(document: Document, place: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Yield every parameter in `place` (query, path, header) with its operation."""
    for name, operation in operations(document):
        for parameter in operation.get("parameters", ()):
            if parameter["in"] == place:
                yield name, parameter


def segments(document: Document) -> Iterator[tuple[str, str]]:
    """Yield every segment of every path that is no parameter, the server's path included."""
    for path in document["paths"]:
        for segment in path.strip("/").split("/"):
            if not segment.startswith("{"):
                yield path, segment
    for server in document["servers"]:
        for segment in server["url"].split("://")[-1].split("/")[1:]:
            yield server["url"], segment


@rule("DOK.03", "DOK.11")
def about_is_complete(document: Document) -> Iterator[str]:
    """Title, version, description, terms, contact and licence are stated."""
    info = document["info"]
    for member in ("title", "version", "description", "termsOfService"):
        if not str(info.get(member, "")).strip():
            yield f"info.{member} is missing"
    for member, inner in (("contact", ("name", "url", "email")), ("license", ("name",))):
        for name in inner:
            if not info.get(member, {}).get(name):
                yield f"info.{member}.{name} is missing"


@rule("DOK.15")
def every_body_has_an_example(document: Document) -> Iterator[str]:
    """Every JSON answer and every request body shows an example."""
    for name, operation in operations(document):
        bodies = {"the request": operation.get("requestBody", {}), **operation["responses"]}
        for place, body in bodies.items():
            for media_type, media in body.get("content", {}).items():
                if media_type.endswith("json") and not {"example", "examples"} & media.keys():
                    yield f"{name}: no example in {place}"


@rule("DOK.19")
def every_operation_is_described(document: Document) -> Iterator[str]:
    """Every operation says what it does."""
    yield from (
        name for name, operation in operations(document) if not operation.get("description", "").strip()
    )


@rule("DOK.20")
def every_answer_is_described(document: Document) -> Iterator[str]:
    """Every answer says what it is."""
    for name, operation in operations(document):
        for status, answer in operation["responses"].items():
            if not answer.get("description", "").strip():
                yield f"{name} {status}"


@rule("DOK.21")
def every_operation_says_whom_it_asks_for_a_token(document: Document) -> Iterator[str]:
    """Security is stated for every operation, an empty list where it is open."""
    schemes = document["components"].get("securitySchemes", {})
    if not schemes:
        yield "no security scheme"
    for name, operation in operations(document):
        if "security" not in operation:
            yield f"{name}: security is not stated"
        yield from (
            f"{name}: unknown scheme {s}" for r in operation.get("security", ()) for s in r.keys() - schemes
        )


@rule("RES.02")
def no_personal_number_in_an_address(document: Document) -> Iterator[str]:
    """No parameter of path or query is a personal number."""
    for place in ("path", "query"):
        for name, parameter in parameters(document, place):
            if re.sub(r"[^a-z]", "", parameter["name"].lower()) in PERSONAL_NAMES:
                yield f"{name}: {parameter['name']}"


@rule("RES.06", "UFN.07", "UFN.08")
def segments_are_plain(document: Document) -> Iterator[str]:
    """Segments have small letters, digits and single hyphens between words."""
    yield from (
        f"{path}: {segment}" for path, segment in segments(document) if not _SEGMENT.fullmatch(segment)
    )


@rule("UFN.09")
def no_blank_or_underscore_in_an_address(document: Document) -> Iterator[str]:
    """Neither servers, paths nor their parameters hold a blank or an underscore."""
    addresses = [*document["paths"], *(server["url"] for server in document["servers"])]
    yield from (address for address in addresses if re.search(r"[\s_]", address))


@rule("FEL.01")
def problems_have_their_members(document: Document) -> Iterator[str]:
    """Problem details have type, title, status, detail and instance (RFC 9457)."""
    for name, operation in operations(document):
        for status, answer in operation["responses"].items():
            for media_type, media in answer.get("content", {}).items():
                if media_type in PROBLEM_TYPES:
                    members = _resolved(document, media["schema"]).get("properties", {})
                    if not members.keys() >= PROBLEM_MEMBERS:
                        yield f"{name} {status}"


@rule("FEL.02")
def every_error_is_a_problem(document: Document) -> Iterator[str]:
    """Every error that has a body has problem details."""
    for name, operation in operations(document):
        for status, answer in operation["responses"].items():
            is_error = status == "default" or status.startswith(("4", "5"))
            if is_error and answer.get("content", {}).keys() - PROBLEM_TYPES:
                yield f"{name} {status}"


@rule("SPA.02")
def every_operation_takes_a_trace(document: Document) -> Iterator[str]:
    """Every operation declares the header `traceparent`."""
    traced = {
        name for name, parameter in parameters(document, "header") if parameter["name"] == "traceparent"
    }
    yield from (name for name, _ in operations(document) if name not in traced)


@rule("FNS.01", "FNS.03")
def query_parameters_share_one_style(document: Document) -> Iterator[str]:
    """Names of query parameters are camelCase and begin with a letter."""
    for name, parameter in parameters(document, "query"):
        if not _CAMEL_CASE.fullmatch(parameter["name"]):
            yield f"{name}: {parameter['name']}"


@rule("FNS.07")
def paging_has_limit_and_offset(document: Document) -> Iterator[str]:
    """Who takes `limit` takes `offset` or `page`, and the other way round."""
    for name, operation in operations(document):
        names = {p["name"] for p in operation.get("parameters", ()) if p["in"] == "query"}
        if ("limit" in names) != bool(names & {"offset", "page"}):
            yield name


@rule("FNS.09")
def twenty_items_by_default(document: Document) -> Iterator[str]:
    """`limit` is 20 where the caller says nothing (BÖR, kept as if it were SKALL)."""
    for name, parameter in parameters(document, "query"):
        if parameter["name"] == "limit" and parameter["schema"].get("default") != 20:  # noqa: PLR2004
            yield name


@rule("SAK.10", "SAK.15")
def tokens_are_bearer_tokens(document: Document) -> Iterator[str]:
    """HTTP schemes are `bearer`, and an API key only ever comes in a header."""
    for name, scheme in document["components"].get("securitySchemes", {}).items():
        if scheme["type"] == "http" and scheme["scheme"] != "bearer":
            yield f"{name}: {scheme['scheme']}"
        if scheme["type"] == "apiKey" and scheme["in"] != "header":
            yield f"{name}: in {scheme['in']}"


@rule("AME.05")
def members_share_one_style(document: Document) -> Iterator[str]:
    """Every member of every schema is camelCase."""
    for name, schema in document["components"]["schemas"].items():
        yield from (f"{name}.{m}" for m in schema.get("properties", {}) if not _CAMEL_CASE.fullmatch(m))


@rule("FOR.02")
def reading_has_no_body(document: Document) -> Iterator[str]:
    """GET takes no request body."""
    for name, operation in operations(document):
        if name.startswith("GET ") and "requestBody" in operation:
            yield name


@rule("VER.06")
def the_api_tells_about_itself(document: Document) -> Iterator[str]:
    """`/api-info` lies directly under the API's root."""
    if "get" not in document["paths"].get("/api-info", {}):
        yield "GET /api-info is missing"


def _resolved(document: Document, schema: Mapping[str, Any]) -> Mapping[str, Any]:
    name = schema.get("$ref", "").rsplit("/", 1)[-1]
    found: Mapping[str, Any] = document["components"]["schemas"][name] if name else schema
    return found
