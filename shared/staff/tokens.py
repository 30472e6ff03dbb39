"""The session token: signed by accounts with Ed25519, checked by everybody else with the public key alone."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from uuid import UUID

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import OKPKey

from shared import clock

ALGORITHM = "Ed25519"
COOKIE = "sessie"


@dataclass(frozen=True)
class Token:
    """What a valid session token says."""

    member_id: UUID
    session_id: UUID
    expires_at: datetime


@lru_cache
def _key(json_web_key: str) -> OKPKey:
    return OKPKey.import_key(json.loads(json_web_key))


def sign(token: Token, private_key: str) -> str:
    """The token as it goes into the cookie. `private_key` is a JSON Web Key; only accounts has it."""
    claims = {
        "sub": str(token.member_id),
        "sid": str(token.session_id),
        "exp": int(token.expires_at.timestamp()),
    }
    return jwt.encode({"alg": ALGORITHM}, claims, _key(private_key), algorithms=[ALGORITHM])


def verify(text: str, public_key: str) -> Token | None:
    """The token in a cookie, or None when it was not signed by us or has run out."""
    try:
        claims = jwt.decode(text, _key(public_key), algorithms=[ALGORITHM]).claims
        token = Token(UUID(claims["sub"]), UUID(claims["sid"]), datetime.fromtimestamp(claims["exp"], UTC))
    except (JoseError, KeyError, ValueError, TypeError):
        return None
    return token if token.expires_at > clock.now() else None
