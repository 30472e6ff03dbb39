"""Signing in with the account of somebody's own organisation: OpenID Connect, with a code and PKCE (S256).

What has to be remembered between leaving for the organisation and coming back is made from one secret, which only the
browser holds, and the server's key. So there is no table of it, and nobody makes it without both.

Imported when somebody signs in this way: what speaks to an organisation takes memory in each process.
"""

import base64
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import httpx2
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.httpx_client import AsyncOAuth2Client
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from services.accounts.identity import Cancelled, Identity, NotTrusted, Unreachable
from services.accounts.settings import AccountsSettings
from shared import clock

SCOPE = "openid email profile"
ALGORITHMS = ["RS256", "PS256", "ES256", "EdDSA", "Ed25519"]
SECONDS = 2.5  # a page has to answer within 3.5
KNOWN_FOR = timedelta(hours=1)
# What an organisation calls a second step (RFC 8176).
SECOND_STEPS = frozenset({"mfa", "otp", "hwk", "swk", "fpt", "face", "sc"})


@dataclass
class _Known:
    metadata: dict[str, Any]
    keys: KeySet
    since: datetime


_known: dict[str, _Known] = {}


async def leave_for(settings: AccountsSettings, secret: str, back: str, *, key: str) -> str:
    """Where to send the browser. `back` is where it comes back. Raises Unreachable."""
    known = await _provider(settings)
    async with _client(settings, back) as client:
        address, _ = client.create_authorization_url(
            known.metadata["authorization_endpoint"],
            state=_made("state", secret, key),
            nonce=_made("nonce", secret, key),
            code_verifier=_made("verifier", secret, key),
        )
    return str(address)


async def come_back(
    settings: AccountsSettings, secret: str, given: Mapping[str, str], back: str, *, key: str
) -> Identity:
    """Who came back with this answer. Raises Cancelled, NotTrusted or Unreachable."""
    if not secret or not hmac.compare_digest(given.get("state", "").encode(), _made("state", secret, key).encode()):
        raise NotTrusted("state")
    if given.get("iss", settings.oidc_issuer) != settings.oidc_issuer:
        raise NotTrusted("iss")
    if given.get("error") == "access_denied":
        raise Cancelled
    if "code" not in given:
        raise NotTrusted(given.get("error", "no code"))
    known = await _provider(settings)
    token = await _fetch(settings, known, given["code"], back, _made("verifier", secret, key))
    claims = await _claims(settings, token, _made("nonce", secret, key))
    email = claims.get("email") if claims.get("email_verified") is True else None
    did = bool(SECOND_STEPS & set(claims.get("amr") or ())) or settings.oidc_asks_code
    return Identity(f"{settings.oidc_issuer} {claims['sub']}", email, did)


async def _fetch(settings: AccountsSettings, known: _Known, code: str, back: str, verifier: str) -> str:
    try:
        async with _client(settings, back) as client:
            token = await client.fetch_token(
                known.metadata["token_endpoint"], code=code, code_verifier=verifier, grant_type="authorization_code"
            )
        return str(token["id_token"])
    except httpx2.HTTPError as error:
        raise Unreachable from error
    except (AuthlibBaseError, KeyError, ValueError) as error:
        raise NotTrusted("code") from error


async def _claims(settings: AccountsSettings, token: str, nonce: str) -> dict[str, Any]:
    rules = jwt.JWTClaimsRegistry(
        now=int(clock.now().timestamp()),
        leeway=60,
        iss={"essential": True, "value": settings.oidc_issuer or ""},
        aud={"essential": True, "value": settings.oidc_client_id or ""},
        sub={"essential": True},
        exp={"essential": True},
        nonce={"essential": True, "value": nonce},
    )
    try:
        try:
            claims = jwt.decode(token, (await _provider(settings)).keys, algorithms=ALGORITHMS).claims
        except (JoseError, ValueError):
            # Their keys may be new.
            claims = jwt.decode(token, (await _provider(settings, anew=True)).keys, algorithms=ALGORITHMS).claims
        rules.validate(claims)
    except (JoseError, ValueError) as error:
        raise NotTrusted("id_token") from error
    return claims


async def _provider(settings: AccountsSettings, *, anew: bool = False) -> _Known:
    issuer = settings.oidc_issuer or ""
    known = _known.get(issuer)
    if known and not anew and clock.now() - known.since < KNOWN_FOR:
        return known
    try:
        async with httpx2.AsyncClient(timeout=SECONDS) as client:
            metadata = (await client.get(f"{issuer}/.well-known/openid-configuration")).raise_for_status().json()
            if metadata["issuer"].rstrip("/") != issuer:
                raise NotTrusted("issuer")
            keys = (await client.get(metadata["jwks_uri"])).raise_for_status().json()
    except (httpx2.HTTPError, ValueError, KeyError) as error:
        raise Unreachable from error
    _known[issuer] = _Known(metadata, KeySet.import_key_set(keys), clock.now())
    return _known[issuer]


def forget() -> None:
    """Ask every organisation anew where its sign-in is."""
    _known.clear()


def _client(settings: AccountsSettings, back: str) -> AsyncOAuth2Client:
    secret = settings.oidc_client_secret
    return AsyncOAuth2Client(
        settings.oidc_client_id,
        secret.get_secret_value() if secret else None,
        scope=SCOPE,
        redirect_uri=back,
        code_challenge_method="S256",
        timeout=SECONDS,
    )


def _made(what: str, secret: str, key: str) -> str:
    digest = hmac.digest(key.encode(), f"organisation {what} {secret}".encode(), "sha256")
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
