"""A practice joined (*ik ook*) a dossier or somebody else's report: its case goes where that goes.

It follows a report until somebody decides about it by itself, and what comes of that report comes of it too, told as
about a report of its own: what the other reporter wrote, was asked and answered stays there, and so do the team's
reasons. Whichever comes first, the joining or the decision: whoever comes second finds the other, because both hold
the case that was joined.
"""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.triage import domain, repository
from services.triage.domain import SYSTEM, Decision, Event, State
from services.triage.handlers import unlinking
from services.triage.handlers.settling import bring_back, promise, settle, something_to_read
from services.triage.settings import TriageSettings
from services.triage.tables import Case, KnownDossier
from shared import clock
from shared.contracts import triage as said
from shared.contracts.escalation import HandoverAnsweredV1, HandoverFact, HandoverSentV1
from shared.contracts.handovers import HandoverStage
from shared.contracts.vocabulary import NextActor
from shared.dutch import date_text
from shared.history import write_down
from shared.messaging import outbox
from shared.messaging.erasing import is_erased
from shared.messaging.failures import TooEarly

JOINED = "De praktijk koos zelf voor ‘Ik ook’."
MERGED = "Het team voegde deze melding samen met een andere."
# What a decision about the report that was joined comes to for who joined it; a question is not asked of them.
_DECISIONS: dict[type[said.Decision], Decision] = {
    said.ReportLinkedV1: Decision.LINK,
    said.ReportAnsweredV1: Decision.AGREEMENT,
    said.ReportReferredV1: Decision.ELSEWHERE,
    said.HandoverDecidedV1: Decision.HANDOVER,
    said.ReportClosedV1: Decision.CLOSE,
}


async def follow_what_it_joined(session: AsyncSession, report_id: UUID) -> None:
    """A case was just opened: what was decided about what it joined holds for it too; else the team decides.

    Raises TooEarly while the dossier that was joined is not heard of yet.
    """
    case = await repository.lock_case(session, report_id)
    if case and case.joins_dossier_id:
        await _follow_dossier(session, case, case.joins_dossier_id)
    elif case and case.joins_report_id:
        await write_down(session, report_id, SYSTEM, "Ik ook: hoort bij de melding van een ander.")
        joined = await repository.lock_case(session, case.joins_report_id)
        if joined:
            await catch_up(session, case, joined)


async def _follow_dossier(session: AsyncSession, case: Case, dossier_id: UUID) -> None:
    dossier = await repository.dossier(session, dossier_id)
    if dossier is None:
        raise TooEarly(dossier_id)
    if dossier.outcome:
        await write_down(session, case.report_id, SYSTEM, f"{_mark(case)}: dossier {dossier.title} is al afgerond.")
    else:
        # Whoever just joined is told so by the confirmation.
        await _link(session, case, dossier, send_mail=False)


async def bring_along(session: AsyncSession, joined: Case, decided: said.Decision) -> None:
    """A person decided about a case: who joined it and waits with it goes along."""
    for case in await repository.lock_followers(session, joined.report_id):
        if isinstance(decided, said.ReportReopenedV1):
            await _wait_again(session, case)
        elif isinstance(decided, said.ReopeningRefusedV1):
            await catch_up(session, case, joined)
        elif case.state == State.NEW:
            await _go_along(session, case, joined, decided)


async def catch_up(session: AsyncSession, case: Case, joined: Case) -> None:
    """What was decided about the joined report last holds for this one, unless that is decided about again by now."""
    last = await outbox.last_said(session, joined.report_id, *_DECISIONS)
    if not isinstance(last, said.Decision) or case.state != State.NEW:
        return
    if domain.move(State.NEW, _DECISIONS[type(last)]) != joined.state:
        return
    if isinstance(last, said.ReportLinkedV1):
        # The dossier may have been merged into another, or split, since.
        await _follow_dossier(session, case, joined.dossier_id or last.dossier_id)
    else:
        await _go_along(session, case, joined, last)


