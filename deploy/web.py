"""The web process: the pages of some or all services on one port."""

import asyncio
import gc
import socket
from types import FrameType

import uvicorn
from fastapi import FastAPI

from deploy import health
from deploy.embedded.ports import LOOPBACK
from deploy.services import chosen, read_settings_of, router_of, uploads_of
from shared.database import Database
from shared.desk import desk
from shared.logging import configure_logging
from shared.settings import Settings
from shared.web.app import WebService, create_app
from shared.web.live import Live

# Requests that run may finish; a rolling restart waits no longer than this.
GRACE_SECONDS = 10
BACKLOG = 512


class _Server(uvicorn.Server):
    """Lets go of the open lines before it waits for the last answers."""

    def __init__(self, config: uvicorn.Config, app: FastAPI) -> None:
        super().__init__(config)
        self._app = app

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """On SIGTERM or SIGINT."""
        super().handle_exit(sig, frame)
        live: Live | None = getattr(self._app.state, "live", None)
        if live:
            asyncio.get_running_loop().call_soon_threadsafe(live.close)


def serve(
    names: list[str] | None,
    *,
    host: str = LOOPBACK,
    port: int = 8000,
    proxy: str = "",
    listening: socket.socket | None = None,
) -> None:
    """Serve until SIGTERM or SIGINT, on a socket that listens already if one is given. Raises SettingsError."""
    settings = Settings.read()
    desk()  # a colour that nobody can read ends the start
    configure_logging(settings.log_level, process="web")
    services = chosen(names)
    read_settings_of(services)
    routers = {service: router_of(service) for service in services}
    app = create_app(
        settings,
        [WebService(name, [router] if router else [], uploads_of(name)) for name, router in routers.items()],
        {service: Database(settings.database_url.get_secret_value(), service) for service in services},
    )
    app.include_router(health.router)
    config = uvicorn.Config(
        app,
        host=host,
        port=port,
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=bool(proxy),
        forwarded_allow_ips=proxy or None,
        timeout_graceful_shutdown=GRACE_SECONDS,
        backlog=BACKLOG,
    )
    # What the start made stays. Looking through it for what may go would hold an answer up for a tenth of a second.
    gc.freeze()
    _Server(config, app).run(sockets=[listening] if listening else None)
