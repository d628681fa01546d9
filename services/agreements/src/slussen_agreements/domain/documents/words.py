"""The words of the documents, in Swedish and English; clauses are in the words of their source."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from slussen_chassis.clock import STOCKHOLM
from slussen_chassis.documents.blocks import Language
from slussen_contracts.agreements.api import AgreementKind
from slussen_contracts.agreements.time_limits import LimitedState

KINDS: Final[Mapping[AgreementKind, tuple[str, str]]] = {
    AgreementKind.LOCAL: ("Lokalt samverkansavtal", "Local collaboration agreement"),
    AgreementKind.COUNTY: ("Länsövergripande överenskommelse", "County agreement"),
    AgreementKind.PREMISES: ("Nyttjanderättsavtal", "Premises agreement"),
    AgreementKind.LETTER_OF_INTENT: ("Avsiktsförklaring", "Letter of intent"),
    AgreementKind.COORDINATOR: ("Avtal om samordnare", "Coordinator agreement"),
}
TITLES: Final[Mapping[AgreementKind, tuple[str, str]]] = {
    AgreementKind.LOCAL: ("Samverkansavtal för {place}", "Collaboration agreement for {place}"),
    AgreementKind.COUNTY: (
        "Överenskommelse om familjecentraler i {place}",
        "Agreement on family centres in {place}",
    ),
    AgreementKind.PREMISES: ("Nyttjanderättsavtal för {place}", "Premises agreement for {place}"),
    AgreementKind.LETTER_OF_INTENT: (
        "Avsiktsförklaring om familjecentral i {place}",
        "Letter of intent on a family centre in {place}",
    ),
    AgreementKind.COORDINATOR: (
        "Avtal om samordnare vid {place}",
        "Agreement on the coordinator at {place}",
    ),
}
ROLES: Final[Mapping[str, tuple[str, str]]] = {
    "education_administration": ("barn- och utbildningsförvaltningen", "education administration"),
    "health_centre": ("vårdcentralen", "health centre"),
    "local_health_centre": ("den lokala vårdcentralen", "local health centre"),
    "municipality": ("kommunen", "municipality"),
    "other": ("övrig part", "other party"),
    "primary_care": ("regionens primärvård", "the region's primary care"),
    "region": ("regionen", "region"),
    "region_financed_activities_including_private": (
        "verksamheter som regionen finansierar, även privata",
        "activities financed by the region, private ones included",
    ),
    "social_administration": (
        "social- och arbetsmarknadsförvaltningen",
        "social and labour-market administration",
    ),
}
STATES: Final[Mapping[LimitedState, tuple[str, str]]] = {
    LimitedState.IDENTIFIED: ("Behov uppmärksammat", "Need noticed"),
    LimitedState.OFFERED: ("Slussning erbjuden", "Hand-over offered"),
    LimitedState.AWAITING_PERMISSION: (
        "Väntar på förälderns medgivande",
        "Waiting for the parent's permission",
    ),
    LimitedState.OPENED: ("Öppnad", "Opened"),
    LimitedState.AWAITING_CONSENT: (
        "Väntar på samtycke eller annat stöd",
        "Waiting for consent or another ground",
    ),
    LimitedState.SENT: ("Skickad", "Sent"),
    LimitedState.RECEIVED: ("Mottagen", "Received"),
    LimitedState.ACCEPTED: ("Mottagaren har tackat ja", "Accepted by the recipient"),
    LimitedState.CONTACTED: ("Första kontakten tagen", "First contact made"),
    LimitedState.FOLLOWING_UP: ("Mottagaren följer upp", "The recipient follows up"),
    LimitedState.INFORMATION_REQUESTED: ("Mottagaren behöver veta mer", "The recipient needs to know more"),
    LimitedState.ADVISED: ("Råd givet", "Advice given"),
    LimitedState.RETURNED: ("Återlämnad till avsändaren", "Returned to the sender"),
    LimitedState.SUSPENDED: ("Pausad: stödet saknas", "Suspended: no ground any more"),
}
"""What a referral's states are called as headings of their time limits."""

