"""Many cases under one dossier in one go, each with the decision and the mail it would have had alone."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from services.triage.domain import Decision, MoveNotAllowed, State
from services.triage.forms import LinkForm, LinkManyForm
from services.triage.handlers.chosen import Chosen, Outcome, settle_each
from services.triage.handlers.decisions import CaseChanged, decide
from services.triage.tables import Case
from shared.history import history_of


async def link_many(session: AsyncSession, chosen: Sequence[Chosen], form: LinkManyForm, by: str) -> Outcome:
    """Link what can be linked; what hangs under the dossier already, as after a second press, counts as done.

    Raises GoneChoice when the dossier does not exist.
    """

    async def link(case: Case, seen: Chosen) -> str:
        return await _link(session, case, seen, form, by)

    return await settle_each(session, chosen, link)


async def _link(session: AsyncSession, case: Case, seen: Chosen, form: LinkManyForm, by: str) -> str:
    if case.state == State.LINKED and case.dossier_id == form.dossier_id:
        return ""
    alone = LinkForm(version=seen.version, **form.model_dump())
    try:
        await decide(session, case.report_id, Decision.LINK, alone, by)
    except CaseChanged:
        last = (await history_of(session, case.report_id))[0]
        return f"{last.who} paste deze melding net aan. Kijk wat er staat."
    except MoveNotAllowed:
        return f"Deze melding heeft al een besluit: {State.parse(case.state).label.lower()}."
    return ""
