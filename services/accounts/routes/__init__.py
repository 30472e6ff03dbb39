from fastapi import APIRouter

from services.accounts.routes import (
    by_organisation,
    links,
    live,
    log,
    names,
    overview,
    parked,
    people,
    profile,
    second_step,
    signing_in,
)

router = APIRouter()
for part in (signing_in, second_step, by_organisation, links, profile, people, log, live, parked, names, overview):
    router.include_router(part.router)
