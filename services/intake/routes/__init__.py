from fastapi import APIRouter, Depends

from services.intake.routes import (
    about,
    additions,
    addressing,
    api,
    api_known,
    api_privacy,
    attachments,
    checks,
    doubting,
    erasing,
    erasing_files,
    for_caller,
    helped,
    hiding,
    home,
    joining,
    known,
    mails,
    my_reports,
    practices,
    report_form,
    report_pdf,
    reporter,
    resuming,
    returning,
    saving,
    splitting,
    status_page,
    team_attachments,
    withdrawing,
)
from services.intake.routes.limited import within_limits

router = APIRouter(dependencies=[Depends(within_limits)])
page = (status_page, additions, mails, report_pdf, addressing, withdrawing, checks, erasing)
# The forms of saving and of files first: their addresses look like steps.
drafting = (saving, resuming, attachments, my_reports, returning, report_form)
forms = (
    home,
    about,
    known,
    joining,
    doubting,
    helped,
    *drafting,
    *page,
    for_caller,
    reporter,
    team_attachments,
    hiding,
    erasing_files,
    splitting,
    practices,
)
for part in (*forms, api, api_known, api_privacy):
    router.include_router(part.router)
