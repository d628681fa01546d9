"""Where staff turns outside Slussen, above all to report a concern for a child (orosanmälan).

A report of concern is never decided on, blocked or seen here (design decision 11). The answer reads no consent
and no database, and its address is one that every page asks for: not even a log line tells that one was started.
"""

from fastapi import APIRouter, Request

from slussen_chassis.web import CurrentCaller, InEnglish
from slussen_consent.settings import ConsentSettings, OwnChannel, OwnChannels
from slussen_contracts.consent import api

router = APIRouter(prefix="/consent/v1")
_GENERAL = OwnChannels()


@router.get(
    "/contact-channels",
    operation_id="getContactChannels",
    summary="Huvudmannens egna kanaler / The authority's own channels",
    tags=["contact-channels"],
)
async def get_contact_channels(
    request: Request, caller: CurrentCaller, english: InEnglish
) -> api.ContactChannels:
    """Vart du vänder dig för en orosanmälan och för juridiska frågor; svaret beror aldrig på något samtycke.

    / Where you turn for a report of concern and for questions of law; the answer never depends on any consent.
    """
    settings: ConsentSettings = request.app.state.settings
    authority = caller.authority_id or (caller.acts_for.authority_id if caller.acts_for else None)
    own = settings.contact_channels.get(authority, _GENERAL) if authority else _GENERAL
    return api.ContactChannels(
        report_of_concern=_channel(own.report_of_concern, english=english),
        legal_advice=_channel(own.legal_advice, english=english),
    )


def _channel(own: OwnChannel, *, english: bool) -> api.ContactChannel:
    return api.ContactChannel(text=own.en if english else own.sv, url=own.url, phone=own.phone)
