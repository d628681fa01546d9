"""Tables of what centres and their organisations have and do; nobody's data, and shown as they are."""

from slussen_statistics.domain.catalogue.model import (
    Base,
    Dimension,
    Measure,
    Protection,
    Rule,
    Table,
)
from slussen_statistics.domain.catalogue.referrals import NUMBER, PER_CENT, SOURCE
from slussen_statistics.domain.labels import PROFESSIONS, Label

OPENING_HOURS = "opening-hours"
MEETINGS = "meetings"
COORDINATORS = "coordinators"
AGREEMENTS = "agreements"
DUTIES = "duties"
COVERAGE = "coverage"
STAFF_TIME = "staff-time"

HOURS = Label("timmar", "hours")
MINUTES = 60

MEETING_KINDS = {
    "steering_group": Label("styrgrupp", "steering group"),
    "house_meeting": Label("husmöte", "house meeting"),
    "development_day": Label("utvecklingsdag", "development day"),
    "other": Label("annat möte", "other meeting"),
}
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
DUTY_STATES = {
    "planned": Label("inte gjord, tiden är inte ute", "not done, time remains"),
    "done": Label("gjord i tid", "done in time"),
    "done_late": Label("gjord för sent", "done late"),
    "overdue": Label("försenad", "overdue"),
}


def _open(code: str, *, is_amount: bool = False) -> Base:
    return Base(code, Protection.OPEN, is_amount=is_amount)


def _plain(code: str, label: Label, unit: Label = NUMBER, *, is_stock: bool = False) -> Measure:
    return Measure(code, label, unit, code, is_stock=is_stock)


