"""The package is written, sent by a person, and perhaps sent once more."""

from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.escalation.domain import NOT_ARRIVED, HandoverState, MoveRefused, missing, move, terms
from services.escalation.forms import PackageForm, ResendForm, SendForm
from services.escalation.handlers.held import PACKAGE, held, identity, record, same_version
from services.escalation.rendering import Package, package_of, sent_package
from services.escalation.repository import handovers, projections
from services.escalation.settings import EscalationSettings
from services.escalation.tables import Handover
from shared import clock
from shared.contracts.escalation import HandoverSentV1, PackageAddressedV1
from shared.contracts.notifier import MailSettledV1
from shared.contracts.vocabulary import MailState
from shared.dutch import date_text
from shared.messaging import outbox


class Incomplete(Exception):
    """Something that belongs in the package is not filled in yet."""


async def save_package(session: AsyncSession, reference: str, form: PackageForm, who: str) -> None:
    """Save the draft. Raises UnknownHandover, MoveRefused (it was sent already), ChangedMeanwhile."""
    handover = await held(session, reference)
    move(HandoverState.parse(handover.state), HandoverState.SENT)
    await same_version(session, handover, form.version)
    given = form.model_dump(mode="json", exclude={"version"})
    if all(getattr(handover, name) == text for name, text in given.items()):
        return
    handover.sqlmodel_update(given)
    handover.version += 1
    if form.contact_name and form.contact_email:
        await projections.keep_contact(session, handover.party_id, form.contact_name, form.contact_email)
    await record(session, handover, who, "Paste de tekst aan.", PACKAGE)


async def send(session: AsyncSession, reference: str, form: SendForm, who: str, mail_from: str) -> None:
    """Send the package that was looked at, once.

    Raises UnknownHandover, MoveRefused (it was sent already), ChangedMeanwhile, Incomplete.
    """
    handover = await held(session, reference)
    state = move(HandoverState.parse(handover.state), HandoverState.SENT)
    await same_version(session, handover, form.version)
    if missing(handover.model_dump()):
        raise Incomplete()
    answer_by = clock.today() + timedelta(days=EscalationSettings.read().answer_days)
    package = package_of(handover, answer_by=answer_by, mail_from=mail_from)
    handover.state = state.value
    handover.sent_at, handover.sent_by, handover.answer_by = clock.now(), who, answer_by
    wait(handover, clock.today())
    handover.mail_subject, handover.paragraphs = package.subject, package.paragraphs
    text = f"Verstuurde het dossier naar {handover.party_name}. Antwoord verwacht voor {date_text(answer_by)}."
    await record(session, handover, who, text)
    sent = HandoverSentV1.model_validate({**identity(handover), "sent_by": who, "answer_by": answer_by})
    await outbox.add(session, sent)
    await mail(session, handover, sent_package(handover))


async def send_again(session: AsyncSession, reference: str, form: ResendForm, who: str) -> None:
    """Mail the same package once more, after a delivery that failed. Raises UnknownHandover, MoveRefused."""
    handover = await held(session, reference)
    if handover.state == HandoverState.CLOSED:
        raise MoveRefused("nothing more has to be done")
    if handover.delivery is None or MailState.parse(handover.delivery) not in NOT_ARRIVED:
        raise MoveRefused("the mail did not fail")
    handover.contact_name, handover.contact_email = form.contact_name, form.contact_email
    await projections.keep_contact(session, handover.party_id, form.contact_name, form.contact_email)
    if handover.reminded_at is None and handover.remind_at:
        # The body can only have read it from today on.
        wait(handover, clock.today())
    await record(session, handover, who, "Verstuurde de mail opnieuw.")
    await mail(session, handover, sent_package(handover))


def wait(handover: Handover, asked_on: date) -> None:
    """From this day on the body has its term, which ends by itself."""
    days, answer_by = EscalationSettings.read().reminder_days, handover.answer_by or asked_on
    handover.remind_at, handover.silent_at = terms(asked_on, answer_by, days, clock.today())
    handover.reminded_at = None


async def mail_lost(session: AsyncSession, handover_id: UUID) -> None:
    """Have the file mailed of which nobody heard: a database was put back, and its mail was on its way."""
    if handover := await handovers.by_id(session, handover_id):
        await mail(session, handover, sent_package(handover))


async def mail_settled(session: AsyncSession, fact: MailSettledV1, settled_at: datetime) -> None:
    """How the mail of a handover fared; mails about reports, and of an earlier try, are passed over."""
    handover = await handovers.by_id(session, fact.about_id)
    if handover is None or handover.mailed_at is None or settled_at < handover.mailed_at:
        return
    handover.delivery, handover.delivery_why = fact.state.value, fact.why
    await record(session, handover, "RegelWijzer", f"De mail: {fact.state.label.lower()}.")


async def mail(session: AsyncSession, handover: Handover, package: Package, *, reminder: bool = False) -> None:
    """Have this mailed to the contact of a handover."""
    handover.mailed_at = clock.now()
    handover.delivery, handover.delivery_why = MailState.PENDING.value, None
    await outbox.add(
        session,
        PackageAddressedV1(
            handover_id=handover.id,
            reference=handover.reference,
            to_name=handover.contact_name or "",
            to_email=handover.contact_email or "",
            mail_subject=package.subject,
            paragraphs=package.paragraphs,
            reminder=reminder,
        ),
    )
