"""The team's pages about handovers."""

from fastapi import APIRouter

from services.escalation.routes import figures, handovers, package, searching

router = APIRouter()
for part in (figures, handovers, package, searching):
    router.include_router(part.router)
