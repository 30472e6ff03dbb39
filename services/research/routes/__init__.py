"""The team's pages about dossiers."""

from fastapi import APIRouter

from services.research.routes import around, dossiers, entries, inviting, moving, outcome, round_tables, sections

router = APIRouter()
for part in (dossiers, sections, around, round_tables, inviting, moving, entries, outcome):
    router.include_router(part.router)
