"""The team's pages about dossiers."""

from fastapi import APIRouter

from services.research.routes import (
    all_tables,
    around,
    dossiers,
    entries,
    figures,
    inviting,
    moving,
    my_tasks,
    outcome,
    round_tables,
    searching,
    sections,
)

router = APIRouter()
for part in (
    figures,
    dossiers,
    all_tables,
    my_tasks,
    searching,
    sections,
    around,
    round_tables,
    inviting,
    moving,
    entries,
    outcome,
):
    router.include_router(part.router)
