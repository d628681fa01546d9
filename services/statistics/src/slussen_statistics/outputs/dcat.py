"""The catalogue of data sets by DCAT-AP-SE 3.0.1: each released table with the ways to read it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from slussen_statistics.domain.about import About
from slussen_statistics.domain.catalogue import SUBJECTS
from slussen_statistics.domain.catalogue.model import Table
from slussen_statistics.domain.labels import Label
from slussen_statistics.domain.published import Period
from slussen_statistics.outputs.csdl import set_name
from slussen_statistics.outputs.rdf import Iri, Spoken, Thing, Value

CC0 = Iri("http://creativecommons.org/publicdomain/zero/1.0/")
EU = "http://publications.europa.eu/resource/authority"
PUBLIC = Iri(f"{EU}/access-right/PUBLIC")
MONTHLY = Iri(f"{EU}/frequency/MONTHLY")
NEVER = Iri(f"{EU}/frequency/NEVER")
COMPLETED = Iri(f"{EU}/distribution-status/COMPLETED")
DEPRECATED = Iri(f"{EU}/distribution-status/DEPRECATED")
SOCIETY = Iri(f"{EU}/data-theme/SOCI")
LANGUAGES = (Iri(f"{EU}/language/SWE"), Iri(f"{EU}/language/ENG"))
NUTS = {
    "01": "SE110",
    "03": "SE121",
    "04": "SE122",
    "05": "SE123",
    "06": "SE211",
    "07": "SE212",
    "08": "SE213",
    "09": "SE214",
    "10": "SE221",
    "12": "SE224",
    "13": "SE231",
    "14": "SE232",
    "17": "SE311",
    "18": "SE124",
    "19": "SE125",
    "20": "SE312",
    "21": "SE313",
    "22": "SE321",
    "23": "SE322",
    "24": "SE331",
    "25": "SE332",
}
"""The counties' codes in the European nomenclature of territories (NUTS 3), by the code of SCB."""

Said = tuple[str, Value]


@dataclass(frozen=True, slots=True)
class Publisher:
    """Who publishes, and who answers questions.

    Attributes:
        iri: What the organisation is known by; the national portal's form is
            `http://dataportal.se/organisation/SE<organisation number>`.
    """

    iri: str
    name: str
    email: str


@dataclass(frozen=True, slots=True)
class Released:
    """What is told of a table that is released, its first and last period, and how far the releases go."""

    about: About
    first: Period
    last: Period
    through: date

    @property
    def table(self) -> Table:
        """Return the table."""
        return self.about.table

    @property
    def updated(self) -> date:
        """Return the day of the newest release."""
        return self.about.updated or self.through


def catalogue(origin: str, publisher: Publisher, released: Sequence[Released]) -> Iterator[Thing]:
    """Yield the catalogue with all that it names."""
    catalogue_iri = f"{origin}/statistics/v1/dcat"
    agent, contact = Iri(publisher.iri), Iri(f"{catalogue_iri}#contact")
    whose: tuple[Said, ...] = (("dcterms:publisher", agent), ("dcat:contactPoint", contact))
    yield Thing(catalogue_iri, "dcat:Catalog", list(_about_catalogue(origin, agent, released)))
    yield Thing(publisher.iri, "foaf:Agent", [("foaf:name", publisher.name)])
    email = Iri(f"mailto:{publisher.email}")
    yield Thing(
        contact.address, "vcard:Organization", [("vcard:fn", publisher.name), ("vcard:hasEmail", email)]
    )
    yield from _services(origin, whose)
    for one in released:
        yield from _dataset(origin, one, whose)


def _spoken(predicate: str, label: Label) -> list[Said]:
    return [(predicate, Spoken(label.sv, "sv")), (predicate, Spoken(label.en, "en"))]


def _about_catalogue(origin: str, agent: Iri, released: Sequence[Released]) -> Iterator[Said]:
    yield from _spoken(
        "dcterms:title", Label("Familjecentralernas statistik", "The family centres' statistics")
    )
    yield from _spoken(
        "dcterms:description",
        Label(
            "Skyddade och daterade tabeller om familjecentralernas verksamhet, per län, kommun och familjecentral.",
            "Protected and dated tables of the family centres' work, by county, municipality and centre.",
        ),
    )
    yield "dcterms:publisher", agent
    yield "dcterms:license", CC0
    yield "foaf:homepage", Iri(f"{origin}/")
    for language in LANGUAGES:
        yield "dcterms:language", language
    if released:
        yield "dcterms:modified", max(one.updated for one in released)
    for one in released:
        yield "dcat:dataset", Iri(_iri(origin, one.table))
    for name in ("px", "odata"):
        yield "dcat:service", Iri(f"{origin}/statistics/v1/dcat#{name}")