TEXTS: Final[Mapping[str, tuple[str, str]]] = {
    "about": ("Om dokumentet", "About the document"),
    "agreement": ("Avtal", "Agreement"),
    "agreement_id": ("Avtalets id", "The agreement's id"),
    "amount": ("Belopp (kr)", "Amount (SEK)"),
    "any_form": ("Valfri form", "Any form"),
    "as_needed": ("vid behov", "when needed"),
    "by": ("av {who}", "by {who}"),
    "centre": ("Familjecentral", "Family centre"),
    "certificate_claimed": ("Tid enligt undertecknarens program", "Time by the signer's program"),
    "certificate_digest": ("Certifikatet (SHA-256)", "The certificate (SHA-256)"),
    "certificate_issuer": ("Certifikatets utfärdare", "Issuer of the certificate"),
    "certificate_name": ("Namn i certifikatet", "Name in the certificate"),
    "certificate_organisation": ("Organisation i certifikatet", "Organisation in the certificate"),
    "certificate_revocation": ("Spärrkontroll", "Revocation"),
    "certificate_stamped": ("Tid enligt tidsstämpel", "Time by a time stamp"),
    "changes": ("Ändringshistorik", "History of changes"),
    "clause": ("Avsnitt", "Clause"),
    "copies": ("Likalydande exemplar", "Identical copies"),
    "copies_value": ("{count}, ett för varje part", "{count}, one for each party"),
    "county": ("Län", "County"),
    "day": ("1 dag", "1 day"),
    "days": ("{days} dagar", "{days} days"),
    "deviation": ("Avvikelse", "Deviation"),
    "deviation_more": ("mer än länet kräver", "more than the county asks for"),
    "deviation_other": ("annat än länet anger", "other than the county says"),
    "deviating_clauses": ("Avsnitt som avviker", "Clauses that deviate"),
    "deviations": ("Avvikelser från länets överenskommelse", "Deviations from the county's agreement"),
    "digest": ("Innehållets kontrollsumma (SHA-256)", "Digest of the content (SHA-256)"),
    "dispute": ("Tvist avgörs av", "Disputes are settled by"),
    "draft": ("Utkast", "Draft"),
    "draft_note": (
        "Det här är ett utkast. Det som saknas är markerat med ”Att fylla i”. Utkastet undertecknas inte.",
        "This is a draft. What is missing is marked “To be filled in”. The draft is not to be signed.",
    ),
    "edition": ("Utgåva", "Edition"),
    "editions": ("Utgåvor", "Editions"),
    "evidence_as_of": ("Visar läget", "As of"),
    "evidence_assurance": ("Tillitsnivå vid inloggning", "Assurance level at login"),
    "evidence_client": ("Inloggad genom", "Logged in through"),
    "evidence_document": ("Dokumentet (SHA-256)", "The document (SHA-256)"),
    "evidence_file": ("Den undertecknade filen (SHA-256)", "The signed file (SHA-256)"),
    "evidence_level": ("Underskriftens nivå (eIDAS)", "Level of the signature (eIDAS)"),
    "evidence_logged_in": ("Inloggad", "Logged in"),
    "evidence_login_issuer": ("Inloggad hos", "Logged in at"),
    "evidence_login_methods": ("Inloggad med", "Logged in by"),
    "evidence_method": ("Sätt", "Method"),
    "evidence_none": ("Ingen underskrift över den här lydelsen.", "No signature over this wording."),
    "evidence_of_files": (
        "En underskrift i en fil är gjord med undertecknarens egen nyckel och prövad när filen lämnades in.",
        "A signature in a file is made by the signatory's own key, and was checked when the file was handed in.",
    ),
    "evidence_of_sessions": (
        "En underskrift i Slussen är en inloggad persons handling över innehållets kontrollsumma.",
        "A signature in Slussen is a logged-in person's act over the digest of the content.",
    ),
    "evidence_profession": ("Yrke", "Profession"),
    "evidence_subject": ("Undertecknat eller inlämnat av", "Signed or handed in by"),
    "evidence_title": ("Underskriftsbevis", "Evidence of signatures"),
    "evidence_unit": ("Enhetens id", "The unit's id"),
    "evidence_waiting": ("Underskrift väntas från {who}.", "Waiting for the signature of {who}."),
    "evidence_when": ("Tidpunkt", "Moment"),
    "every_months": ("Var {months}:e månad", "Every {months} months"),
    "every_year": ("Varje år", "Every year"),
    "every_other_year": ("Vartannat år", "Every second year"),
    "for": ("Gäller", "For"),
    "from": ("Gäller från", "Valid from"),
    "level_advanced": ("Avancerad", "Advanced"),
    "level_qualified": ("Kvalificerad", "Qualified"),
    "level_simple": ("Enkel", "Simple"),
    "method_session": ("Inloggad i Slussen", "Logged in to Slussen"),
    "method_signed_pdf": ("Elektronisk underskrift i fil (PAdES)", "Electronic signature in a file (PAdES)"),
    "months": ("{months} månader", "{months} months"),
    "limit": ("{state}: nästa steg inom {due}", "{state}: the next step within {due}"),
    "limit_due": ("Nästa steg inom", "Next step within"),
    "limit_expires": ("tiden är ute efter {days}", "time is out after {days}"),
    "limit_out": ("Tiden är ute efter", "Time is out after"),
    "limit_state": ("Slussningens läge", "State of the hand-over"),
    "limit_as_county": ("Som länet anger", "As the county has it"),
    "limits": ("Tidsgränser för slussning", "Time limits for hand-overs"),
    "limits_count": (
        "Kalenderdagar från att slussningen kom till läget, inom familjecentralen medan utgåvan är i kraft.",
        "Calendar days from when a hand-over came to the state, inside the centre while the edition is in force.",
    ),
    "municipality": ("Kommun", "Municipality"),
    "not_regulated": ("Inte reglerat", "Not regulated"),
    "notice": ("Uppsägningstid", "Time of notice"),
    "notice_form": ("Uppsägningens form", "Form of notice"),
    "organisation_number": ("Organisationsnummer", "Organisation number"),
    "parties": ("Avtalsparter", "Parties"),
    "party": ("Part", "Party"),
    "profile": ("Länets regler", "The county's rules"),
    "profile_value": ("{name}, gällande från {day}", "{name}, in force from {day}"),
    "reading_copy": ("Läskopia: den svenska texten gäller", "Reading copy: the Swedish text holds"),
    "revocation_known": (
        "Filen bar spärruppgifter, och de prövades",
        "The file carried word on revocation, which was checked",
    ),
    "revocation_unknown": (
        "Ej prövad: filen bar inga spärruppgifter",
        "Not checked: the file carried no word on it",
    ),
    "revision": ("Uppföljning och revidering", "Follow-up and revision"),
    "role": ("Roll", "Role"),
    "settlement_activity": ("Verksamhet", "Activity"),
    "settlement_authority": ("Huvudman", "Authority"),
    "settlement_bears": ("Bär (kr)", "Bears (SEK)"),
    "settlement_by_activity": ("Per verksamhet", "By activity"),
    "settlement_by_authority": ("Per huvudman", "By authority"),
    "settlement_closed": ("Stängd", "Closed"),
    "settlement_cost_kind": ("Slag", "Kind"),
    "settlement_costs": ("Kostnader och hur de delats", "Costs and how they were shared"),
    "settlement_days": ("Tid", "Days"),
    "settlement_digest": ("Avräkningens kontrollsumma (SHA-256)", "Digest of the settlement (SHA-256)"),
    "settlement_findings": ("Att känna till", "To be known"),
    "settlement_kind": ("Avräkning av gemensamma kostnader", "Settlement of common costs"),
    "settlement_no_key": ("ingen fördelning är känd", "no key is known"),
    "settlement_not_closed": ("Nej, den kan ändras", "No, it may change"),
    "settlement_not_shared": ("Ej fördelat (kr)", "Not shared (SEK)"),
    "settlement_open": ("Preliminär", "Preliminary"),
    "settlement_open_note": (
        "Avräkningen är inte stängd: beloppen kan ändras.",
        "The settlement is not closed: the figures may change.",
    ),
    "settlement_paid": ("Har betalat (kr)", "Has paid (SEK)"),
    "settlement_profile": ("Länsprofil", "County profile"),
    "settlement_shared": ("Fördelat (kr)", "Shared (SEK)"),
    "settlement_shares": ("Andelar: {label}", "Shares: {label}"),
    "settlement_split": ("Fördelning", "Split"),
    "settlement_sum": ("Summa", "Sum"),
    "settlement_title": ("Avräkning {year} för {centre}", "Settlement {year} of {centre}"),
    "settlement_to_pay": ("Att betala (kr)", "To pay (SEK)"),
    "settlement_total": ("Kostnader i allt (kr)", "Costs in all (SEK)"),
    "settlement_who_pays": ("Vad var och en ska betala", "What each is to pay"),
    "settlement_year": ("År", "Year"),
    "sign_later": (
        "Avtalet undertecknas när inget saknas.",
        "The agreement is signed when nothing is missing.",
    ),
    "sign_name": ("Namnteckning", "Signature"),
    "sign_clear": ("Namnförtydligande", "Name in print"),
    "sign_position": ("Befattning", "Position"),
    "sign_place": ("Ort och datum", "Place and date"),
    "signatures": ("Underskrifter", "Signatures"),
    "signing_how": (
        "Avtalet undertecknas i Slussen, med elektronisk underskrift i den här filen (PAdES) eller på papper.",
        "The agreement is signed in Slussen, by electronic signature in this file (PAdES) or on paper.",
    ),
    "signing_shown": (
        "Elektroniska underskrifter redovisas i avtalets underskriftsbevis.",
        "Electronic signatures are shown in the agreement's evidence of signatures.",
    ),
    "state": ("Läge", "State"),
    "terms": ("Överenskomna villkor", "Agreed terms"),
    "through": ("Gäller till och med", "Valid through"),
    "until_further": ("Tills vidare", "Until further notice"),
    "written": ("Skriftlig", "In writing"),
}


