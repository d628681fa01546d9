"""The table that decides where the boundary of confidentiality (sekretessgräns) stands, as data.

Rules B0 to B13 follow the eight rows of Skåne's Table 1 (Sekretessområden) and the handbook 5.9; the rules C1
and C2 are what a county adds. They are read from the top; the first one whose conditions all hold decides.
A lawyer can read this file alone: it is the very table that runs.
"""

from dataclasses import dataclass
from enum import StrEnum


class Boundary(StrEnum):
    """What the boundary between two employees demands, from the mildest to the strictest."""

    CONSENT_NOT_REQUIRED = "consent_not_required"
    PRIVATE_DISCLOSURE_ASSESSMENT = "private_disclosure_assessment"
    CONSENT_REQUIRED = "consent_required"


class Fact(StrEnum):
    """What a condition reads about a pair of employees; each is true, false or unknown."""

    BOTH_PRIVATE = "both_private"
    EXACTLY_ONE_PRIVATE = "exactly_one_private"
    BOTH_REGION = "both_region"
    BOTH_MUNICIPALITY = "both_municipality"
    SAME_AUTHORITY = "same_authority"
    SAME_UNIT = "same_unit"
    SAME_BOARD = "same_board"
    SAME_BRANCH = "same_branch"
    SAME_CENTRE = "same_centre"
    SAME_ACTIVITY = "same_activity"


class Reason(StrEnum):
    """Why the boundary is what it is; stable codes that clients may rely on."""

    ATTRIBUTE_MISSING = "attribute_missing"
    PRIVATE_TO_PRIVATE = "private_to_private"
    SAME_PRIVATE_PROVIDER = "same_private_provider"
    SAME_PRIVATE_PROVIDER_OTHER_UNIT = "same_private_provider_other_unit"
    DIFFERENT_PRINCIPALS = "different_principals"
    DIFFERENT_UNITS = "different_units"
    SAME_UNIT = "same_unit"
    SAME_UNIT_OTHER_CENTRE = "same_unit_other_centre"
    DIFFERENT_BOARDS = "different_boards"
    DIFFERENT_BRANCHES = "different_branches"
    SAME_BOARD_AND_BRANCH = "same_board_and_branch"
    SAME_BOARD_OTHER_CENTRE = "same_board_other_centre"
    NOT_COVERED = "not_covered"
    DIFFERENT_ACTIVITIES = "different_activities"
    ANY_OTHER_PERSON = "any_other_person"


class Basis(StrEnum):
    """How firmly a rule stands: a row of the table, the guide's text, our default, or a county's own text."""

    ROW = "row"
    TEXT = "text"
    UNSETTLED_DEFAULT = "unsettled_default"
    DEFAULT = "default"
    COUNTY = "county"

    @property
    def is_default(self) -> bool:
        """Whether the sources leave it open, so that the answer must show it as a default and not as law."""
        return self in {Basis.UNSETTLED_DEFAULT, Basis.DEFAULT}


class Switch(StrEnum):
    """What a county or a deployment may settle where the sources do not; each names a `CountyRules` field."""

    SAME_UNIT_OTHER_CENTRE = "same_unit_other_centre"
    SAME_BOARD_OTHER_CENTRE = "same_board_other_centre"


@dataclass(frozen=True, slots=True)
class Condition:
    """One thing that must hold; where the fact is unknown, `unknown_is` may settle it, else rule B0 decides."""

    fact: Fact
    holds: bool
    unknown_is: bool | None = None


@dataclass(frozen=True, slots=True)
class BoundaryRule:
    """One row of the table.

    `law` names statutes of the code list. `also` adds a reason where one more condition holds. `inner` says
    that a care relationship opens the way of inner confidentiality (inre sekretess) as an alternative.
    """

    id: str
    conditions: tuple[Condition, ...]
    outcome: Boundary
    reason: Reason
    basis: Basis
    source: str
    law: tuple[str, ...]
    sv: str
    en: str
    also: tuple[tuple[Condition, Reason], ...] = ()
    inner: bool = False
    switch: Switch | None = None


