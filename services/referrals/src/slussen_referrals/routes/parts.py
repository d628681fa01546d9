"""What the routes share: the service's own parts as dependencies, and how a referral is answered."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request, Response

from slussen_chassis.clock import local_day
from slussen_chassis.web import (
    CurrentCaller,
    IfMatch,
    InEnglish,
    Now,
    ScopeMissingError,
    Transaction,
    set_etag,
)
from slussen_contracts.referrals.api import ReferralRead
from slussen_contracts.referrals.scopes import RECEIVE, SEND
from slussen_referrals.clients import ConsentClient
from slussen_referrals.domain.referral import Referral
from slussen_referrals.routes.views import referral_read
from slussen_referrals.settings import ReferralsSettings
from slussen_referrals.use_cases import acting, disclosing, opening, reading


def _consents(request: Request) -> ConsentClient:
    client: ConsentClient = request.app.state.consents
    return client


def _settings(request: Request) -> ReferralsSettings:
    settings: ReferralsSettings = request.app.state.settings
    return settings


def _by(caller: CurrentCaller, now: Now, expected: IfMatch) -> acting.By:
    return acting.By(caller, now, expected)


def either_side(caller: CurrentCaller, now: Now, expected: IfMatch) -> acting.By:
    """Return who acts, where sender and recipient may: either scope is enough.

    Raises:
        ScopeMissingError: The caller has none of the two.
    """
    if not caller.scopes & {SEND, RECEIVE}:
        raise ScopeMissingError(
            sv=f"Behörigheten {SEND} eller {RECEIVE} saknas", en=f"The scope {SEND} or {RECEIVE} is missing"
        )
    return acting.By(caller, now, expected)


def _looking(caller: CurrentCaller, now: Now) -> reading.Looking:
    return reading.Looking(caller, local_day(now))


Consents = Annotated[ConsentClient, Depends(_consents)]
Settings = Annotated[ReferralsSettings, Depends(_settings)]
By = Annotated[acting.By, Depends(_by)]
Looking = Annotated[reading.Looking, Depends(_looking)]


def _asking(by: By, consents: Consents) -> disclosing.Asking:
    return disclosing.Asking(by.caller, consents, by.now, by.expected)


def _opener(by: By, consents: Consents, settings: Settings) -> opening.Opener:
    return opening.Opener(by.caller, consents, settings, by.now, by.expected)


Asking = Annotated[disclosing.Asking, Depends(_asking)]
Opener = Annotated[opening.Opener, Depends(_opener)]


@dataclass(frozen=True, slots=True)
class Answerer:
    """Answers with a referral as the caller may see it, in the caller's language."""

    session: Transaction
    looking: reading.Looking
    response: Response
    english: bool

    async def __call__(self, referral: Referral) -> ReferralRead:
        """Return the referral's new version, with its ETag."""
        set_etag(self.response, referral.version)
        shown = await reading.show(self.session, [referral], self.looking)
        return referral_read(shown[0], english=self.english)


def _answerer(session: Transaction, looking: Looking, response: Response, english: InEnglish) -> Answerer:
    return Answerer(session, looking, response, english)


Answer = Annotated[Answerer, Depends(_answerer)]
