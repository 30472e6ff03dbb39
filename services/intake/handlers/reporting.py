"""A report is sent in: numbered, stored, given its link, and told to everybody who listens."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.intake import domain
from services.intake.forms import ReportForm
from services.intake.handlers import attaching, sweeping
from services.intake.repository import attachments, letters, practices, reports
from services.intake.settings import IntakeSettings
from services.intake.tables import Draft
from shared import clock
from shared.contracts.files import Attachment
from shared.contracts.files import numbered as numbered_files
from shared.contracts.intake import ContactGivenV1, DoubtRaisedV1, ReportSubmittedV1
from shared.contracts.vocabulary import OwnAttempt
from shared.database.counters import next_number
from shared.ids import new_id
from shared.messaging import outbox
from shared.privacy.finding import Kind
from shared.staff.member import Member
from shared.weight import minutes_per_month

_REPORTER_FIELDS = {"name", "practice", "agb_code", "email", "phone", "role"}
_NOT_SAID = _REPORTER_FIELDS | {"remind", "without_email"}


@dataclass(frozen=True)
class Receipt:
    """What a reporter gets for a report."""

    report_id: UUID
    reference: str
    link_token: str
    submitted_at: datetime
    answer_by: date


class NotConfirmed(Exception):
    """The reporter did not say yet that no patient is in the files."""


async def submit_report(
    session: AsyncSession,
    form: ReportForm,
    *,
    key: str,
    report_id: UUID | None = None,
    hidden: Mapping[Kind, int] | None = None,
    files: Sequence[Attachment] = (),
    entered_by: Member | None = None,
    relation: Mapping[str, Any] | None = None,
) -> Receipt:
    """Take in a report: numbered, stored, and told to everybody who listens. `key` makes its link.

    `entered_by`: who wrote it down for somebody else.
    `hidden`: how many pieces of its text were hidden, by kind. `relation`: what it joins or doubts, as the fact
    has it.
    """
    report_id = report_id or new_id()
    fact = ReportSubmittedV1(
        report_id=report_id,
        **await numbered(session),
        hidden_pieces=dict(hidden or {}),
        attachments=numbered_files(files),
        **_who_entered(entered_by),
        **_said_of(form),
        **await _practice(session, form),
        **(relation or {}),
    )
    return await take_in(session, fact, _reporter_row(report_id, form), key=key, remind=form.remind)


async def numbered(session: AsyncSession) -> dict[str, Any]:
    """The number of a report that comes in now, and by when its reporter hears."""
    submitted_at = clock.now()
    year = domain.reference_year(submitted_at)
    return {
        "reference": domain.reference(year, await next_number(session, year)),
        "submitted_at": submitted_at,
        "answer_by": domain.answer_by(submitted_at, IntakeSettings.read().first_answer_working_days),
    }


async def take_in(
    session: AsyncSession, fact: ReportSubmittedV1, reporter: dict[str, Any], *, key: str, remind: bool = False
) -> Receipt:
    """Store a report and who sent it, and tell everybody who listens. `key` makes its link."""
    seed = domain.new_link_seed()
    token = domain.link_token(seed, key)
    await reports.add_report(session, _report_row(fact, seed, token, remind=remind), reporter)
    await outbox.add(session, *_contact(reporter, token), fact, *_doubt(fact))
    await sweeping.await_signs(session, fact.report_id)
    return Receipt(fact.report_id, fact.reference, token, fact.submitted_at, fact.answer_by)


def _contact(reporter: dict[str, Any], token: str) -> list[ContactGivenV1]:
    report_id, email = reporter["report_id"], reporter["email"]
    return [ContactGivenV1(report_id=report_id, name=reporter["name"], email=email, link_token=token)] if email else []


def _doubt(fact: ReportSubmittedV1) -> list[DoubtRaisedV1]:
    if fact.doubts_item is None or fact.doubts_reason is None:
        return []
    return [DoubtRaisedV1(report_id=fact.report_id, item_id=fact.doubts_item, reason=fact.doubts_reason)]


def _who_entered(member: Member | None) -> dict[str, Any]:
    return {"entered_by": member.id, "entered_by_name": member.name} if member else {}


def _said_of(form: ReportForm) -> dict[str, Any]:
    return {
        "reporter_role": form.role,
        "minutes_per_month": minutes_per_month(form.frequency, form.minutes),
        "by_mail": form.email is not None,
        **form.model_dump(exclude=_NOT_SAID),
    }


async def _practice(session: AsyncSession, form: ReportForm) -> dict[str, Any]:
    """Which practice it is: one on the list counts once, whether its code was filled in or its name."""
    listed = await practices.meant(session, domain.practice_key(form.practice), form.agb_code)
    code = listed.agb_code if listed else form.agb_code
    return {"practice_id": domain.practice_id(form.practice, code), "region": listed and listed.region}


async def submit_draft(
    session: AsyncSession, draft: Draft, form: ReportForm, *, key: str, hidden: Mapping[Kind, int] | None = None
) -> str:
    """Send a draft and return the token of its link. A draft that was sent already gives the link it got then.

    Raises NotConfirmed.
    """
    draft = await reports.lock_draft(session, draft.id)
    if draft.report_id:
        return await link_of(session, draft.report_id, key=key)
    if not await attaching.all_confirmed(session, draft.id):
        raise NotConfirmed
    files = await attaching.send_along(session, draft.id)
    receipt = await submit_report(session, form, key=key, hidden=hidden, files=files)
    await attachments.give_to_report(session, draft.id, receipt.report_id)
    draft.report_id, draft.fields = receipt.report_id, {}
    await letters.empty_about(session, draft.id)
    return receipt.link_token


async def submit_once(
    session: AsyncSession,
    form: ReportForm,
    idempotency_key: str,
    request_hash: bytes,
    *,
    key: str,
    hidden: Mapping[Kind, int] | None = None,
    entered_by: Member | None = None,
    relation: Mapping[str, Any] | None = None,
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
    earlier = await reports.claim_key(session, row)
    if earlier is None:
        told: dict[str, Any] = {"hidden": hidden, "entered_by": entered_by, "relation": relation}
        return await submit_report(session, form, key=key, report_id=row["report_id"], **told)
    # Of a report in which something was hidden since, the hash is gone.
    is_same = earlier.request_hash in (request_hash, b"")
    return await _receipt_of(session, earlier.report_id, key=key) if is_same else None


async def link_of(session: AsyncSession, report_id: UUID, *, key: str) -> str:
    """The token of the link to a report's status page."""
    return (await _receipt_of(session, report_id, key=key)).link_token


async def _receipt_of(session: AsyncSession, report_id: UUID, *, key: str) -> Receipt:
    report = await reports.report(session, report_id)
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
