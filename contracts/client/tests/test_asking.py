"""What the client does so that its user need not: keys, waits, tokens, problems."""

import logging
import re
import time
from email.utils import formatdate
from typing import Any

import httpx
import pytest

from slussen_client import (
    AsyncSlussenClient,
    PersonalNumberError,
    Retries,
    SlussenClient,
    SlussenProblem,
    SlussenUnreachableError,
)

BODY: Any = {"situation": "family-support-1"}
NUMBER = "201701012393"


def test_a_write_that_is_answered_503_is_sent_again_with_the_same_key_and_body(
    server: Any, client: SlussenClient, reply: Any
) -> None:
    server.replies = [reply(503), reply(201, {"id": "a"})]
    answer = client.consent.record_consent(BODY)
    assert (answer.status, answer.value) == (201, {"id": "a"})
    assert len(server.asked) == 2
    assert len({(one.headers["idempotency-key"], one.body) for one in server.asked}) == 1
    client.consent.record_consent(BODY)
    assert len({one.headers["idempotency-key"] for one in server.asked}) == 2


def test_a_connection_that_breaks_after_sending_is_met_with_the_same_key(
    server: Any, client: SlussenClient, reply: Any
) -> None:
    server.replies = [reply(breaks=True), reply(201, {"id": "a"})]
    assert client.consent.record_consent(BODY, idempotency_key="mine").status == 201
    assert [one.headers["idempotency-key"] for one in server.asked] == ["mine", "mine"]


@pytest.mark.parametrize("fails", [{"breaks": True}, {"status": 503}])
def test_what_no_key_protects_is_not_sent_twice(
    server: Any, client: SlussenClient, reply: Any, fails: dict[str, Any]
) -> None:
    server.replies = [reply(**fails)]
    with pytest.raises((SlussenUnreachableError, SlussenProblem)):
        client.integration.create_webhook({"url": "https://journal.example/hooks"})
    assert len(server.asked) == 1
    server.replies = [reply(429), reply(201, {"secret": "s"})]
    assert client.integration.create_webhook({"url": "https://journal.example/hooks"}).status == 201


def test_consent_events_carry_keys_of_their_own(server: Any, client: SlussenClient, reply: Any) -> None:
    server.replies = [reply(breaks=True), reply(201)]
    event: Any = {"id": "e", "type": "slussen.journal.consent.withdrawn.v1"}
    client.consent.record_consent_events(event)
    client.consent.record_consent_events([event])
    kinds = [one.headers["content-type"] for one in server.asked]
    assert kinds == ["application/cloudevents+json"] * 2 + ["application/cloudevents-batch+json"]


def test_one_waits_as_long_as_one_is_asked_to(server: Any, client: SlussenClient, reply: Any) -> None:
    server.replies = [reply(429, headers={"Retry-After": "1"}), reply(200, {"items": []})]
    since = time.monotonic()
    client.consent.list_consents(subject_id="s")
    assert time.monotonic() - since >= 1


@pytest.mark.parametrize("is_date", [False, True])
def test_a_wait_longer_than_one_has_is_handed_on(
    server: Any, client: SlussenClient, reply: Any, *, is_date: bool
) -> None:
    told = formatdate(time.time() + 3600, usegmt=True) if is_date else "3600"
    server.replies = [reply(429, {"code": "too-many-requests"}, {"Retry-After": told})]
    with pytest.raises(SlussenProblem) as caught:
        client.consent.list_consents(subject_id="s")
    assert caught.value.retry_after == pytest.approx(3600, abs=60)
    assert len(server.asked) == 1


def test_one_gives_up_after_the_attempts_that_one_has(server: Any, client: SlussenClient, reply: Any) -> None:
    server.replies = [reply(503, {"code": "overloaded", "fault": "platform"})] * 9
    with pytest.raises(SlussenProblem) as caught:
        client.consent.list_consents(subject_id="s")
    assert (len(server.asked), caught.value.code) == (4, "overloaded")
    server.replies = [reply(breaks=True)] * 9
    with pytest.raises(SlussenUnreachableError) as unreachable:
        client.consent.list_consents(subject_id="s")
    assert len(server.asked) == 8
    assert isinstance(unreachable.value.__cause__, httpx.TransportError)


