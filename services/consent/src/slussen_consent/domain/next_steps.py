"""What can be done instead, what to look out for, and both as sentences for people in Swedish and English."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Alternative(StrEnum):
    """A way that is open where a disclosure is not permitted as it stands."""

    ASK_FOR_CONSENT = "ask_for_consent"
    ASK_AGAIN = "ask_again"
    INNER_CONFIDENTIALITY = "inner_confidentiality"
    STATUTORY_DISCLOSURE = "statutory_disclosure"
    HARM_ASSESSMENT = "harm_assessment"
    UNAUTHORISED_DISCLOSURE_ASSESSMENT = "unauthorised_disclosure_assessment"


class Flag(StrEnum):
    """Something to look out for, whatever the outcome."""

    VERIFY_CUSTODY = "verify_custody"
    DEFAULT_USED = "default_used"
    ATTRIBUTE_MISSING = "attribute_missing"
    ANSWER_MISSING = "answer_missing"
    ASK_AGAIN_DUE = "ask_again_due"
    DOCUMENTATION_MISSING = "documentation_missing"
    CONSENT_EXPIRED = "consent_expired"
    CONSENT_WITHDRAWN = "consent_withdrawn"


@dataclass(frozen=True, slots=True)
class NextStep:
    """One thing to do next; `code` is an alternative's or a flag's."""

    code: str
    sv: str
    en: str


_TEXTS: dict[Alternative | Flag, tuple[str, str]] = {
    Alternative.ASK_FOR_CONSENT: (
        "Fråga vårdnadshavarna, eller den vuxna själv, om samtycke i just den här situationen.",
        "Ask the custodians, or the adult, for consent in this very situation.",
    ),
    Alternative.ASK_AGAIN: (
        "Återkom till den som sagt nej eller delvis och fråga om inställningen har ändrats.",
        "Return to whoever said no or partial and ask whether the attitude has changed.",
    ),
    Alternative.INNER_CONFIDENTIALITY: (
        "Har mottagaren en vårdrelation får uppgiften lämnas enligt reglerna om inre sekretess; dokumentera valet.",
        "With a care relationship it may be told under inner confidentiality; document the choice.",
    ),
    Alternative.STATUTORY_DISCLOSURE: (
        "Pröva om en sekretessbrytande regel ger rätt eller skyldighet att lämna uppgiften.",
        "See whether a statute gives a right or a duty to disclose it.",
    ),
    Alternative.HARM_ASSESSMENT: (
        "Låt den som verksamheten har utsett göra en menprövning; utgå från den enskildes egen inställning.",
        "Let the activity's designated assessor assess the harm, starting from the person's own view.",
    ),
    Alternative.UNAUTHORISED_DISCLOSURE_ASSESSMENT: (
        "Pröva om det vore ett obehörigt röjande (6 kap. 12 § patientsäkerhetslagen 2010:659).",
        "Assess whether it would be an unauthorised disclosure (patientsäkerhetslagen 2010:659, 6 kap. 12 §).",
    ),
    Flag.VERIFY_CUSTODY: (
        "Kontrollera vem som är vårdnadshavare: uppgiften är för gammal eller saknas.",
        "Verify who has custody: the information is too old or missing.",
    ),
    Flag.DEFAULT_USED: (
        "Källorna lämnar frågan öppen; svaret bygger på en försiktig standard, inte på lag.",
        "The sources leave this open; the answer rests on a cautious default, not on law.",
    ),
    Flag.ATTRIBUTE_MISSING: (
        "Fyll i de uppgifter om anställningarna som saknas.",
        "Fill in what is missing about the employments.",
    ),
    Flag.ANSWER_MISSING: (
        "Fråga den vårdnadshavare som inte har svarat.",
        "Ask the custodian who has not answered.",
    ),
    Flag.ASK_AGAIN_DUE: (
        "Det är dags att fråga igen om ett nej eller delvis.",
        "It is time to ask again about a no or a partial.",
    ),
    Flag.DOCUMENTATION_MISSING: (
        "Ange var samtycket är dokumenterat i journal eller akt.",
        "State where the consent is documented in the record.",
    ),
    Flag.CONSENT_EXPIRED: (
        "Samtyckets sista dag har passerat; fråga om ett nytt.",
        "The consent's last day has passed; ask for a new one.",
    ),
    Flag.CONSENT_WITHDRAWN: (
        "Samtycket är återkallat; inget mer får lämnas med stöd av det.",
        "The consent is withdrawn; nothing more may be told on its ground.",
    ),
}


def next_steps(alternatives: Iterable[Alternative], flags: Iterable[Flag]) -> tuple[NextStep, ...]:
    """Return what to do next, alternatives first."""
    codes: tuple[Alternative | Flag, ...] = (*alternatives, *flags)
    return tuple(NextStep(code.value, *_TEXTS[code]) for code in codes)
