"""One database transaction per request, committed before the answer is sent."""

from collections.abc import AsyncIterator, Callable, Mapping
from functools import cache

from fastapi import Request
from sqlalchemy.ext.asyncio import AsyncSession

from shared.database import Database
from shared.messaging import changes

TEAM = "/team/"


@cache
def session_of(service: str) -> Callable[[Request], AsyncIterator[AsyncSession]]:
    """The dependency that gives a route its service's session.

    Use it with `Depends(session_of("triage"), scope="function")`: only then is the commit done, and a
    failing commit still reported, before the answer goes out. Anything raised rolls back.
    """

    async def session(request: Request) -> AsyncIterator[AsyncSession]:
        databases: Mapping[str, Database] = request.app.state.databases
        async with databases[service].transaction() as opened:
            yield opened
            if request.method == "POST" and request.url.path.startswith(TEAM):
                await changes.tell(opened, service)

    return session