TABLES = (
    Table(
        OPENING_HOURS,
        Label("Gemensam öppettid mot regeln", "Joint opening hours against the rule"),
        Label(
            "Avslutade veckor och deras gemensamma öppettid",
            "Weeks that have ended and their joint open time",
        ),
        SOURCE,
        (
            _open("weeks"),
            _open("fulfilled"),
            _open("regulated"),
            _open("reduced"),
            _open("joint", is_amount=True),
            _open("joint_of_open", is_amount=True),
            _open("open", is_amount=True),
            _open("joint_days", is_amount=True),
            _open("open_days", is_amount=True),
        ),
        (
            _plain("weeks", Label("Veckor", "Weeks")),
            _plain("fulfilled", Label("Veckor som uppfyller regeln", "Weeks that meet the rule")),
            _plain("reduced", Label("Veckor med lägre krav", "Weeks with a reduced requirement")),
            Measure(
                "fulfilled_share",
                Label("Andel veckor som uppfyller regeln", "Share of weeks that meet the rule"),
                PER_CENT,
                "fulfilled",
                Rule.MEAN,
                per="regulated",
                divisor=0.01,
                decimals=1,
            ),
            Measure(
                "hours",
                Label("Gemensam öppettid per vecka, medel", "Joint open time a week, mean"),
                HOURS,
                "joint",
                Rule.MEAN,
                per="weeks",
                divisor=MINUTES,
                decimals=1,
            ),
            Measure(
                "open_share",
                Label(
                    "Andel av den öppna tiden då alla verksamheter är öppna samtidigt",
                    "Share of open time when all activities are open at once",
                ),
                PER_CENT,
                "joint_of_open",
                Rule.MEAN,
                per="open",
                divisor=0.01,
                decimals=1,
            ),
            Measure(
                "days_share",
                Label("Andel öppna dagar med gemensam öppettid", "Share of open days with joint open time"),
                PER_CENT,
                "joint_days",
                Rule.MEAN,
                per="open_days",
                divisor=0.01,
                decimals=1,
            ),
        ),
        note=Label(
            "Andelarna räknas på de veckor för vilka det är känt hur länge någon verksamhet var öppen.",
            "Shares are made of the weeks of which it is known how long any activity was open.",
        ),
        subject="centres",
        indicators=("I-01", "I-16"),
    ),
    Table(
        MEETINGS,
        Label("Möten och utvecklingsdagar", "Meetings and development days"),
        Label(
            "Antal möten som hållits, hur många som är dokumenterade och hur många som har ett angivet syfte",
            "Number of meetings held, how many are documented and how many have a stated purpose",
        ),
        SOURCE,
        (_open("meetings"), _open("documented"), _open("documentation_stated"), _open("with_purpose")),
        (
            _plain("meetings", Label("Möten", "Meetings")),
            _plain("documented", Label("Dokumenterade möten", "Documented meetings")),
            Measure(
                "documented_share",
                Label(
                    "Andel dokumenterade, av möten där det är angivet",
                    "Share documented, of meetings where it is stated",
                ),
                PER_CENT,
                "documented",
                Rule.MEAN,
                per="documentation_stated",
                divisor=0.01,
                decimals=1,
            ),
            _plain("with_purpose", Label("Möten med angivet syfte", "Meetings with a stated purpose")),
        ),
        (Dimension.of("meeting", Label("slag av möte", "kind of meeting"), MEETING_KINDS),),
        subject="centres",
        indicators=("I-13", "I-19"),
    ),
    Table(
        STAFF_TIME,
        Label("Tid för möten, utbildning och handledning", "Time for meetings, training and supervision"),
        Label("Timmar som centralen har angett", "Hours as entered by the centre"),
        SOURCE,
        tuple(
            _open(code, is_amount=True)
            for code in (
                "house_meeting_minutes",
                "training_minutes",
                "consultation_minutes",
                "planning_minutes",
                "months",
            )
        ),
        (
            Measure(
                "house_meeting_hours",
                Label("Husmöten, timmar per månad", "House meetings, hours a month"),
                HOURS,
                "house_meeting_minutes",
                Rule.MEAN,
                per="months",
                divisor=MINUTES,
                decimals=1,
            ),
            *(
                Measure(code, label, HOURS, f"{code}_minutes", divisor=MINUTES, decimals=1)
                for code, label in (
                    ("training", Label("Utbildning", "Training")),
                    ("consultation", Label("Handledning", "Supervision")),
                    ("planning", Label("Planeringsdagar", "Planning days")),
                )
            ),
        ),
        note=Label(
            "2024 var medelvärdet i Skåne 5 timmar husmöte per månad och två planeringsdagar per år. Det är en"
            " iakttagelse och ingen norm: en avvikelse är ingen brist.",
            "In 2024 Skåne's average was 5 hours of house meetings a month and two planning days a year. That is"
            " an observation and no norm: to differ is no fault.",
        ),
        subject="centres",
        indicators=("I-13", "I-14"),
    ),
    Table(
        COORDINATORS,
        Label("Samordnare", "Coordinators"),
        Label(
            "Familjecentraler med samordnare på årets sista redovisade dag",
            "Centres with a coordinator on the year's last reported day",
        ),
        SOURCE,
        (
            _open("centres", is_amount=True),
            _open("with_coordinator", is_amount=True),
            _open("extent", is_amount=True),
            _open("appointed", is_amount=True),
            _open("months", is_amount=True),
            _open("with_extent", is_amount=True),
        ),
        (
            _plain("centres", Label("Familjecentraler", "Family centres"), is_stock=True),
            _plain("with_coordinator", Label("Med samordnare", "With a coordinator"), is_stock=True),
            Measure(
                "extent",
                Label("Andel av tjänst, medel", "Share of post, mean"),
                PER_CENT,
                "extent",
                Rule.MEAN,
                per="with_extent",
            ),
            _plain("appointed", Label("Nya förordnanden under året", "New appointments in the year")),
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
        tuple(_open(code, is_amount=True) for code in ("in_force", "begun", "ended", "reviewed")),
        (
            _plain("in_force", Label("Gällande avtal", "Agreements in force"), is_stock=True),
            _plain("begun", Label("Avtal som började gälla", "Agreements that began")),
            _plain("ended", Label("Avtal som upphörde", "Agreements that ended")),
            _plain("reviewed", Label("Genomgångar av avtalet", "Reviews of the agreement")),
        ),
        (Dimension.of("agreementKind", Label("slag av avtal", "kind of agreement"), AGREEMENT_KINDS),),
        subject="centres",
        is_snapshot=True,
        indicators=("I-24",),
    ),
    Table(
        DUTIES,
        Label("Årshjulets uppgifter", "Duties of the annual wheel"),
        Label(
            "Uppgifter efter läge, det år de skulle vara gjorda", "Duties by state, in the year they were due"
        ),
        SOURCE,
        (_open("duties"),),
        (_plain("duties", Label("Uppgifter", "Duties")),),
        (Dimension.of("state", Label("läge", "state"), DUTY_STATES),),
        subject="centres",
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
            _open(code, is_amount=True)
            for code in ("municipalities", "with_centre", "centres", "both_health_cares")
        ),
        (
            _plain("municipalities", Label("Kommuner", "Municipalities"), is_stock=True),
            _plain("with_centre", Label("Kommuner med familjecentral", "With a centre"), is_stock=True),
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
            _plain("centres", Label("Familjecentraler", "Family centres"), is_stock=True),
            _plain(
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
