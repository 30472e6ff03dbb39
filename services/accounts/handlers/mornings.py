"""A working day begins: said once a day for each member who wants to be mailed what waits for them."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.accounts.domain import begins_at, list_of
from services.accounts.repository import members
from shared import clock
from shared.contracts.accounts import ListAddressedV1, MorningBegunV1
from shared.contracts.mornings import OVER_AT
from shared.messaging import outbox


async def begin_next(session: AsyncSession) -> bool:
    """Say it for one member for whom it was not said today; False when there is nobody left, or it is not the time."""
    now, today = clock.now(), clock.today()
    if not clock.is_working_day(today) or not begins_at(today) <= now < clock.moment_of(today, OVER_AT):
        return False
    member = await members.next_morning(session, today)
    if member is None:
        return False
    member.morning_begun_on = today
    about = {"list_id": list_of(member.id, today), "member_id": member.id, "day": today}
    await outbox.add(session, MorningBegunV1.model_validate(about))
    await outbox.add(session, ListAddressedV1.model_validate({**about, "name": member.name, "email": member.email}))
    return True


async def choose(session: AsyncSession, member_id: UUID, *, wants: bool) -> None:
    """Mail a member in the morning what waits for them, or no more. A day that began already is left out."""
    member = await members.held(session, member_id)
    if wants and not member.morning_list and clock.now() >= begins_at(clock.today()):
        member.morning_begun_on = clock.today()
    member.morning_list = wants
