"""What the team and the reporter let each other know after a report was sent in."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.intake import domain
from services.intake.repository import exchanged, reports
from services.intake.tables import Notice, PersonalDataView, Report
from shared import clock
from shared.contracts.intake import AdditionGivenV1, AnswerGivenV1, MailsChosenV1, PersonalDataSeenV1, ReminderFellDueV1
from shared.contracts.notifier import MailSettledV1, NoticeIssuedV1
from shared.contracts.triage import QuestionAskedV1
from shared.contracts.vocabulary import MailChoice, MailState, NextActor
from shared.ids import new_id
from shared.messaging import outbox
from shared.staff.member import Member

REMINDERS_AT_ONCE = 100


async def give_answer(session: AsyncSession, report_id: UUID, question_id: UUID, answer: str | None) -> bool:
    """The reporter answers, or does not know (None); False when the question was answered already."""
    if not await exchanged.answer_question(session, question_id, report_id, answer, clock.now()):
        return False
    await outbox.add(session, AnswerGivenV1(report_id=report_id, question_id=question_id, text=answer))
    return True


async def add(session: AsyncSession, report_id: UUID, addition_id: UUID, text: str) -> bool:
    """The reporter adds something; False when this was added before."""
    row = {"id": addition_id, "report_id": report_id, "text": text, "added_at": clock.now()}
    if not await exchanged.add_addition(session, row):
        return False
    await outbox.add(session, AdditionGivenV1(report_id=report_id, addition_id=addition_id, text=text))
    return True


async def choose_mails(session: AsyncSession, report: Report, choice: MailChoice) -> None:
    """The reporter wants more or fewer mails from now on."""
    if report.mails != choice.value:
        report.mails = choice.value
        await outbox.add(session, MailsChosenV1(report_id=report.id, choice=choice))


async def remind(session: AsyncSession) -> None:
    """Say which reporters wanted to be reminded by now.

    Nobody is reminded whose report has an end already, or waits for them anyway.
    """
    for report_id in await reports.take_due_reminders(session, clock.now(), REMINDERS_AT_ONCE):
        told = await exchanged.standing_notice(session, report_id)
        if told and told.next_actor != NextActor.REPORTER and told.public_status not in domain.FINAL:
            await outbox.add(session, _reminder(report_id, told))


def _reminder(report_id: UUID, newest: Notice) -> ReminderFellDueV1:
    return ReminderFellDueV1(
        report_id=report_id,
        public_status=newest.public_status,
        next_actor=NextActor.parse(newest.next_actor),
        next_actor_name=newest.next_actor_name,
        expected_on=newest.expected_on,
    )


async def take_question(session: AsyncSession, fact: QuestionAskedV1, asked_at: datetime) -> None:
    """The team asked something: it stands on the status page from now on."""
    row = {
        "id": fact.question_id,
        "report_id": fact.report_id,
        "asked_by": fact.decided_by,
        "question": fact.question,
        "answer_by": fact.answer_by,
        "asked_at": asked_at,
    }
    await exchanged.add_question(session, row)


async def take_notice(session: AsyncSession, fact: NoticeIssuedV1) -> None:
    """Show the reporter what the mail says too."""
    row = fact.model_dump(exclude={"notice_id"})
    await exchanged.add_notice(session, {"id": fact.notice_id, **row})


async def take_mail_state(session: AsyncSession, fact: MailSettledV1, settled_at: datetime) -> None:
    """Know whether our mail reaches the reporter. One that was withheld, or of which nobody knows, says nothing.

    Mails about something else than a report are of no use here.
    """
    if fact.state in (MailState.SENT, MailState.FAILED) and await reports.report(session, fact.about_id):
        await exchanged.set_mail_state(session, fact.about_id, fact.state, settled_at)


async def note_look(session: AsyncSession, report: Report, member: Member, attachment_id: UUID | None = None) -> None:
    """Remember that a member of the team looks at who sent a report, or at a file that came with it; accounts hears."""
    view = PersonalDataView(
        id=new_id(),
        report_id=report.id,
        member_id=member.id,
        member_name=member.name,
        viewed_at=clock.now(),
        attachment_id=attachment_id,
    )
    await reports.note_view(session, view)
    seen = PersonalDataSeenV1(
        report_id=report.id,
        reference=report.reference,
        member_id=member.id,
        member_name=member.name,
        attachment_id=attachment_id,
    )
    await outbox.add(session, seen)
