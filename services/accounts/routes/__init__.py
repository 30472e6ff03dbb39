from fastapi import APIRouter

from services.accounts.routes import parked, signing_in

router = APIRouter()
for part in (signing_in, parked):
    router.include_router(part.router)
