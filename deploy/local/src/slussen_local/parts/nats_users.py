"""Who may do what on the bus: one NKey user per service, for the gateway and for the administrator.

A service publishes only its own events and reads through one durable consumer that bears its name. That
nobody speaks in another's name is decided here.
"""

import os
from collections.abc import Sequence
from dataclasses import dataclass

import nkeys

SERVICES = ("agreements", "consent", "referrals", "statistics", "integration")
STREAM = "SLUSSEN"
ADVISORIES = "ADVISORIES"
USAGE = "USAGE"


@dataclass(frozen=True)
class User:
    """A user of the bus by public key, with allow-lists; `>` alone means everything."""

    public_key: str
    publish: Sequence[str] = (">",)
    subscribe: Sequence[str] = (">",)

    def configuration(self) -> str:
        """The line in the server's configuration."""
        publish, subscribe = _listed(self.publish), _listed(self.subscribe)
        rights = f"publish: {{ allow: {publish} }}, subscribe: {{ allow: {subscribe} }}"
        return f"{{ nkey: {self.public_key}, permissions: {{ {rights} }} }}"


def new_seed() -> str:
    """Make the secret half of a user's key."""
    seed: bytes = nkeys.encode_seed(os.urandom(32), nkeys.PREFIX_BYTE_USER)
    return seed.decode()


def public_key(seed: str) -> str:
    """The public half, which the server knows."""
    public: bytes = nkeys.from_seed(seed.encode()).public_key
    return public.decode()


def inbox(name: str) -> str:
    """Where answers to a user arrive: a place of its own, so that nobody listens to another's answers."""
    return f"_INBOX_{name}"


def users(seeds: dict[str, str]) -> list[User]:
    """All users, from the seed of each by name: the services, `gateway` and `admin`."""
    return [user_named(name, public_key(seed)) for name, seed in seeds.items()]


def user_named(name: str, key: str) -> User:
    """The rights that go with a name."""
    if name == "admin":
        return User(key)
    publish = gateway_subjects() if name == "gateway" else service_subjects(name)
    return User(key, publish, (f"{inbox(name)}.>", "_INBOX.>"))


def service_subjects(service: str) -> list[str]:
    """What a service may publish: its events, and requests about its own consumers."""
    subjects = [f"slussen.*.{service}.>", "$JS.API.INFO", "$JS.API.STREAM.NAMES"]
    for stream in (STREAM, ADVISORIES):
        subjects += reading(stream, service)
    if service == "agreements":  # it alone knows who belongs where, and writes that for the gateway
        subjects += ["$KV.directory.>", *looking_up("directory")]
    if service == "integration":  # what systems may do is decided at its desk
        subjects += ["$KV.grants.client.>", *looking_up("grants")]
        subjects += reading(USAGE, service)
    return subjects


def reading(stream: str, consumer: str) -> list[str]:
    """Requests about one durable consumer of a stream."""
    return [
        f"$JS.API.STREAM.INFO.{stream}",
        f"$JS.API.STREAM.MSG.GET.{stream}",
        f"$JS.API.DIRECT.GET.{stream}",
        f"$JS.API.CONSUMER.CREATE.{stream}.{consumer}",
        f"$JS.API.CONSUMER.CREATE.{stream}.{consumer}.>",
        f"$JS.API.CONSUMER.DURABLE.CREATE.{stream}.{consumer}",
        f"$JS.API.CONSUMER.INFO.{stream}.{consumer}",
        f"$JS.API.CONSUMER.MSG.NEXT.{stream}.{consumer}",
        f"$JS.ACK.{stream}.{consumer}.>",
    ]


def gateway_subjects() -> list[str]:
    """The gateway writes sessions, logouts and what clients call, and reads grants and the directory."""
    buckets = (looking_up(bucket) for bucket in ("sessions", "logouts", "grants", "directory"))
    return [
        "$KV.sessions.>",
        "$KV.logouts.>",
        "usage.>",
        "$JS.API.INFO",
        "$JS.FC.>",
        *(subject for bucket in buckets for subject in bucket),
    ]


def looking_up(bucket: str) -> list[str]:
    """Requests that read or watch a key-value bucket."""
    stream = f"KV_{bucket}"
    return [
        f"$JS.API.STREAM.INFO.{stream}",
        f"$JS.API.STREAM.MSG.GET.{stream}",
        f"$JS.API.DIRECT.GET.{stream}",
        f"$JS.API.DIRECT.GET.{stream}.>",
        f"$JS.API.CONSUMER.CREATE.{stream}",
        f"$JS.API.CONSUMER.CREATE.{stream}.>",
        f"$JS.API.CONSUMER.INFO.{stream}.*",
        f"$JS.API.CONSUMER.DELETE.{stream}.*",
        f"$JS.ACK.{stream}.>",
    ]


def _listed(subjects: Sequence[str]) -> str:
    return "[" + ", ".join(f'"{subject}"' for subject in subjects) + "]"
