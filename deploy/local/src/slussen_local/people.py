"""The made-up people, authorities and machine clients of the demonstration.

The embedded identity provider knows them, the demo data registers their units, `./slussen up` prints them.
Organisation numbers pass the check digit but belong to nobody.
"""

from dataclasses import dataclass
from typing import Literal

OREBRO, SKANE, KALMAR, JAMTLAND, UPPSALA = "18", "12", "08", "23", "03"
Role = Literal["administrator", "signatory", "staff", "coordinator", "developer", "operator"]


@dataclass(frozen=True)
class DemoAuthorities:
    """A county's demo authorities by organisation number, and the HSA-ids of their units."""

    county_code: str
    region: str
    municipality: str
    private_provider: str

    @property
    def maternal_health_care(self) -> str:
        """The region's midwives."""
        return f"SE{self.region}-E1001"

    @property
    def child_health_care(self) -> str:
        """The region's child health nurses."""
        return f"SE{self.region}-E1002"

    @property
    def open_preschool(self) -> str:
        """The municipality's open preschool, under its education board."""
        return f"SE{self.municipality}-E2001"

    @property
    def preventive_social_services(self) -> str:
        """The municipality's preventive social services, under its social board."""
        return f"SE{self.municipality}-E2002"

    @property
    def private_unit(self) -> str:
        """The private provider's child health care."""
        return f"SE{self.private_provider}-E3001"


COUNTIES = {
    OREBRO: DemoAuthorities(OREBRO, "2321991818", "2120991811", "5599991816"),
    SKANE: DemoAuthorities(SKANE, "2321991214", "2120991217", "5599991212"),
    KALMAR: DemoAuthorities(KALMAR, "2321991081", "2120991084", "5599991089"),
    JAMTLAND: DemoAuthorities(JAMTLAND, "2321991230", "2120991233", "5599991238"),
    UPPSALA: DemoAuthorities(UPPSALA, "2321991032", "2120991035", "5599991030"),
}
"""One for every profile; Uppsala has none of its own, so the national support (Socialstyrelsen's) holds there."""


@dataclass(frozen=True)
class Person:
    """Someone who can log in. Staff act at a unit; administrators and signatories act by a grant."""

    username: str
    name: str
    title_sv: str
    title_en: str
    role: Role
    county_code: str
    organisation_number: str
    profession: str | None = None
    unit_hsa_id: str | None = None
    employee_hsa_id: str | None = None
    commissions: tuple[tuple[str, str], ...] = ()
    """Several commissions (medarbetaruppdrag), each a name and a unit's HSA-id, of which the login states none."""

    @property
    def subject(self) -> str:
        """The identity provider's stable id; fit to be one word of a key on the bus."""
        return self.username.replace(".", "-")

    @property
    def password(self) -> str:
        """A rule that anyone can remember: this is a demonstration."""
        return f"slussen-{self.username.split('.')[0]}"


@dataclass(frozen=True)
class Custodian:
    """A private person who logs in as with a national eID; the number is of the published test series."""

    username: str
    name: str
    title_sv: str
    title_en: str
    personal_number: str

    @property
    def subject(self) -> str:
        """The identity provider's stable id."""
        return self.username.replace(".", "-")

    @property
    def password(self) -> str:
        """The same rule as for staff."""
        return f"slussen-{self.username.split('.')[0]}"


@dataclass(frozen=True)
class MachineClient:
    """A system that logs in by its own key, and what it may do; one that embeds also logs users in at its site."""

    client_id: str
    organisation_number: str
    county_code: str
    scopes: tuple[str, ...]
    unit_hsa_id: str | None = None
    embeds: bool = False


