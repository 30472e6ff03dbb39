from fastapi import APIRouter

from services.triage.routes import batch, case, queue

router = APIRouter()
for part in (queue, batch, case):
    router.include_router(part.router)
