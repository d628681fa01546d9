"""The lean routes as OpenAPI describes them; a request that comes this way gets the same answer."""

from typing import Annotated, Any

from fastapi import APIRouter, Body, Request
from starlette.responses import Response
from starlette.types import Message

from slussen_chassis.transaction import caller_of
from slussen_chassis.web import requires
from slussen_consent.routes.events import BATCH, SINGLE
from slussen_consent.routes.hot import PREFIX, HotRoutes
from slussen_consent.routes.lean import Lean
from slussen_contracts.consent import api, scopes

router = APIRouter(prefix=PREFIX)

_EVENTS = ("ConsentRecordedEvent", "ConsentChangedEvent", "ConsentWithdrawnEvent")
_BATCH_BODY: dict[str, Any] = {
    "requestBody": {
        "content": {
            BATCH: {
                "schema": {
                    "type": "array",
                    "minItems": 1,
                    "maxItems": api.MOST_EVENTS,
                    "items": {"oneOf": [{"$ref": f"#/components/schemas/{name}"} for name in _EVENTS]},
                }
            }
        }
    }
}


async def _answer(lean: Lean, request: Request) -> Response:
    body = await request.body()

    async def whole() -> Message:
        return {"type": "http.request", "body": body, "more_body": False}

    answer = await lean.respond(request.scope, whole, caller_of(request))
    headers = {"Content-Language": answer.language} if answer.language else None
    return Response(answer.body, answer.status, media_type="application/json", headers=headers)


def _hot(request: Request) -> HotRoutes:
    hot: HotRoutes = request.app.state.hot
    return hot


@router.post(
    "/consent-events",
    operation_id="recordConsentEvents",
    summary="Ta emot journalhändelser om samtycken / Take journal events about consents",
    tags=["consent-events"],
    status_code=201,
    response_model=api.EventReceipt,
    responses={200: {"model": api.EventReceipt | api.BatchReceipt}},
    dependencies=[requires(scopes.RECORD)],
    openapi_extra=_BATCH_BODY,
)
async def record_consent_events(
    request: Request,
    _event: Annotated[api.InboundEvent, Body(media_type=SINGLE)],
) -> Response:
    """Ett samtycke registrerades, ändrades eller återkallades i ett journalsystem.

    En händelse (CloudEvents 1.0) eller en omgång om högst 1000. Samma händelse två gånger (klient, `source`, `id`)
    har sin verkan en gång och får samma svar: 201 första gången, sedan 200. En omgång svarar 200 med utfallet för
    varje händelse; en felaktig hindrar ingen annan.

    / A consent was recorded, changed or withdrawn in a journal system. One event (CloudEvents 1.0) or a batch of at
    most 1000. The same event twice (client, `source`, `id`) has its effect once and gets the same answer: 201 first,
    then 200. A batch answers 200 with each event's outcome; a faulty one stops no other.
    """
    return await _answer(_hot(request).record_consent_events, request)


@router.post(
    "/disclosure-decisions",
    operation_id="decideDisclosure",
    summary="Får det här lämnas? / May this be told?",
    tags=["disclosure-decisions"],
    response_model=api.DecisionRead,
    dependencies=[requires(scopes.DECIDE)],
)
async def decide_disclosure(request: Request, _question: api.DecisionRequest) -> Response:
    """Beslut om en uppgift får lämnas mellan två anställda, med varje regel som prövades och varför.

    Svaret gäller en handling, inom `validFor` från det att frågan ställdes, och faller med de samtyckesversioner det
    vilar på. Avsändaren är den egna enheten och yrkesrollen.

    / Decides whether something may be told between two employees, with every rule that was tried and why. The answer
    holds for one act, within `validFor` of the question, and falls with the consent versions that it rests on. The
    sender is one's own unit and profession.
    """
    return await _answer(_hot(request).decide_disclosure, request)


@router.post(
    "/disclosure-decisions/batches",
    operation_id="decideDisclosures",
    summary="Samma fråga för många par / The same question for many pairs",
    tags=["disclosure-decisions"],
    response_model=api.DecisionSetRead,
    dependencies=[requires(scopes.DECIDE)],
)
async def decide_disclosures(request: Request, _question: api.DecisionBatch) -> Response:
    """Samma fråga för upp till 1000 par: ett beslut som sparas och en loggrad; det strängaste gäller ett möte med alla.

    / The same question for up to 1000 pairs: one stored decision set and one audit row; the strictest holds for a
    meeting of all.
    """
    return await _answer(_hot(request).decide_disclosures, request)


@router.post(
    "/disclosure-decisions/meetings",
    operation_id="decideMeeting",
    summary="Får det här sägas på ett möte? / May this be said in a meeting?",
    tags=["disclosure-decisions"],
    response_model=api.MeetingRead,
    dependencies=[requires(scopes.DECIDE)],
)
async def decide_meeting(request: Request, _question: api.MeetingRequest) -> Response:
    """Varje par prövas åt båda hållen, och det strängaste svaret gäller alla; du är en av deltagarna.

    Det som din huvudman inte får se om ett par räknas som saknat: svaret blir då strängare, aldrig mildare.

    / Each pair is decided in both directions, and the strictest answer holds for all; you are one of the participants.
    What your authority may not see about a pair counts as missing: the answer is then stricter, never milder.
    """
    return await _answer(_hot(request).decide_meeting, request)
