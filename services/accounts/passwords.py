"""Argon2id, away from the event loop. The pool's size caps how many hashes share memory and processors."""

import asyncio
from base64 import b64encode
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from secrets import token_bytes

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError

from services.accounts.domain import normal_password
from services.accounts.settings import AccountsSettings

_PASSES, _LANES = 2, 1
_SALT_BYTES, _HASH_BYTES = 16, 32
_pool = ThreadPoolExecutor(max_workers=2, thread_name_prefix="argon2")


async def hash_password(password: str) -> str:
    """The hash to keep of a password."""
    return await asyncio.get_running_loop().run_in_executor(_pool, _hasher().hash, normal_password(password))


async def matches(password: str, stored: str | None) -> bool:
    """Whether this is the password of the stored hash. Without one it takes as long, and it is not."""
    hasher = _hasher()
    hashed = stored or hash_of_nothing(_memory())
    return await asyncio.get_running_loop().run_in_executor(_pool, _verify, hasher, hashed, normal_password(password))


def is_outdated(stored: str) -> bool:
    """Whether the hash was made with other parameters than we use now."""
    return _hasher().check_needs_rehash(stored)


@lru_cache
def hash_of_nothing(memory_kib: int) -> str:
    """A hash that no known password has, as costly to check as a real one."""
    salt, digest = (b64encode(token_bytes(size)).rstrip(b"=").decode() for size in (_SALT_BYTES, _HASH_BYTES))
    return f"$argon2id$v=19$m={memory_kib},t={_PASSES},p={_LANES}${salt}${digest}"


def _verify(hasher: PasswordHasher, stored: str, password: str) -> bool:
    try:
        return hasher.verify(stored, password)
    except VerifyMismatchError:
        return False


def _hasher() -> PasswordHasher:
    return _hasher_with(_memory())


@lru_cache
def _hasher_with(memory_kib: int) -> PasswordHasher:
    return PasswordHasher(
        time_cost=_PASSES,
        memory_cost=memory_kib,
        parallelism=_LANES,
        salt_len=_SALT_BYTES,
        hash_len=_HASH_BYTES,
    )


def _memory() -> int:
    return AccountsSettings.read().argon2_memory_kib
