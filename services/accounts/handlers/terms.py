"""How long everything may take. What is set goes to every service, and holds for what begins from then on."""

from collections.abc import Mapping

from sqlalchemy.ext.asyncio import AsyncSession

from services.accounts.domain import AuditAction, ChangedMeanwhile
from services.accounts.handlers.audit import Person, note
from services.accounts.repository import terms as repository
from shared.contracts.accounts import TermSetV1
from shared.dutch import count_text
from shared.messaging import outbox
from shared.terms.listed import TERMS
from shared.terms.standing import installed
from shared.terms.table import said_about_terms


async def terms_now(session: AsyncSession) -> tuple[dict[str, int], int]:
    """How long each term is, and how often something was said about them all."""
    said = await said_about_terms(session)
    values = {variable: said.get(variable, installed(variable)) for variable in TERMS}
    return values, sum((await repository.revisions(session)).values())


async def set_terms(session: AsyncSession, wanted: Mapping[str, int], *, seen: int, by: Person) -> int:
    """Set terms; returns how many changed. `seen`: how often something was said when they were looked at.

    Raises ChangedMeanwhile.
    """
    await repository.take_turns(session)
    before, said = await terms_now(session)
    changes = {variable: value for variable, value in wanted.items() if before[variable] != value}
    if changes and seen != said:
        raise ChangedMeanwhile
    revisions = await repository.revisions(session)
    for variable, value in changes.items():
        term, revision = TERMS[variable], revisions.get(variable, 0) + 1
        await repository.put(session, variable, value, revision)
        was, now = count_text(before[variable], *term.unit), count_text(value, *term.unit)
        note(session, AuditAction.TERM_SET, about=None, by=by, term=term.label, was=was, now=now)
        fact = TermSetV1(term_id=term.id, variable=variable, revision=revision, value=value)
        await outbox.add(session, fact)
    return len(changes)
