"""With whom to log in: the page on which people choose, where there are several issuers."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Final
from urllib.parse import quote

from slussen_gateway.edge.incoming import Incoming
from slussen_gateway.edge.pages import own_page
from slussen_gateway.edge.replies import Reply, local_path, parameters

_TEXTS: Final = {
    "sv": ("Var arbetar du?", "Välj hur du loggar in. Du kommer tillbaka hit efteråt."),
    "en": ("Where do you work?", "Choose how to log in. You come back here afterwards."),
}


@dataclass(frozen=True, slots=True)
class LoginChoice:
    """A way to log in, as people choose it: its name, and what it is called in Swedish and English."""

    way: str
    label: tuple[str, str]


def choice_page(choices: Sequence[LoginChoice], incoming: Incoming, *, english: bool) -> Reply:
    """Return the page on which people choose with whom to log in; each choice keeps what the login was for."""
    title, lead = _TEXTS["en" if english else "sv"]
    wish = parameters(incoming)
    kept = f"&returnTo={quote(local_path(wish.get('returnTo')), safe='/')}"
    if "acr_values" in wish:
        kept += f"&acr_values={quote(wish['acr_values'], safe='')}"
    links = "".join(
        f'<li><a class="button" href="/auth/login?issuer={choice.way}{escape(kept)}">'
        f"{escape(choice.label[english])}</a></li>\n"
        for choice in choices
    )
    content = f'<p class="lead">{lead}</p>\n<ul class="choices">\n{links}</ul>'
    return own_page(title, content, english=english)
