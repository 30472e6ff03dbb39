"""Dossiers about the same rule become one, one about two rules becomes two; reports move, and so who hears what.

Reports are counted where they hang, so that numbers add up whatever moves.
"""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.research import domain
from services.research.domain import DossierState, MoveRefused, move
from services.research.forms import MergeForm, SplitForm
from services.research.handlers.held import ChoiceRefused, UnknownDossier, held, record
from services.research.repository import dossiers, linked_reports
from services.research.tables import Dossier, LinkedReport, Report
from shared import clock
from shared.contracts.research import DossierMergedV1, DossierOpenedV1, ReportMovedV1
from shared.database.counters import next_number
from shared.dutch import count_text
from shared.messaging import outbox


async def merge(session: AsyncSession, reference: str, form: MergeForm, who: str) -> Dossier:
    """All reports of a dossier go to another one, which is returned. Both must be open.

    Raises UnknownDossier, ChoiceRefused, MoveRefused (also when it was done already).
    """
    dossier, into = await _both(session, reference, form.into_id)
    if DossierState.parse(into.state) is not DossierState.RESEARCHING:
        raise ChoiceRefused("into_id")
    dossier.state = move(DossierState.parse(dossier.state), DossierState.MERGED).value
    dossier.merged_into_id = into.id
    moved = await _move_all(session, await linked_reports.links_under(session, dossier.id), into, who)
    how_many = count_text(moved, "melding", "meldingen")
    reason = f" Reden: {form.merge_because}"
    await record(session, dossier, who, f"Voegde dit dossier samen met {into.reference}: {how_many}.{reason}")
    await record(session, into, who, f"Voegde {dossier.reference} hierbij: {how_many}.{reason}")
    fact = DossierMergedV1(
        dossier_id=dossier.id,
        reference=dossier.reference,
        title=dossier.title,
        into_dossier_id=into.id,
        into_reference=into.reference,
        into_title=into.title,
    )
    await outbox.add(session, fact)
    return into


async def take_apart(session: AsyncSession, reference: str, who: str) -> int:
    """Undo a merge: the reports that came with it go back, as far as the other dossier is still open; how many.

    Raises UnknownDossier, MoveRefused.
    """
    known = await dossiers.by_reference(session, reference)
    if known is None or known.merged_into_id is None:
        raise MoveRefused("not merged")
    dossier, into = await _both(session, reference, known.merged_into_id)
    if DossierState.parse(into.state) is not DossierState.RESEARCHING:
        raise MoveRefused("the other has its outcome, or was merged itself")
    dossier.state = move(DossierState.parse(dossier.state), DossierState.RESEARCHING).value
    dossier.merged_into_id = None
    await _say_open(session, dossier)
    came = await linked_reports.links_under(session, into.id, moved_from=dossier.id)
    moved = await _move_all(session, came, dossier, who)
    how_many = count_text(moved, "melding", "meldingen")
    await record(session, dossier, who, f"Haalde dit dossier weer los van {into.reference}: {how_many}.")
    await record(session, into, who, f"Haalde {dossier.reference} weer los: {how_many}.")
    return moved


async def split(session: AsyncSession, reference: str, new_id: UUID, form: SplitForm, who: str) -> Dossier:
    """Some reports of a dossier go to a new one, which is returned; the form's own id makes that it is opened once.

    Raises UnknownDossier, ChoiceRefused, MoveRefused.
    """
    dossier = await held(session, reference)
    known = await dossiers.by_id(session, new_id)
    if known:
        return known
    if DossierState.parse(dossier.state) is not DossierState.RESEARCHING:
        raise MoveRefused("only an open dossier is split")
    links = await linked_reports.links_under(session, dossier.id)
    chosen = [link for link in links if link.report_id in set(form.report_ids)]
    if not chosen or len(chosen) == len(links) or len(chosen) != len(set(form.report_ids)):
        raise ChoiceRefused("report_ids")
    new = await _opened(session, new_id, form.new_title, dossier.lead_id)
    moved = await _move_all(session, chosen, new, who)
    how_many = count_text(moved, "melding", "meldingen")
    reason = f" Reden: {form.split_because}"
    await record(session, dossier, who, f"Splitste {new.reference} af: {how_many}.{reason}")
    await record(session, new, who, f"Opende dit dossier, afgesplitst van {dossier.reference}: {how_many}.{reason}")
    return new


async def follow_merge(session: AsyncSession, dossier: Dossier, report: Report, who: str) -> Dossier:
    """A report was put under a dossier that was merged: it goes on to where its reports went. Where it hangs now."""
    while dossier.merged_into_id and (into := await dossiers.by_id(session, dossier.merged_into_id)):
        link = await linked_reports.current(session, report.id)
        if link is None:
            break
        await _move_all(session, [link], into, who)
        dossier = into
    return dossier


async def _both(session: AsyncSession, reference: str, other_id: UUID) -> tuple[Dossier, Dossier]:
    """Both dossiers, held in one order, so that two who merge at the same time do not wait for each other."""
    known = await dossiers.by_reference(session, reference)
    if known is None:
        raise UnknownDossier(reference)
    if known.id == other_id:
        raise ChoiceRefused("into_id")
    found = {one: await dossiers.by_id(session, one) for one in sorted((known.id, other_id))}
    dossier, other = found[known.id], found[other_id]
    if dossier is None or other is None:
        raise ChoiceRefused("into_id")
    return dossier, other


async def _move_all(session: AsyncSession, links: Sequence[LinkedReport], into: Dossier, who: str) -> int:
    moment = clock.now()
    for link in links:
        if (left := link.dossier_id) is None:
            continue
        await linked_reports.move(session, link.report_id, into.id, left, moment)
        fact = ReportMovedV1(
            report_id=link.report_id,
            dossier_id=into.id,
            dossier_title=into.title,
            from_dossier_id=left,
            decided_by=who,
        )
        await outbox.add(session, fact)
    return len(links)


async def _opened(session: AsyncSession, dossier_id: UUID, title: str, lead_id: UUID | None) -> Dossier:
    moment = clock.now()
    year = clock.local_day(moment).year
    new = Dossier(
        id=dossier_id,
        reference=domain.reference(year, await next_number(session, year)),
        title=title,
        state=DossierState.RESEARCHING.value,
        opened_at=moment,
        changed_at=moment,
        lead_id=lead_id,
    )
    await dossiers.add(session, new)
    await _say_open(session, new)
    return new


async def _say_open(session: AsyncSession, dossier: Dossier) -> None:
    fact = DossierOpenedV1(dossier_id=dossier.id, reference=dossier.reference, title=dossier.title)
    await outbox.add(session, fact)
