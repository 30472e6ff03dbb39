"""The worker process: what some or all services hear and do by themselves."""

import asyncio
import gc

import uvloop

from deploy.services import chosen, hearers_of, jobs_of, subscribers_of
from shared.database import Database
from shared.desk import desk
from shared.following import what_was_said_followed
from shared.logging import configure_logging, describe, get_logger
from shared.messaging.failures import Alarm
from shared.messaging.subscribing import FactSubscribers
from shared.messaging.worker import WorkerService, run_worker
from shared.settings import Settings

log = get_logger(__name__)


def work(names: list[str] | None) -> int:
    """Work until SIGTERM or SIGINT; the exit code. Raises SettingsError."""
    settings = Settings.read()
    desk()
    configure_logging(settings.log_level, process="worker")
    services = [
        WorkerService(name, subscribers_of(name) or FactSubscribers(name), jobs_of(name), hearers_of(name))
        for name in chosen(names)
    ]
    url = settings.database_url.get_secret_value()
    databases = {service.name: Database(url, service.name) for service in services}
    # As in the web process: nothing that stays is looked through again.
    gc.freeze()
    try:
        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            runner.run(_work(services, settings, databases))
    except Exception as error:
        # A traceback would repeat texts and values; whoever started us starts us again.
        log.critical("worker_ended", error=describe(error), reason=_safe_reason(error))
        return 1
    return 0


async def _work(services: list[WorkerService], settings: Settings, databases: dict[str, Database]) -> None:
    async with what_was_said_followed(databases):
        await run_worker(services, settings, databases)


def _safe_reason(error: Exception) -> str | None:
    """The text of an error that is written for people and quotes no message."""
    return str(error) if isinstance(error, Alarm) else None
