"""A report's document and its checks, from content alone."""

from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from pydantic import TypeAdapter

from slussen_chassis.documents.blocks import Bars, Facts, Heading, Items, Table
from slussen_chassis.documents.coverage import showable
from slussen_chassis.documents.docx import docx_of
from slussen_chassis.documents.pdf import pdf_of
from slussen_contracts.profiles.loading import profile
from slussen_contracts.profiles.practice import AnnualReportRule
from slussen_statistics.domain.catalogue import TABLES
from slussen_statistics.domain.grid import Grid
from slussen_statistics.domain.labels import Label
from slussen_statistics.domain.published import Block, Period, ReleaseInfo
from slussen_statistics.domain.reports.checks import findings
from slussen_statistics.domain.reports.content import (
    Cell,
    Content,
    FigureRow,
    Figures,
    FromRelease,
    ReportGoal,
    ReportQuote,
    SectionContent,
)
from slussen_statistics.domain.reports.deadlines import dues, late_for
from slussen_statistics.domain.reports.document import HandedIn, Written, report_document
from slussen_statistics.domain.reports.figures import counts_where_nothing_is, figures_of, shown_together
from slussen_statistics.domain.reports.outline import Filled, Section, outlines
from slussen_statistics.domain.showing import shown

MADE_AT = datetime(2027, 2, 20, 10, 0, tzinfo=UTC)
JAMTLAND = outlines()["jamtland"]
SURVEY = Figures(
    "parent-survey",
    Label("Föräldraenkät per mål", "Parent survey by goal"),
    (Label("mål", "goal"), Label("Svar", "Answers"), Label("Medelvärde", "Mean")),
    (
        FigureRow(
            (Label("Lättillgänglig nära mötesplats", "Near by"),), (Cell(41, None, 0), Cell(4.25, None, 2))
        ),
        FigureRow((Label("Stärka nätverket", "Network"),), (Cell(12, None, 0), Cell(None, "..", 2))),
    ),
    picture=1,
    most=5,
)
FLOW = Figures(
    "referral-flow",
    Label("Slussningar", "Referrals"),
    (Label("från", "from"), Label("till", "to"), Label("Slussningar", "Referrals")),
    (FigureRow((Label("Barnmorska", "Midwife"), Label("Socionom", "Social worker")), (Cell(17, None, 0),)),),
    picture=0,
)
GOAL = ReportGoal("p1", "priority", "Fler pappor", "Kvällsöppet", None, is_measurable=True, is_attained=None)
GAP = Label("Uppgift saknas: gravida. Ingen uppgift 2026.", "Missing: pregnant. No figure for 2026.")


def content(**more: object) -> Content:
    sections = tuple(
        SectionContent(
            section.code,
            f"Om {section.code}.\n\nEtt stycke till.",
            (SURVEY,) if section.has_quotes else (),
            (GAP,) if section.code == "description" else (),
        )
        for section in JAMTLAND.sections
    )
    release = FromRelease(UUID(int=7), date(2027, 2, 1), date(2026, 12, 31))
    made = Content(
        "jamtland",
        "Familjecentralen Lyktan",
        2026,
        1,
        release,
        sections,
        (ReportQuote("Det var skönt att få hjälp.", "woman"),),
        (replace(GOAL, outcome="Tolv pappor kom.", is_attained=True),),
        (GOAL, replace(GOAL, reference="p2", goal="Fler språk")),
    )
    return replace(made, **more)  # type: ignore[arg-type]


def test_the_document_says_what_is_withheld_what_is_missing_and_who_said_what() -> None:
    handed_in = HandedIn(date(2027, 3, 2), ("to_principals",), "Fel antal.")
    written = Written(content(), JAMTLAND, ("management_group", "each_principal"), handed_in)
    document = report_document(written, made_at=MADE_AT)
    blocks = document.blocks
    [table] = [block for block in blocks if isinstance(block, Table)]
    assert table.rows == (("Lättillgänglig nära mötesplats", "41", "4,25"), ("Stärka nätverket", "12", ".."))
    [bars] = [block for block in blocks if isinstance(block, Bars)]
    assert [row[1:] for row in bars.rows] == [("4,25", 0.85), ("..", 0.0)]
    items = [item for block in blocks if isinstance(block, Items) for item in block.items]
    assert items == [GAP.sv, "”Det var skönt att få hjälp.” (kvinna)"]
    facts = dict(row for block in blocks if isinstance(block, Facts) for row in block.rows)
    assert (facts["Försenad"], facts["Skäl för ny utgåva"]) == ("till huvudmännen", "Fel antal.")
    assert facts["Mottagare"] == "ledningsgruppen, varje huvudman"
    assert facts["Siffror ur publiceringen"].startswith("2027-02-01 till och med 2026-12-31 (00000000-")
    assert (document.mark, facts["Så gick det"]) == (None, "Tolv pappor kom.")


