from fastapi import APIRouter

from services.intake.routes import (
    api,
    api_known,
    api_privacy,
    checks,
    erasing,
    home,
    report_form,
    reporter,
    status_page,
)

router = APIRouter()
for part in (home, report_form, status_page, checks, erasing, reporter, api, api_known, api_privacy):
    router.include_router(part.router)
