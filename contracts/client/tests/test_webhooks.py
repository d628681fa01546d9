"""Webhook requests that Slussen signed are believed, and no others; its own signer makes them here."""

import json
import time
from collections.abc import Callable

import pytest

from slussen_client import WebhookError, verified_event
from slussen_gateway.integration.webhook_keys import KeyPair, signed_headers

BODY = '{"id":"å","type":"slussen.consent.consent.withdrawn.v1"}'.encode()
PAIR, OTHER = KeyPair.new(), KeyPair.new()
KINDS: list[Callable[[KeyPair], str]] = [lambda pair: pair.shown_secret, lambda pair: pair.public_key]


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_ours_and_of_now_is_believed_also_while_keys_change(kind: Callable[[KeyPair], str]) -> None:
    headers = {
        name.title(): value
        for name, value in signed_headers("m", int(time.time()), BODY, [OTHER, PAIR]).items()
    }
    assert verified_event(kind(PAIR), headers, BODY) == json.loads(BODY)
    assert verified_event([kind(KeyPair.new()), kind(OTHER)], headers, BODY)["id"] == "å"


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_changed_forged_or_stale_is_not(kind: Callable[[KeyPair], str]) -> None:
    now = int(time.time())
    good = signed_headers("m", now, BODY, [PAIR])
    cases = [
        (good, BODY + b" "),
        ({**good, "webhook-id": "n"}, BODY),
        ({**good, "webhook-timestamp": str(now - 1)}, BODY),
        ({**good, "webhook-signature": "v1,?? v1a,??"}, BODY),
        (signed_headers("m", now, BODY, [OTHER]), BODY),
        (signed_headers("m", now - 301, BODY, [PAIR]), BODY),
        ({}, BODY),
    ]
    for headers, body in cases:
        with pytest.raises(WebhookError):
            verified_event(kind(PAIR), headers, body)


def test_a_key_of_no_kind_is_told() -> None:
    with pytest.raises(ValueError, match="whsec_"):
        verified_event("secret", signed_headers("m", int(time.time()), BODY, [PAIR]), BODY)
