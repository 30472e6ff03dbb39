"""What must have happened before web and worker start: the same steps embedded, in containers and by hand."""

from collections.abc import Callable

from deploy.backup.finishing import finish
from deploy.nats.permissions import PROVISION
from deploy.seed.load import load
from deploy.services import durables_of, existing
from services.intake.settings import IntakeSettings
from shared.database.migration import migrate, versions_folder
from shared.messaging.provisioning import provision, remove_streams
from shared.settings import Settings


def _silent(_text: str) -> None:
    """Nobody waits for it."""


def migrate_database(settings: Settings) -> str:
    """Bring every service's schema to its newest version, and finish a restore that was cut off.

    Returns one line on what changed. Raises StartError when the restore cannot be finished.
    """
    services = [service for service in existing() if any(versions_folder(service).glob("[0-9]*.py"))]
    changed = migrate(settings.database_url.get_secret_value(), services)
    url, secret_key = settings.database_url.get_secret_value(), settings.secret_key.get_secret_value()
    finished = finish(url, secret_key, IntakeSettings.read().erasure_list)
    done = [f"migrated {', '.join(changed)}"] if changed else []
    return "; ".join([*done, *([finished] if finished else [])]) or "up to date"


async def provision_broker(settings: Settings) -> str:
    """Make streams and durables what this version needs; returns one line on what there is."""
    durables = [durable for service in existing() for durable in durables_of(service)]
    await provision(settings.nats_url, durables, seed=_provisioning_seed(settings))
    return f"{len(durables)} durables"


async def empty_broker(settings: Settings) -> None:
    """Take all streams away; the next provisioning makes new ones, and the workers fill them again."""
    await remove_streams(settings.nats_url, seed=_provisioning_seed(settings))


def _provisioning_seed(settings: Settings) -> str | None:
    seed = settings.nats_seeds.get(PROVISION)
    return seed.get_secret_value() if seed else None


async def load_data(settings: Settings, tell: Callable[[str], None] = _silent) -> str:
    """Load what every installation starts with, and in the demo its story; returns one line on what changed.

    The worker must not run beside it: the story's facts carry their own moments.
    """
    return await load(settings, tell)
