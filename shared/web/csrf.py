"""Proof that a form comes from our own page: a token in the form that only this browser's cookie explains."""

import hashlib
import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode
from secrets import token_bytes
from uuid import UUID

FIELD = "csrf_token"
COOKIE = "visitor"
_ID_BYTES, _PROOF_BYTES = 16, 32


class Visitor:
    """A browser, known by a signed random cookie that is made when its first form is shown."""

    def __init__(self, secret: str, cookie: str | None) -> None:
        self._secret = secret.encode()
        self._id = self._read(cookie)
        self.is_new = False

    def token(self) -> str:
        """A token for one form. Masked anew each time, so compression cannot give it away (BREACH)."""
        mask = token_bytes(_PROOF_BYTES)
        return _encode(mask + _xor(mask, self._proof()))

    def accepts(self, token: str) -> bool:
        """Whether the token was made for this browser."""
        if self._id is None:
            return False
        given = _decode(token)
        if len(given) != 2 * _PROOF_BYTES:
            return False
        return hmac.compare_digest(_xor(given[:_PROOF_BYTES], given[_PROOF_BYTES:]), self._proof())

    def cookie(self) -> str:
        """The value of this browser's cookie."""
        known = self._known()
        return _encode(known + self._sign(b"visitor", known))

    def known_as(self, purpose: str) -> UUID:
        """What this browser is called for one purpose; it does not tell what it is called for another."""
        return UUID(bytes=self._sign(purpose.encode(), self._known())[:_ID_BYTES])

    def _read(self, cookie: str | None) -> bytes | None:
        given = _decode(cookie or "")
        known, signature = given[:_ID_BYTES], given[_ID_BYTES:]
        return known if hmac.compare_digest(signature, self._sign(b"visitor", known)) else None

    def _known(self) -> bytes:
        if self._id is None:
            self._id = token_bytes(_ID_BYTES)
            self.is_new = True
        return self._id

    def _proof(self) -> bytes:
        return self._sign(b"form", self._known())

    def _sign(self, purpose: bytes, message: bytes) -> bytes:
        return hmac.digest(self._secret, purpose + b":" + message, hashlib.sha256)


def _xor(left: bytes, right: bytes) -> bytes:
    return bytes(one ^ other for one, other in zip(left, right, strict=True))


def _encode(content: bytes) -> str:
    return urlsafe_b64encode(content).rstrip(b"=").decode()


def _decode(text: str) -> bytes:
    try:
        return urlsafe_b64decode(text.encode("ascii") + b"=" * (-len(text) % 4))
    except ValueError:
        return b""