def _is(fact: Fact) -> Condition:
    return Condition(fact, holds=True)


def _not(fact: Fact) -> Condition:
    return Condition(fact, holds=False)


ATTRIBUTE_MISSING = BoundaryRule(
    id="B0",
    conditions=(),
    outcome=Boundary.CONSENT_REQUIRED,
    reason=Reason.ATTRIBUTE_MISSING,
    basis=Basis.DEFAULT,
    source="Handbook 5.9 B0",
    law=("osl-10-1",),
    sv="En uppgift som nästa regel behöver saknas; då krävs samtycke.",
    en="Something that the next rule needs is unknown; then consent is required.",
)
"""Decides wherever a rule that could apply reads something unknown; nothing that no rule reads is missed."""

RULES: tuple[BoundaryRule, ...] = (
    BoundaryRule(
        id="B1",
        conditions=(_is(Fact.BOTH_PRIVATE), _not(Fact.SAME_AUTHORITY)),
        outcome=Boundary.PRIVATE_DISCLOSURE_ASSESSMENT,
        reason=Reason.PRIVATE_TO_PRIVATE,
        basis=Basis.ROW,
        source="S000 Tabell 1 T8",
        law=("psl-6-12",),
        sv="Två privata vårdgivare: uppgiften får lämnas om det inte är ett obehörigt röjande.",
        en="Two private providers: it may be told if that is no unauthorised disclosure.",
    ),
    BoundaryRule(
        id="B2",
        conditions=(
            _is(Fact.BOTH_PRIVATE),
            _is(Fact.SAME_AUTHORITY),
            Condition(Fact.SAME_UNIT, holds=True, unknown_is=False),
        ),
        outcome=Boundary.PRIVATE_DISCLOSURE_ASSESSMENT,
        reason=Reason.SAME_PRIVATE_PROVIDER,
        basis=Basis.UNSETTLED_DEFAULT,
        source="Handbook 5.10 U7",
        law=("psl-6-12",),
        sv="Samma privata vårdgivare och enhet: pröva att det inte är ett obehörigt röjande.",
        en="The same private provider and unit: assess that it is no unauthorised disclosure.",
    ),
    BoundaryRule(
        id="B3",
        conditions=(_is(Fact.BOTH_PRIVATE), _is(Fact.SAME_AUTHORITY)),
        outcome=Boundary.PRIVATE_DISCLOSURE_ASSESSMENT,
        reason=Reason.SAME_PRIVATE_PROVIDER_OTHER_UNIT,
        basis=Basis.UNSETTLED_DEFAULT,
        source="Handbook 5.10 U7",
        law=("psl-6-12",),
        sv="Samma privata vårdgivare, annan eller okänd enhet: pröva att det inte är ett obehörigt röjande.",
        en="The same private provider, another or unknown unit: assess that it is no unauthorised disclosure.",
    ),
    BoundaryRule(
        id="B4",
        conditions=(_is(Fact.EXACTLY_ONE_PRIVATE),),
        outcome=Boundary.CONSENT_REQUIRED,
        reason=Reason.DIFFERENT_PRINCIPALS,
        basis=Basis.ROW,
        source="S000 Tabell 1 T2, T7",
        law=("osl-25-1", "psl-6-12"),
        sv="Den ena är anställd hos en privat vårdgivare, den andra inte: olika huvudmän.",
        en="One is employed by a private provider, the other is not: different authorities.",
    ),
    BoundaryRule(
        id="B5",
        conditions=(_not(Fact.SAME_AUTHORITY),),
        outcome=Boundary.CONSENT_REQUIRED,
        reason=Reason.DIFFERENT_PRINCIPALS,
        basis=Basis.ROW,
        source="S000 Tabell 1 T7; Huvudman",
        law=("osl-8-1",),
        sv="Olika huvudmän är olika sekretessområden.",
        en="Different responsible authorities are different areas of confidentiality.",
    ),
    BoundaryRule(
        id="B6",
        conditions=(_is(Fact.BOTH_REGION), _not(Fact.SAME_UNIT)),
        outcome=Boundary.CONSENT_REQUIRED,
        reason=Reason.DIFFERENT_UNITS,
        basis=Basis.ROW,
        source="S000 Tabell 1 T3; Inre sekretess",
        law=("osl-25-1", "pdl-4-1"),
        sv="Samma region men olika enheter; med en vårdrelation finns den inre sekretessens väg.",
        en="The same region but different units; a care relationship opens the way of inner confidentiality.",
        inner=True,
    ),
    BoundaryRule(
        id="B7",
        conditions=(_is(Fact.BOTH_REGION), _is(Fact.SAME_UNIT), _is(Fact.SAME_CENTRE)),
        outcome=Boundary.CONSENT_NOT_REQUIRED,
        reason=Reason.SAME_UNIT,
        basis=Basis.ROW,
        source="S000 Tabell 1 T1, T4",
        law=("pdl-4-1",),
        sv="Samma region, enhet och familjecentral: samma sekretessområde. Inre sekretess gäller.",
        en="The same region, unit and centre: one area of confidentiality. Inner confidentiality holds.",
    ),
    BoundaryRule(
        id="B8",
        conditions=(_is(Fact.BOTH_REGION), _is(Fact.SAME_UNIT), _not(Fact.SAME_CENTRE)),
        outcome=Boundary.CONSENT_REQUIRED,
        reason=Reason.SAME_UNIT_OTHER_CENTRE,
        basis=Basis.UNSETTLED_DEFAULT,
        source="Handbook 5.10 U1",
        law=("osl-25-1", "pdl-4-1"),
        sv="Samma region och enhet men olika familjecentraler: källan är tyst, samtycke krävs som standard.",
        en="The same region and unit but different centres: the source is silent, consent is the default.",
        switch=Switch.SAME_UNIT_OTHER_CENTRE,
    ),
    BoundaryRule(
        id="B9",
        conditions=(_is(Fact.BOTH_MUNICIPALITY), _not(Fact.SAME_BOARD)),
        outcome=Boundary.CONSENT_REQUIRED,
        reason=Reason.DIFFERENT_BOARDS,
        basis=Basis.ROW,
        source="S000 Tabell 1 T6; Huvudman",
        law=("osl-8-1", "osl-26-1"),
        sv="Samma kommun men olika nämnder är olika sekretessområden.",
        en="The same municipality but different boards are different areas of confidentiality.",
        also=((_not(Fact.SAME_BRANCH), Reason.DIFFERENT_BRANCHES),),
    ),
    BoundaryRule(
        id="B10",
        conditions=(_is(Fact.BOTH_MUNICIPALITY), _is(Fact.SAME_BOARD), _not(Fact.SAME_BRANCH)),
        outcome=Boundary.CONSENT_REQUIRED,
        reason=Reason.DIFFERENT_BRANCHES,
        basis=Basis.TEXT,
        source="S000 Huvudman",
        law=("osl-8-2", "osl-26-1"),
        sv="Samma nämnd men olika verksamhetsgrenar är olika sekretessområden.",
        en="The same board but different branches are different areas of confidentiality.",
    ),
    BoundaryRule(
        id="B11",
        conditions=(
            _is(Fact.BOTH_MUNICIPALITY),
            _is(Fact.SAME_BOARD),
            _is(Fact.SAME_BRANCH),
            _is(Fact.SAME_CENTRE),
        ),
        outcome=Boundary.CONSENT_NOT_REQUIRED,
        reason=Reason.SAME_BOARD_AND_BRANCH,
        basis=Basis.ROW,
        source="S000 Tabell 1 T5",
        law=("osl-8-2",),
        sv="Samma nämnd, verksamhetsgren och familjecentral: samma sekretessområde. Inre sekretess gäller.",
        en="The same board, branch and centre: one area of confidentiality. Inner confidentiality holds.",
    ),
    BoundaryRule(
        id="B12",
        conditions=(
            _is(Fact.BOTH_MUNICIPALITY),
            _is(Fact.SAME_BOARD),
            _is(Fact.SAME_BRANCH),
            _not(Fact.SAME_CENTRE),
        ),
        outcome=Boundary.CONSENT_REQUIRED,
        reason=Reason.SAME_BOARD_OTHER_CENTRE,
        basis=Basis.UNSETTLED_DEFAULT,
        source="Handbook 5.10 U4",
        law=("osl-8-2", "osl-26-1"),
        sv="Samma nämnd och gren men olika familjecentraler: källan är tyst, samtycke krävs som standard.",
        en="The same board and branch but different centres: the source is silent, consent is the default.",
        switch=Switch.SAME_BOARD_OTHER_CENTRE,
    ),
    BoundaryRule(
        id="B13",
        conditions=(),
        outcome=Boundary.CONSENT_REQUIRED,
        reason=Reason.NOT_COVERED,
        basis=Basis.DEFAULT,
        source="Handbook 5.9 B13",
        law=("osl-10-1",),
        sv="Ingen regel beskriver de två; då krävs samtycke.",
        en="No rule describes the pair; then consent is required.",
    ),
)

