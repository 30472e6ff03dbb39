"""python -m deploy.mailsink FOLDER SMTP_FD HTTP_FD: serve on two sockets that listen already."""

import asyncio
import logging
import socket
import sys
from pathlib import Path

import uvicorn

from deploy.mailsink.app import create_app
from deploy.mailsink.receiver import receive
from deploy.mailsink.store import MailStore


async def serve(folder: Path, smtp: socket.socket, http: socket.socket) -> None:
    """Take mails and show them until SIGTERM."""
    store = MailStore(folder)
    config = uvicorn.Config(
        create_app(store), log_config=None, access_log=False, server_header=False, ws="none", lifespan="off"
    )
    receiving = await receive(store, smtp)
    try:
        await uvicorn.Server(config).serve(sockets=[http])
    finally:
        receiving.close()


if __name__ == "__main__":
    logging.basicConfig(level=logging.WARNING)
    taken, shown = (socket.socket(fileno=int(number)) for number in sys.argv[2:4])
    asyncio.run(serve(Path(sys.argv[1]), taken, shown))
