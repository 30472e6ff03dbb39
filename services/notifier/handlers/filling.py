"""What a mail says and where it goes, put together at the moment it is sent."""

import hashlib

from sqlalchemy.ext.asyncio import AsyncSession

from services.notifier.domain import Purpose
from services.notifier.rendering import (
    Envelope,
    MailContent,
    Waiting,
    invitation_mail,
    letter_mail,
    meeting_of,
    morning_mail,
    notice_mail,
    package_mail,
)
from services.notifier.repository import invitations, known, letters, mails, mornings, told
from services.notifier.tables import Contact, Mail
from services.notifier.texts import letter_copies
from services.notifier.wording import Notice
from shared import clock
from shared.contracts.escalation import HandoverListMadeV1
from shared.contracts.mornings import OVER_AT
from shared.contracts.research import DossierBack, MeetingToday, TaskListMadeV1, WaitingTask
from shared.contracts.triage import CaseListMadeV1
from shared.letters import LetterKind, secret_of
from shared.one_click import code_for_fewer_mails
from shared.web.navigation import PROFILE

TOO_LATE = "de link of code werkt niet meer"
MORNING_OVER = "de ochtend is voorbij"
UNDONE = "het team maakte de koppeling ongedaan"
LEFT = "dit teamlid is er niet meer"
Filled = tuple[Envelope, MailContent]


async def why_over(session: AsyncSession, mail: Mail) -> str:
    """Why a mail need not go out any more; empty when it goes."""
    if mail.purpose == Purpose.LETTER.value:
        valid_until = (await letters.letter(session, mail.source_id)).valid_until
        return TOO_LATE if valid_until <= clock.now() else ""
    if mail.purpose == Purpose.NOTICE.value:
        return UNDONE if await told.is_undone(session, mail.source_id) else ""
    if mail.purpose != Purpose.MORNING.value:
        return ""
    one = await mornings.morning_list(session, mail.source_id)
    if one.day is None or clock.now() >= clock.moment_of(one.day, OVER_AT):
        return MORNING_OVER
    return "" if await mornings.is_on_the_team(session, one.member_id) else LEFT


async def filled(session: AsyncSession, mail: Mail, site: str, key: str) -> Filled:
    """The mail as it goes out. Raises LookupError, ValueError or TypeError when it cannot be made."""
    match Purpose(mail.purpose):
        case Purpose.NOTICE:
            return await _notice(session, mail, site)
        case Purpose.LETTER:
            return await _letter(session, mail, site, key)
        case Purpose.INVITATION:
            return await _invitation(session, mail, site, key)
        case Purpose.MORNING:
            return await _morning(session, mail, site)
        case _:
            return await _package(session, mail)


async def _notice(session: AsyncSession, mail: Mail, site: str) -> Filled:
    report_id, notice = await told.notice(session, mail.source_id)
    report, contact = await known.report(session, report_id), await known.contact(session, report_id)
    if report is None or contact is None:
        raise LookupError("a mail was due without its report or address")
    content = notice_mail(
        notice,
        reference=report.reference,
        name=contact.name,
        link_token=contact.link_token,
        site=site,
        beside=await _beside(session, notice),
    )
    envelope = Envelope(
        mail.id,
        mail.about_id,
        mail.dated_at,
        contact.name,
        contact.email,
        fewer_url=_fewer_url(site, contact) if notice.can_be_spared else None,
    )
    return envelope, content


async def _beside(session: AsyncSession, notice: Notice) -> tuple[str, str] | None:
    """The number and link token of the other report that a notice leads to, while that is there."""
    if notice.beside is None:
        return None
    report, contact = await known.report(session, notice.beside), await known.contact(session, notice.beside)
    return (report.reference, contact.link_token) if report and contact else None


def _fewer_url(site: str, contact: Contact) -> str:
    link_hash = hashlib.sha256(contact.link_token.encode()).digest()
    return f"{site}/api/v1/minder-mail/{code_for_fewer_mails(contact.report_id, link_hash)}"


async def _letter(session: AsyncSession, mail: Mail, site: str, key: str) -> Filled:
    letter = await letters.letter(session, mail.source_id)
    kind = LetterKind.parse(letter.kind)
    content = letter_mail(
        letter_copies()[kind.value],
        secret=secret_of(kind, letter.seed, key),
        valid_until=letter.valid_until,
        reference=letter.reference,
        site=site,
    )
    return Envelope(mail.id, mail.about_id, mail.dated_at, "", letter.email), content


async def _invitation(session: AsyncSession, mail: Mail, site: str, key: str) -> Filled:
    fact = await invitations.invitation(session, mail.source_id)
    came_before = await invitations.came_before(session, fact)
    content = invitation_mail(fact, came_before=came_before, site=site, key=key)
    envelope = Envelope(
        mail.id,
        fact.round_table_id,
        mail.dated_at,
        fact.to_name,
        fact.to_email,
        by_itself=False,
        meeting=meeting_of(fact),
    )
    return envelope, content


async def _morning(session: AsyncSession, mail: Mail, site: str) -> Filled:
    one = await mornings.morning_list(session, mail.source_id)
    if one.day is None or one.email is None or one.name is None:
        raise LookupError("a list was due without its address")
    cases = CaseListMadeV1.model_validate(one.cases) if one.cases else None
    tasks = TaskListMadeV1.model_validate(one.tasks) if one.tasks else None
    waits = [case.report_id for case in cases.cases] if cases else []
    waits += [task.report_id for task in cases.case_tasks] if cases else []
    reports = await mornings.titles_of(session, waits)
    things: list[WaitingTask | MeetingToday | DossierBack] = (
        [*tasks.tasks, *tasks.meetings, *tasks.dossiers] if tasks else []
    )
    dossiers = await mornings.dossiers_of(session, {each.dossier_id for each in things})
    handovers = HandoverListMadeV1.model_validate(one.handovers) if one.handovers else None
    parties = await mornings.parties_of(
        session, {each.party_id for each in handovers.handovers} if handovers else set()
    )
    absent = [absent.member_id for absent in cases.stands_in_for] if cases else []
    colleagues = await mornings.colleagues_of(session, absent)
    waiting = Waiting(one.day, cases, tasks, handovers, reports, dossiers, parties, colleagues)
    content = morning_mail(waiting, name=one.name, site=site)
    stop_url = f"{site}{PROFILE}"
    return Envelope(mail.id, mail.about_id, mail.dated_at, one.name, one.email, stop_url=stop_url), content


async def _package(session: AsyncSession, mail: Mail) -> Filled:
    package = await mails.package(session, mail.source_id)
    is_reminder = mail.purpose == Purpose.REMINDER.value
    content = package_mail(
        subject=package.mail_subject,
        reference=package.reference,
        name=package.to_name,
        paragraphs=package.paragraphs,
        is_reminder=is_reminder,
    )
    envelope = Envelope(
        mail.id,
        mail.about_id,
        mail.dated_at,
        package.to_name,
        package.to_email,
        by_itself=is_reminder,
        resent=mail.resent,
    )
    return envelope, content
