"""What a person decides about a case: one decision, its reason, and the fact that tells everybody."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.triage import domain, repository
from services.triage.domain import NO_MAIL, SAID, Decision, State
from services.triage.forms import DecisionForm
from services.triage.handlers import joining, unlinking
from services.triage.handlers.settling import settle
from services.triage.settings import TriageSettings
from services.triage.tables import Case, KnownParty
from shared import clock
from shared.contracts import triage as said
from shared.contracts.vocabulary import CloseReason, NextActor
from shared.history import write_down
from shared.ids import new_id
from shared.messaging import outbox

# The topic of a decision in a case's history.
DECIDED = "decided"


class CaseChanged(Exception):
    """Somebody else changed the case after this member opened it."""


class GoneChoice(Exception):
    """What the member chose does not exist (any more); `field` is where they chose it."""

    def __init__(self, field: str) -> None:
        super().__init__(field)
        self.field = field


async def decide(session: AsyncSession, report_id: UUID, decision: Decision, form: DecisionForm, by: str) -> str:
    """Act on a decision and tell it; returns the sentence the member sees.

    Raises LookupError for an unknown case, CaseChanged, MoveNotAllowed or GoneChoice; nothing is changed then.
    """
    case = await repository.lock_case(session, report_id)
    if case is None:
        raise LookupError(report_id)
    if case.version != form.version:
        raise CaseChanged
    state = domain.move(State.parse(case.state), decision, _before(case))
    fact, summary = await _FACTS[decision](session, case, form, _common(report_id, form, by))
    settle(case, state, fact)
    case.added_at, case.follows, case.merged_at = None, False, None
    _settle_request(case, fact)
    await write_down(session, report_id, by, summary, topic=DECIDED)
    await _write_why(session, report_id, by, form)
    (event_id,) = await outbox.add(session, fact)
    unlinking.note_link(case, fact, event_id)
    await joining.bring_along(session, case, fact)
    return summary


async def _write_why(session: AsyncSession, report_id: UUID, by: str, form: DecisionForm) -> None:
    if message := _message(form):
        await write_down(session, report_id, by, f"{SAID} {message}")
    await write_down(session, report_id, by, f"Reden: {form.reason}", internal=True)
    if not form.send_mail:
        await write_down(session, report_id, by, f"{NO_MAIL} {form.no_mail_because}", internal=True)


def _common(report_id: UUID, form: DecisionForm, by: str) -> dict[str, Any]:
    about = {"report_id": report_id, "decided_by": by, "reason": form.reason, "send_mail": form.send_mail}
    return about | {"message": _message(form)}


def _message(form: DecisionForm) -> str | None:
    return getattr(form, "message", None) or None


def _before(case: Case) -> State | None:
    return State.parse(case.state_before) if case.state_before else None


def _settle_request(case: Case, fact: said.Decision) -> None:
    if isinstance(fact, said.ReportReopenedV1):
        case.reaction, case.due_on = True, fact.answer_by
    elif isinstance(fact, said.ReopeningRefusedV1):
        case.next_actor = NextActor.NOBODY.value
    case.state_before = None


Made = tuple[said.Decision, str]


async def _question(_session: AsyncSession, _case: Case, form: Any, common: dict[str, Any]) -> Made:
    answer_by = clock.today() + timedelta(days=TriageSettings.read().question_days)
    fact = said.QuestionAskedV1(question_id=new_id(), question=form.question, answer_by=answer_by, **common)
    return fact, f"Vraag gesteld: {form.question}"


async def _link(session: AsyncSession, case: Case, form: Any, common: dict[str, Any]) -> Made:
    dossier = await repository.dossier(session, form.dossier_id)
    if dossier is None:
        raise GoneChoice("dossier_id")
    return await _linked(session, case, dossier.id, dossier.title, common, opens=False)


async def _open_dossier(session: AsyncSession, case: Case, form: Any, common: dict[str, Any]) -> Made:
    dossier_id = new_id()
    row = {"id": dossier_id, "reference": None, "title": form.dossier_title, "outcome": None, "changed_at": clock.now()}
    await repository.put_dossier(session, row)
    return await _linked(session, case, dossier_id, form.dossier_title, common, opens=True)


async def _linked(
    session: AsyncSession, case: Case, dossier_id: UUID, title: str, common: dict[str, Any], *, opens: bool
) -> Made:
    others = await repository.practices_under(session, dossier_id, case.practice_id)
    case.dossier_id = dossier_id
    fact = said.ReportLinkedV1(
        dossier_id=dossier_id,
        dossier_title=title,
        opens_dossier=opens,
        practices=others + 1,
        undo_until=unlinking.undo_until(),
        **common,
    )
    return fact, f"{'Nieuw dossier geopend' if opens else 'Gekoppeld aan dossier'}: {title}"


async def _agreement(session: AsyncSession, _case: Case, form: Any, common: dict[str, Any]) -> Made:
    item = await repository.item(session, form.item_id)
    if item is None or not item.public:
        raise GoneChoice("item_id")
    fact = said.ReportAnsweredV1(
        item_id=item.id, item_code=item.code, item_title=item.title, short_answer=item.short_answer, **common
    )
    return fact, f"Beantwoord met {item.code}: {item.title}"


async def _elsewhere(session: AsyncSession, _case: Case, form: Any, common: dict[str, Any]) -> Made:
    party = await _party(session, form.party_id, "party_id")
    fact = said.ReportReferredV1(party_id=party.id, party_name=party.name, check_on=form.check_on, **common)
    return fact, f"{party.name} werkt hier al aan."


async def _handover(session: AsyncSession, _case: Case, form: Any, common: dict[str, Any]) -> Made:
    party = await _party(session, form.handover_party_id, "handover_party_id")
    if not party.takes_handovers:
        raise GoneChoice("handover_party_id")
    fact = said.HandoverDecidedV1(party_id=party.id, party_name=party.name, **common)
    return fact, f"Door te geven aan {party.name}."


async def _close(_session: AsyncSession, _case: Case, form: Any, common: dict[str, Any]) -> Made:
    fact = said.ReportClosedV1(close_reason=form.close_reason, tip=form.tip, **common)
    return fact, f"Gesloten: {CloseReason.parse(form.close_reason).label}."


async def _reopen(_session: AsyncSession, case: Case, _form: Any, common: dict[str, Any]) -> Made:
    answer_by = clock.working_days_after(clock.today(), TriageSettings.read().answer_working_days)
    fact = said.ReportReopenedV1(request_id=case.reopening_id, answer_by=answer_by, **common)
    return fact, "Melding weer geopend."


async def _keep_closed(_session: AsyncSession, case: Case, form: Any, common: dict[str, Any]) -> Made:
    fact = said.ReopeningRefusedV1(request_id=case.reopening_id, explanation=form.explanation, **common)
    return fact, f"Melding blijft gesloten: {form.explanation}"


async def _party(session: AsyncSession, party_id: UUID, field: str) -> KnownParty:
    party = await repository.party(session, party_id)
    if party is None or party.retired:
        raise GoneChoice(field)
    return party


_FACTS: dict[Decision, Callable[[AsyncSession, Case, Any, dict[str, Any]], Awaitable[Made]]] = {
    Decision.QUESTION: _question,
    Decision.LINK: _link,
    Decision.OPEN_DOSSIER: _open_dossier,
    Decision.AGREEMENT: _agreement,
    Decision.ELSEWHERE: _elsewhere,
    Decision.HANDOVER: _handover,
    Decision.CLOSE: _close,
    Decision.REOPEN: _reopen,
    Decision.KEEP_CLOSED: _keep_closed,
}
