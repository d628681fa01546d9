"""Tables of what centres do: hours, meetings, time, duties; nobody's data, and shown as they are."""

from slussen_statistics.domain.catalogue.model import (
    Base,
    Dimension,
    Measure,
    Protection,
    Rule,
    Table,
)
from slussen_statistics.domain.catalogue.referrals import NUMBER, PER_CENT, SOURCE
from slussen_statistics.domain.labels import Label

OPENING_HOURS = "opening-hours"
MEETINGS = "meetings"
DUTIES = "duties"
STAFF_TIME = "staff-time"

HOURS = Label("timmar", "hours")
MINUTES = 60

MEETING_KINDS = {
    "steering_group": Label("styrgrupp", "steering group"),
    "house_meeting": Label("husmöte", "house meeting"),
    "development_day": Label("utvecklingsdag", "development day"),
    "other": Label("annat möte", "other meeting"),
}
DUTY_STATES = {
    "planned": Label("inte gjord, tiden är inte ute", "not done, time remains"),
    "done": Label("gjord i tid", "done in time"),
    "done_late": Label("gjord för sent", "done late"),
    "overdue": Label("försenad", "overdue"),
}


def open_base(code: str, *, is_amount: bool = False) -> Base:
    """Return a base measure of what organisations have and do."""
    return Base(code, Protection.OPEN, is_amount=is_amount)


def plain(
    code: str, label: Label, unit: Label = NUMBER, *, is_stock: bool = False, per_total: tuple[str, ...] = ()
) -> Measure:
    """Return a measure that is a base measure as it is."""
    return Measure(code, label, unit, code, is_stock=is_stock, per_total=per_total)


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
            open_base("weeks"),
            open_base("fulfilled"),
            open_base("regulated"),
            open_base("reduced"),
            open_base("joint", is_amount=True),
            open_base("joint_of_open", is_amount=True),
            open_base("open", is_amount=True),
            open_base("joint_days", is_amount=True),
            open_base("open_days", is_amount=True),
        ),
        (
            plain("weeks", Label("Veckor", "Weeks")),
            plain("fulfilled", Label("Veckor som uppfyller regeln", "Weeks that meet the rule")),
            plain("reduced", Label("Veckor med lägre krav", "Weeks with a reduced requirement")),
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
        (
            open_base("meetings"),
            open_base("documented"),
            open_base("documentation_stated"),
            open_base("with_purpose"),
        ),
        (
            plain("meetings", Label("Möten", "Meetings")),
            plain("documented", Label("Dokumenterade möten", "Documented meetings")),
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
            plain("with_purpose", Label("Möten med angivet syfte", "Meetings with a stated purpose")),
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
            open_base(code, is_amount=True)
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
        DUTIES,
        Label("Årshjulets uppgifter", "Duties of the annual wheel"),
        Label(
            "Uppgifter efter läge, det år de skulle vara gjorda", "Duties by state, in the year they were due"
        ),
        SOURCE,
        (open_base("duties"),),
        (plain("duties", Label("Uppgifter", "Duties")),),
        (Dimension.of("state", Label("läge", "state"), DUTY_STATES),),
        subject="centres",
    ),
)