class Say:
    """The words of one language."""

    def __init__(self, language: Language) -> None:
        self.language: Language = language
        self._place = 0 if language == "sv" else 1

    def __call__(self, key: str, **values: object) -> str:
        """Return the words for a key, with values in their places."""
        return TEXTS[key][self._place].format(**values)

    def kind(self, kind: AgreementKind) -> str:
        """Return what a kind of agreement is called."""
        return KINDS[kind][self._place]

    def title(self, kind: AgreementKind, place: str) -> str:
        """Return the title of an agreement for a place."""
        return TITLES[kind][self._place].format(place=place)

    def role(self, role: str) -> str:
        """Return what a party's role is called; a role that only a profile knows, as it is written there."""
        written = role.replace("_", " ")
        return ROLES.get(role, (written, written))[self._place]

    def days(self, days: int) -> str:
        """Return a number of days in words."""
        return self("day" if days == 1 else "days", days=days)

    def state(self, state: LimitedState) -> str:
        """Return what a referral's state is called."""
        return STATES[state][self._place]

    def pick(self, words: tuple[str, str]) -> str:
        """Return one of two texts, Swedish first."""
        return words[self._place]


def moment(at: datetime) -> str:
    """Return a moment as people in Sweden read it, to the second, in Swedish time."""
    return f"{at.astimezone(STOCKHOLM):%Y-%m-%d %H:%M:%S}"


def capital(label: str) -> str:
    """Return a label with its first letter as a capital, as a heading has it."""
    return label[:1].upper() + label[1:]