def test_an_edition_that_was_kept_without_its_headings_is_read_by_the_headings_that_it_has(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    kept = TypeAdapter(Content).dump_python(content(), mode="json")
    del kept["outline"], kept["recipients"]
    was, _, *others = JAMTLAND.sections
    changed = replace(JAMTLAND, sections=(Section("added", Label("Ny", "New")), was, *others))
    monkeypatch.setattr("slussen_statistics.domain.reports.outline.outlines", lambda: {"jamtland": changed})
    read = TypeAdapter(Content).validate_python(kept)
    assert read.recipients is None
    assert [section.code for section in read.headings.sections] == [s.code for s in content().sections]
    document = report_document(Written(read, read.headings), made_at=MADE_AT)
    headings = [block.text for block in document.blocks if isinstance(block, Heading)]
    assert "special_support" in headings, "a heading that is gone is named by its code, and its text stands"
    assert "Ny" not in headings


@pytest.mark.parametrize("language", ["sv", "en"])
def test_every_county_s_report_is_made_by_the_standards_and_alike_each_time(language: str) -> None:
    for profile_id, outline in outlines().items():
        sections = tuple(SectionContent(s.code, "Text.", (SURVEY, FLOW), (GAP,)) for s in outline.sections)
        written = Written(content(profile_id=profile_id, sections=sections), outline)
        document = report_document(written, made_at=MADE_AT, language=language)  # type: ignore[arg-type]
        drawn = [row[0] for block in document.blocks if isinstance(block, Bars) for row in block.rows]
        assert drawn == [showable(label) for label in drawn]
        assert pdf_of(document) == pdf_of(document)
        assert docx_of(document) == docx_of(document)


def found(of: Content, pages: int = 1) -> dict[str, str]:
    rules = profile("jamtland", on=date(2027, 2, 1)).statistics
    return {one.rule: one.weight for one in findings(of, JAMTLAND, rules, description_pages=pages)}


def test_checks_tell_what_hinders_from_what_to_think_of() -> None:
    assert found(content()) == {"missing-figure": "notice"}
    assert found(content(), pages=2)["too-long"] == "warning"
    assert found(content(next_goals=(GOAL,)))["goals-expected"] == "warning"
    empty = tuple(replace(s, text="", figures=()) for s in content().sections)
    assert found(content(sections=empty, next_goals=()))["missing-special-item"] == "breach"
    assert found(content(sections=empty))["missing-section"] == "breach"
    early = FromRelease(UUID(int=7), date(2026, 11, 1), date(2026, 10, 31))
    assert found(content(release=early))["year-not-covered"] == "warning"


def test_a_county_s_days_are_of_the_year_after_and_a_silent_source_has_none() -> None:
    rule = profile("jamtland", on=date(2027, 2, 1)).statistics.annual_report
    assert [due.day for due in dues(rule, 2027)] == [date(2028, 2, 28), date(2028, 3, 1), date(2028, 3, 1)]
    assert late_for(dues(rule, 2027), on=date(2028, 2, 29)) == ("coordinator_hand_in",)
    assert dues(AnnualReportRule(), 2027) == ()


RELEASE = ReleaseInfo(UUID(int=7), "23", date(2027, 2, 1), date(2026, 12, 31), 5, None)


def block_of(table_id: str, *, month: int = 0, **counts: int) -> Block:
    """Return a block with numbers in its last cell, the total of all dimensions."""
    table = TABLES[table_id]
    grid = Grid.empty(table)
    for code, count in counts.items():
        grid.counts[table.base(code)][-1] = count
    return Block(
        RELEASE, table, "centre", Period(2026, month), grid, shown(grid, RELEASE.rules), is_fixed=False
    )


def told(wanted: Filled, block: Block) -> list[tuple[str, ...]]:
    made = figures_of(block.table, wanted, block.shown)
    rows = made.rows if made else ()
    return [(*(label.sv for label in row.labels), *(str(cell.value) for cell in row.cells)) for row in rows]


def test_a_published_zero_is_a_figure() -> None:
    plans = Filled("joint-plans", ("families", "children", "share"))
    rows = told(plans, block_of("joint-plans"))
    assert [row[1:] for row in rows] == [("0",), ("0",)]
    flow = Filled(
        "referral-flow", ("referrals",), ("fromProfession", "toProfession"), (("kind", "internal"),)
    )
    assert told(flow, block_of("referral-flow")) == [("Totalt", "Totalt", "0")]
    survey = Filled("parent-survey", ("answers", "mean"), ("item",), picture="mean")
    assert told(survey, block_of("parent-survey")) == [], "no answer is no view"


def test_a_share_and_a_time_stand_with_their_unit() -> None:
    block = block_of("joint-plans", families=20, listed=40)
    made = figures_of(block.table, Filled("joint-plans", ("families", "share")), block.shown)
    assert made is not None
    assert made.head[1].sv == "värde"
    assert [row.labels[0].sv for row in made.rows][1] == "Andel av listade barnfamiljer, procent"
    plain = figures_of(block.table, Filled("joint-plans", ("families", "children")), block.shown)
    assert plain is not None
    assert plain.head[1].sv == "antal"
    section = SectionContent("description", "", (made,), ())
    sections = (section, *content().sections[1:])
    document = report_document(Written(content(sections=sections), JAMTLAND), made_at=MADE_AT)
    assert next(b for b in document.blocks if isinstance(b, Table)).head == ("Uppgift", "Värde")


def test_what_nobody_entered_and_what_is_under_a_threshold_is_no_zero() -> None:
    assert counts_where_nothing_is(TABLES["joint-plans"], RELEASE)
    assert not counts_where_nothing_is(TABLES["open-preschool-visits"], RELEASE)
    assert not counts_where_nothing_is(TABLES["parent-survey"], RELEASE)
    hidden = replace(RELEASE, threshold_tables=frozenset({"referral-flow"}))
    assert counts_where_nothing_is(TABLES["referral-flow"], RELEASE)
    assert not counts_where_nothing_is(TABLES["referral-flow"], hidden)


def test_months_are_added_up_unless_nothing_more_may_be_made_of_one() -> None:
    months = [block_of("open-preschool-visits", month=month, days=5) for month in (3, 4)]
    made = shown_together(months)
    assert made is not None
    days = [measure.code for measure in TABLES["open-preschool-visits"].measures].index("days")
    assert made.values[days][-1] == 10
    assert shown_together([months[0], replace(months[1], is_fixed=True)]) is None
    assert shown_together([]) is None
