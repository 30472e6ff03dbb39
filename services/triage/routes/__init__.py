from fastapi import APIRouter

from services.triage.routes import (
    batch,
    case,
    comparing,
    export,
    figures,
    merging,
    my_work,
    queue,
    saved_filters,
    searching,
    theme,
)

router = APIRouter()
for part in (queue, figures, merging, my_work, batch, export, saved_filters, searching, case, comparing, theme):
    router.include_router(part.router)
