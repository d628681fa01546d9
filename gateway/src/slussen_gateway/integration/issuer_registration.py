"""Registering a system at the issuer (dynamic client registration, RFC 7591), where the issuer takes that."""

from collections.abc import Mapping
from typing import Any, ClassVar, Final

import httpx

from slussen_chassis.errors import ConflictError, UnavailableError
from slussen_gateway.integration.settings import IntegrationSettings

SECONDS: Final = 5.0


class RegistrationNotOfferedError(ConflictError):
    """The issuer takes no registrations from here."""

    code: ClassVar[str] = "registration-not-offered"
    title_sv = "Identitetsutfärdaren registrerar inga system härifrån; be den om ett klient-id och ange det"
    title_en = "The issuer registers no systems from here; ask it for a client id and give that"


async def register_at_issuer(settings: IntegrationSettings, name: str, jwk: Mapping[str, Any]) -> str:
    """Register a system by its public key; return the client id that the issuer gave it.

    Raises:
        RegistrationNotOfferedError: No registration is configured.
        UnavailableError: The issuer does not answer, or refuses.
    """
    if settings.registration_url is None or settings.registration_token is None:
        raise RegistrationNotOfferedError
    wanted = {
        "client_name": name,
        "jwks": {"keys": [dict(jwk)]},
        "grant_types": ["client_credentials"],
        "response_types": [],
        "redirect_uris": [],
        "token_endpoint_auth_method": "private_key_jwt",
    }
    bearer = {"authorization": f"Bearer {settings.registration_token.get_secret_value()}"}
    try:
        async with httpx.AsyncClient(timeout=SECONDS, trust_env=False) as http:
            answer = await http.post(settings.registration_url, json=wanted, headers=bearer)
        if answer.status_code != httpx.codes.CREATED:
            raise UnavailableError
        return str(answer.json()["client_id"])
    except (httpx.HTTPError, ValueError, KeyError) as error:
        raise UnavailableError from error
