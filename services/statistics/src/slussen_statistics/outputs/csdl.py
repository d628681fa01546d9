"""The description of the OData feed: CSDL XML 4.0, one entity type and set for each table, and the service document."""

from collections.abc import Iterable, Mapping
from typing import Any
from xml.etree import ElementTree as ET

from slussen_statistics.domain.about import FIELDS, About
from slussen_statistics.domain.catalogue import TABLES
from slussen_statistics.domain.catalogue.model import Table
from slussen_statistics.domain.odata.expressions import FUNCTIONS
from slussen_statistics.domain.odata.query import edm_type
from slussen_statistics.domain.records import Column, column_name, columns_of

EDMX = "http://docs.oasis-open.org/odata/ns/edmx"
EDM = "http://docs.oasis-open.org/odata/ns/edm"
NAMESPACE = "Slussen.Statistics"
CONTAINER = "Tables"
CORE = "Org.OData.Core.V1"
CAPABILITIES = "Org.OData.Capabilities.V1"
MEASURES = "Org.OData.Measures.V1"
_VOCABULARIES = {
    CORE: "https://oasis-tcs.github.io/odata-vocabularies/vocabularies/Org.OData.Core.V1.xml",
    CAPABILITIES: "https://oasis-tcs.github.io/odata-vocabularies/vocabularies/Org.OData.Capabilities.V1.xml",
    MEASURES: "https://oasis-tcs.github.io/odata-vocabularies/vocabularies/Org.OData.Measures.V1.xml",
}
_RESTRICTIONS = {
    "InsertRestrictions": "Insertable",
    "UpdateRestrictions": "Updatable",
    "DeleteRestrictions": "Deletable",
}


def set_name(table: Table) -> str:
    """Return the name of a table's entity set, which stays the same over releases."""
    return column_name(table.id)


ENTITY_SETS = {set_name(table): table for table in TABLES.values()}
"""The tables by the names of their entity sets."""


def metadata(about: Mapping[str, About], language: str) -> bytes:
    """Return the CSDL document with what is told of each table, in a language."""
    ET.register_namespace("edmx", EDMX)
    ET.register_namespace("", EDM)
    root = ET.Element(f"{{{EDMX}}}Edmx", {"Version": "4.0"})
    for namespace, address in _VOCABULARIES.items():
        reference = ET.SubElement(root, f"{{{EDMX}}}Reference", {"Uri": address})
        ET.SubElement(reference, f"{{{EDMX}}}Include", {"Namespace": namespace})
    services = ET.SubElement(root, f"{{{EDMX}}}DataServices")
    schema = ET.SubElement(services, f"{{{EDM}}}Schema", {"Namespace": NAMESPACE})
    for table in TABLES.values():
        _entity_type(schema, table, language)
    for term, label in FIELDS.items():
        attributes = {"Name": column_name(term), "Type": "Edm.String", "AppliesTo": "EntitySet"}
        made = ET.SubElement(schema, f"{{{EDM}}}Term", attributes)
        _annotation(made, f"{CORE}.Description", label.in_language(language))
    container = ET.SubElement(schema, f"{{{EDM}}}EntityContainer", {"Name": CONTAINER})
    for table in TABLES.values():
        _entity_set(container, about[table.id], language)
    _collection(container, f"{CAPABILITIES}.FilterFunctions", FUNCTIONS)
    written: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return written


def _entity_type(schema: ET.Element, table: Table, language: str) -> None:
    columns = columns_of(table.id).values()
    made = ET.SubElement(schema, f"{{{EDM}}}EntityType", {"Name": f"{set_name(table)}Row"})
    key = ET.SubElement(made, f"{{{EDM}}}Key")
    for column in columns:
        if column.is_key:
            ET.SubElement(key, f"{{{EDM}}}PropertyRef", {"Name": column.name})
    for column in columns:
        _property(made, column, language)


def _property(entity_type: ET.Element, column: Column, language: str) -> None:
    attributes = {"Name": column.name, "Type": edm_type(column.kind)}
    if not column.is_nullable:
        attributes["Nullable"] = "false"
    made = ET.SubElement(entity_type, f"{{{EDM}}}Property", attributes)
    text = column.label.in_language(language)
    unit = column.measure.unit.in_language(language) if column.is_figure and column.measure else None
    _annotation(made, f"{CORE}.Description", f"{text} ({unit})" if unit else text)
    if unit:
        _annotation(made, f"{MEASURES}.Unit", unit)


def _annotation(parent: ET.Element, term: str, text: str) -> None:
    ET.SubElement(parent, f"{{{EDM}}}Annotation", {"Term": term, "String": text})


def _collection(parent: ET.Element, term: str, texts: Iterable[str]) -> None:
    annotation = ET.SubElement(parent, f"{{{EDM}}}Annotation", {"Term": term})
    collection = ET.SubElement(annotation, f"{{{EDM}}}Collection")
    for text in texts:
        ET.SubElement(collection, f"{{{EDM}}}String").text = text


def _entity_set(container: ET.Element, about: About, language: str) -> None:
    table = about.table
    name = set_name(table)
    made = ET.SubElement(
        container, f"{{{EDM}}}EntitySet", {"Name": name, "EntityType": f"{NAMESPACE}.{name}Row"}
    )
    _annotation(made, f"{CORE}.Description", table.title.in_language(language))
    _annotation(made, f"{CORE}.LongDescription", about.definition.in_language(language))
    for field, text in about.fields(language).items():
        _annotation(made, f"{NAMESPACE}.{column_name(field)}", text)
    for term, word in _RESTRICTIONS.items():
        annotation = ET.SubElement(made, f"{{{EDM}}}Annotation", {"Term": f"{CAPABILITIES}.{term}"})
        record = ET.SubElement(annotation, f"{{{EDM}}}Record")
        ET.SubElement(record, f"{{{EDM}}}PropertyValue", {"Property": word, "Bool": "false"})


def service_document(context: str, language: str) -> dict[str, Any]:
    """Return the service document."""
    return {
        "@odata.context": context,
        "value": [
            {"name": name, "title": table.title.in_language(language), "kind": "EntitySet", "url": name}
            for name, table in ENTITY_SETS.items()
        ],
    }
