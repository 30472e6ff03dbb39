"""The body answers, and somebody decides that it is done."""

from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from services.escalation.domain import STATE_AFTER, HandoverState, MoveRefused, move
from services.escalation.forms import AnswerForm, CloseForm
from services.escalation.handlers.held import held, identity, record
from services.escalation.handlers.sending import wait
from services.escalation.settings import EscalationSettings
from shared import clock
from shared.contracts.escalation import HandoverAnsweredV1
from shared.contracts.vocabulary import HandoverAnswer
from shared.dutch import date_text
from shared.messaging import outbox


class AnswerTooEarly(Exception):
    """The answer is dated before the package went out."""


async def record_answer(session: AsyncSession, reference: str, form: AnswerForm, who: str) -> None:
    """Record what the body said, for everybody who reported this.

    A body that takes it on gets the same term again, from the day it said so. An answer after the term is welcome.
    Raises UnknownHandover, MoveRefused, AnswerTooEarly.
    """
    handover = await held(session, reference)
    state = move(HandoverState.parse(handover.state), STATE_AFTER[form.answer])
    if handover.sent_at and form.received_on < clock.local_day(handover.sent_at):
        raise AnswerTooEarly()
    after_silence = handover.state == HandoverState.SILENT
    handover.state = state.value
    handover.answer, handover.received_on = form.answer.value, form.received_on
    handover.public_text = form.public_text
    handover.answer_by = handover.remind_at = handover.silent_at = None
    if form.answer is HandoverAnswer.ACCEPTED:
        handover.answer_by = form.received_on + timedelta(days=EscalationSettings.read().answer_days)
        wait(handover, form.received_on)
    text = f"Antwoord van {date_text(form.received_on)}: {form.answer.label.lower()}. {form.public_text}"
    await record(session, handover, who, text)
    answered = {"answer": form.answer, "public_text": form.public_text, "after_silence": after_silence}
    await outbox.add(session, HandoverAnsweredV1.model_validate({**identity(handover), **answered}))


async def close(session: AsyncSession, reference: str, form: CloseForm, who: str) -> None:
    """Nothing more has to be done. Raises UnknownHandover, MoveRefused."""
    handover = await held(session, reference)
    move(HandoverState.parse(handover.state), HandoverState.CLOSED)
    if handover.sent_at is None:
        raise MoveRefused("a draft closes with its dossier only")
    handover.state = HandoverState.CLOSED.value
    await record(session, handover, who, f"Sloot dit af. Reden: {form.close_reason}")
