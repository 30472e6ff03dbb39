"""Keys of backups, in the form of age: what is locked with the public one opens with the private one only."""

import sys
from collections.abc import Iterable
from pathlib import Path

from pyrage import IdentityError, RecipientError, x25519

from deploy.embedded.failure import StartError

COMMENT = "#"
STANDARD_INPUT = Path("-")


def new_key() -> str:
    """A fresh key pair as `age-keygen` writes it: the public key as a comment, the private one below it."""
    identity = x25519.Identity.generate()
    return f"{COMMENT} public key: {identity.to_public()}\n{text_of([identity])}"


def public_key(key_file: Path) -> str:
    """The public keys that belong to a file of private ones. Raises StartError."""
    return " ".join(str(identity.to_public()) for identity in identities(key_file))


def identities(key_file: Path) -> list[x25519.Identity]:
    """The private keys in a file, or with `-` on standard input. Raises StartError when there are none."""
    try:
        lines = (sys.stdin.read() if key_file == STANDARD_INPUT else key_file.read_text()).splitlines()
    except (OSError, UnicodeDecodeError):
        raise StartError(f"{key_file} cannot be read as a file of private keys") from None
    keys = [line.strip() for line in lines if line.strip() and not line.startswith(COMMENT)]
    try:
        found = [x25519.Identity.from_str(key) for key in keys]
    except IdentityError:
        raise StartError(f"{key_file} holds something that is no private key (AGE-SECRET-KEY-…)") from None
    if not found:
        raise StartError(f"{key_file} holds no private key (AGE-SECRET-KEY-…)")
    return found


def text_of(keys: Iterable[x25519.Identity]) -> str:
    """Private keys as a file holds them."""
    return "".join(f"{key}\n" for key in keys)


def recipients(public_keys: str) -> list[x25519.Recipient]:
    """The public keys in a text. Raises StartError."""
    try:
        return [x25519.Recipient.from_str(key) for key in public_keys.replace(",", " ").split()]
    except RecipientError:
        raise StartError("BACKUP_RECIPIENT must hold public keys as `regelwijzer backup-key` prints them") from None
