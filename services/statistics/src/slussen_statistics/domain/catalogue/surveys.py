"""Tables of answers: self-reflection, parent and visit surveys, spider measurement, staff ratings."""

from slussen_statistics.domain.catalogue.model import (
    Base,
    Category,
    Dimension,
    Measure,
    Protection,
    Rule,
    Table,
)
from slussen_statistics.domain.catalogue.referrals import NUMBER
from slussen_statistics.domain.instruments import Instrument, instruments
from slussen_statistics.domain.labels import Label

SELF_REFLECTION = "self-reflection"
PARENT_SURVEY = "parent-survey"
VISIT_SURVEYS = "visit-surveys"
SPIDER = "spider-measurement"
STAFF_RATING = "staff-rating"

TABLE_OF = {
    "self_reflection": SELF_REFLECTION,
    "parent_survey": PARENT_SURVEY,
    "visit_survey_adults": VISIT_SURVEYS,
    "visit_survey_children": VISIT_SURVEYS,
    "spider_measurement": SPIDER,
    "staff_rating": STAFF_RATING,
}
"""The table of each instrument whose answers are counted."""

SOURCE = Label("Slussen, svar på familjecentralernas enkäter", "Slussen, answers to the centres' surveys")
SCALE = Label("medel på skalan", "mean on the scale")
ANSWERS = Measure("answers", Label("Svar", "Answers"), NUMBER, "answers")


def _items(*found: Instrument, label: Label) -> Dimension:
    items = [item for instrument in found for item in instrument.items]
    return Dimension("item", label, tuple(Category(i.code, i.label) for i in items), has_total=False)


def _scale(*found: Instrument) -> Dimension:
    points = max(instrument.scale.points for instrument in found if instrument.scale)
    steps = (Category(f"v{n}", Label(str(n), str(n)), n) for n in range(1, points + 1))
    return Dimension("answer", Label("svar", "answer"), tuple(steps), is_sensitive=True)


def _mean(decimals: int = 2) -> Measure:
    return Measure(
        "mean",
        Label("Medelvärde", "Mean"),
        SCALE,
        "answers",
        Rule.MEAN_ON_SCALE,
        along="answer",
        decimals=decimals,
    )


def _note(*found: Instrument) -> Label:
    return Label(
        " ".join(instrument.note.sv for instrument in found),
        " ".join(instrument.note.en for instrument in found),
    )


def _survey(table_id: str, title: Label, *names: str, item: Label, indicators: tuple[str, ...] = ()) -> Table:
    found = [instruments()[name] for name in names]
    groups = [
        Dimension(
            "respondent",
            Label("svarande", "respondent"),
            tuple(Category(group.code, group.label) for group in instrument.respondents),
        )
        for instrument in found
        if instrument.respondents
    ]
    return Table(
        table_id,
        title,
        Label(
            "Antal svar, räknade det år de lämnades", "Number of answers, counted in the year they were given"
        ),
        SOURCE,
        (Base("answers", Protection.COUNTED),),
        (ANSWERS, _mean()),
        (_items(*found, label=item), *groups, _scale(*found)),
        note=_note(*found),
        subject="surveys",
        indicators=indicators,
    )


def _self_reflection() -> Table:
    made = _survey(
        SELF_REFLECTION,
        Label("Självreflektion per påstående", "Self-reflection by statement"),
        "self_reflection",
        item=Label("påstående", "statement"),
        indicators=("I-04",),
    )
    agreed = Measure(
        "agreed",
        Label("Gemensam bild, medel", "Agreed view, mean"),
        SCALE,
        "agreed_sum",
        Rule.MEAN,
        per="agreed",
        decimals=1,
        is_stock=True,
    )
    bases = (
        *made.bases,
        Base("agreed_sum", Protection.OPEN, is_amount=True),
        Base("agreed", Protection.OPEN),
    )
    return Table(
        made.id,
        made.title,
        made.counts,
        made.source,
        bases,
        (*made.measures, agreed),
        made.dimensions,
        note=made.note,
        subject=made.subject,
        indicators=made.indicators,
    )


TABLES = (
    _self_reflection(),
    _survey(
        PARENT_SURVEY,
        Label("Föräldraenkät per mål", "Parent survey by goal"),
        "parent_survey",
        item=Label("mål", "goal"),
        indicators=("I-03", "I-04", "I-20"),
    ),
    _survey(
        VISIT_SURVEYS,
        Label("Besöksenkäter", "Visit surveys"),
        "visit_survey_adults",
        "visit_survey_children",
        item=Label("fråga", "question"),
    ),
    _survey(
        SPIDER,
        Label("Spindelmätning per axel", "Spider measurement by axis"),
        "spider_measurement",
        item=Label("axel", "axis"),
        indicators=("I-12",),
    ),
    _survey(
        STAFF_RATING,
        Label("Personalens skattning av samverkan", "Staff rating of cooperation"),
        "staff_rating",
        item=Label("skattning", "rating"),
        indicators=("I-12",),
    ),
)
