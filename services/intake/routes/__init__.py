from fastapi import APIRouter

from services.intake.routes import (
    api,
    api_known,
    api_privacy,
    checks,
    erasing,
    home,
    my_reports,
    report_form,
    reporter,
    returning,
    status_page,
)

router = APIRouter()
forms = (home, my_reports, returning, report_form, status_page, checks, erasing, reporter)
for part in (*forms, api, api_known, api_privacy):
    router.include_router(part.router)
