"""Streams of version 0.1.0 refuse to delete messages, and the broker does not let that be changed: such a stream is
made anew with all that it held. An interruption halfway costs nothing; the next provisioning goes on.
"""

import asyncio
from dataclasses import replace

from nats.js.api import StreamConfig, StreamInfo, StreamSource
from nats.js.errors import NotFoundError
from nats.js.manager import JetStreamManager

from shared.messaging.failures import Alarm

LOOK_SECONDS = 0.05
PATIENCE_SECONDS = 600.0


class NotCopied(Alarm):
    """The copy of a stream does not get ready."""


async def make_anew_if_it_refuses_deletes(manager: JetStreamManager, config: StreamConfig) -> None:
    """Bring the stream's messages over into one that lets them be deleted. Raises NotCopied."""
    name, moving = str(config.name), f"{config.name}_MOVING"
    old = await _found(manager, name)
    if old and old.config.deny_delete and not config.deny_delete:
        await manager.add_stream(StreamConfig(name=moving, storage=config.storage, mirror=StreamSource(name=name)))
        await _filled(manager, moving, old.state.messages)
        await manager.delete_stream(name)
    copy = await _found(manager, moving)
    if copy is None:
        return
    # A mirror of what is gone becomes a stream of its own; then the new one may take from it.
    await manager.update_stream(StreamConfig(name=moving, storage=config.storage, subjects=[f"moving.{name}"]))
    await manager.add_stream(replace(config, sources=[StreamSource(name=moving)]))
    await _filled(manager, name, copy.state.messages)
    await manager.update_stream(config)
    await manager.delete_stream(moving)


async def _found(manager: JetStreamManager, name: str) -> StreamInfo | None:
    try:
        return await manager.stream_info(name)
    except NotFoundError:
        return None


async def _filled(manager: JetStreamManager, name: str, messages: int) -> None:
    for _ in range(int(PATIENCE_SECONDS / LOOK_SECONDS)):
        if (await manager.stream_info(name)).state.messages >= messages:
            return
        await asyncio.sleep(LOOK_SECONDS)
    raise NotCopied(f"the copy in {name} is not complete after {PATIENCE_SECONDS:.0f} s")
