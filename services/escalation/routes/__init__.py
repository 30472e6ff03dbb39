"""The team's pages about handovers."""

from fastapi import APIRouter

from services.escalation.routes import handovers, package

router = APIRouter()
for part in (handovers, package):
    router.include_router(part.router)
