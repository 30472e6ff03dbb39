"""The pages about what one service has parked. Every service that hears facts has them, in its own web process."""

from fastapi import APIRouter, Depends

from shared.staff.known import known_member
from shared.staff.signed_in import FindMember
from shared.web.navigation import PARKED_PLACES
from shared.web.parked import lists, message
from shared.web.parked.access import at


def parked_pages(service: str, find: FindMember | None = None) -> APIRouter | None:
    """The pages of one service; None when it hears nothing, so that nothing can be parked there.

    `find` is for who keeps members another way.
    """
    place = PARKED_PLACES.get(service)
    if place is None:
        return None
    router = APIRouter(dependencies=[Depends(at(service, find or known_member))], include_in_schema=False)
    for part in (lists, message):
        router.include_router(part.router, prefix=place.href)
    return router
