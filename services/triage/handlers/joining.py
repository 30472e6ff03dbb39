"""A practice joined (*ik ook*) a dossier or somebody else's report: its case goes where that goes.

Whichever comes first, the joining or the link of what was joined: whoever comes second finds the other, because both
hold the case that was joined.
"""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.triage import domain, repository
from services.triage.domain import SYSTEM, Decision, State
from services.triage.tables import Case, KnownDossier
from shared import clock
from shared.contracts.triage import ReportLinkedV1
from shared.history import write_down
from shared.messaging import outbox
from shared.messaging.failures import TooEarly

JOINED = "De praktijk koos zelf voor ‘Ik ook’."


async def follow_what_it_joined(session: AsyncSession, report_id: UUID) -> None:
    """A case was just opened: when what it joined runs, it runs along; else the team decides about it.

    Raises TooEarly while the dossier that was joined is not heard of yet.
    """
    case = await repository.lock_case(session, report_id)
    if case and case.joins_dossier_id:
        await _follow_dossier(session, case, case.joins_dossier_id)
    elif case and case.joins_report_id:
        await write_down(session, report_id, SYSTEM, "Ik ook: hoort bij de melding van een ander.")
        joined = await repository.lock_case(session, case.joins_report_id)
        if joined and joined.state == State.LINKED and joined.dossier_id:
            await _follow_dossier(session, case, joined.dossier_id)


async def _follow_dossier(session: AsyncSession, case: Case, dossier_id: UUID) -> None:
    dossier = await repository.dossier(session, dossier_id)
    if dossier is None:
        raise TooEarly(dossier_id)
    if dossier.outcome:
        await write_down(session, case.report_id, SYSTEM, f"Ik ook: dossier {dossier.title} is al afgerond.")
    else:
        # Whoever just joined is told so by the confirmation.
        await link_by_itself(session, case, dossier, send_mail=False)


async def bring_along(session: AsyncSession, case: Case) -> None:
    """A case was linked to a dossier by a person: who joined it and waits goes along."""
    if case.dossier_id is None:
        return
    dossier = await repository.dossier(session, case.dossier_id)
    for joiner in await repository.lock_new_joiners(session, case.report_id):
        if dossier:
            await link_by_itself(session, joiner, dossier, send_mail=True)


async def link_by_itself(session: AsyncSession, case: Case, dossier: KnownDossier, *, send_mail: bool) -> None:
    """Link a case that nobody decided about yet, and tell it as any link."""
    others = await repository.practices_under(session, dossier.id, case.practice_id)
    state = domain.move(State.parse(case.state), Decision.LINK)
    case.state, case.reaction, case.dossier_id = state.value, False, dossier.id
    case.next_actor, case.next_actor_name = domain.NEXT_ACTOR[state].value, None
    case.came_back = case.delayed_to = case.remind_at = case.term_at = None
    case.version += 1
    case.changed_at = case.decided_at = clock.now()
    await write_down(session, case.report_id, SYSTEM, f"Ik ook: gekoppeld aan dossier {dossier.title}.")
    linked = ReportLinkedV1(
        report_id=case.report_id,
        decided_by=SYSTEM,
        reason=JOINED,
        send_mail=send_mail,
        dossier_id=dossier.id,
        dossier_title=dossier.title,
        opens_dossier=False,
        practices=others + 1,
    )
    await outbox.add(session, linked)
