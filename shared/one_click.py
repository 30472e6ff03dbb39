"""The code behind "fewer mails" in the head of a mail (RFC 8058): it opens nothing else.

Who makes mails and who takes the click come to the same code from the hash of the link to the status page, which both
know. Mail programs and their servers see it, so the link itself may not be in it.
"""

import hashlib
import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode
from uuid import UUID

_PURPOSE = b"fewer mails"
_ID_BYTES, _PROOF_BYTES = 16, 16


def code_for_fewer_mails(report_id: UUID, link_hash: bytes) -> str:
    """The code of one report."""
    return urlsafe_b64encode(report_id.bytes + _proof(report_id, link_hash)).decode().rstrip("=")


def report_in(code: str) -> UUID | None:
    """The report a code says it is for; whether it is genuine only `is_genuine` knows."""
    given = _read(code)
    return UUID(bytes=given[:_ID_BYTES]) if given else None


def is_genuine(code: str, report_id: UUID, link_hash: bytes) -> bool:
    """Whether the code was made for this report."""
    return hmac.compare_digest(_read(code), report_id.bytes + _proof(report_id, link_hash))


def _proof(report_id: UUID, link_hash: bytes) -> bytes:
    return hmac.digest(link_hash, _PURPOSE + report_id.bytes, hashlib.sha256)[:_PROOF_BYTES]


def _read(code: str) -> bytes:
    try:
        given = urlsafe_b64decode(code.encode("ascii") + b"=" * (-len(code) % 4))
    except ValueError:
        return b""
    return given if len(given) == _ID_BYTES + _PROOF_BYTES else b""
