"""Files as somebody chose them on a page: each looked at, and its content kept before anything points at it.

That takes longer than a transaction may, so it is done between two of them.
"""

import asyncio
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from hashlib import sha256
from uuid import UUID

from starlette.datastructures import UploadFile

from shared.attachments.apart import clean_apart
from shared.attachments.in_s3 import StoreAway
from shared.attachments.limits import LARGEST_ATTACHMENT
from shared.attachments.names import plain_name, shown_name
from shared.attachments.refusing import Refused, Why
from shared.attachments.sentences import REFUSED
from shared.attachments.store import Store
from shared.contracts.files import FileKind
from shared.ids import new_id
from shared.logging import get_logger

_log = get_logger(__name__)


@dataclass(frozen=True)
class Kept:
    """A file whose content is in the store already. `source_hash` recognises the same file sent again."""

    id: UUID
    kind: FileKind
    size: int
    name: str | None
    source_hash: bytes
    store: str


def by_store(kept: Sequence[Kept]) -> dict[str, list[UUID]]:
    """Where the content of each is, for who forgets them."""
    found: dict[str, list[UUID]] = {}
    for one in kept:
        found.setdefault(one.store, []).append(one.id)
    return found


async def unknown(chosen: Sequence[UploadFile], known: Collection[bytes | None]) -> list[UploadFile]:
    """The files that were not added before: who presses twice adds nothing twice."""
    return [file for file in chosen if _is_large(file) or await _hash_of(file) not in known]


async def _hash_of(file: UploadFile) -> bytes:
    content = await file.read()
    await file.seek(0)
    return sha256(content).digest()


def _is_large(file: UploadFile) -> bool:
    return (file.size or 0) > LARGEST_ATTACHMENT


async def keep_all(
    store: Store, files: Sequence[UploadFile], allowed: frozenset[str], not_now: str
) -> tuple[list[Kept], list[str]]:
    """What could be kept, and a sentence about each file that could not; `not_now` when the store is away.

    `allowed` are the names that are no patient's.
    """
    kept, faults = list[Kept](), list[str]()
    for file in files:
        try:
            kept.append(await _keep(store, file, allowed))
        except Refused as refused:
            faults.append(f"‘{shown_name(file.filename or '')[-60:]}’: {REFUSED[refused.why]}")
        except StoreAway as away:
            _log.error("attachment_store_is_away", store=store.name, exc_info=away)
            return kept, [*faults, not_now]
    return kept, faults


async def _keep(store: Store, file: UploadFile, allowed: frozenset[str]) -> Kept:
    if _is_large(file):
        raise Refused(Why.TOO_LARGE)
    content = await file.read()
    cleaned = await clean_apart(content)
    name = await asyncio.to_thread(plain_name, file.filename or "", allowed)
    kept = Kept(new_id(), cleaned.kind, len(cleaned.content), name, sha256(content).digest(), store.name)
    await store.put(kept.id, cleaned.content)
    return kept
