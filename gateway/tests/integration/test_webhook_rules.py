"""The rules of webhooks, without any of the world: retries, addresses, signatures, filters, failures."""

import base64
import hmac
import ipaddress
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from hypothesis import given
from hypothesis import strategies as st

from slussen_chassis.crypto import DecryptionError, Keyring
from slussen_chassis.errors import InvalidError
from slussen_contracts.catalogue import EVENTS
from slussen_gateway.integration.domain.addresses import (
    AddressNotAllowedError,
    Rules,
    all_may_be_reached,
    check_url,
    may_be_reached,
)
from slussen_gateway.integration.domain.failures import LEVELS, WINDOW, Tally, warned_level
from slussen_gateway.integration.domain.retries import GIVE_UP_AFTER, WAITS, asked_wait, next_attempt
from slussen_gateway.integration.domain.webhooks import Wanted, check_types
from slussen_gateway.integration.webhook_keys import KeyPair, signed_headers

NOW = datetime(2026, 11, 22, 8, 30, tzinfo=UTC)
CHANCES = st.floats(0, 1, exclude_max=True)


@given(
    chances=st.lists(CHANCES, min_size=len(WAITS) + 1, max_size=len(WAITS) + 1),
    asked=st.lists(
        st.none() | st.timedeltas(timedelta(0), timedelta(days=400)),
        min_size=len(WAITS) + 1,
        max_size=len(WAITS) + 1,
    ),
)
def test_retries_go_forward_end_within_three_days_and_wait_as_asked(
    chances: list[float], asked: list[timedelta | None]
) -> None:
    now, attempts = NOW, 1
    while following := next_attempt(
        attempts, first_at=NOW, now=now, chance=chances[attempts - 1], asked_wait=asked[attempts - 1]
    ):
        end = NOW + GIVE_UP_AFTER
        assert now < following <= end
        asked_for = min(asked[attempts - 1] or timedelta(0), timedelta(days=1))
        assert following == end or following - now >= max(WAITS[attempts - 1] * 0.8, asked_for)
        now, attempts = following, attempts + 1
    assert attempts == len(WAITS) + 1 or now == NOW + GIVE_UP_AFTER


def test_without_jitter_the_last_attempt_comes_after_almost_three_days() -> None:
    assert sum(WAITS, timedelta(0)) == timedelta(hours=71, minutes=36, seconds=5)
    assert next_attempt(1, first_at=NOW, now=NOW, chance=0) == NOW + timedelta(seconds=5)
    assert next_attempt(11, first_at=NOW, now=NOW, chance=0) is None


@pytest.mark.parametrize(
    ("stated", "seconds"),
    [
        (None, None),
        ("120", 120),
        (" 7 ", 7),
        ("99999999999999999999", 86400),
        ("Sun, 22 Nov 2026 08:31:00 GMT", 60),
        ("Sun, 22 Nov 2026 08:29:00 GMT", None),
        ("soon", None),
        ("-5", None),
        ("1.5", None),
        ("٣", None),
        ("", None),
    ],
)
def test_retry_after_is_seconds_or_a_date(stated: str | None, seconds: int | None) -> None:
    wait = asked_wait(stated, NOW)
    assert (wait.total_seconds() if wait is not None else None) == seconds


INSIDE = [
    "0.0.0.0",  # noqa: S104 - the address as such
    "0.1.2.3",
    "10.0.0.1",
    "100.64.0.1",
    "127.0.0.1",
    "127.255.255.255",
    "169.254.169.254",
    "172.16.0.1",
    "172.31.255.255",
    "192.0.0.8",
    "192.0.2.1",
    "192.168.1.1",
    "198.18.0.1",
    "198.51.100.7",
    "203.0.113.9",
    "224.0.0.1",
    "239.255.255.255",
    "240.0.0.1",
    "255.255.255.255",
    "192.88.99.1",
    "::",
    "::1",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "::ffff:169.254.169.254",
    "::7f00:1",
    "64:ff9b::7f00:1",
    "64:ff9b:1::1",
    "2001::1",
    "2001:db8::1",
    "2002:7f00:1::",
    "fc00::1",
    "fd12:3456::1",
    "fe80::1",
    "fe80::1%eth0",
    "fec0::1",
    "ff02::1",
    "100::1",
]
OUTSIDE = ["1.1.1.1", "8.8.8.8", "193.10.0.1", "2606:4700::1111", "2a00:1450::1", "::ffff:8.8.8.8"]


