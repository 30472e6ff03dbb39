"""The team's pages about dossiers."""

from fastapi import APIRouter

from services.research.routes import around, dossiers, entries, outcome, sections

router = APIRouter()
for part in (dossiers, sections, around, entries, outcome):
    router.include_router(part.router)