def test_waits_grow_and_are_left_to_chance() -> None:
    retries, busy = Retries(attempts=9, base_seconds=1, longest_seconds=4), httpx.Response(503)
    waits = [[retries.wait(busy, done, is_repeatable=True) or 0 for _ in range(50)] for done in (1, 2, 3, 8)]
    assert [(min(w) >= low, max(w) <= high) for w, low, high in zip(waits, (0.5, 1, 2, 2), (1, 2, 4, 4), strict=True)] \
        == [(True, True)] * 4  # fmt: skip
    assert all(len(set(w)) > 1 for w in waits)
    assert retries.wait(httpx.UnsupportedProtocol(""), 1, is_repeatable=True) is None


def test_a_problem_says_field_rule_and_whose_fault(server: Any, client: SlussenClient, reply: Any) -> None:
    fields = [{"field": "validThrough", "rule": "required", "message": "Uppgiften saknas."}]
    body = {
        "code": "invalid",
        "title": "Fel",
        "detail": "Begäran är fel",
        "fault": "sender",
        "errors": fields,
    }
    server.replies = [reply(422, body | {"instance": "urn:slussen:trace:1"})]
    with pytest.raises(SlussenProblem) as caught:
        client.consent.record_consent(BODY)
    problem = caught.value
    assert (problem.status, problem.code, problem.fault) == (422, "invalid", "sender")
    assert [(one.field, one.rule) for one in problem.errors] == [("validThrough", "required")]
    assert problem.instance == "urn:slussen:trace:1"
    assert problem.whose_fault("sv").startswith("Felet är hos er")
    assert problem.whose_fault().startswith("The fault is yours")
    said = "POST /consent/v1/consents was answered 422 invalid: Begäran är fel"
    assert str(problem) == f"{said} (validThrough required: Uppgiften saknas.)"
    assert server.asked[0].headers["accept-language"] == "sv"


def test_an_answer_by_somebody_else_is_a_problem_too(server: Any, client: SlussenClient, reply: Any) -> None:
    server.replies = [reply(502, "<html>", {"Content-Type": "text/html"})] * 4
    with pytest.raises(SlussenProblem) as caught:
        client.consent.list_consents(subject_id="s")
    assert (caught.value.code, caught.value.fault) == ("not-a-problem", "platform")


def test_what_was_read_is_changed_by_its_etag_and_is_not_read_again(
    server: Any, client: SlussenClient, reply: Any
) -> None:
    server.replies = [
        reply(200, {"id": "a"}, {"ETag": '"v3"'}),
        reply(412, {"code": "changed-meanwhile"}),
        reply(304),
    ]
    read = client.consent.get_consent("a")
    with pytest.raises(SlussenProblem) as caught:
        client.consent.withdraw_consent("a", {}, if_match=read.etag)
    assert (server.asked[1].headers["if-match"], caught.value.status) == ('"v3"', 412)
    unchanged = client.agreements.get_calendar("secret", if_none_match='"v3"')
    assert unchanged.is_unchanged
    with pytest.raises(LookupError):
        _ = unchanged.value


def test_all_pages_are_gone_through(server: Any, client: SlussenClient, reply: Any) -> None:
    server.replies = [
        reply(200, {"items": [{"id": "a"}, {"id": "b"}], "limit": 2, "offset": 0, "nextOffset": 2}),
        reply(200, {"items": [{"id": "c"}], "limit": 2, "offset": 2}),
    ]
    assert [one["id"] for one in client.referrals.iterate_referrals(box="inbox")] == ["a", "b", "c"]
    assert [one.path.partition("?")[2] for one in server.asked] == [
        "box=inbox&offset=0",
        "box=inbox&offset=2",
    ]


