"""An OpenID provider for the tests, small enough to misbehave on request; what it signs is really signed.

It logs in whoever comes (as `user`), checks the client's assertion and the PKCE verifier, and rotates refresh tokens.
"""

import base64
import hashlib
import json
import secrets
import time
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import ECKey, RSAKey
from joserfc.jws import JWSRegistry

AUDIENCE = "urn:slussen:api"
RSA_KEY = RSAKey.generate_key(2048, {"kid": "rsa-1"}, private=True)
EC_KEY = ECKey.generate_key("P-256", {"kid": "ec-1"}, private=True)
MIDWIFE = {
    "sub": "5f0c6c5e-midwife",
    "name": "Anna Barnmorska",
    "healthCareUnitHsaId": "SE2321000164-MVC1",
    "profession": "midwife",
    "roles": ["staff"],
    "acr": "http://id.sambi.se/loa/loa3",
}


class SigningIssuer:
    """The provider's state; tests change it to see what the edge makes of it."""

    def __init__(self) -> None:
        self.url = ""
        self.rsa = RSA_KEY
        self.ec = EC_KEY
        self.keys: list[Any] = [self.rsa, self.ec]
        self.clients: dict[str, ECKey] = {}
        self.user: dict[str, Any] = dict(MIDWIFE)
        self.access_seconds = 300
        self.is_down = False
        self.refuses_renewal = False
        self.asked: list[str] = []
        self.changed_id_claims: dict[str, Any] = {}
        self.changed_answer: dict[str, str] = {}
        self._requests: dict[str, dict[str, str]] = {}
        self._codes: dict[str, dict[str, str]] = {}
        self._refresh_tokens: set[str] = set()

    # -- tokens

    def sign(self, claims: dict[str, Any], *, key: Any = None, alg: str = "ES256", **header: Any) -> str:
        key = key or self.ec
        whole = {"alg": alg, "kid": key.kid, "typ": "at+jwt"} | header
        registry = JWSRegistry(algorithms=[alg], strict_check_header=False)
        kept = {name: value for name, value in whole.items() if value is not ...}
        return jwt.encode(kept, claims, key, registry=registry, default_type=None)

    def access_claims(self, subject: str, client: str, **changed: Any) -> dict[str, Any]:
        now = int(time.time())
        claims = {"iss": self.url, "aud": AUDIENCE, "sub": subject, "client_id": client, "iat": now}
        claims |= {"exp": now + self.access_seconds, "jti": secrets.token_hex(8)} | changed
        return {name: value for name, value in claims.items() if value is not ...}

    def client_token(self, client_id: str, **changed: Any) -> str:
        return self.sign(self.access_claims(client_id, client_id, **changed))

    def user_token(self, client_id: str = "slussen-gateway", **changed: Any) -> str:
        return self.sign(self.access_claims(self.user["sub"], client_id, **(self.user | changed)))

    # -- the provider

    async def app(self, scope: Any, receive: Any, send: Any) -> None:
        body = b""
        more = True
        while more:
            message = await receive()
            body += message.get("body", b"")
            more = message.get("more_body", False)
        path = scope["path"]
        self.asked.append(path)
        form = dict(parse_qsl(body.decode()))
        query = dict(parse_qsl(scope["query_string"].decode()))
        status, headers, content = (503, [], b"{}") if self.is_down else self._answer(path, form, query)
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": content})

    def _answer(self, path: str, form: dict[str, str], query: dict[str, str]) -> Any:
        match path:
            case "/.well-known/openid-configuration":
                return _json(self._metadata())
            case "/jwks":
                return _json({"keys": [key.as_dict(private=False) for key in self.keys]})
            case "/par":
                self._check_client(form)
                uri = f"urn:request:{secrets.token_hex(8)}"
                self._requests[uri] = form
                return _json({"request_uri": uri, "expires_in": 60}, status=201)
            case "/authorize":
                return 303, [(b"location", self._authorize(query).encode())], b""
            case "/token":
                return self._token(form)
        return 404, [], b"{}"

    def _metadata(self) -> dict[str, Any]:
        return {
            "issuer": self.url,
            "authorization_endpoint": f"{self.url}/authorize",
            "token_endpoint": f"{self.url}/token",
            "jwks_uri": f"{self.url}/jwks",
            "pushed_authorization_request_endpoint": f"{self.url}/par",
            "end_session_endpoint": f"{self.url}/logout",
            "authorization_response_iss_parameter_supported": True,
        }

    def _authorize(self, query: dict[str, str]) -> str:
        request = self._requests.pop(query["request_uri"])
        code = secrets.token_hex(8)
        self._codes[code] = request
        answer = {"code": code, "state": request["state"], "iss": self.url} | self.changed_answer
        return f"{request['redirect_uri']}?{urlencode({n: v for n, v in answer.items() if v})}"

    def _token(self, form: dict[str, str]) -> Any:
        self._check_client(form)
        if form["grant_type"] == "refresh_token":
            if form["refresh_token"] not in self._refresh_tokens or self.refuses_renewal:
                return _json({"error": "invalid_grant"}, status=400)
            self._refresh_tokens.remove(form["refresh_token"])
            return _json(self._tokens({}))
        request = self._codes.pop(form["code"], None)
        challenge = hashlib.sha256(form["code_verifier"].encode()).digest()
        if request is None or request["code_challenge"] != _base64(challenge):
            return _json({"error": "invalid_grant"}, status=400)
        return _json(self._tokens(request))

    def _tokens(self, request: dict[str, str]) -> dict[str, Any]:
        refresh_token = secrets.token_hex(8)
        self._refresh_tokens.add(refresh_token)
        now = int(time.time())
        identity = {"iss": self.url, "aud": "slussen-gateway", "iat": now, "exp": now + 300}
        identity |= {"sub": self.user["sub"], "name": self.user["name"], "nonce": request.get("nonce")}
        id_token = self.sign(identity | self.changed_id_claims, key=self.rsa, alg="PS256", typ="JWT")
        return {"access_token": self.user_token(), "id_token": id_token, "refresh_token": refresh_token}

    def _check_client(self, form: dict[str, str]) -> None:
        token = jwt.decode(form["client_assertion"], self.clients[form["client_id"]], algorithms=["ES256"])
        assert token.claims["aud"] == self.url
        assert token.claims["iss"] == token.claims["sub"] == form["client_id"]


def query_of(url: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}


def _base64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def _json(document: dict[str, Any], *, status: int = 200) -> Any:
    return status, [(b"content-type", b"application/json")], json.dumps(document).encode()
