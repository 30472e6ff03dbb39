from fastapi import APIRouter

from services.triage.routes import batch, case, comparing, export, figures, my_work, queue, saved_filters, searching

router = APIRouter()
for part in (queue, figures, my_work, batch, export, saved_filters, searching, case, comparing):
    router.include_router(part.router)
