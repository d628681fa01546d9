"""Tables of referrals (slussning), of the families behind them, and of joint plans."""

from collections.abc import Iterable
from dataclasses import replace

from slussen_statistics.domain.catalogue.model import (
    Base,
    Category,
    Dimension,
    Measure,
    Protection,
    Rule,
    Table,
)
from slussen_statistics.domain.labels import KINDS, PROFESSIONS, SECTORS, TOTAL, Label

REFERRAL_FLOW = "referral-flow"
REFERRAL_FAMILIES = "referral-families"
REFERRAL_TIMES = "referral-times"
REFERRAL_OUTCOMES = "referral-outcomes"
REFERRALS_DECLINED = "referrals-declined"
JOINT_PLANS = "joint-plans"

SOURCE = Label("Slussen, länets familjecentraler", "Slussen, the county's family centres")
NUMBER = Label("antal", "number")
PER_CENT = Label("procent", "per cent")
DAYS = Label("dygn, övre gräns för bandet", "days, the band's upper end")

REFERRALS = Measure("referrals", Label("Slussningar", "Referrals"), NUMBER, "referrals")
KIND = Dimension.of("kind", Label("slag", "kind"), KINDS, has_total=False)
"""Internal and external are never added up (handbook 6.6)."""


def _profession(code: str, label: Label) -> Dimension:
    return Dimension.of(code, label, PROFESSIONS, sectors=SECTORS)


BANDS = (
    Category("d0", Label("samma dag", "the same day"), 0),
    Category("d2", Label("1-2 dygn", "1-2 days"), 2),
    Category("d7", Label("3-7 dygn", "3-7 days"), 7),
    Category("d14", Label("8-14 dygn", "8-14 days"), 14),
    Category("d30", Label("15-30 dygn", "15-30 days"), 30),
    Category("d90", Label("31-90 dygn", "31-90 days"), 90),
    Category("d365", Label("mer än 90 dygn", "more than 90 days"), 365),
)


def band_of(days: int) -> str:
    """Return the band in which a number of whole days lies."""
    return next((b.code for b in BANDS if b.number is not None and days <= b.number), BANDS[-1].code)


BUCKETS = {
    "none": Label("0 slussningar", "0 referrals"),
    "one": Label("exakt 1 slussning", "exactly 1 referral"),
    "two": Label("exakt 2 slussningar", "exactly 2 referrals"),
    "three_or_more": Label("3 eller fler slussningar", "3 or more referrals"),
    "two_or_more": Label("2 eller fler slussningar", "2 or more referrals"),
}


def buckets(referrals: int) -> Iterable[str]:
    """Return the cells of a family by its number of internal referrals in the year (handbook 6.6)."""
    if referrals <= 0:
        return ()
    if referrals == 1:
        return ("one", TOTAL)
    return ("two" if referrals == 2 else "three_or_more", "two_or_more", TOTAL)  # noqa: PLR2004 - handbook 6.6


def once(facts: int) -> Iterable[str]:
    """Return the one cell of a unit that is there at all."""
    return ("",) if facts > 0 else ()


LISTED = Base("listed", Protection.ENTERED, is_amount=True)
UNLISTED = Base("unlisted", Protection.OPEN, is_amount=True)
"""How many of an area's centres have not said how many families are listed."""
LISTED_AT = {REFERRAL_FAMILIES: TOTAL, JOINT_PLANS: ""}
"""The cell at which both stand in the tables that have them."""
LISTED_FAMILIES = Measure(
    "listed",
    Label("Listade barnfamiljer", "Listed families"),
    NUMBER,
    "listed",
    unless="unlisted",
    is_stock=True,
)
FAMILIES_NOTE = Label(
    "Nämnaren är antalet listade barnfamiljer, årets uppgift. Den och det som räknas av den visas bara där alla"
    " familjecentraler i området har lämnat uppgiften för året, annars står en punkt (.). De listade är en inmatad"
    " summa, i vilken ingen kan undantas. Väntade barn räknas som barn; vuxna som själva gett medgivandet gör det inte,"
    " men deras familjer räknas.",
    "The denominator is the number of listed families, the year's figure. It and what is made of it are shown only"
    " where every centre of the area has given the figure for the year; elsewhere a dot (.) stands. The listed are an"
    " entered total that nobody can be taken out of. Unborn children count as children; adults who gave the permission"
    " themselves don't, but their families count.",
)

OUTCOMES = {
    "waiting": Label("inte avslutad", "not closed"),
    "contact_established": Label("kontakt etablerad", "contact established"),
    "family_declined": Label("familjen tackade nej", "the family declined"),
    "moved": Label("familjen flyttade", "the family moved"),
    "not_accepted": Label("mottagaren tog inte emot", "the recipient did not accept"),
    "recalled": Label("återtagen", "recalled"),
    "no_contact": Label("ingen kontakt, eller tiden gick ut", "no contact, or time ran out"),
    "other": Label("annat utfall", "other outcome"),
}

