"""Who is invited to a round table says behind their link whether they come."""

from sqlalchemy.ext.asyncio import AsyncSession

from services.research.domain import Section
from services.research.forms import AnswerForm
from services.research.handlers.held import record, same_version
from services.research.reading.invited import Invited, invited_by
from services.research.repository import dossiers
from shared import clock
from shared.letters import invitation_mark


async def answer(session: AsyncSession, token: str, form: AnswerForm, *, key: str) -> Invited | None:
    """Take what they say, which may change until it begins; None when the link is not one of ours.

    Nothing is taken when they need not, or can no longer, answer. The same a second time changes nothing.
    Raises ChangedMeanwhile when it is about another time or place than they saw.
    """
    mark = invitation_mark(token, key)
    found = await invited_by(session, mark)
    dossier = await dossiers.by_id(session, found.table.dossier_id) if found else None
    # Somebody may have changed it, or called it off, while the dossier was waited for.
    found = await invited_by(session, mark)
    if dossier is None or found is None or not found.may_answer:
        return found
    somebody, table = found.attendee, found.table
    await same_version(session, dossier, Section.ROUND_TABLE, (form.version, table.version), table.id)
    before = (somebody.attendance, somebody.answer, somebody.answered_version)
    if before != (form.answer.value, form.words, table.version):
        somebody.attendance, somebody.answer = form.answer.value, form.words
        somebody.answered_at, somebody.answered_version = clock.now(), table.version
        words = f" Zij schrijven: {form.words}" if form.words else ""
        text = (
            f"Antwoordde op de uitnodiging voor het overleg over {table.subject}: {form.answer.label.lower()}.{words}"
        )
        await record(session, dossier, somebody.name, text)
    return found
