"""What must have happened before web and worker start: the same steps embedded, in containers and by hand."""

from importlib.util import find_spec

from deploy.nats.permissions import PROVISION
from deploy.services import durables_of, existing
from shared.database.migration import migrate, versions_folder
from shared.messaging.provisioning import provision
from shared.settings import Settings


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


async def load_demo_data(settings: Settings) -> str:
    """Load the demo data into a database that has none; returns one line on what was loaded."""
    if not find_spec("deploy.seed") or not find_spec("deploy.seed.load"):
        return "none"
    from deploy.seed.load import load_demo

    return str(await load_demo(settings))
