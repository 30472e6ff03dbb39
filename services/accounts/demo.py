"""The people who can sign in to the demo; its password is no secret."""

from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from services.accounts.handlers import add_member
from services.accounts.repository import members as repository
from shared.contracts.vocabulary import Role

DEMO_PASSWORD = "regelwijzer-demo"  # noqa: S105 (printed on the sign-in page of the demo)


@dataclass(frozen=True)
class DemoMember:
    """Somebody to sign in as."""

    name: str
    email: str
    role: Role


DEMO_MEMBERS = (
    DemoMember("Sanne de Vries", "lead@demo.regelwijzer.nl", Role.LEAD),
    DemoMember("Mo Benali", "researcher@demo.regelwijzer.nl", Role.RESEARCHER),
    DemoMember("Karin Smit", "editor@demo.regelwijzer.nl", Role.EDITOR),
    DemoMember("Peter Jansen", "admin@demo.regelwijzer.nl", Role.ADMINISTRATOR),
)


async def add_demo_members(session: AsyncSession) -> None:
    """Take those into the team who are not in it yet."""
    for member in DEMO_MEMBERS:
        if await repository.member_by_email(session, member.email) is None:
            await add_member(session, name=member.name, email=member.email, role=member.role, password=DEMO_PASSWORD)
