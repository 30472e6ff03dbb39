"""Draft the next migration of a service by comparing its tables with the database of the running system.

python -m deploy.migration SERVICE "what changes"
"""

import os
import re
import sys

from alembic import command
from sqlalchemy import create_engine
from sqlalchemy.engine import make_url

from deploy.commands.surroundings import find_system
from deploy.embedded.failure import StartError
from deploy.services import existing
from shared.database.migration import alembic_config, newest_version


def draft(service: str, what: str) -> None:
    """Write the file, for a person to read and finish. Raises StartError for an unknown service."""
    if service not in existing():
        raise StartError(f"there is no service {service!r}; there are {', '.join(existing())}")
    find_system()
    engine = create_engine(make_url(os.environ["DATABASE_URL"]).set(drivername="postgresql+psycopg"))
    with engine.connect() as connection:
        command.revision(
            alembic_config(service, connection),
            message=re.sub(r"\W+", " ", what).strip(),
            autogenerate=True,
            rev_id=f"{int(newest_version(service)) + 1:04d}",
        )
    engine.dispose()


if __name__ == "__main__":
    try:
        draft(*sys.argv[1:3])
    except StartError as error:
        sys.exit(f"regelwijzer: {error}")