ANOTHER_ACTIVITY = BoundaryRule(
    id="C1",
    conditions=(_not(Fact.SAME_ACTIVITY),),
    outcome=Boundary.CONSENT_REQUIRED,
    reason=Reason.DIFFERENT_ACTIVITIES,
    basis=Basis.COUNTY,
    source="S002 13.3; S003 Sekretess och dokumentation",
    law=("osl-10-1",),
    sv="Länets överenskommelse: uppgifter får lämnas till en annan verksamhet om den enskilde samtycker.",
    en="The county's agreement: information may pass to another activity if the person consents.",
)
ANYONE_ELSE = BoundaryRule(
    id="C2",
    conditions=(),
    outcome=Boundary.CONSENT_REQUIRED,
    reason=Reason.ANY_OTHER_PERSON,
    basis=Basis.COUNTY,
    source="S001 Bilaga 1",
    law=("osl-10-1",),
    sv="Länets riktlinje: uppgifter får inte lämnas till någon annan utan den berördas samtycke.",
    en="The county's guideline: nothing may pass to anyone else without the person's consent.",
)
EXEMPT_COLLEAGUES = BoundaryRule(
    id="C0",
    conditions=(
        Condition(Fact.SAME_AUTHORITY, holds=True, unknown_is=False),
        Condition(Fact.SAME_UNIT, holds=True, unknown_is=False),
        Condition(Fact.SAME_ACTIVITY, holds=True, unknown_is=False),
    ),
    outcome=Boundary.CONSENT_NOT_REQUIRED,
    reason=Reason.SAME_UNIT,
    basis=Basis.COUNTY,
    source="Handbook 5.11, switch exemptSameUnitSameActivity",
    law=(),
    sv="Länet har undantagit kollegor i samma enhet och verksamhet från sin strängare regel.",
    en="The county has exempted colleagues in the same unit and activity from its stricter rule.",
)

FACT_TEXTS: dict[Fact, tuple[str, str]] = {
    Fact.BOTH_PRIVATE: ("båda är anställda hos privata vårdgivare", "both are employed by private providers"),
    Fact.EXACTLY_ONE_PRIVATE: (
        "exakt en är anställd hos en privat vårdgivare",
        "exactly one is employed by a private provider",
    ),
    Fact.BOTH_REGION: ("båda är anställda hos en region", "both are employed by a region"),
    Fact.BOTH_MUNICIPALITY: ("båda är anställda hos en kommun", "both are employed by a municipality"),
    Fact.SAME_AUTHORITY: ("de har samma huvudman", "they have the same responsible authority"),
    Fact.SAME_UNIT: ("de har samma enhet", "they have the same unit"),
    Fact.SAME_BOARD: ("de hör till samma nämnd", "they belong to the same board"),
    Fact.SAME_BRANCH: ("de hör till samma verksamhetsgren", "they belong to the same branch"),
    Fact.SAME_CENTRE: ("de arbetar på samma familjecentral", "they work at the same centre"),
    Fact.SAME_ACTIVITY: ("de arbetar i samma verksamhet", "they work in the same activity"),
}
"""Each fact in Swedish and English, as the rule's condition reads to a person."""