def _iri(origin: str, table: Table) -> str:
    return f"{origin}/statistics/v1/dcat#{table.id}"


def _services(origin: str, whose: Sequence[Said]) -> Iterator[Thing]:
    for name, title, endpoint, described in (
        ("px", "PxWebApi 2", f"{origin}/statistics/v1/px", f"{origin}/statistics/v1/px/config"),
        ("odata", "OData 4.0", f"{origin}/statistics/odata/v4/", f"{origin}/statistics/odata/v4/$metadata"),
    ):
        said: list[Said] = [
            ("dcterms:title", Spoken(title, "sv")),
            ("dcat:endpointURL", Iri(endpoint)),
            ("dcat:endpointDescription", Iri(described)),
            ("dcterms:license", CC0),
            ("dcterms:accessRights", PUBLIC),
            *whose,
        ]
        yield Thing(f"{origin}/statistics/v1/dcat#{name}", "dcat:DataService", said)


def _dataset(origin: str, one: Released, whose: Sequence[Said]) -> Iterator[Thing]:
    iri = _iri(origin, one.table)
    distributions = list(_distributions(origin, one))
    said = list(_about_dataset(one, iri))
    said += [("dcat:distribution", Iri(made.iri)) for made in distributions]
    yield Thing(iri, "dcat:Dataset", [*said, *whose])
    period: list[Said] = [("dcat:startDate", one.first.first_day)]
    period.append(("dcat:endDate", one.last.last_day(one.through)))
    yield Thing(f"{iri}-period", "dcterms:PeriodOfTime", period)
    yield Thing(f"{iri}-source", "dcterms:ProvenanceStatement", _spoken("rdfs:label", one.table.source))
    yield from distributions


def _about_dataset(one: Released, iri: str) -> Iterator[Said]:
    table = one.table
    yield from _spoken("dcterms:title", table.title)
    yield from _spoken("dcterms:description", Label(_told(one.about, "sv"), _told(one.about, "en")))
    yield "dcterms:provenance", Iri(f"{iri}-source")
    yield from _spoken("dcat:keyword", SUBJECTS[table.subject])
    yield "dcterms:identifier", table.id
    yield "dcat:theme", SOCIETY
    yield "dcterms:accrualPeriodicity", NEVER if table.is_discontinued else MONTHLY
    yield "dcterms:accessRights", PUBLIC
    yield "dcterms:modified", one.updated
    yield "dcterms:temporal", Iri(f"{iri}-period")
    for language in LANGUAGES:
        yield "dcterms:language", language
    for county in one.about.counties:
        yield "dcterms:spatial", Iri(f"http://data.europa.eu/nuts/code/{NUTS[county]}")


def _told(about: About, language: str) -> str:
    """Return what is told of a table, as sentences; the profile has no property for most of it."""
    return " ".join(f"{heading}: {text.rstrip('.')}." for heading, text in about.lines(language))


def _distributions(origin: str, one: Released) -> Iterator[Thing]:
    table, dcat = one.table, f"{origin}/statistics/v1/dcat"
    files = f"{origin}/statistics/v1/tables/{table.id}/files"
    for name, title, media_type, address, service in (
        ("csv", "CSV", "text/csv", f"{files}/csv", None),
        ("parquet", "Parquet", "application/vnd.apache.parquet", f"{files}/parquet", None),
        ("px", "PxWebApi 2", "application/json", f"{origin}/statistics/v1/px/tables/{table.id}", "px"),
        (
            *("odata", "OData 4.0", "application/json"),
            *(f"{origin}/statistics/odata/v4/{set_name(table)}", "odata"),
        ),
    ):
        said: list[Said] = [
            ("dcterms:title", Spoken(title, "sv")),
            ("dcat:accessURL", Iri(address)),
            ("dcterms:format", media_type),
            ("dcterms:license", CC0),
            ("dcterms:modified", one.updated),
            ("adms:status", DEPRECATED if table.is_discontinued else COMPLETED),
        ]
        if service is None:
            said.append(("dcat:downloadURL", Iri(address)))
        else:
            said.append(("dcat:accessService", Iri(f"{dcat}#{service}")))
        yield Thing(f"{dcat}#{table.id}-{name}", "dcat:Distribution", said)
