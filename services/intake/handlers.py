"""What can happen at the desk. Each function decides, stores, and adds facts to the outbox; none commits."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.intake import domain, repository
from services.intake.forms import ReportForm
from services.intake.settings import IntakeSettings
from services.intake.tables import Draft, Notice, PersonalDataView
from shared import clock
from shared.contracts.intake import AnswerGivenV1, ContactGivenV1, ReminderFellDueV1, ReportSubmittedV1
from shared.contracts.notifier import MailSettledV1, NoticeIssuedV1
from shared.contracts.triage import QuestionAskedV1
from shared.contracts.vocabulary import NextActor, OwnAttempt
from shared.database.counters import next_number
from shared.ids import new_id
from shared.messaging import outbox
from shared.staff.member import Member

DRAFT_DAYS = 14
REMINDERS_AT_ONCE = 100

_REPORTER_FIELDS = {"name", "practice", "agb_code", "email", "phone", "role"}


@dataclass(frozen=True)
class Receipt:
    """What a reporter gets for a report."""

    report_id: UUID
    reference: str
    link_token: str
    submitted_at: datetime
    answer_by: date


async def submit_report(session: AsyncSession, form: ReportForm, *, key: str, report_id: UUID | None = None) -> Receipt:
    """Take in a report: numbered, stored, and told to everybody who listens. `key` makes its link."""
    report_id, submitted_at, seed = report_id or new_id(), clock.now(), domain.new_link_seed()
    token = domain.link_token(seed, key)
    days = IntakeSettings.read().first_answer_working_days
    answer_by = clock.working_days_after(clock.local_day(submitted_at), days)
    year = domain.reference_year(submitted_at)
    fact = ReportSubmittedV1(
        report_id=report_id,
        reference=domain.reference(year, await next_number(session, year)),
        submitted_at=submitted_at,
        answer_by=answer_by,
        practice_id=domain.practice_id(form.practice, form.agb_code),
        reporter_role=form.role,
        minutes_per_month=domain.minutes_per_month(form.frequency, form.minutes),
        **form.model_dump(exclude=_REPORTER_FIELDS | {"remind"}),
    )
    await repository.add_report(
        session, _report_row(fact, seed, token, remind=form.remind), _reporter_row(report_id, form)
    )
    contact = ContactGivenV1(report_id=report_id, name=form.name, email=form.email, link_token=token)
    await outbox.add(session, contact, fact)
    return Receipt(report_id, fact.reference, token, submitted_at, answer_by)


async def submit_draft(session: AsyncSession, draft: Draft, form: ReportForm, *, key: str) -> str:
    """Send a draft and return the token of its link. A draft that was sent already gives the link it got then."""
    draft = await repository.lock_draft(session, draft.id)
    if draft.report_id:
        return await link_of(session, draft.report_id, key=key)
    receipt = await submit_report(session, form, key=key)
    draft.report_id, draft.fields = receipt.report_id, {}
    return receipt.link_token


async def submit_once(
    session: AsyncSession, form: ReportForm, idempotency_key: str, request_hash: bytes, *, key: str
) -> Receipt | None:
    """Take in a report a machine sent with a key; the same again gives the same receipt.

    None when the key was used for another report.
    """
    row: dict[str, Any] = {
        "key": idempotency_key,
        "request_hash": request_hash,
        "report_id": new_id(),
        "stored_at": clock.now(),
    }
    earlier = await repository.claim_key(session, row)
    if earlier is None:
        return await submit_report(session, form, key=key, report_id=row["report_id"])
    return await _receipt_of(session, earlier.report_id, key=key) if earlier.request_hash == request_hash else None


async def link_of(session: AsyncSession, report_id: UUID, *, key: str) -> str:
    """The token of the link to a report's status page."""
    return (await _receipt_of(session, report_id, key=key)).link_token


async def _receipt_of(session: AsyncSession, report_id: UUID, *, key: str) -> Receipt:
    report = await repository.report(session, report_id)
    if report is None:
        raise LookupError("a report that was sent is gone")
    token = domain.link_token(report.link_seed, key)
    return Receipt(report.id, report.reference, token, report.submitted_at, report.answer_by)


def _report_row(fact: ReportSubmittedV1, seed: bytes, token: str, *, remind: bool) -> dict[str, Any]:
    return {
        "id": fact.report_id,
        "reference": fact.reference,
        "link_seed": seed,
        "link_hash": domain.link_hash(token),
        "submitted_at": fact.submitted_at,
        "answer_by": fact.answer_by,
        "practice_id": fact.practice_id,
        "remind_at": _remind_at(fact, wanted=remind),
        "content": fact.model_dump(mode="json"),
    }


def _remind_at(fact: ReportSubmittedV1, *, wanted: bool) -> datetime | None:
    if not wanted or OwnAttempt.NOTHING_YET not in fact.own_attempts:
        return None
    return fact.submitted_at + timedelta(days=IntakeSettings.read().reminder_days)


def _reporter_row(report_id: UUID, form: ReportForm) -> dict[str, Any]:
    fields = form.model_dump(mode="json", include=_REPORTER_FIELDS | {"may_share_name", "take_part"})
    return {"report_id": report_id, **fields}


async def start_draft(session: AsyncSession, draft_id: UUID, secret_hash: bytes, fields: dict[str, Any]) -> None:
    """Keep the first step of a new report."""
    now = clock.now()
    await repository.add_draft(
        session, Draft(id=draft_id, secret_hash=secret_hash, fields=fields, started_at=now, saved_at=now)
    )


async def save_draft(session: AsyncSession, draft: Draft, fields: dict[str, Any]) -> None:
    """Keep what was filled in so far."""
    await repository.save_draft(session, draft.id, fields, clock.now())


async def forget_old_drafts(session: AsyncSession) -> None:
    """Delete drafts that were not touched for two weeks."""
    await repository.delete_drafts(session, clock.now() - timedelta(days=DRAFT_DAYS))


async def give_answer(session: AsyncSession, report_id: UUID, question_id: UUID, answer: str | None) -> bool:
    """The reporter answers, or does not know (None); False when the question was answered already."""
    if not await repository.answer_question(session, question_id, report_id, answer, clock.now()):
        return False
    await outbox.add(session, AnswerGivenV1(report_id=report_id, question_id=question_id, text=answer))
    return True


async def remind(session: AsyncSession) -> None:
    """Say which reporters wanted to be reminded by now.

    Nobody is reminded whose report has an end already, or waits for them anyway.
    """
    for report_id in await repository.take_due_reminders(session, clock.now(), REMINDERS_AT_ONCE):
        told = await repository.notices(session, report_id)
        if told and told[0].next_actor != NextActor.REPORTER and told[0].public_status not in domain.FINAL:
            await outbox.add(session, _reminder(report_id, told[0]))


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
    await repository.add_question(session, row)


async def take_notice(session: AsyncSession, fact: NoticeIssuedV1) -> None:
    """Show the reporter what the mail says too."""
    row = fact.model_dump(exclude={"notice_id"})
    await repository.add_notice(session, {"id": fact.notice_id, **row})


async def take_mail_state(session: AsyncSession, fact: MailSettledV1, settled_at: datetime) -> None:
    """Know whether our mail reaches the reporter."""
    await repository.set_mail_state(session, fact.about_id, fact.state, settled_at)


async def show_reporter(session: AsyncSession, report_id: UUID, member: Member) -> None:
    """Remember that a member of the team looks at who sent a report."""
    view = PersonalDataView(
        id=new_id(), report_id=report_id, member_id=member.id, member_name=member.name, viewed_at=clock.now()
    )
    await repository.note_view(session, view)