def _people_of(county: DemoAuthorities, place: str, suffix: str, name: str) -> list[Person]:
    code = county.county_code

    def leading(username: str, title: tuple[str, str], role: Role, organisation: str) -> Person:
        return Person(
            username, f"{title[0]} {place}", f"{title[0]}, {place}", title[1], role, code, organisation
        )

    def at_work(
        username: str, title: tuple[str, str], profession: str, unit: str, role: Role = "staff"
    ) -> Person:
        number = unit.split("-", maxsplit=1)[0][2:]
        employee = f"SE{number}-P{sum(map(ord, username)):05d}"
        called = f"{username.split('.', maxsplit=1)[0].title()} {name}"
        sv, en = title
        return Person(
            username + suffix, called, f"{sv}, {place}", en, role, code, number, profession, unit, employee
        )

    admin = ("Administratör", "administrator")
    region, municipality = ("Regionens firmatecknare", "signatory"), ("Kommunens firmatecknare", "signatory")
    return [
        leading(f"admin.{place.lower().translate(_PLAIN)}", admin, "administrator", county.region),
        leading(f"region.signatar{suffix}", region, "signatory", county.region),
        leading(f"kommun.signatar{suffix}", municipality, "signatory", county.municipality),
        at_work("anna.barnmorska", ("Barnmorska", "midwife"), "midwife", county.maternal_health_care),
        at_work(
            "bea.bvc", ("BVC-sköterska", "child health nurse"), "child_health_nurse", county.child_health_care
        ),
        at_work(
            "karin.samordnare",
            ("Samordnare", "coordinator"),
            "preschool_teacher",
            county.open_preschool,
            "coordinator",
        ),
        at_work(
            "pia.pedagog", ("Förskollärare", "preschool teacher"), "preschool_teacher", county.open_preschool
        ),
        at_work(
            "sara.socionom", ("Socionom", "social worker"), "social_worker", county.preventive_social_services
        ),
    ]


_PLAIN = str.maketrans("åäö", "aao")

TWO_COMMISSIONS = Person(
    "disa.dubbel",
    "Disa Örnberg",
    "Sjuksköterska med två uppdrag, Örebro",
    "nurse with two commissions",
    "staff",
    OREBRO,
    COUNTIES[OREBRO].region,
    "child_health_nurse",
    employee_hsa_id=f"SE{COUNTIES[OREBRO].region}-P00002",
    commissions=(
        ("BVC-sköterska på barnhälsovården", COUNTIES[OREBRO].child_health_care),
        ("Sjuksköterska på mödrahälsovården", COUNTIES[OREBRO].maternal_health_care),
    ),
)
"""One who has to choose at login in which commission to act."""

OPERATOR = Person(
    "olle.drift", "Olle Drift", "Drift", "operator", "operator", OREBRO, COUNTIES[OREBRO].region
)
"""Runs the platform for all counties; sees no data of anyone."""

DEVELOPER = Person(
    "dag.utvecklare",
    "Dag Utvecklare",
    "Utvecklare vid regionen, Örebro",
    "developer of the region's systems",
    "developer",
    OREBRO,
    COUNTIES[OREBRO].region,
)
"""Connects systems for the region."""

PEOPLE = [
    *_people_of(COUNTIES[OREBRO], "Örebro", "", "Örnberg"),
    TWO_COMMISSIONS,
    OPERATOR,
    DEVELOPER,
    *_people_of(COUNTIES[SKANE], "Skåne", ".skane", "Skånberg"),
    *_people_of(COUNTIES[KALMAR], "Kalmar", ".kalmar", "Kalmgren"),
    *_people_of(COUNTIES[JAMTLAND], "Jämtland", ".jamtland", "Jämtlund"),
    *_people_of(COUNTIES[UPPSALA], "Uppsala", ".uppsala", "Upplander"),
]

CUSTODIANS = [
    Custodian("maja.mamma", "Maja Åkerlund", "Vårdnadshavare", "custodian", "198501012382"),
    Custodian("peter.pappa", "Peter Åkerlund", "Vårdnadshavare", "custodian", "198501012390"),
]
DEMO_CHILD = "201701012393"
"""The child of the two, of the same test series."""

JOURNAL_SCOPES = ("consent:record", "consent:read", "subjects:resolve", "events:read", "webhooks:manage")
CLIENTS = [
    MachineClient("journal-orebro", COUNTIES[OREBRO].region, OREBRO, JOURNAL_SCOPES),
    MachineClient("journal-skane", COUNTIES[SKANE].region, SKANE, JOURNAL_SCOPES),
    MachineClient("bi-client", COUNTIES[OREBRO].region, OREBRO, ("statistics:read-published",)),
]
INTRANET_CLIENT = "intranet"
INTRANET_SCOPES = (
    *("embedding:start", "referrals:send", "referrals:receive", "referrals:read"),
    *("consent:decide", "consent:record", "subjects:resolve", "agreements:read"),
)
CLIENTS.append(
    MachineClient(INTRANET_CLIENT, COUNTIES[OREBRO].municipality, OREBRO, INTRANET_SCOPES, embeds=True)
)
GATEWAY_CLIENT = "slussen-gateway"
