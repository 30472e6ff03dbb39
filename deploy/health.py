"""Health is progress, not a socket: ready means that the database answers and every worker goes round."""

from collections.abc import Mapping

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse

from shared.database import Database, is_infrastructure
from shared.messaging.heartbeat import late_parts

router = APIRouter(prefix="/health", include_in_schema=False)
FRESH = {"Cache-Control": "no-store"}


@router.get("/live")
async def live() -> JSONResponse:
    """The process serves."""
    return JSONResponse({"status": "live"}, headers=FRESH)


@router.get("/ready")
async def ready(request: Request) -> JSONResponse:
    """Every service's tables answer and its worker has gone round lately; else 503 with what is late."""
    databases: Mapping[str, Database] = request.app.state.databases
    late = {service: parts for service, database in databases.items() if (parts := await _late(database))}
    if late:
        return JSONResponse({"status": "not ready", "late": late}, status_code=503, headers=FRESH)
    return JSONResponse({"status": "ready"}, headers=FRESH)


async def _late(database: Database) -> list[str]:
    try:
        async with database.transaction() as session:
            return await late_parts(session)
    except Exception as error:
        if not is_infrastructure(error):
            raise
        return ["database"]
