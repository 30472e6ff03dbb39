"""The team's pages about dossiers."""

from fastapi import APIRouter

from services.research.routes import (
    all_tables,
    answering,
    around,
    dossiers,
    entries,
    figures,
    files,
    inviting,
    moving,
    my_tasks,
    outcome,
    publishing,
    round_tables,
    searching,
    sections,
)

router = APIRouter()
for part in (
    answering,
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
    publishing,
    files,
    entries,
    outcome,
):
    router.include_router(part.router)
