"""Which language a reader sees: what was chosen here, else what the browser prefers; Swedish is the default."""

from typing import Final

from slussen_gateway.edge.incoming import Incoming
from slussen_gateway.edge.problems import prefers_english
from slussen_gateway.edge.replies import Reply, cookies, local_path, parameters, redirect, set_cookie

LANGUAGES: Final = ("sv", "en")
LANGUAGE_COOKIE: Final = "__Host-slussen-language"
KEPT_SECONDS: Final = 365 * 24 * 3600


def chosen_language(incoming: Incoming) -> str | None:
    """Return the language that the reader has chosen in this browser."""
    if b"cookie" not in incoming.read:
        return None
    chosen = cookies(incoming).get(LANGUAGE_COOKIE)
    return chosen if chosen in LANGUAGES else None


def language_is_english(incoming: Incoming) -> bool:
    """Tell whether a page of our own is wanted in English: by `lang`, by choice, else by the browser's languages."""
    chosen = parameters(incoming).get("lang")
    if chosen not in LANGUAGES:
        chosen = chosen_language(incoming)
    return prefers_english(incoming.read.get(b"accept-language")) if chosen is None else chosen == "en"


async def choose(language: str, incoming: Incoming) -> Reply:
    """Remember the language in this browser, and lead back to the page that it was chosen on."""
    cookie = set_cookie(LANGUAGE_COOKIE, language, same_site="Lax", max_age=KEPT_SECONDS)
    return redirect(local_path(parameters(incoming).get("returnTo")), cookie)