def test_the_feed_is_read_from_where_one_is(server: Any, client: SlussenClient, reply: Any) -> None:
    server.replies = [
        reply(200, {"events": [{"id": "a"}, {"id": "b"}], "next": 7, "hasMore": True}),
        reply(200, {"events": [{"id": "c"}], "next": 9, "hasMore": False}),
    ]
    feed = client.feed(3, types=["slussen.consent.*"], follows=False)
    events = iter(feed)
    assert (next(events)["id"], feed.position) == ("a", 3)
    assert [one["id"] for one in events] == ["b", "c"]
    assert feed.position == 9
    queries = [httpx.URL(one.path).params for one in server.asked]
    assert [(one["after"], one["type"], one["wait"]) for one in queries] == [
        ("3", "slussen.consent.*", "0"),
        ("7", "slussen.consent.*", "0"),
    ]


@pytest.mark.parametrize(
    "ask",
    [
        lambda client: client.consent.get_consent(NUMBER),
        lambda client: client.consent.list_consents(subject_id=f"{NUMBER[:8]}-{NUMBER[8:]}"),
        lambda client: client.consent.record_consent(BODY, idempotency_key=f"a {NUMBER[2:]}"),
        lambda client: client.consent.record_consent(BODY, headers={"Slussen-Purpose": NUMBER}),
    ],
)
def test_a_personal_number_is_never_sent_where_it_may_be_logged(
    server: Any, client: SlussenClient, ask: Any
) -> None:
    with pytest.raises(PersonalNumberError) as caught:
        ask(client)
    assert NUMBER[2:8] not in str(caught.value)
    assert (server.asked, server.tokens) == ([], [])


@pytest.mark.parametrize(
    "free", ["00000000-0000-4000-8000-201701012393", "2321000164", "SE2321000164-1001", "20170101"]
)
def test_what_only_looks_like_one_is_let_through(server: Any, client: SlussenClient, free: str) -> None:
    client.consent.get_consent(free)
    assert server.asked[0].path.endswith(free)


def test_the_log_holds_no_id_and_no_body(
    server: Any, client: SlussenClient, caplog: pytest.LogCaptureFixture, reply: Any
) -> None:
    server.replies = [reply(503)]
    with caplog.at_level(logging.DEBUG, "slussen_client"):
        client.consent.change_consent("id-1", {"situation": NUMBER})  # type: ignore[typeddict-item]
    records = [record for record in caplog.records if record.name == "slussen_client"]
    fields = [getattr(record, "fields") for record in records]  # noqa: B009 - what `extra` adds has no type
    assert records[-1].getMessage() == "answered"
    assert fields[-1] == {"operation": "POST /consent/v1/consents/{consentId}/changes", "status": 200}
    said = " ".join([*(record.getMessage() for record in records), str(fields)])
    assert not {"id-1", NUMBER} & set(re.findall(r"[\w-]+", said))


def test_a_trace_is_passed_on(server: Any) -> None:
    with server.client(traceparent=lambda: "00-a-b-01") as client:
        client.consent.get_consent("a")
        client.consent.get_consent("a", traceparent="00-c-d-01")
    assert [one.headers["traceparent"] for one in server.asked] == ["00-a-b-01", "00-c-d-01"]


async def test_the_asynchronous_client_keeps_the_same_rules(server: Any, reply: Any) -> None:
    server.replies = [
        reply(503),
        reply(201, {"id": "a"}),
        reply(200, {"items": [{"id": "a"}], "limit": 1, "offset": 0, "nextOffset": 1}),
        reply(200, {"items": [{"id": "b"}], "limit": 1, "offset": 1}),
        reply(200, {"events": [{"id": "c"}], "next": 1, "hasMore": False}),
        reply(breaks=True),
    ]
    told = server.client()
    async with AsyncSlussenClient(
        server.origin,
        issuer=server.origin,
        client_id="c",
        key=told._way.login.key,
        retries=told._way.login.retries,
    ) as client:
        assert (await client.consent.record_consent(BODY)).status == 201
        assert [one["id"] async for one in client.referrals.iterate_referrals()] == ["a", "b"]
        assert [one["id"] async for one in client.feed(follows=False)] == ["c"]
        assert (await client.consent.get_consent("a")).status == 200
        assert await client.access_token() == told.access_token().replace("2", "1")
    told.close()
    assert server.asked[0].headers["idempotency-key"] == server.asked[1].headers["idempotency-key"]
