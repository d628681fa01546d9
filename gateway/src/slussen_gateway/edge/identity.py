"""Who has logged in, as an ID token tells it."""

import secrets
import time
from collections.abc import Mapping
from typing import Any

from slussen_gateway.edge.issuer import Issuer
from slussen_gateway.edge.tokens import InvalidTokenError, check_claims, signed_content


async def verified_identity(id_token: str, issuer: Issuer, client_id: str, nonce: str) -> Mapping[str, Any]:
    """Return an ID token's claims, which belong to this client and this attempt (OpenID Connect Core 1.0, 3.1.3.7).

    Raises:
        InvalidTokenError: It proves nothing here.
        IssuerUnavailableError: There are no keys to tell by.
    """
    _, claims = await signed_content(id_token.encode(), issuer)
    check_claims(claims, issuer.issuer, client_id, time.time())
    if claims.get("azp", client_id) != client_id:
        raise InvalidTokenError("another client")
    if not secrets.compare_digest(str(claims.get("nonce")).encode(), nonce.encode()):
        raise InvalidTokenError("nonce")
    return claims
