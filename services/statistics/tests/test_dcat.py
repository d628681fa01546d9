"""The catalogue of data sets against what DCAT-AP-SE 3 and the national portal's harvest ask for."""

import json
from collections import defaultdict
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

import pytest

from slussen_contracts.codelists.regions import counties
from slussen_statistics.outputs.dcat import NUTS
from slussen_statistics.outputs.rdf import PREFIXES
from slussen_statistics.settings import StatisticsSettings

MANDATORY = {
    "dcat:Catalog": {"dcterms:title", "dcterms:description", "dcterms:publisher", "dcat:dataset"},
    "dcat:Dataset": {"dcterms:title", "dcterms:description"},
    "dcat:Distribution": {"dcat:accessURL"},
    "dcat:DataService": {"dcterms:title", "dcat:endpointURL"},
    "foaf:Agent": {"foaf:name"},
    "vcard:Organization": {"vcard:fn", "vcard:hasEmail"},
    "dcterms:ProvenanceStatement": {"rdfs:label"},
    "dcterms:PeriodOfTime": {"dcat:startDate", "dcat:endDate"},
}
RECOMMENDED = {
    "dcat:Dataset": {
        *("dcterms:publisher", "dcat:contactPoint", "dcat:distribution", "dcat:keyword", "dcat:theme"),
        *("dcterms:spatial", "dcterms:temporal", "dcterms:language", "dcterms:accrualPeriodicity"),
    },
    "dcat:Distribution": {"dcterms:license", "dcterms:format", "adms:status"},
    "dcat:DataService": {"dcterms:license", "dcterms:accessRights", "dcat:endpointDescription"},
    "dcat:Catalog": {"dcterms:license", "dcterms:language", "dcterms:modified", "foaf:homepage"},
}
REFERENCES = {"dcterms:publisher", "dcat:contactPoint", "dcat:dataset", "dcat:service", "dcat:distribution"}
REFERENCES |= {"dcat:accessService", "dcterms:temporal", "dcterms:provenance"}
Graph = dict[str, tuple[str, dict[str, list[str]]]]


@pytest.fixture
def settings(settings: StatisticsSettings) -> StatisticsSettings:
    return settings.model_copy(
        update={
            "publisher_iri": "http://dataportal.se/organisation/SE2120000000",
            "publisher_name": "Region Exempel",
            "publisher_email": "statistik@slussen.example",
        }
    )


@pytest.fixture
async def released(call: Any, deliver: Any, make: SimpleNamespace) -> None:
    await deliver(*make.referrals(12, county_code="12", municipality_code="1280"), *make.referrals(8))
    for county in ("12", "18"):
        assert (await call(make.administrator(county), "POST", "/releases", json={})).status_code == 201


def of_xml(document: bytes) -> Graph:
    """Read the graph as a harvester would: every node named, every value a resource or a text."""
    short = {namespace: prefix for prefix, namespace in PREFIXES.items()}

    def name(tag: str) -> str:
        namespace, _, local = tag[1:].partition("}")
        return f"{short[namespace]}:{local}"

    graph: Graph = {}
    for node in ET.fromstring(document):  # noqa: S314 - our own answer
        said = defaultdict(list)
        for part in node:
            resource = part.get(f"{{{PREFIXES['rdf']}}}resource")
            assert (resource is None) != (part.text is None)
            assert len(part) == 0
            said[name(part.tag)].append(resource or part.text or "")
        iri = node.attrib[f"{{{PREFIXES['rdf']}}}about"]
        assert iri not in graph
        graph[iri] = (name(node.tag), dict(said))
    return graph


def of_json(document: bytes) -> Graph:
    def text(value: Any) -> str:
        return value if isinstance(value, str) else value.get("@id") or value["@value"]

    return {
        node["@id"]: (
            node["@type"],
            {name: [text(v) for v in values] for name, values in node.items() if name[0] != "@"},
        )
        for node in json.loads(document)["@graph"]
    }


@pytest.mark.usefixtures("released")
async def test_the_catalogue_has_what_the_profile_and_the_portal_ask_for(
    call: Any, make: SimpleNamespace
) -> None:
    answer = await call(make.anonymous(), "GET", "/dcat")
    assert answer.headers["content-type"].startswith("application/rdf+xml")
    graph = of_xml(answer.content)
    kinds = {kind for kind, _ in graph.values()}
    assert kinds == MANDATORY.keys()
    for iri, (kind, said) in graph.items():
        assert MANDATORY[kind] | RECOMMENDED.get(kind, set()) <= said.keys(), iri
        assert urlsplit(iri).scheme in {"http", "https"}
        for predicate in REFERENCES & said.keys():
            assert all(other in graph for other in said[predicate]), (iri, predicate)
    [(_, catalogue)] = [found for found in graph.values() if found[0] == "dcat:Catalog"]
    datasets = {iri for iri, (kind, _) in graph.items() if kind == "dcat:Dataset"}
    assert set(catalogue["dcat:dataset"]) == datasets
    _, flow = graph["http://service/statistics/v1/dcat#referral-flow"]
    assert flow["dcterms:title"] == [
        "Slussningar från profession till profession",
        "Referrals from profession to profession",
    ]
    assert {part.rpartition("/")[2] for part in flow["dcterms:spatial"]} == {"SE224", "SE124"}
    formats = {graph[iri][1]["dcterms:title"][0] for iri in flow["dcat:distribution"]}
    assert formats == {"CSV", "Parquet", "PxWebApi 2", "OData 4.0"}
    linked = await call(make.anonymous(), "GET", "/dcat", headers={"Accept": "application/ld+json"})
    assert of_json(linked.content) == graph
    for iri in flow["dcat:distribution"]:
        [address] = graph[iri][1]["dcat:accessURL"]
        path = address.removeprefix("http://service/statistics/v1")
        if not path.startswith("http"):
            assert (await call(make.anonymous(), "GET", path)).status_code == 200


def test_every_county_has_a_code_of_the_european_nomenclature() -> None:
    assert NUTS.keys() == counties().keys()
    assert len(set(NUTS.values())) == len(NUTS)
