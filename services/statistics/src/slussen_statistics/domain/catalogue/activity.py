"""Tables of what centres enter themselves: visits, groups, listing figures, home visits, goals and plans."""

from slussen_statistics.domain.catalogue.consents import NOT_STATED
from slussen_statistics.domain.catalogue.model import (
    Base,
    Dimension,
    Measure,
    Period,
    Protection,
    Rule,
    Table,
)
from slussen_statistics.domain.catalogue.referrals import NUMBER, PER_CENT
from slussen_statistics.domain.labels import PROFESSIONS, Label

VISITS = "open-preschool-visits"
GROUPS = "parent-groups"
LEADERS = "parent-group-leaders"
LISTING = "listing"
HOME_VISITS = "extended-home-visits"
GOALS = "goals"
PLANS = "activity-plans"

SOURCE = Label("Slussen, uppgifter från familjecentralerna", "Slussen, as entered by the family centres")
ROUNDED = Label(
    "Talen är inmatade summor. De avrundas slumpvis uppåt eller nedåt till jämna femtal; noll kan vara ett litet tal.",
    "The figures are totals as entered. They are rounded at random, up or down, to multiples of five; nought may be a"
    " small number.",
)

GROUPS_NOTE = Label(
    f"{ROUNDED.sv} Antal träffar och grupper är exakta. Medel och andelar gäller dem där det är angivet.",
    f"{ROUNDED.en} Numbers of sessions and groups are exact. Means and shares are of those where it is stated.",
)

GROUP_TYPES = {
    "birth_preparation": Label("föräldraförberedande grupp", "group before birth"),
    "parents_of_infants": Label("föräldragrupp under barnets första år", "group in the child's first year"),
    "themed": Label("temagrupp", "themed group"),
    "targeted": Label("riktad grupp", "targeted group"),
    "other": Label("annan grupp", "other group"),
}
GOAL_KINDS = {
    "priority": Label("prioriterat mål", "priority goal"),
    "county": Label("länsmål", "county goal"),
    "other": Label("annat mål", "other goal"),
}


def _entered(*codes: str) -> tuple[Base, ...]:
    return tuple(Base(code, Protection.ENTERED, is_amount=True) for code in codes)


def _open(*codes: str) -> tuple[Base, ...]:
    return tuple(Base(code, Protection.OPEN) for code in codes)


def _stated(code: str, number: str) -> tuple[Base, Base]:
    """Return a sum of what was stated, and the number of those who stated it."""
    return Base(code, Protection.OPEN, is_amount=True), Base(number, Protection.OPEN, of=code)


def _plain(code: str, label: Label, *, is_stock: bool = False) -> Measure:
    return Measure(code, label, NUMBER, code, is_stock=is_stock)


def _share(code: str, label: Label, base: str, per: str) -> Measure:
    return Measure(code, label, PER_CENT, base, Rule.MEAN, per=per, divisor=0.01, decimals=1)