@pytest.mark.parametrize("text", INSIDE)
def test_no_address_inside_somebodys_network_is_reached(text: str) -> None:
    assert not may_be_reached(ipaddress.ip_address(text), Rules())


@pytest.mark.parametrize("text", OUTSIDE)
def test_public_addresses_are_reached(text: str) -> None:
    assert may_be_reached(ipaddress.ip_address(text), Rules())


def test_a_name_that_also_stands_for_an_inner_address_is_not_asked() -> None:
    public, inner = ipaddress.ip_address("8.8.8.8"), ipaddress.ip_address("10.0.0.1")
    assert all_may_be_reached([public], Rules())
    assert not all_may_be_reached([public, inner], Rules())
    assert not all_may_be_reached([], Rules())
    assert all_may_be_reached([public, inner], Rules((ipaddress.ip_network("10.0.0.0/24"),)))
    assert not all_may_be_reached([ipaddress.ip_address("::ffff:10.0.1.1")], Rules())


@pytest.mark.parametrize(
    ("url", "rule"),
    [
        ("http://journal.example/hook", "https"),
        ("ftp://journal.example/hook", "https"),
        ("file:///etc/passwd", "url"),
        ("journal.example/hook", "url"),
        ("https://", "url"),
        ("https:///hook", "url"),
        ("https://user@journal.example/", "userinfo"),
        ("https://user:word@journal.example/", "userinfo"),
        ("https://@journal.example/", "userinfo"),
        ("https://journal.example/#part", "fragment"),
        ("https://journal.example/#", "fragment"),
        ("https://127.0.0.1/", "address"),
        ("https://[::1]/", "address"),
        ("https://[::ffff:127.0.0.1]/", "address"),
        ("https://2130706433/", "host"),
        ("https://0x7f000001/", "host"),
        ("https://0x7f.1/", "host"),
        ("https://127.1/", "host"),
        ("https://0177.0.0.1/", "host"),
        ("https://127.0.0.01/", "host"),
        ("https://127.0.0.1./", "host"),
        ("https://journal..example/", "host"),
        ("https://-journal.example/", "host"),
        ("https://" + "a" * 64 + ".example/", "host"),
        ("https://" + "a." * 130 + "example/", "host"),
        ("https://journal.example:99999/", "url"),
        ("https://journal.example:x/", "url"),
        ("https://journal.example:/", "url"),
        ("https://[::1/", "url"),
        ("https://journal.example\\@127.0.0.1/", "url"),
        ("https://journal.example/a b", "url"),
        ("https://journal.example/\r\nHost: x", "url"),
        ("https://journäl.example/", "url"),
        ("https://①②⑦.⓪.⓪.①/", "url"),
    ],
)
def test_an_address_that_may_lead_inside_is_refused_as_it_is_entered(url: str, rule: str) -> None:
    with pytest.raises(AddressNotAllowedError) as refused:
        check_url(url, Rules())
    assert [problem.rule for problem in refused.value.problems] == [rule]


def test_what_the_operator_allows_is_allowed() -> None:
    check_url("https://journal.example:8443/hook?a=b", Rules())
    check_url("https://8.8.8.8/", Rules())
    local = Rules((ipaddress.ip_network("127.0.0.0/8"),), plain_http=True)
    check_url("http://127.0.0.1:9000/", local)
    with pytest.raises(AddressNotAllowedError):
        check_url("http://10.0.0.1/", local)


