"""What the edge refuses and why, as RFC 9457 problem details in Swedish and English.

Each kind says whose fault it is: the sender's or the platform's. No text ever holds a value that came in.
"""

from dataclasses import dataclass
from typing import Final, Literal

import orjson

from slussen_contracts.problems import MEDIA_TYPE, PROBLEM_PREFIX

Fault = Literal["sender", "platform"]


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of refusal.

    Attributes:
        close: The connection is closed after the answer, since what follows on it can't be trusted or read.
        retry_after: Seconds after which it is worth trying again.
        challenge: How to prove who one is (`WWW-Authenticate`, RFC 9110, 11.6.1).
    """

    status: int
    code: str
    sv: str
    en: str
    fault: Fault = "sender"
    close: bool = False
    retry_after: int | None = None
    challenge: bytes | None = None


class ProblemError(Exception):
    """A request that is refused, with headers that the refusal carries."""

    def __init__(self, kind: Kind, *headers: tuple[bytes, bytes]) -> None:
        super().__init__(kind.code)
        self.kind = kind
        self.headers = headers


MALFORMED: Final = Kind(
    400,
    "malformed-request",
    "Anropet går inte att tolka entydigt.",
    "The request can't be read in one way only.",
    close=True,
)
BAD_PATH: Final = Kind(
    400,
    "malformed-path",
    "Adressen innehåller tecken eller delar som inte tas emot.",
    "The path holds characters or segments that are not accepted.",
)
UNEXPECTED_BODY: Final = Kind(
    400,
    "unexpected-body",
    "Den här metoden tar inte emot något innehåll.",
    "This method takes no body.",
    close=True,
)
UNAUTHENTICATED: Final = Kind(
    401,
    "unauthenticated",
    "Inloggning eller en giltig åtkomstbiljett krävs.",
    "A login or a valid access token is required.",
    challenge=b"Bearer",
)
INVALID_TOKEN: Final = Kind(
    401,
    "invalid-token",
    "Åtkomstbiljetten godtas inte.",
    "The access token is not accepted.",
    challenge=b'Bearer error="invalid_token"',
)
INVALID_PROOF: Final = Kind(
    401,
    "invalid-dpop-proof",
    "Åtkomstbiljetten är bunden till en nyckel, och anropet visar inte att du har den: DPoP-bevis eller"
    " klientcertifikat saknas, är för gammalt, gäller ett annat anrop eller är redan använt.",
    "The access token is bound to a key, and the request does not show that you hold it: the DPoP proof or client"
    " certificate is missing, too old, for another request, or used before.",
    challenge=b'DPoP error="invalid_dpop_proof", algs="PS256 ES256 EdDSA"',
)
TOKEN_NOT_BOUND: Final = Kind(
    401,
    "token-not-bound",
    "Klienten är registrerad på nivån fapi; åtkomstbiljetten ska vara bunden till dess nyckel (DPoP eller mTLS).",
    "The client is registered at the level fapi; its access token must be bound to its key (DPoP or mTLS).",
    challenge=b'DPoP error="invalid_token", algs="PS256 ES256 EdDSA"',
)
CROSS_SITE: Final = Kind(
    403,
    "cross-site-request",
    "Anropet kommer inte från den här webbplatsens egna sidor, eller saknar huvudet Slussen-Request.",
    "The request does not come from this site's own pages, or lacks the header Slussen-Request.",
)
FOREIGN_FORM: Final = Kind(
    403,
    "foreign-form",
    "Formuläret skickades inte från den här webbplatsens egna sidor, eller av en webbläsare som inte talar om det."
    " Inget har sparats. Öppna sidan på nytt, i en uppdaterad webbläsare, och försök igen.",
    "The form was not sent from this site's own pages, or by a browser that does not tell."
    " Nothing was stored. Open the page again, in an up-to-date browser, and retry.",
)
SESSION_ENDED: Final = Kind(
    401,
    "session-ended",
    "Du är inte längre inloggad, så inget har sparats. Logga in i en ny flik, gå tillbaka hit i webbläsaren"
    " (det du skrev finns kvar) och skicka igen.",
    "You are no longer logged in, so nothing was stored. Log in in a new tab, go back in the browser"
    " (what you wrote is still there) and send again.",
)
GRANT_MISSING: Final = Kind(
    403,
    "grant-missing",
    "Du är igenkänd, men har inte tilldelats någon åtkomst till Slussen.",
    "You are recognised, but have been granted no access to Slussen.",
)
GRANT_SUSPENDED: Final = Kind(
    403, "grant-suspended", "Åtkomsten är avstängd.", "The access has been suspended."
)
COMMISSION_NOT_CHOSEN: Final = Kind(
    403,
    "commission-not-chosen",
    "Du har flera medarbetaruppdrag. Välj vilket du ska arbeta i på /auth/commission.",
    "You hold several commissions. Choose the one to act in at /auth/commission.",
)
COMMISSION_UNKNOWN: Final = Kind(
    403,
    "commission-unknown",
    "Inloggningen innehåller inget sådant medarbetaruppdrag. Välj ett av dem som visas, eller logga in på nytt.",
    "The login holds no such commission. Choose one of those that are shown, or log in anew.",
)
ISSUER_NOT_ENTITLED: Final = Kind(
    403,
    "issuer-not-entitled",
    "Inloggningstjänsten får inte uttala sig om den enheten. Logga in hos enhetens egen huvudman.",
    "The identity provider may not speak for that unit. Log in with the unit's own authority.",
)
INVALID_LOGOUT_TOKEN: Final = Kind(
    400,
    "invalid-logout-token",
    "Utloggningsbiljetten godtas inte.",
    "The logout token is not accepted.",
)
UNIT_UNKNOWN: Final = Kind(
    403,
    "unit-unknown",
    "Din enhet (enligt inloggningen) finns inte i registret; be administratören registrera den.",
    "Your unit (as the login states it) is not in the register; ask the administrator to register it.",
)
AUTHORITY_UNKNOWN: Final = Kind(
    403,
    "authority-unknown",
    "Organisationen som åtkomsten gäller finns inte i registret; be administratören registrera den.",
    "The organisation that the access is for is not in the register; ask the administrator to register it.",
)
PERSON_NOT_IDENTIFIED: Final = Kind(
    403,
    "person-not-identified",
    "Inloggningen visar inte vem du är på det sätt som krävs. Logga in med e-legitimation på tillitsnivå 3 eller 4,"
    " eller kontakta den mottagning där samtycket lämnades.",
    "The login does not show who you are in the way that is needed. Log in with an eID of level 3 or 4, or turn to"
    " the clinic where the consent was given.",
)
NOT_FOR_PERSONS: Final = Kind(
    403,
    "not-for-private-persons",
    "Du är inloggad som privatperson. Det här är till för personal.",
    "You are logged in as a private person. This is for staff.",
)
EMBED_MALFORMED: Final = Kind(
    400,
    "embed-request-malformed",
    "Anropet saknar något som krävs, eller det är inte ett JSON-objekt med rätt fält.",
    "The request lacks something, or is no JSON object with the right members.",
)
EMBED_NOT_GRANTED: Final = Kind(
    403,
    "embedding-not-granted",
    "Webbplatsen eller klienten har ingen tilldelning för att bädda in Slussen (behörigheten embedding:start och"
    " webbplatsens exakta ursprung).",
    "The site or client has no grant to embed Slussen (the scope embedding:start and the site's exact origin).",
)
EMBED_CODE_REFUSED: Final = Kind(
    403,
    "embed-code-refused",
    "Koden är använd, äldre än en minut, eller gjord för en annan webbplats. Hämta en ny.",
    "The code was used, is older than a minute, or was made for another site. Fetch a new one.",
)
NOT_FOUND: Final = Kind(404, "not-found", "Det finns ingen sådan adress.", "There is no such address.")
METHOD: Final = Kind(
    405,
    "method-not-allowed",
    "Adressen tar inte emot den metoden.",
    "The address does not take that method.",
    close=True,
)
BODY_TIMEOUT: Final = Kind(
    408,
    "request-timeout",
    "Innehållet kom inte fram i tid.",
    "The body did not arrive in time.",
    close=True,
)
TOO_LARGE: Final = Kind(413, "too-large", "Innehållet är för stort.", "The body is too large.", close=True)
LONG_ADDRESS: Final = Kind(
    414, "address-too-long", "Adressen är för lång.", "The address is too long.", close=True
)
MEDIA_TYPE_UNSUPPORTED: Final = Kind(
    415,
    "unsupported-media-type",
    "Innehållets typ saknas, eller är en som inte tas emot. Komprimerat innehåll tas inte emot.",
    "The body's media type is missing or not accepted. Compressed bodies are not accepted.",
    close=True,
)
RATE_LIMITED: Final = Kind(
    429,
    "too-many-requests",
    "För många anrop på kort tid; vänta en stund.",
    "Too many requests in a short time; wait a moment.",
)
TOO_MANY_AT_ONCE: Final = Kind(
    429,
    "too-many-at-once",
    "Du har för många anrop igång samtidigt; vänta tills några är klara. Inget har utförts.",
    "You have too many requests under way; wait until some are done. Nothing was done.",
    retry_after=1,
)
LARGE_HEADERS: Final = Kind(
    431,
    "headers-too-large",
    "Anropets huvuden är för många eller för stora.",
    "The request's headers are too many or too large.",
    close=True,
)
BROKEN: Final = Kind(
    500, "internal-error", "Ett fel uppstod hos oss.", "Something broke on our side.", "platform", close=True
)
BAD_ANSWER: Final = Kind(
    502,
    "bad-gateway",
    "Tjänsten avbröt eller svarade obegripligt. Det är ovisst om något utfördes;"
    " läs efter innan du försöker igen.",
    "The service broke off or gave no readable answer. It is uncertain whether anything was done;"
    " look before you try again.",
    "platform",
)
SERVICE_DOWN: Final = Kind(
    503,
    "service-unavailable",
    "Tjänsten svarar inte just nu. Inget har utförts.",
    "The service does not answer right now. Nothing was done.",
    "platform",
    retry_after=2,
)
NOT_READY: Final = Kind(
    503,
    "not-ready",
    "Slussen kan inte avgöra åtkomst just nu. Inget har utförts.",
    "Slussen can't decide on access right now. Nothing was done.",
    "platform",
    retry_after=2,
)
OVERLOADED: Final = Kind(
    503,
    "overloaded",
    "Fler anrop pågår än vad som ryms. Inget har utförts.",
    "More requests are under way than there is room for. Nothing was done.",
    "platform",
    close=True,
    retry_after=2,
)
SLOW_ANSWER: Final = Kind(
    504,
    "gateway-timeout",
    "Tjänsten svarade inte i tid. Det är ovisst om något utfördes; läs efter innan du försöker igen.",
    "The service did not answer in time. It is uncertain whether anything was done;"
    " look before you try again.",
    "platform",
)
LOGIN_FAILED: Final = Kind(
    400,
    "login-failed",
    "Inloggningen kunde inte slutföras. Börja om från startsidan.",
    "The login could not be completed. Start again from the start page.",
)
LOGIN_UNAVAILABLE: Final = Kind(
    503,
    "login-unavailable",
    "Inloggningstjänsten svarar inte just nu.",
    "The identity provider does not answer right now.",
    "platform",
    retry_after=5,
)

TITLES: Final[dict[int, tuple[str, str]]] = {
    400: ("Felaktigt anrop", "Bad request"),
    401: ("Inte inloggad", "Not authenticated"),
    403: ("Åtkomst saknas", "Access refused"),
    404: ("Finns inte", "Not found"),
    405: ("Metoden tas inte emot", "Method not allowed"),
    408: ("Anropet tog för lång tid", "Request timeout"),
    413: ("För stort innehåll", "Body too large"),
    414: ("För lång adress", "Address too long"),
    415: ("Innehållstypen tas inte emot", "Unsupported media type"),
    429: ("För många anrop", "Too many requests"),
    431: ("För stora huvuden", "Headers too large"),
    500: ("Fel hos oss", "Error on our side"),
    502: ("Tjänsten svarade inte begripligt", "No readable answer from the service"),
    503: ("Tillfälligt otillgängligt", "Temporarily unavailable"),
    504: ("Tjänsten svarade inte i tid", "No answer in time"),
}


def prefers_english(accept_language: bytes | None) -> bool:
    """Tell whether English is asked for before Swedish (RFC 9110, 12.5.4); Swedish is the default."""
    if not accept_language:
        return False
    weights = {"sv": 0.0, "en": 0.0}
    for part in accept_language.decode("latin-1").lower().split(",")[:20]:
        tag, _, weight = part.strip().partition(";q=")
        language = tag.split("-")[0]
        if language in weights:
            weights[language] = max(weights[language], _quality(weight))
    return weights["en"] > weights["sv"]


def _quality(weight: str) -> float:
    try:
        return float(weight or "1")
    except ValueError:
        return 0.0


def title_and_detail(kind: Kind, *, english: bool) -> tuple[str, str]:
    """Return both texts of a refusal."""
    sv, en = TITLES[kind.status]
    return (en, kind.en) if english else (sv, kind.sv)


def problem_json(kind: Kind, trace_id: str, *, english: bool) -> bytes:
    """Return the problem details as JSON."""
    title, detail = title_and_detail(kind, english=english)
    return orjson.dumps(
        {
            "type": f"{PROBLEM_PREFIX}{kind.code}",
            "title": title,
            "status": kind.status,
            "detail": detail,
            "instance": f"urn:slussen:trace:{trace_id}",
            "code": kind.code,
            "fault": kind.fault,
            "errors": [],
        }
    )


def problem_headers(error: ProblemError, *, english: bool) -> list[tuple[bytes, bytes]]:
    """Return the headers of a refusal."""
    kind = error.kind
    headers = [
        (b"content-type", MEDIA_TYPE.encode()),
        (b"content-language", b"en" if english else b"sv"),
        (b"cache-control", b"no-store"),
        *error.headers,
    ]
    if kind.retry_after is not None:
        headers.append((b"retry-after", b"%d" % kind.retry_after))
    if kind.close:
        headers.append((b"connection", b"close"))
    if kind.challenge is not None:
        headers.append((b"www-authenticate", kind.challenge))
    return headers
