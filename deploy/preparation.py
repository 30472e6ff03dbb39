"""What must have happened before web and worker start: the same steps embedded, in containers and by hand."""

from collections.abc import Callable

from deploy.nats.permissions import PROVISION
from deploy.seed.load import load
from deploy.services import durables_of, existing
from shared.database.migration import migrate, versions_folder
from shared.messaging.provisioning import provision
from shared.settings import Settings


def _silent(_text: str) -> None:
    """Nobody waits for it."""


def migrate_database(settings: Settings) -> str:
    """Bring every service's schema to its newest version; returns one line on what changed."""
    services = [service for service in existing() if any(versions_folder(service).glob("[0-9]*.py"))]
    changed = migrate(settings.database_url.get_secret_value(), services)
    return f"migrated {', '.join(changed)}" if changed else "up to date"


async def provision_broker(settings: Settings) -> str:
    """Make streams and durables what this version needs; returns one line on what there is."""
    durables = [durable for service in existing() for durable in durables_of(service)]
    seed = settings.nats_seeds.get(PROVISION)
    await provision(settings.nats_url, durables, seed=seed.get_secret_value() if seed else None)
    return f"{len(durables)} durables"


async def load_data(settings: Settings, tell: Callable[[str], None] = _silent) -> str:
    """Load what every installation starts with, and in the demo its story; returns one line on what changed.

    The worker must not run beside it: the story's facts carry their own moments.
    """
    return await load(settings, tell)