TABLES = (
    Table(
        REFERRAL_FLOW,
        Label("Slussningar från profession till profession", "Referrals from profession to profession"),
        Label(
            "Antal slussningar, räknade det år de öppnades",
            "Number of referrals, counted in the year they were opened",
        ),
        SOURCE,
        (Base("referrals", Protection.COUNTED),),
        (REFERRALS,),
        (
            KIND,
            _profession("fromProfession", Label("från profession", "from profession")),
            _profession("toProfession", Label("till profession", "to profession")),
        ),
        indicators=("I-10",),
    ),
    Table(
        REFERRAL_FAMILIES,
        Label("Familjer efter antal slussningar under året", "Families by number of referrals in the year"),
        Label(
            "Antal familjer och barn med slussning inom familjecentralen, räknade en gång per år",
            "Families and children with a referral inside the centre, counted once a year",
        ),
        SOURCE,
        (Base("families", Protection.COUNTED), Base("children", Protection.COUNTED), LISTED, UNLISTED),
        (
            Measure("families", Label("Familjer", "Families"), NUMBER, "families"),
            Measure("children", Label("Barn", "Children"), NUMBER, "children"),
            Measure(
                "share",
                Label("Andel av listade barnfamiljer", "Share of listed families"),
                PER_CENT,
                "families",
                Rule.SHARE,
                per="listed",
                unless="unlisted",
                per_total=("referrals",),
                decimals=1,
            ),
            Measure(
                "without",
                Label("Listade familjer utan slussning", "Listed families without a referral"),
                NUMBER,
                "families",
                Rule.REMAINDER,
                per="listed",
                unless="unlisted",
                per_total=("referrals",),
            ),
            replace(LISTED_FAMILIES, per_total=("referrals",)),
        ),
        (
            Dimension.of(
                "referrals",
                Label("antal slussningar", "number of referrals"),
                {code: text for code, text in BUCKETS.items() if code != "none"},
            ),
        ),
        distinct=buckets,
        note=Label(
            f"{FAMILIES_NOTE.sv} Antal listade och måttet utan slussning gäller raden Totalt.",
            f"{FAMILIES_NOTE.en} Listed families and those without a referral stand at the total.",
        ),
        indicators=("I-08", "I-09"),
    ),
    Table(
        REFERRAL_TIMES,
        Label("Tid till svar och till avslut för slussningar", "Time to accept and to close referrals"),
        Label(
            "Antal slussningar efter hela dygn från att de skickades",
            "Number of referrals by whole days since they were sent",
        ),
        SOURCE,
        (Base("referrals", Protection.COUNTED),),
        (
            REFERRALS,
            Measure(
                "median",
                Label("Mediantid", "Median time"),
                DAYS,
                "referrals",
                Rule.MEDIAN,
                along="days",
            ),
        ),
        (
            Dimension.of(
                "step",
                Label("steg", "step"),
                {"accepted": Label("till svar", "to accepted"), "closed": Label("till avslut", "to closed")},
                has_total=False,
            ),
            Dimension("days", Label("dygn", "days"), BANDS),
        ),
    ),
    Table(
        REFERRAL_OUTCOMES,
        Label("Slussningar efter utfall", "Referrals by outcome"),
        Label("Antal slussningar efter hur de slutade", "Number of referrals by how they ended"),
        SOURCE,
        (Base("referrals", Protection.COUNTED),),
        (
            REFERRALS,
            Measure(
                "share",
                Label("Andel", "Share"),
                PER_CENT,
                "referrals",
                Rule.SHARE,
                per="referrals",
                per_total=("outcome",),
                decimals=1,
            ),
        ),
        (
            KIND,
            Dimension.of(
                "outcome",
                Label("utfall", "outcome"),
                OUTCOMES,
                is_sensitive=True,
                silent=frozenset({"waiting"}),
            ),
        ),
    ),
    Table(
        REFERRALS_DECLINED,
        Label(
            "Slussningar som inte räknas därför att familjen avböjt",
            "Referrals left out of the figures because the family declined",
        ),
        Label(
            "Antal slussningar vars familj har avböjt att räknas; de ingår inte i någon annan tabell",
            "Referrals whose family declined to be counted; they are in no other table",
        ),
        SOURCE,
        (Base("referrals", Protection.COUNTED),),
        (REFERRALS,),
        note=Label(
            "Tabellen räknar slussningar. En gemensam plan vars familj tackat nej räknas ingenstans, inte heller här."
            " Frågor om råd räknas inte.",
            "The table counts referrals. A joint plan whose family declined counts nowhere, not here either. Questions"
            " for advice don't count.",
        ),
    ),
    Table(
        JOINT_PLANS,
        Label("Gemensamma planer och tidiga insatser", "Joint plans and early efforts"),
        Label(
            "Antal familjer och barn som berörs av gemensamt upprättade planer, räknade en gång per år",
            "Families and children touched by jointly drawn-up plans, counted once a year",
        ),
        SOURCE,
        (Base("families", Protection.COUNTED), Base("children", Protection.COUNTED), LISTED, UNLISTED),
        (
            Measure(
                "families",
                Label(
                    "Familjer där två eller flera professioner samverkat om tidiga insatser",
                    "Families where two or more professions cooperated on early efforts",
                ),
                NUMBER,
                "families",
            ),
            Measure("children", Label("Barn", "Children"), NUMBER, "children"),
            Measure(
                "share",
                Label("Andel av listade barnfamiljer", "Share of listed families"),
                PER_CENT,
                "families",
                Rule.SHARE,
                per="listed",
                unless="unlisted",
                decimals=1,
            ),
            LISTED_FAMILIES,
        ),
        distinct=once,
        note=FAMILIES_NOTE,
        indicators=("I-02", "I-11"),
    ),
)
