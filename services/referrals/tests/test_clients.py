"""How the service asks the consent service, and what it makes of silence."""

from uuid import uuid4

import pytest
from referral_world import ALL_SCOPES, REFERRALS, World, refused

from slussen_contracts.identifiers import IdentitySystem, PersonalIdentity, Profession
from slussen_referrals.clients import consent_client, on_behalf_of
from slussen_referrals.domain.errors import ConsentUnansweredError
from slussen_referrals.domain.grounds import Question, Side
from slussen_referrals.settings import ReferralsSettings

PERSON = {"system": "http://electronichealth.se/identifier/personnummer", "value": "201701012393"}
NOBODY_LISTENS = "http://127.0.0.1:9"


async def test_where_nobody_listens_there_is_no_answer(settings: ReferralsSettings) -> None:
    us = on_behalf_of(None, county_code="18", authority_id=uuid4(), unit_id=uuid4())
    side = Side(uuid4(), Profession.MIDWIFE)
    question = Question(uuid4(), "s-1", ("sleep",), side, side, uuid4())
    person = PersonalIdentity(system=IdentitySystem.PERSONNUMMER, value=PERSON["value"])
    async with consent_client(settings.model_copy(update={"consent_url": NOBODY_LISTENS})) as consents:
        assert await consents.ask(question, us) is None
        with pytest.raises(ConsentUnansweredError):
            await consents.resolve(person, us)


async def test_a_garbled_answer_is_no_answer(world: World) -> None:
    referral = await world.opened()
    world.consents.garbled = True
    refused(await world.post(f"{referral['id']}/sending"), 503, "consent-unanswered")
    caller = world.caller(world.region, world.midwives, "midwife", scopes=f"{ALL_SCOPES} subjects:resolve")
    body = world.order(subjectId=None, subject=PERSON)
    refused(await world.post(REFERRALS, body, who=caller), 503, "consent-unanswered")


async def test_the_trace_goes_on_to_the_consent_service(world: World) -> None:
    world.consents.says("permitted")
    referral = await world.opened()
    answer = await world.post(f"{referral['id']}/sending")
    assert world.consents.traces[-1][3:35] == answer.headers["traceparent"][3:35]
