"""The handbook's indicators (7.1) and the tables that answer each."""

from collections.abc import Mapping

from slussen_statistics.domain.catalogue import TABLES
from slussen_statistics.domain.labels import Label

INDICATORS: Mapping[str, Label] = {
    "I-01": Label("Gemensam öppettid per vecka mot 15 timmar", "Joint open hours a week against 15 hours"),
    "I-02": Label(
        "Familjer i behov av särskilt stöd där två eller flera professioner samverkat om tidiga insatser",
        "Families needing special support where two or more professions cooperated on early efforts",
    ),
    "I-03": Label("Föräldrars syn på måluppfyllelse", "Parents' view of goal attainment"),
    "I-04": Label("Måluppfyllelse ur en samlad analys", "Goal attainment from a combined analysis"),
    "I-05": Label("Utvecklingsområden för kommande år", "Development areas for the coming year"),
    "I-06": Label("Besöksstatistik", "Visit statistics"),
    "I-07": Label("Antal gravida och inskrivna barn", "Number of pregnant women and enrolled children"),
    "I-08": Label("Barn och familjer med slussning per år", "Children and families with a referral a year"),
    "I-09": Label(
        "Andel listade familjer med en, två eller flera slussningar",
        "Share of listed families with one, two or more referrals",
    ),
    "I-10": Label("Flödet mellan verksamheterna över tid", "Flow between activities over time"),
    "I-11": Label(
        "Barn och familjer med gemensam plan, andel av listade",
        "Children and families with joint plans, share of listed families",
    ),
    "I-12": Label("Personalens skattning av samverkan", "Staff rating of cooperation"),
    "I-13": Label(
        "Möten, och tid för möten, utbildning och handledning",
        "Meetings, and time for meetings, training and supervision",
    ),
    "I-14": Label(
        "Husmötestimmar per månad och planeringsdagar per år",
        "House-meeting hours a month and planning days a year",
    ),
    "I-15": Label(
        "Samordnare: finns, andel av tjänst, kontinuitet", "Coordinator: exists, share of post, continuity"
    ),
    "I-16": Label(
        "Andel av tiden då alla professioner är tillgängliga samtidigt",
        "Share of time when all professions are available at once",
    ),
    "I-17": Label("Föräldragrupper", "Parent groups"),
    "I-18": Label(
        "Antal familjer i öppna förskolan under en månad", "Number of families in open preschool in a month"
    ),
    "I-19": Label("Hur ofta samverkansmöten hålls", "How often cooperation meetings are held"),
    "I-20": Label(
        "Tillgängligheten som den upplevs av olika grupper", "Access as experienced by different groups"
    ),
    "I-21": Label("Kommuner med familjecentral", "Municipalities with a family centre"),
    "I-22": Label(
        "Deltagande i föräldragrupp minst tre gånger", "Taking part in parent groups three times or more"
    ),
    "I-23": Label("Uppnådda länsmål", "County goals attained"),
    "I-24": Label("Det lokala avtalet genomgånget under året", "Local agreement reviewed in the year"),
    "I-25": Label(
        "Barnkonventionsarbetet i verksamhetsplanen", "Work on children's rights in the activity plan"
    ),
}


def tables_of(indicator: str) -> tuple[str, ...]:
    """Return the ids of the tables that answer an indicator."""
    return tuple(table.id for table in TABLES.values() if indicator in table.indicators)
