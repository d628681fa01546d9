import json
import logging
import sys
from datetime import UTC, date, datetime
from uuid import RFC_4122

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic_settings import SettingsConfigDict

from slussen_chassis.app import Service
from slussen_chassis.clock import local_day, new_id, new_person_id
from slussen_chassis.crypto import DecryptionError, Keyring, blind_index
from slussen_chassis.openapi import operations
from slussen_chassis.settings import ServiceSettings, SettingsError, read_settings
from slussen_chassis.telemetry import JsonFormatter, accept_traceparent, trace_id

OLD, NEW = {1: b"a" * 32}, {1: b"a" * 32, 2: b"b" * 32}


@given(st.binary(max_size=200), st.text(max_size=40))
def test_what_was_sealed_comes_back_in_its_own_place_alone(plain: bytes, place: str) -> None:
    sealed = Keyring(NEW).encrypt(plain, place=place)
    assert Keyring(NEW).decrypt(sealed, place=place) == plain
    with pytest.raises(DecryptionError):
        Keyring(NEW).decrypt(sealed, place=f"{place}x")


def test_a_new_key_seals_and_the_old_one_still_opens() -> None:
    old = Keyring(OLD).encrypt(b"x", place="p")
    assert Keyring(NEW).decrypt(old, place="p") == b"x"
    assert Keyring(NEW).encrypt(b"x", place="p")[:2] == b"\x00\x02"


def test_a_value_whose_key_is_gone_or_that_was_changed_is_unreadable() -> None:
    sealed = Keyring(NEW).encrypt(b"x", place="p")
    with pytest.raises(DecryptionError):
        Keyring(OLD).decrypt(sealed, place="p")
    with pytest.raises(DecryptionError):
        Keyring(NEW).decrypt(sealed[:-1] + bytes([sealed[-1] ^ 1]), place="p")


def test_a_keyring_refuses_short_keys() -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        Keyring({1: b"short"})


@given(
    st.lists(st.text(max_size=8), min_size=1, max_size=3),
    st.lists(st.text(max_size=8), min_size=1, max_size=3),
)
def test_two_lists_of_parts_share_a_blind_index_only_when_they_are_equal(a: list[str], b: list[str]) -> None:
    assert (blind_index(b"k", *a) == blind_index(b"k", *b)) == (a == b)


def test_ids_are_ordered_in_time_and_those_of_persons_are_not() -> None:
    first, second = new_id(), new_id()
    assert (first.version, first.variant) == (7, RFC_4122)
    assert first.int >> 80 <= second.int >> 80
    assert new_person_id().version == 4


def test_a_day_is_a_day_in_stockholm() -> None:
    assert local_day(datetime(2026, 6, 30, 22, 30, tzinfo=UTC)) == date(2026, 7, 1)


def test_a_valid_trace_goes_on_and_anything_else_starts_a_new_one() -> None:
    incoming = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
    assert trace_id(accept_traceparent(incoming)) == trace_id(incoming)
    assert accept_traceparent(incoming) != incoming
    for bad in (None, "", "00-" + "0" * 32 + "-00f067aa0ba902b7-01", incoming.upper(), incoming + "x"):
        assert len(accept_traceparent(bad)) == 55
        assert trace_id(accept_traceparent(bad)) not in {"0" * 32, trace_id(incoming)}


def test_a_log_line_tells_where_it_broke_and_never_what_was_in_it() -> None:
    try:
        int("198501012382x")
    except ValueError:
        record = logging.LogRecord("x", logging.ERROR, __file__, 1, "it broke", None, sys.exc_info())
    record.fields = {"type": "t"}
    line = json.loads(JsonFormatter("consent").format(record))
    assert (line["error"], line["message"], line["type"]) == ("ValueError", "it broke", "t")
    assert line["at"][-1].startswith("test_small_parts.py:")
    assert "1985" not in json.dumps(line)


def test_missing_settings_are_named_without_their_values(monkeypatch: pytest.MonkeyPatch) -> None:
    class Settings(ServiceSettings):
        model_config = SettingsConfigDict(env_prefix="SLUSSEN_X_")

    monkeypatch.setenv("SLUSSEN_X_DATABASE_URL", "postgresql://secret")
    with pytest.raises(SettingsError) as caught:
        read_settings(Settings)
    assert "SLUSSEN_X_NATS_URL (missing)" in str(caught.value)
    assert "secret" not in str(caught.value)


def test_every_operation_describes_trace_problem_security_and_examples(service: Service) -> None:
    document = service.api.openapi()
    assert document["openapi"].startswith("3.1")
    assert document["servers"][0]["url"] == "https://{host}/sample/v1"
    assert "/api-info" in document["paths"]
    for path, method, operation in operations(document):
        assert any(p["name"] == "traceparent" for p in operation["parameters"]), path
        problem = operation["responses"]["default"]["content"]["application/problem+json"]
        assert problem["example"]["type"].startswith("urn:slussen:problem:")
        assert operation["description"]
        if path.startswith("/notes"):
            assert operation["x-required-scopes"] == ["sample:write"], method
    body = document["paths"]["/notes"]["post"]["requestBody"]["content"]["application/json"]
    assert body["example"]["title"] == "Möte"
