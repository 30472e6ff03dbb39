"""The second step of signing in: codes of an app (TOTP, RFC 6238) and recovery codes on paper. No input or output.

The secret of an app is made from a stored seed and the server's key, so that the table alone opens nothing.
"""

import base64
import hmac
import re
import secrets
from datetime import datetime
from uuid import UUID

import pyotp
import segno

from shared.desk import desk

STEP_SECONDS = 30
# Clocks of telephones differ: the code before and the one after ours count too.
DRIFT = (0, -1, 1)
SECRET_BYTES = 20  # as RFC 4226 advises
RECOVERY_CODES, RECOVERY_LENGTH, GROUP = 10, 16, 4
# Without what looks alike on paper.
ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"


def app_secret(seed: str, key: str) -> str:
    """The secret an app makes its codes from, as people type it over. `key` is the server's."""
    digest = hmac.digest(key.encode(), f"app {seed}".encode(), "sha256")
    return base64.b32encode(digest[:SECRET_BYTES]).decode()


def step_of(typed: str, secret: str, now: datetime, *, after: int) -> int | None:
    """The half minute whose code this is; None when it is wrong, or not after the last one that was used."""
    app, digits = pyotp.TOTP(secret, interval=STEP_SECONDS), re.sub(r"[^0-9]", "", typed)
    here = int(now.timestamp()) // STEP_SECONDS
    steps = [here + drift for drift in DRIFT if here + drift > after]
    return next((step for step in steps if hmac.compare_digest(app.generate_otp(step), digits)), None)


def setup_link(secret: str, email: str) -> str:
    """What an app reads from the square, or opens as a link on the telephone itself."""
    return pyotp.TOTP(secret, interval=STEP_SECONDS).provisioning_uri(name=email, issuer_name=desk().name)


def square_of(link: str) -> str:
    """The link as a QR code: an SVG without styles, as large as its place."""
    return segno.make(link, error="m", micro=False).svg_inline(
        omitsize=True, border=4, light="#fff", svgclass="qr", lineclass=None
    )


def new_recovery_codes() -> list[str]:
    """Ten codes that each work once, 79 bits each, as they are shown."""
    return ["-".join(_group() for _ in range(RECOVERY_LENGTH // GROUP)) for _ in range(RECOVERY_CODES)]


def recovery_fingerprint(member_id: UUID, typed: str, key: str) -> bytes | None:
    """What is kept of a recovery code; None when this cannot be one."""
    code = re.sub(r"[^a-z0-9]", "", typed.lower())
    if len(code) != RECOVERY_LENGTH:
        return None
    return hmac.digest(key.encode(), f"recovery {member_id} {code}".encode(), "sha256")


def begun_fingerprint(secret: str) -> bytes:
    """What is kept of the secret that a browser shows between both steps."""
    return hmac.digest(b"sign-in begun", secret.encode(), "sha256")


def _group() -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(GROUP))
