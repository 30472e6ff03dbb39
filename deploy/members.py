"""Adding a member of the team by hand."""

from deploy.embedded.failure import StartError
from services.accounts.domain import EmailTaken, WeakPassword
from services.accounts.handlers import add_member as add
from shared.contracts.vocabulary import Role
from shared.database import Database
from shared.settings import Settings


async def add_member(*, name: str, email: str, role: str, password: str) -> None:
    """Add a member of the team. Raises StartError with what is against it."""
    try:
        wanted = Role.parse(role)
    except ValueError:
        raise StartError(f"there is no role {role!r}; there are {', '.join(Role)}") from None
    database = Database(Settings.read().database_url.get_secret_value(), "accounts", connections=1)
    try:
        async with database.transaction() as session:
            await add(session, name=name, email=email, role=wanted, password=password)
    except WeakPassword as error:
        raise StartError(f"this password is too weak: {error}") from None
    except EmailTaken:
        raise StartError(f"{email} is a member already") from None
    finally:
        await database.close()
