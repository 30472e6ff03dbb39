"""What this copy keeps to itself: made once, readable by its owner only."""

import json
import os
import secrets
from collections.abc import Callable, Iterable
from pathlib import Path

import nkeys
from joserfc.jwk import OKPKey

UNFINISHED = ".new"


def kept(path: Path, make: Callable[[], str]) -> str:
    """The secret in this file; made and stored when it is not there yet."""
    if not path.exists():
        store(path, make())
    return path.read_text()


def store(path: Path, secret: str) -> None:
    """Put a secret into a file that only its owner reads, and that is never half written."""
    fresh = path.with_suffix(UNFINISHED)
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(secret)
    fresh.replace(path)


def of_system(folder: Path, *, but: Path) -> dict[str, str]:
    """Every secret in the folder but one, by file name."""
    files = [file for file in sorted(folder.iterdir()) if file != but and file.suffix != UNFINISHED]
    return {file.name: file.read_text() for file in files}


def new_secret_key() -> str:
    return secrets.token_urlsafe(48)


def new_session_key() -> str:
    """An Ed25519 key pair as a JSON Web Key: signs the sessions of the team."""
    return json.dumps(OKPKey.generate_key("Ed25519").as_dict(private=True), sort_keys=True)


def public_part(session_key: str) -> str:
    """The half of a session key that checks but cannot sign."""
    return json.dumps(OKPKey.import_key(json.loads(session_key)).as_dict(private=False), sort_keys=True)


def new_seed() -> str:
    """The NKey seed of one user of the broker."""
    seed: bytes = nkeys.encode_seed(secrets.token_bytes(32), nkeys.PREFIX_BYTE_USER)
    return seed.decode()


def public_key(seed: str) -> str:
    """What the broker knows a user by."""
    key: bytes = nkeys.from_seed(bytearray(seed.encode())).public_key
    return key.decode()


def seeds(folder: Path, users: Iterable[str]) -> dict[str, str]:
    """The seed of each user of the broker, made once."""
    return {user: kept(folder / f"nats-{user}.seed", new_seed) for user in users}
