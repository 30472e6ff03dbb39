from fastapi import APIRouter

from services.triage.routes import batch, case, export, queue, saved_filters

router = APIRouter()
for part in (queue, batch, export, saved_filters, case):
    router.include_router(part.router)
