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
    searching,
    second_step,
    signing_in,
    terms,
)

router = APIRouter()
signing = (signing_in, second_step, by_organisation, links)
for part in (*signing, profile, people, searching, log, live, parked, names, overview, terms):
    router.include_router(part.router)
