"""A small graph of named things, as RDF/XML and as JSON-LD; no blank nodes, since harvesters refuse them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from xml.etree import ElementTree as ET

import orjson

PREFIXES: Mapping[str, str] = {
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcterms": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "adms": "http://www.w3.org/ns/adms#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


@dataclass(frozen=True, slots=True)
class Iri:
    """A thing that is referred to."""

    address: str


@dataclass(frozen=True, slots=True)
class Spoken:
    """A text in a language."""

    text: str
    language: str


Value = Iri | Spoken | date | str


@dataclass(frozen=True, slots=True)
class Thing:
    """A thing with its type and what is said of it, by prefixed names."""

    iri: str
    kind: str
    said: Sequence[tuple[str, Value]] = field(default_factory=tuple)


def to_xml(things: Iterable[Thing]) -> bytes:
    """Return the graph as RDF/XML."""
    for prefix, namespace in PREFIXES.items():
        ET.register_namespace(prefix, namespace)
    root = ET.Element(_name("rdf:RDF"))
    for thing in things:
        node = ET.SubElement(root, _name(thing.kind), {_name("rdf:about"): thing.iri})
        for predicate, value in thing.said:
            _said(ET.SubElement(node, _name(predicate)), value)
    written: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return written


def _said(element: ET.Element, value: Value) -> None:
    match value:
        case Iri():
            element.set(_name("rdf:resource"), value.address)
        case Spoken():
            element.set(_XML_LANG, value.language)
            element.text = value.text
        case date():
            element.set(_name("rdf:datatype"), f"{PREFIXES['xsd']}date")
            element.text = value.isoformat()
        case str():
            element.text = value


def _name(prefixed: str) -> str:
    prefix, _, local = prefixed.partition(":")
    return f"{{{PREFIXES[prefix]}}}{local}"


def to_json_ld(things: Iterable[Thing]) -> bytes:
    """Return the graph as JSON-LD 1.1."""
    return orjson.dumps({"@context": dict(PREFIXES), "@graph": [_node(thing) for thing in things]})


def _node(thing: Thing) -> dict[str, Any]:
    node: dict[str, Any] = {"@id": thing.iri, "@type": thing.kind}
    for predicate, value in thing.said:
        node.setdefault(predicate, []).append(_written(value))
    return node


def _written(value: Value) -> Any:
    match value:
        case Iri():
            return {"@id": value.address}
        case Spoken():
            return {"@value": value.text, "@language": value.language}
        case date():
            return {"@value": value.isoformat(), "@type": "xsd:date"}
        case str():
            return value
