from fastapi import APIRouter

from services.accounts.routes import names, parked, signing_in

router = APIRouter()
for part in (signing_in, parked, names):
    router.include_router(part.router)