async def _go_along(session: AsyncSession, case: Case, joined: Case, decided: said.Decision) -> None:
    if isinstance(decided, said.QuestionAskedV1):
        await _wait_for_answer(session, case, joined)
    elif isinstance(decided, said.ReportLinkedV1):
        dossier = await repository.dossier(session, decided.dossier_id)
        if dossier:
            await _link(session, case, dossier, send_mail=True, message=decided.message)
    else:
        await _settle(session, case, joined, decided)


async def _settle(session: AsyncSession, case: Case, joined: Case, decided: said.Decision) -> None:
    handover_id = case.handover_id
    settle(case, domain.move(State.NEW, _DECISIONS[type(decided)]), decided)
    if isinstance(decided, said.HandoverDecidedV1):
        await _go_with_handover(session, case, joined, decided)
        return
    await write_down(session, case.report_id, SYSTEM, _goes_with(case, joined, State.parse(case.state).label))
    # The body that went silent about an earlier handover may answer yet.
    case.handover_id = handover_id
    mine = {"report_id": case.report_id, "decided_by": SYSTEM, "reason": _reason(case), "send_mail": True}
    await outbox.add(session, decided.model_copy(update=mine))


async def _link(
    session: AsyncSession, case: Case, dossier: KnownDossier, *, send_mail: bool, message: str | None = None
) -> None:
    others = await repository.practices_under(session, dossier.id, case.practice_id)
    linked = said.ReportLinkedV1(
        report_id=case.report_id,
        decided_by=SYSTEM,
        reason=_reason(case),
        send_mail=send_mail,
        message=message,
        dossier_id=dossier.id,
        dossier_title=dossier.title,
        opens_dossier=False,
        practices=others + 1,
        undo_until=unlinking.undo_until(),
    )
    settle(case, domain.move(State.parse(case.state), Decision.LINK), linked)
    case.dossier_id = dossier.id
    await write_down(session, case.report_id, SYSTEM, f"{_mark(case)}: gekoppeld aan dossier {dossier.title}.")
    (event_id,) = await outbox.add(session, linked)
    unlinking.note_link(case, linked, event_id)


async def _wait_for_answer(session: AsyncSession, case: Case, joined: Case) -> None:
    """The reporter of the joined report was asked something: who joined it hears nothing before that is over."""
    days = TriageSettings.read().answer_working_days
    day = clock.working_days_after(clock.local_day(joined.term_at or clock.now()), days)
    if day > case.due_on:
        await _look_into(session, case, day, f"{_mark(case)}: bij melding {joined.reference} staat een vraag uit.")


async def _wait_again(session: AsyncSession, case: Case) -> None:
    """What ended this case is taken back."""
    if domain.may(State.parse(case.state), Event.JOINED_REOPENED):
        bring_back(case, Event.JOINED_REOPENED, None)
        await _look_into(session, case, case.due_on, f"{_mark(case)}: de melding waar deze bij hoort, is weer open.")


async def let_go(session: AsyncSession, joined: Case) -> None:
    """A report is taken back or erased before it went to an outside body: who was to go along stays with the team."""
    await release(session, joined)
    for case in await repository.lock_followers(session, joined.report_id, State.HANDED_OVER):
        bring_back(case, Event.HANDOVER_RETURNED, None)
        await _look_into(session, case, case.due_on, f"{_mark(case)}: de melding waar deze bij hoort, is er niet meer.")


async def release(session: AsyncSession, joined: Case) -> None:
    """A report is taken back or erased: what was merged into it and waits is decided about by itself again."""
    for case in await repository.lock_followers(session, joined.report_id, State.NEW):
        if case.merged_at:
            await write_down(session, case.report_id, SYSTEM, f"Melding {joined.reference} is er niet meer: weer los.")
            take_apart(case)


def take_apart(case: Case) -> None:
    """It goes its own way from now on; what was decided about it stands."""
    case.joins_report_id = case.merged_at = None
    case.follows = False
    case.version += 1
    case.changed_at = clock.now()