@given(
    message_id=st.uuids().map(str),
    timestamp=st.integers(0, 2**40),
    body=st.binary(max_size=2000),
    pairs=st.lists(
        st.builds(KeyPair, st.binary(min_size=32, max_size=32), st.binary(min_size=32, max_size=32)),
        min_size=1,
        max_size=3,
    ),
)
def test_every_key_in_use_verifies_by_either_kind_of_signature(
    message_id: str, timestamp: int, body: bytes, pairs: list[KeyPair]
) -> None:
    headers = signed_headers(message_id, timestamp, body, pairs)
    signatures = headers["webhook-signature"].split(" ")
    signed = b"%b.%d.%b" % (message_id.encode(), timestamp, body)
    assert len(signatures) == 2 * len(pairs)
    for place, pair in enumerate(pairs):
        shared, own = signatures[2 * place : 2 * place + 2]
        secret = base64.b64decode(pair.shown_secret.removeprefix("whsec_"))
        expected = hmac.digest(secret, signed, "sha256")
        assert shared == f"v1,{base64.b64encode(expected).decode()}"
        public = Ed25519PublicKey.from_public_bytes(base64.b64decode(pair.public_key.removeprefix("whpk_")))
        signature = base64.b64decode(own.removeprefix("v1a,"))
        public.verify(signature, signed)
        with pytest.raises(InvalidSignature):
            public.verify(signature, signed + b".")


def test_the_example_of_the_specification_has_its_signature() -> None:
    """As the reference libraries of Standard Webhooks test it."""
    pair = KeyPair(base64.b64decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"), bytes(32))
    headers = signed_headers("msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, b'{"test": 2432232314}', [pair])
    assert headers["webhook-signature"].split(" ")[0] == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_stored_keys_can_not_be_moved_to_another_webhook() -> None:
    keyring, pair, place = Keyring({1: bytes(32)}), KeyPair.new(), UUID(int=1)
    sealed = pair.sealed(keyring, place, place)
    assert KeyPair.opened(sealed, keyring, place, place) == pair
    assert pair.secret not in sealed
    with pytest.raises(DecryptionError):
        KeyPair.opened(sealed, keyring, place, UUID(int=2))


def test_patterns_take_a_type_or_all_that_begin_so_and_a_misspelt_one_is_refused() -> None:
    check_types(["slussen.*", "slussen.consent.*", "slussen.consent.consent.withdrawn.v1"], EVENTS)
    wanted = Wanted(("slussen.consent.consent.*",)).filter(EVENTS)
    assert wanted.types == {t for t in EVENTS if t.startswith("slussen.consent.consent.")}
    assert Wanted().filter(EVENTS).types == frozenset()
    assert Wanted(("slussen.gone.*",)).filter(EVENTS).types == {""}
    for wrong in ("slussen.consent", "slussen.con*", "slussen.consents.*", "*", "slussen.consent.*.v1"):
        with pytest.raises(InvalidError) as refused:
            check_types(["slussen.*", wrong], EVENTS)
        assert [p.field for p in refused.value.problems] == ["types.1"]


@given(attempts=st.integers(0, 500), data=st.data())
def test_a_warning_is_given_once_for_each_level_that_is_passed(attempts: int, data: st.DataObject) -> None:
    failed = data.draw(st.integers(0, attempts))
    tally = Tally(attempts, failed)
    assert tally.level in {0, *LEVELS}
    assert (tally.level == 100) == (attempts >= 5 and failed == attempts)
    level, is_due = warned_level(0, tally)
    assert is_due == (tally.level > 0)
    assert warned_level(level, tally) == (level, False)


def test_a_level_is_forgotten_when_half_arrives_again_and_not_before() -> None:
    assert warned_level(90, Tally(10, 6)) == (90, False)
    assert warned_level(90, Tally(10, 4)) == (0, False)


def test_a_webhook_is_dead_when_nothing_has_arrived_for_a_day() -> None:
    a_day_ago = NOW - WINDOW
    assert Tally(9, 9, a_day_ago).is_dead(NOW)
    assert not Tally(9, 9, a_day_ago + timedelta(seconds=1)).is_dead(NOW)
    assert not Tally(9, 8, a_day_ago).is_dead(NOW)
    assert not Tally(4, 4, a_day_ago).is_dead(NOW)
