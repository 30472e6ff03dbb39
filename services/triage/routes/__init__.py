from fastapi import APIRouter

from services.triage.routes import case, queue

router = APIRouter()
for part in (queue, case):
    router.include_router(part.router)