async def _look_into(session: AsyncSession, case: Case, day: date, text: str) -> None:
    promise(case, day)
    await write_down(session, case.report_id, SYSTEM, f"{text} De praktijk hoort uiterlijk {date_text(day)} van ons.")
    await outbox.add(session, said.ReportLookedIntoV1(report_id=case.report_id, answer_by=day))


async def _go_with_handover(session: AsyncSession, case: Case, joined: Case, decided: said.HandoverDecidedV1) -> None:
    case.handover_id = joined.handover_id
    case.next_actor, case.next_actor_name = joined.next_actor, joined.next_actor_name
    stage = HandoverStage.SENT if joined.answer_by else HandoverStage.DECIDED
    party = {"party_id": decided.party_id, "party_name": decided.party_name}
    await _tell(session, case, joined, stage, answer_by=joined.answer_by, **party)


async def go_with_sent(session: AsyncSession, joined: Case, fact: HandoverSentV1) -> None:
    """The joined report is on its way to an outside body."""
    for case in await along_with_handover(session, joined, fact):
        if case.next_actor == NextActor.TEAM:
            _is_with(case, fact)
            await _tell(session, case, joined, HandoverStage.SENT, answer_by=fact.answer_by, **_party(fact))


async def go_with_answer(session: AsyncSession, joined: Case, fact: HandoverAnsweredV1) -> None:
    """The body answered about the joined report; who went along hears it too, also when we had stopped waiting."""
    if await is_erased(session, joined.report_id):
        return
    stage = HandoverStage.parse(fact.answer.value)
    for case in await repository.lock_followers(session, joined.report_id):
        waits = _waits_for(case, fact)
        if not waits and case.handover_id != fact.handover_id:
            continue
        _take_answer(case, fact, waits=waits)
        answer = {"public_text": fact.public_text, "after_silence": not waits}
        await _tell(session, case, joined, stage, **answer, **_party(fact))


def _take_answer(case: Case, fact: HandoverAnsweredV1, *, waits: bool) -> None:
    if not waits and case.state == State.NEW:
        something_to_read(case)
    elif waits:
        _is_with(case, fact)
        if domain.comes_back(fact.answer):
            bring_back(case, Event.HANDOVER_RETURNED, None)


async def along_with_handover(session: AsyncSession, joined: Case, fact: HandoverFact) -> list[Case]:
    """Who joined a report and goes along with this handover of it, as long as the body has not answered."""
    along = await repository.lock_followers(session, joined.report_id, State.HANDED_OVER)
    return [case for case in along if _waits_for(case, fact)]


def _waits_for(case: Case, fact: HandoverFact) -> bool:
    is_this = case.party_id == fact.party_id and case.handover_id in (None, fact.handover_id)
    return case.state == State.HANDED_OVER and is_this


def _is_with(case: Case, fact: HandoverFact) -> None:
    case.handover_id = fact.handover_id
    case.next_actor, case.next_actor_name = NextActor.PARTY.value, fact.party_name
    case.changed_at = clock.now()


def _mark(case: Case) -> str:
    return "Samengevoegd" if case.merged_at else "Ik ook"


def _reason(case: Case) -> str:
    return MERGED if case.merged_at else JOINED


def _goes_with(case: Case, joined: Case, how: str) -> str:
    return f"{_mark(case)}: gaat mee met melding {joined.reference}. {how}."


def _party(fact: HandoverFact) -> dict[str, Any]:
    return {"party_id": fact.party_id, "party_name": fact.party_name}


async def _tell(session: AsyncSession, case: Case, joined: Case, stage: HandoverStage, **told: Any) -> None:
    await write_down(session, case.report_id, SYSTEM, _goes_with(case, joined, stage.label))
    await outbox.add(session, said.HandoverFollowedV1(report_id=case.report_id, stage=stage, **told))