TABLES = (
    Table(
        VISITS,
        Label("Besök i öppna förskolan", "Visits to the open preschool"),
        Label("Antal besök, inmatade per dag", "Number of visits, entered by day"),
        SOURCE,
        (
            *_entered("adults", "children", "families", "first_visits", "families_in_month"),
            *_open("days"),
        ),
        (
            _plain("adults", Label("Besök av vuxna", "Visits by adults")),
            _plain("children", Label("Besök av barn", "Visits by children")),
            _plain("families", Label("Besök av familjer", "Visits by families")),
            _plain("first_visits", Label("Första besök", "First visits")),
            Measure(
                "families_in_month",
                Label("Olika familjer under månaden", "Different families in the month"),
                NUMBER,
                "families_in_month",
                adds_over_time=False,
            ),
            _plain("days", Label("Dagar med uppgift", "Days with figures")),
        ),
        period=Period.MONTH,
        note=ROUNDED,
        subject="activity",
        indicators=("I-06", "I-18"),
    ),
    Table(
        GROUPS,
        Label("Föräldragrupper", "Parent groups"),
        Label("Träffar och deltagande i föräldragrupper", "Sessions of parent groups, and who took part"),
        SOURCE,
        (
            *_open("sessions", "cohesive", "cross_led"),
            Base("minutes", Protection.OPEN, is_amount=True),
            *_entered("families", "guardians", "guardians_three_times"),
            *_open("groups"),
            *_stated("group_sessions", "sessions_stated"),
            *_stated("views_taken_in", "views_stated"),
            *_stated("evaluated", "evaluation_stated"),
            Base("timed", Protection.OPEN, of="minutes"),
        ),
        (
            _plain("sessions", Label("Träffar", "Sessions")),
            _share(
                "cohesive_share",
                Label("Andel sammanhållna över födseln", "Share cohesive over birth"),
                "cohesive",
                "sessions",
            ),
            _share(
                "cross_led_share",
                Label("Andel ledda av flera professioner", "Share led by several professions"),
                "cross_led",
                "sessions",
            ),
            Measure(
                "length",
                Label("Minuter per träff, medel", "Minutes a session, mean"),
                Label("minuter", "minutes"),
                "minutes",
                Rule.MEAN,
                per="timed",
            ),
            _plain("families", Label("Familjers deltaganden", "Attendances by families")),
            _plain("guardians", Label("Vårdnadshavares deltaganden", "Attendances by custodians")),
            _plain(
                "guardians_three_times",
                Label(
                    "Vårdnadshavare som deltagit minst tre gånger", "Custodians who came three times or more"
                ),
            ),
            _plain("groups", Label("Avslutade grupper", "Groups that have ended")),
            Measure(
                "sessions_per_group",
                Label("Träffar per avslutad grupp, medel", "Sessions of an ended group, mean"),
                NUMBER,
                "group_sessions",
                Rule.MEAN,
                per="sessions_stated",
                decimals=1,
            ),
            _share(
                "views_share",
                Label(
                    "Andel avslutade grupper där synpunkter tagits in",
                    "Share of ended groups in which parents' views were taken in",
                ),
                "views_taken_in",
                "views_stated",
            ),
            _share(
                "evaluated_share",
                Label("Andel avslutade grupper som utvärderats", "Share of ended groups that were evaluated"),
                "evaluated",
                "evaluation_stated",
            ),
        ),
        (Dimension.of("groupType", Label("slag av grupp", "kind of group"), GROUP_TYPES),),
        note=GROUPS_NOTE,
        subject="activity",
        indicators=("I-17", "I-22"),
    ),
    Table(
        LEADERS,
        Label("Föräldragruppers träffar efter ledarnas profession", "Sessions of parent groups by leaders"),
        Label("Antal träffar efter vilka som ledde dem", "Number of sessions by who led them"),
        SOURCE,
        _open("sessions"),
        (_plain("sessions", Label("Träffar", "Sessions")),),
        (
            Dimension.of(
                "profession",
                Label("profession som ledde", "leading profession"),
                {**PROFESSIONS, NOT_STATED: Label("uppgift saknas", "not stated")},
                is_overlapping=True,
            ),
        ),
        note=Label(
            "En träff som leds av flera professioner räknas under var och en av dem. Raden Totalt är antalet träffar;"
            " professionerna kan därför tillsammans bli fler.",
            "A session that several professions lead counts under each of them. The total is the number of sessions;"
            " the professions may therefore add up to more.",
        ),
        subject="activity",
        indicators=("I-17",),
    ),
    Table(
        LISTING,
        Label("Listade familjer, inskrivna barn och gravida", "Listed families, enrolled children, pregnant"),
        Label(
            "Årets uppgift, den senast lämnade; den gäller hela året",
            "The year's figure, as last given; it holds for the whole year",
        ),
        SOURCE,
        _entered("listed_families", "enrolled_children", "pregnant"),
        (
            _plain("listed_families", Label("Listade barnfamiljer", "Listed families"), is_stock=True),
            _plain("enrolled_children", Label("Inskrivna barn", "Enrolled children"), is_stock=True),
            _plain("pregnant", Label("Gravida", "Pregnant women"), is_stock=True),
        ),
        note=ROUNDED,
        subject="activity",
        indicators=("I-07",),
    ),
    Table(
        HOME_VISITS,
        Label("Utökade hembesök", "Extended home visits"),
        Label(
            "Antal hembesök och familjer, inmatade per månad", "Home visits and families, entered by month"
        ),
        SOURCE,
        _entered("visits", "families"),
        (
            _plain("visits", Label("Hembesök", "Home visits")),
            _plain("families", Label("Familjer, månadernas summa", "Families, sum of the months")),
        ),
        note=Label(
            f"{ROUNDED.sv} En familj som får hembesök i flera månader räknas i var och en av dem.",
            f"{ROUNDED.en} A family that is visited in several months counts in each of them.",
        ),
        subject="activity",
    ),
    Table(
        GOALS,
        Label("Mål", "Goals"),
        Label(
            "Mål som centralerna satt för året och hur det gick",
            "Goals set for the year, and what came of them",
        ),
        SOURCE,
        _open("goals", "measurable", "evaluated", "attained"),
        (
            _plain("goals", Label("Mål", "Goals")),
            _plain("measurable", Label("Mätbara mål", "Measurable goals")),
            _plain("evaluated", Label("Utvärderade mål", "Evaluated goals")),
            _plain("attained", Label("Uppnådda mål", "Attained goals")),
            _share("attained_share", Label("Andel uppnådda", "Share attained"), "attained", "evaluated"),
        ),
        (Dimension.of("goalKind", Label("slag av mål", "kind of goal"), GOAL_KINDS),),
        subject="activity",
        indicators=("I-05", "I-23"),
    ),
    Table(
        PLANS,
        Label("Verksamhetsplaner", "Activity plans"),
        Label("Planer för året och vad de innehåller", "Plans for the year, and what they hold"),
        SOURCE,
        _open("plans", "with_convention"),
        (
            _plain("plans", Label("Verksamhetsplaner", "Activity plans")),
            _plain(
                "with_convention",
                Label(
                    "Med avsnitt om barnkonventionen",
                    "With a section on the Convention on the Rights of the Child",
                ),
            ),
            _share(
                "convention_share", Label("Andel med avsnittet", "Share with it"), "with_convention", "plans"
            ),
        ),
        subject="activity",
        indicators=("I-25",),
    ),
)
