from services.accounts.handlers import add_member as add
from shared.database import Database
from shared.settings import Settings


async def add_member(*, name: str, email: str, role: str, password: str) -> None:
    """Add a member of the team. Raises what accounts has against it, in one line."""
    database = Database(Settings.read().database_url.get_secret_value(), "accounts", connections=1)
    try:
        async with database.transaction() as session:
            await add(session, name=name, email=email, role=role, password=password)
    finally:
        await database.close()
