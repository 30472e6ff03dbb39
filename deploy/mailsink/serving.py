"""The mailbox at work."""

import asyncio
import logging
import socket
from pathlib import Path

import uvicorn

from deploy.mailsink.app import create_app
from deploy.mailsink.receiver import receive
from deploy.mailsink.store import MailStore


def serve_forever(folder: Path, smtp: socket.socket, http: socket.socket) -> None:
    """Take mails and show them until SIGTERM, on two sockets that listen already."""
    logging.basicConfig(level=logging.WARNING)
    asyncio.run(_serve(folder, smtp, http))


async def _serve(folder: Path, smtp: socket.socket, http: socket.socket) -> None:
    store = MailStore(folder)
    config = uvicorn.Config(
        create_app(store), log_config=None, access_log=False, server_header=False, ws="none", lifespan="off"
    )
    receiving = await receive(store, smtp)
    try:
        await uvicorn.Server(config).serve(sockets=[http])
    finally:
        receiving.close()
