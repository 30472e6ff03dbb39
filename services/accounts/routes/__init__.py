from fastapi import APIRouter

from services.accounts.routes import links, live, names, parked, people, profile, second_step, signing_in

router = APIRouter()
for part in (signing_in, second_step, links, profile, people, live, parked, names):
    router.include_router(part.router)
