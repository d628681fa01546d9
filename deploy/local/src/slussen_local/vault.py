"""Secrets of this machine: made once, kept in files that only their owner may read."""

import json
import os
import secrets
from base64 import b64encode
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from slussen_local.failure import explain

Value = TypeVar("Value")


class Vault:
    """A folder of secrets, one JSON file each. Losing it makes the encrypted data unreadable."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def keep(self, name: str, make: Callable[[], Value]) -> Value:
        """Return the secret of that name; make it the first time."""
        path = self.path(name)
        try:
            if path.exists():
                kept: Value = json.loads(path.read_text())
                return kept
            value = make()
            write_private(path, json.dumps(value, indent=1))
        except OSError as error:
            raise explain(error, "keeping a secret") from error
        return value

    def password(self, name: str) -> str:
        """A password that is safe in an address."""
        return self.keep(name, lambda: secrets.token_urlsafe(24))

    def key(self, name: str) -> str:
        """A symmetric key: 32 bytes in base64."""
        return self.keep(name, lambda: b64encode(secrets.token_bytes(32)).decode())

    def signing_key(self, name: str) -> dict[str, Any]:
        """A private JWK on P-256 for ES256."""
        return self.keep(name, lambda: new_signing_key(name))

    def path(self, name: str) -> Path:
        """Where the secret lies."""
        return self.folder / f"{name}.json"


def new_signing_key(name: str) -> dict[str, Any]:
    """Make a private JWK (RFC 7517) with a key id that tells its age apart."""
    from joserfc.jwk import ECKey  # noqa: PLC0415  slow to import, needed the first time alone

    kid = f"{name.rsplit('/', 1)[-1]}-{secrets.token_hex(4)}"
    key = ECKey.generate_key("P-256", {"kid": kid, "use": "sig", "alg": "ES256"}, private=True)
    return dict(key.as_dict(private=True))


def public_part(jwk: dict[str, Any]) -> dict[str, Any]:
    """The JWK without its private member."""
    return {name: value for name, value in jwk.items() if name != "d"}


def write_private(path: Path, text: str) -> None:
    """Write a file that only the owner reads, whole or not at all."""
    for folder in (path.parent.parent, path.parent):
        folder.mkdir(exist_ok=True, mode=0o700)
    unfinished = path.with_suffix(".unfinished")
    unfinished.unlink(missing_ok=True)
    with os.fdopen(os.open(unfinished, os.O_CREAT | os.O_WRONLY | os.O_EXCL, 0o600), "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(path)
