"""Which commission (medarbetaruppdrag) a user acts in, of several that the login states.

One session is one commission: choosing another makes a new session and ends the one before.
"""

import dataclasses
import time
from html import escape
from typing import Final
from urllib.parse import quote

from slussen_gateway.edge.authentication import Authentication
from slussen_gateway.edge.incoming import Incoming
from slussen_gateway.edge.issuer_profiles import Commission, Profiles
from slussen_gateway.edge.languages import language_is_english
from slussen_gateway.edge.login import SESSION_COOKIE, Login
from slussen_gateway.edge.pages import own_page
from slussen_gateway.edge.problems import COMMISSION_UNKNOWN, NOT_READY, UNAUTHENTICATED, ProblemError
from slussen_gateway.edge.replies import Reply, local_path, parameters, redirect, set_cookie
from slussen_gateway.edge.sessions import Session, SessionStore, SessionsUnavailableError

COMMISSION_PATH: Final = "/auth/commission"

_TEXTS: Final = {
    "sv": {
        "commission": "Vilket uppdrag arbetar du i?",
        "commission_lead": "Du har flera medarbetaruppdrag. Det du väljer gäller tills du loggar ut eller byter; vad du"
        " får se och göra beror på uppdraget.",
        "present": "gäller nu",
        "none": "Inloggningen innehåller inga uppdrag att välja mellan.",
    },
    "en": {
        "commission": "Which commission do you act in?",
        "commission_lead": "You hold several commissions. The one you choose holds until you log out or change; what"
        " you may see and do depends on it.",
        "present": "in use now",
        "none": "The login holds no commissions to choose among.",
    },
}


class Commissions:
    """Shows a user's commissions, and begins the session of the one that is chosen."""

    def __init__(
        self, authentication: Authentication, login: Login, store: SessionStore, profiles: Profiles
    ) -> None:
        self._authentication = authentication
        self._login = login
        self._store = store
        self._profiles = profiles

    async def show(self, incoming: Incoming) -> Reply:
        """Return the page on which the user chooses."""
        session = await self._session(incoming)
        english = language_is_english(incoming)
        texts = _TEXTS["en" if english else "sv"]
        profile = self._profiles.of(session.claims)
        present = session.claims.get(profile.names.commission)
        back = escape(local_path(parameters(incoming).get("returnTo")))
        forms = "".join(
            _form(commission, back, texts["present"] if commission.id == present else "")
            for commission in profile.commissions(session.claims)
        )
        listed = f'<ul class="choices">\n{forms}</ul>' if forms else f"<p>{texts['none']}</p>"
        return own_page(
            texts["commission"], f'<p class="lead">{texts["commission_lead"]}</p>\n{listed}', english=english
        )

    async def choose(self, incoming: Incoming) -> Reply:
        """Begin a session in the commission that was chosen, and end the one before.

        Raises:
            ProblemError: The form is not ours, nobody is logged in, or the login holds no such commission.
        """
        self._authentication.refuse_foreign_form(incoming)
        session = await self._session(incoming)
        profile = self._profiles.of(session.claims)
        wanted = incoming.form.get("commission")
        chosen = next((one for one in profile.commissions(session.claims) if one.id == wanted), None)
        if chosen is None:
            raise ProblemError(COMMISSION_UNKNOWN)
        claims = profile.acting(session.claims, chosen)
        begun = dataclasses.replace(session, claims=claims, seen_at=time.time(), renewing_until=0.0)
        try:
            name = await self._store.create(begun)
            await self._login.end_session(incoming)
        except SessionsUnavailableError as error:
            raise ProblemError(NOT_READY) from error
        cookie = set_cookie(SESSION_COOKIE, name, same_site="Strict")
        return redirect(local_path(incoming.form.get("returnTo")), cookie)

    async def _session(self, incoming: Incoming) -> Session:
        session = await self._authentication.session(incoming)
        if session is None or session.known_as:
            raise ProblemError(UNAUTHENTICATED)
        return session


def may_choose(session: Session, profiles: Profiles) -> bool:
    """Tell whether a session's user has several commissions to choose among."""
    return len(profiles.of(session.claims).commissions(session.claims)) > 1


def commission_redirect(incoming: Incoming) -> Reply:
    """Send a reader who has not chosen a commission to choose, and back afterwards to the page that was asked for."""
    here = incoming.raw_path + (b"?" + incoming.query if incoming.query else b"")
    return redirect(f"{COMMISSION_PATH}?returnTo={quote(here, safe='/')}")


def _form(commission: Commission, back: str, mark: str) -> str:
    note = f" <span>({mark})</span>" if mark else ""
    return (
        f'<li><form method="post" action="{COMMISSION_PATH}">'
        f'<input type="hidden" name="returnTo" value="{back}">'
        f'<button class="button" name="commission" value="{escape(commission.id)}">{escape(commission.name)}</button>'
        f"{note}</form></li>\n"
    )
