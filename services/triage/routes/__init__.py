from fastapi import APIRouter

from services.triage.routes import (
    batch,
    case,
    comparing,
    deciding,
    export,
    figures,
    merging,
    my_work,
    queue,
    routing,
    saved_filters,
    searching,
    standard_texts,
    tasks,
    theme,
)

router = APIRouter()
_PARTS = (
    queue, figures, merging, my_work, batch, export, saved_filters, searching, case, comparing, deciding,
    standard_texts, tasks, theme, routing,
)  # fmt: skip
for part in _PARTS:
    router.include_router(part.router)
