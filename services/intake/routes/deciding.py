"""Who may decide about a report of the team's, and the report it is about."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends

from services.intake.repository import reports
from services.intake.routes.draft_cookie import Session
from services.intake.tables import Report
from shared.staff.member import Member
from shared.staff.permissions import Permission
from shared.staff.signed_in import allow
from shared.web.errors import NotFound

MayDecide = Annotated[Member, Depends(allow("intake", Permission.DECIDE))]


async def find_report(report_id: UUID, session: Session, _member: MayDecide) -> Report:
    """The report. Raises NotFound."""
    report = await reports.report(session, report_id)
    if report is None:
        raise NotFound()
    return report


DecidedReport = Annotated[Report, Depends(find_report)]
