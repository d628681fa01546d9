"""Tables that are made from the register on a day: coordinators, agreements, municipalities; shown as they are."""

from slussen_statistics.domain.catalogue.centres import open_base, plain
from slussen_statistics.domain.catalogue.model import Dimension, Measure, Rule, Table
from slussen_statistics.domain.catalogue.referrals import PER_CENT, SOURCE
from slussen_statistics.domain.labels import PROFESSIONS, Label

COORDINATORS = "coordinators"
AGREEMENTS = "agreements"
COVERAGE = "coverage"

AGREEMENT_KINDS = {
    "local": Label("lokalt samverkansavtal", "local collaboration agreement"),
    "county": Label("länsövergripande överenskommelse", "county agreement"),
    "premises": Label("nyttjanderättsavtal", "premises agreement"),
    "letter_of_intent": Label("avsiktsförklaring", "letter of intent"),
    "coordinator": Label("avtal om samordnare", "coordinator agreement"),
    "other": Label("annat avtal", "other agreement"),
}
NOT_STATED = "not_stated"
COORDINATING = {**PROFESSIONS, NOT_STATED: Label("Uppgift saknas", "Not stated")}

TABLES = (
    Table(
        COORDINATORS,
        Label("Samordnare", "Coordinators"),
        Label(
            "Familjecentraler med samordnare på årets sista redovisade dag",
            "Centres with a coordinator on the year's last reported day",
        ),
        SOURCE,
        (
            open_base("centres", is_amount=True),
            open_base("with_coordinator", is_amount=True),
            open_base("extent", is_amount=True),
            open_base("appointed", is_amount=True),
            open_base("months", is_amount=True),
            open_base("with_extent", is_amount=True),
        ),
        (
            plain(
                "centres",
                Label("Familjecentraler", "Family centres"),
                is_stock=True,
                per_total=("profession",),
            ),
            plain("with_coordinator", Label("Med samordnare", "With a coordinator"), is_stock=True),
            Measure(
                "extent",
                Label("Andel av tjänst, medel", "Share of post, mean"),
                PER_CENT,
                "extent",
                Rule.MEAN,
                per="with_extent",
            ),
            plain("appointed", Label("Nya förordnanden under året", "New appointments in the year")),
            Measure(
                "months",
                Label("Tid på uppdraget, medel", "Time in the post, mean"),
                Label("hela månader", "whole months"),
                "months",
                Rule.MEAN,
                per="with_coordinator",
            ),
        ),
        (
            Dimension.of(
                "profession", Label("samordnarens profession", "coordinator's profession"), COORDINATING
            ),
        ),
        note=Label(
            "En central med samordnare av flera professioner står under var och en av dem, och en gång i totalen. Tiden"
            " räknas från det längsta förordnandets första dag.",
            "A centre with coordinators of several professions stands under each of them, and once in the total. The"
            " time is counted from the first day of the longest appointment.",
        ),
        subject="centres",
        is_snapshot=True,
        indicators=("I-15",),
    ),
    Table(
        AGREEMENTS,
        Label("Avtal efter slag", "Agreements by kind"),
        Label(
            "Avtal på årets sista redovisade dag, och vad som hände under året",
            "Agreements on the year's last reported day, and what happened in the year",
        ),
        SOURCE,
        tuple(open_base(code, is_amount=True) for code in ("in_force", "begun", "ended", "reviewed")),
        (
            plain("in_force", Label("Gällande avtal", "Agreements in force"), is_stock=True),
            plain("begun", Label("Avtal som började gälla", "Agreements that began")),
            plain("ended", Label("Avtal som upphörde", "Agreements that ended")),
            plain("reviewed", Label("Genomgångar av avtalet", "Reviews of the agreement")),
        ),
        (Dimension.of("agreementKind", Label("slag av avtal", "kind of agreement"), AGREEMENT_KINDS),),
        subject="centres",
        is_snapshot=True,
        indicators=("I-24",),
    ),
    Table(
        COVERAGE,
        Label("Kommuner med familjecentral", "Municipalities with a family centre"),
        Label(
            "Kommuner och familjecentraler på årets sista redovisade dag",
            "Municipalities and centres on the year's last reported day",
        ),
        SOURCE,
        tuple(
            open_base(code, is_amount=True)
            for code in ("municipalities", "with_centre", "centres", "both_health_cares")
        ),
        (
            plain("municipalities", Label("Kommuner", "Municipalities"), is_stock=True),
            plain("with_centre", Label("Kommuner med familjecentral", "With a centre"), is_stock=True),
            Measure(
                "coverage",
                Label("Andel kommuner med familjecentral", "Share of municipalities with a centre"),
                PER_CENT,
                "with_centre",
                Rule.MEAN,
                per="municipalities",
                divisor=0.01,
                decimals=1,
            ),
            plain("centres", Label("Familjecentraler", "Family centres"), is_stock=True),
            plain(
                "both_health_cares",
                Label("Med både mödra- och barnhälsovård", "With maternal and child health care"),
                is_stock=True,
            ),
        ),
        subject="centres",
        is_snapshot=True,
        indicators=("I-21",),
    ),
)
