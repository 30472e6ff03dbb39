from fastapi import APIRouter

from services.accounts.routes import live, names, parked, profile, second_step, signing_in

router = APIRouter()
for part in (signing_in, second_step, profile, live, parked, names):
    router.include_router(part.router)
