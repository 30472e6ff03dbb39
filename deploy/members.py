"""The people of the team, by hand."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sqlalchemy.ext.asyncio import AsyncSession

from deploy.embedded.failure import StartError
from services.accounts.domain import EmailTaken, UnknownMember, WeakPassword
from services.accounts.handlers import add_member as add
from services.accounts.handlers import take_app_away
from shared.contracts.vocabulary import Role
from shared.database import Database
from shared.settings import Settings


async def add_member(*, name: str, email: str, role: str, password: str) -> None:
    """Add a member of the team. Raises StartError with what is against it."""
    try:
        wanted = Role.parse(role)
    except ValueError:
        raise StartError(f"there is no role {role!r}; there are {', '.join(Role)}") from None
    try:
        async with _accounts() as session:
            await add(session, name=name, email=email, role=wanted, password=password)
    except WeakPassword as error:
        raise StartError(f"this password is too weak: {error}") from None
    except EmailTaken:
        raise StartError(f"{email} is a member already") from None


async def let_set_up_anew(email: str) -> None:
    """Let somebody who lost app and recovery codes set up another app. Raises StartError."""
    try:
        async with _accounts() as session:
            await take_app_away(session, email)
    except UnknownMember:
        raise StartError(f"{email} is no member") from None


@asynccontextmanager
async def _accounts() -> AsyncIterator[AsyncSession]:
    database = Database(Settings.read().database_url.get_secret_value(), "accounts", connections=1)
    try:
        async with database.transaction() as session:
            yield session
    finally:
        await database.close()
