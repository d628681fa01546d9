"""Tables of consents (samtycken), of the other grounds for telling, and of decisions at the boundary."""

from slussen_statistics.domain.catalogue.model import Base, Dimension, Measure, Protection, Rule, Table
from slussen_statistics.domain.catalogue.referrals import NUMBER, PER_CENT
from slussen_statistics.domain.labels import PROFESSIONS, SECTORS, Label

CONSENTS = "consents"
DISCLOSURE_GROUNDS = "disclosure-grounds"
DISCLOSURE_DECISIONS = "disclosure-decisions"

SOURCE = Label("Slussen, länets samtyckesregister", "Slussen, the county's register of consents")
NOT_STATED = "not_stated"

VALUES = {
    "yes": Label("ja", "yes"),
    "no": Label("nej", "no"),
    "partial": Label("delvis", "partial"),
    "pending": Label("inväntas", "pending"),
}
KINDS = {
    "harm_assessment": Label("menprövning", "harm assessment"),
    "unauthorised_disclosure_assessment": Label(
        "prövning av obehörigt röjande", "assessment of unauthorised disclosure"
    ),
    "statutory_disclosure": Label("sekretessbrytande bestämmelse", "statutory disclosure"),
    "other": Label("annan grund", "other ground"),
}
OUTCOMES = {
    "permitted": Label("får lämnas", "may be told"),
    "refused": Label("får inte lämnas", "may not be told"),
    "other": Label("annat", "other"),
}
BOUNDARIES = {
    "consent_not_required": Label("samtycke krävs inte", "consent not required"),
    "private_disclosure_assessment": Label(
        "prövning mellan privata vårdgivare", "assessment between private providers"
    ),
    "consent_required": Label("samtycke krävs", "consent required"),
    "other": Label("annat", "other"),
    NOT_STATED: Label("uppgift saknas", "not stated"),
}
DECISION_OUTCOMES = {
    "permitted": Label("får lämnas", "may be told"),
    "assessment_required": Label("prövning krävs", "assessment required"),
    "consent_required": Label("samtycke krävs", "consent required"),
    "refused": Label("nekat", "refused"),
    "other": Label("annat", "other"),
}

TABLES = (
    Table(
        CONSENTS,
        Label("Samtycken efter svar och profession", "Consents by answer and profession"),
        Label(
            "Antal samtycken, räknade det år de började gälla, efter senaste svar",
            "Number of consents, counted in the year they began, by latest answer",
        ),
        SOURCE,
        (Base("consents", Protection.COUNTED),),
        (
            Measure("consents", Label("Samtycken", "Consents"), NUMBER, "consents"),
            Measure(
                "share",
                Label("Andel", "Share"),
                PER_CENT,
                "consents",
                Rule.SHARE,
                per="consents",
                per_total=("value",),
                decimals=1,
            ),
        ),
        (
            Dimension.of(
                "profession",
                Label("profession som registrerade", "profession that recorded"),
                {**PROFESSIONS, NOT_STATED: Label("uppgift saknas", "not stated")},
                sectors={
                    **SECTORS,
                    "other_sector": (SECTORS["other_sector"][0], (*SECTORS["other_sector"][1], NOT_STATED)),
                },
            ),
            Dimension.of("value", Label("svar", "answer"), VALUES, is_sensitive=True),
        ),
        subject="consents",
        note=Label(
            "Tabellen gäller hela län: ett samtycke hör till en huvudman och inte till en familjecentral.",
            "The table is of whole counties: a consent belongs to an authority, not to a centre.",
        ),
    ),
    Table(
        DISCLOSURE_GROUNDS,
        Label("Prövningar vid sekretessgräns efter utfall", "Assessments at the boundary by outcome"),
        Label(
            "Antal menprövningar och andra grunder utan samtycke, efter utfall",
            "Number of assessments and other grounds besides consent, by outcome",
        ),
        SOURCE,
        (Base("grounds", Protection.COUNTED),),
        (Measure("grounds", Label("Prövningar", "Assessments"), NUMBER, "grounds"),),
        (
            Dimension.of("ground", Label("slag", "kind"), KINDS),
            Dimension.of("outcome", Label("utfall", "outcome"), OUTCOMES, is_sensitive=True),
        ),
        subject="consents",
    ),
    Table(
        DISCLOSURE_DECISIONS,
        Label(
            "Beslut om uppgiftslämnande efter sekretessgräns och utfall",
            "Disclosure decisions by boundary outcome and outcome",
        ),
        Label(
            "Antal beslut om en uppgift får lämnas, efter vad sekretessgränsen kräver och beslutets utfall",
            "Number of decisions whether something may be told, by what the boundary demands and their outcome",
        ),
        SOURCE,
        (Base("decisions", Protection.COUNTED),),
        (Measure("decisions", Label("Beslut", "Decisions"), NUMBER, "decisions"),),
        (
            Dimension.of("boundary", Label("sekretessgräns", "boundary outcome"), BOUNDARIES),
            Dimension.of("outcome", Label("utfall", "outcome"), DECISION_OUTCOMES, is_sensitive=True),
        ),
        subject="consents",
        note=Label(
            "Tabellen gäller hela län och räknar varje ställd fråga, inte personer eller utlämnanden. En fråga om"
            " flera mottagare räknas en gång, under det strängaste svaret. Frågor om det förflutna räknas inte.",
            "The table is of whole counties and counts each question asked, not persons or disclosures. A question"
            " about several recipients counts once, under its strictest answer. Questions about the past don't count.",
        ),
    ),
)
