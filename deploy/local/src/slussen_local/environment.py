"""What each process is told: its settings as environment variables, its own secrets and nobody else's."""

import json
import os
import secrets

from slussen_chassis.roles import LOGIN_ROLES, url_for
from slussen_local.layout import SERVICES, Layout
from slussen_local.parts.identity import RESOURCE, client_key
from slussen_local.parts.nats_users import new_seed
from slussen_local.people import GATEWAY_CLIENT
from slussen_local.vault import public_part

ISSUERS = ("gateway", *SERVICES)


def of_service(layout: Layout, service: str) -> dict[str, str]:
    """The settings of one service, for its HTTP process and its worker alike."""
    settings = {
        "ENVIRONMENT": "local",
        "DATABASE_URL": database_url(layout, service, "app"),
        "WORKER_DATABASE_URL": database_url(layout, service, "worker"),
        "NATS_URL": layout.nats_url,
        "INTERNAL_KEYS": internal_keys(layout),
        "SIGNING_KEY": json.dumps(layout.vault.signing_key(f"internal/{service}")),
        "SANDBOX_CLOCK": str(layout.sandbox_clock),
        **nats_seed(layout, service),
        **_of_its_own(layout, service),
    }
    return {f"SLUSSEN_{service.upper()}_{name}": value for name, value in settings.items()}


def of_worker(layout: Layout, service: str) -> dict[str, str]:
    """What a service's worker is told beyond `of_service`: who seals the audit log, and with what."""
    settings = {
        "SEALER_DATABASE_URL": database_url(layout, service, "sealer"),
        "SEAL_KEY": json.dumps(seal_key(layout, service)),
        "SEAL_CHECKPOINTS": str(layout.checkpoints(service)),
    }
    return {f"SLUSSEN_{service.upper()}_{name}": value for name, value in settings.items()}


def of_gateway(layout: Layout) -> dict[str, str]:
    """The settings of the gateway."""
    settings = {
        "ENVIRONMENT": "local",
        "PUBLIC_ORIGIN": layout.origin,
        "ISSUER": layout.issuer,
        "AUDIENCE": RESOURCE,
        "CLIENT_ID": GATEWAY_CLIENT,
        "CLIENT_KEY": json.dumps(layout.vault.signing_key(client_key(GATEWAY_CLIENT))),
        "NATS_URL": layout.nats_url,
        "SIGNING_KEY": json.dumps(layout.vault.signing_key("internal/gateway")),
        "SESSION_KEYS": json.dumps({"1": layout.vault.key("sessions")}),
        "SANDBOX": "true",
        "SERVICES": json.dumps({service: f"unix:{layout.socket(service)}" for service in SERVICES}),
        **nats_seed(layout, "gateway"),
    }
    return {f"SLUSSEN_GATEWAY_{name}": value for name, value in settings.items()}


def of_local_gateway(layout: Layout) -> dict[str, str]:
    """The settings of a gateway on one's own machine, where a bench or a demonstration asks as fast as it can."""
    generous = dict.fromkeys(
        ("CALLER_PER_SECOND", "CALLER_BURST", "AUTHORITY_PER_SECOND", "AUTHORITY_BURST"), "100000"
    )
    docs = {"SLUSSEN_GATEWAY_DOCS": str(layout.docs)}
    return of_gateway(layout) | docs | {f"SLUSSEN_GATEWAY_{name}": value for name, value in generous.items()}


def internal_keys(layout: Layout) -> str:
    """Who may sign internal tokens: issuer to public JWK set."""
    return json.dumps(
        {
            issuer: {"keys": [public_part(layout.vault.signing_key(f"internal/{issuer}"))]}
            for issuer in ISSUERS
        }
    )


def nats_seed(layout: Layout, name: str) -> dict[str, str]:
    """A user's key on the embedded bus; a bus of the user's own has its credentials in its address."""
    return {} if os.environ.get("NATS_URL") else {"NATS_SEED": seed(layout, name)}


def seed(layout: Layout, name: str) -> str:
    """The secret half of a bus user's key."""
    return layout.vault.keep(f"nats/{name}", new_seed)


def seal_key(layout: Layout, service: str) -> dict[str, str]:
    """The private key that signs the seals over a service's audit log."""
    return _ed25519_key(layout, f"seals/{service}", service)


def _ed25519_key(layout: Layout, place: str, name: str) -> dict[str, str]:
    from slussen_chassis.sealing.keys import new_seal_key  # noqa: PLC0415  slow to import

    return layout.vault.keep(place, lambda: new_seal_key(f"{name}-{secrets.token_hex(4)}"))


def document_key(layout: Layout) -> dict[str, str]:
    """The private key that seals agreements' documents."""
    from slussen_chassis.sealing.keys import new_seal_key  # noqa: PLC0415  slow to import

    return layout.vault.keep("documents", lambda: new_seal_key(f"documents-{secrets.token_hex(4)}"))


def passwords(layout: Layout, service: str) -> dict[str, str]:
    """The passwords of a service's database roles."""
    return {role: layout.vault.password(f"database/{service}-{role}") for role in LOGIN_ROLES}


def database_url(layout: Layout, service: str, role: str) -> str:
    """The address of a service's database for one of its roles."""
    return url_for(
        layout.admin_url,
        user=f"{service}_{role}",
        password=passwords(layout, service)[role],
        database=f"slussen_{service}",
    )


def _of_its_own(layout: Layout, service: str) -> dict[str, str]:
    vault = layout.vault
    own = {
        "agreements": lambda: {
            "DOCUMENT_SEAL_KEY": json.dumps(document_key(layout)),
            "SIGNED_FILE_KEYS": json.dumps({"1": vault.key("signed-files-1")}),
        },
        "consent": lambda: {
            "SUBJECT_KEYS": json.dumps({"1": vault.key("subject-key-1")}),
            "BLIND_INDEX_KEY": vault.key("blind-index"),
            "RECEIPT_KEY": json.dumps(_ed25519_key(layout, "receipts", "receipts")),
        },
        "referrals": lambda: {
            "CONSENT_URL": f"unix:{layout.socket('consent')}",
            "DRAFT_KEYS": json.dumps({"1": vault.key("drafts-1")}),
            "PUBLIC_ORIGIN": layout.origin,
        },
        "statistics": lambda: {
            "PSEUDONYM_SECRET": vault.key("pseudonyms"),
            "PUBLIC_ORIGIN": layout.origin,
            "PUBLISHER_IRI": f"{layout.origin}/#publisher",
            "PUBLISHER_NAME": "Slussen, demonstration",
            "PUBLISHER_EMAIL": "statistik@slussen.example",
        },
        "integration": lambda: {
            "WEBHOOK_KEYS": json.dumps({"1": vault.key("webhook-keys-1")}),
            "WEBHOOK_NETWORKS": json.dumps(["127.0.0.0/8", "::1/128"]),  # a receiver on one's own machine
            "WEBHOOK_PLAIN_HTTP": "true",
            "SANDBOX": "true",
            **_registration(layout),
        },
    }
    return own[service]() if service in own else {}


def _registration(layout: Layout) -> dict[str, str]:
    """Where systems are registered: at the embedded provider; an issuer of the user's own has its own way."""
    if os.environ.get("OIDC_ISSUER"):
        return {}
    token = layout.vault.password("identity-provider-registration")
    return {"REGISTRATION_URL": f"{layout.issuer}/reg", "REGISTRATION_TOKEN": token}
