"""Whether a webhook request is from Slussen, and of now (Standard Webhooks 1.0)."""

import base64
import binascii
import hmac
import json
import time
from collections.abc import Mapping, Sequence
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from slussen_client.problems import SlussenError

TOLERANCE_SECONDS = 300
SECRET, PUBLIC = "whsec_", "whpk_"


class WebhookError(SlussenError):
    """A request is not to be believed; answer 400 and do nothing. The message says why."""


def verified_event(
    keys: str | Sequence[str],
    headers: Mapping[str, str],
    body: bytes,
    *,
    tolerance_seconds: float = TOLERANCE_SECONDS,
) -> dict[str, Any]:
    """Return the event of a webhook request.

    Args:
        keys: The webhook's secret (`whsec_...`) or public key (`whpk_...`); both old and new while they change.
        headers: The request's headers, by any case.
        body: The bytes as they came; parsed and written again they are others.
        tolerance_seconds: How far the clocks may be apart.

    Raises:
        WebhookError: It is not signed by one of the keys, or not of now.
        ValueError: A key is neither a secret nor a public key.
    """
    given = {name.lower(): value for name, value in headers.items()}
    number, sent, signatures = (given.get(f"webhook-{name}", "") for name in ("id", "timestamp", "signature"))
    if not sent.isdecimal() or abs(time.time() - int(sent)) > tolerance_seconds:
        raise WebhookError("the request is not of now")
    signed = f"{number}.{sent}.".encode() + body
    wanted = [keys] if isinstance(keys, str) else keys
    if not any(_is_signed(key, signed, one) for key in wanted for one in signatures.split()):
        raise WebhookError("the request is signed by none of the keys")
    event: dict[str, Any] = json.loads(body)
    return event


def _is_signed(key: str, signed: bytes, signature: str) -> bool:
    version, _, value = signature.partition(",")
    if key.startswith(SECRET):
        expected = base64.b64encode(hmac.digest(base64.b64decode(key.removeprefix(SECRET)), signed, "sha256"))
        return version == "v1" and hmac.compare_digest(expected, value.encode())
    if not key.startswith(PUBLIC):
        raise ValueError(f"a webhook key begins with {SECRET} or {PUBLIC}")
    if version != "v1a":
        return False
    try:
        public = Ed25519PublicKey.from_public_bytes(base64.b64decode(key.removeprefix(PUBLIC)))
        public.verify(base64.b64decode(value), signed)
    except (InvalidSignature, binascii.Error):
        return False
    return True
