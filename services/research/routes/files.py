"""Files with a source: put there, opened, erased.

A file is looked at and stored between two transactions, because that takes longer than a transaction may.
"""

from collections.abc import Sequence
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response
from sqlalchemy.ext.asyncio import AsyncSession

from services.research import forms
from services.research.domain import ErasedBecause
from services.research.forms import EraseFileForm, FilesForm
from services.research.handlers import files as handlers
from services.research.kinds import KINDS, Part
from services.research.reading.dossier import entry_of
from services.research.reading.shown import ShownFile
from services.research.repository import files
from services.research.routes.access import Reader, Researcher, Session, not_found_when_unknown
from services.research.settings import ResearchSettings
from services.research.tables import Dossier, Evidence, EvidenceFile
from services.research.uploads import FILES_PAGE
from shared.attachments import receiving
from shared.attachments.handing_out import content_of, saved_as
from shared.attachments.limits import LARGEST_ATTACHMENT, MOST_ATTACHMENTS
from shared.attachments.sentences import CHOOSE_FILE, TOO_MANY
from shared.attachments.store import store_for
from shared.database import Database
from shared.dutch import count_text
from shared.web.errors import Gone, NotFound
from shared.web.forms import Filled, Values, check, fill
from shared.web.pages import page, see_other_saying
from shared.web.uploads import files_in, typed_beside

router = APIRouter(include_in_schema=False)

FIELD = "bestanden"
NOT_NOW = "We kunnen je bestand nu niet bewaren. Probeer het straks opnieuw"
NO_SOURCE = "Deze bron staat niet (meer) in het dossier."
GONE = "Het bestand is gewist, of de bron waar het bij hoorde is weg."
MISSING = "We kunnen dit bestand niet meer vinden. Vraag het opnieuw aan wie het had."
WHY = [why for why in ErasedBecause if why is not ErasedBecause.LISTED]


def database_of(request: Request) -> Database:
    """Research's database, for a route that needs more than one transaction."""
    database: Database = request.app.state.databases["research"]
    return database


ResearchDatabase = Annotated[Database, Depends(database_of)]
Source = tuple[Dossier, Evidence]


@router.get(FILES_PAGE)
async def show_files(
    request: Request, session: Session, _member: Researcher, reference: str, entry_id: UUID
) -> Response:
    """What stands with the source so far, and room for more."""
    source = await _source(session, reference, entry_id)
    return _files_page(request, source, await files.of_source(session, entry_id), Values({}), {})


@router.post(FILES_PAGE)
async def add_files(
    request: Request, database: ResearchDatabase, member: Researcher, reference: str, entry_id: UUID
) -> Response:
    """Look at each file, keep those that are all right, and say what is wrong with the others."""
    typed, chosen = typed_beside(request), files_in(request, FIELD)
    ticked = check(typed, FilesForm, forms.FILES)
    async with database.transaction() as session:
        source = await _source(session, reference, entry_id)
        before = await files.of_source(session, entry_id)
    if ticked.form is None or not chosen:
        errors = ticked.errors | ({} if chosen else {FIELD: CHOOSE_FILE})
        return _files_page(request, source, before, typed, errors)
    fresh = await receiving.unknown(chosen, {one.source_hash for one in before})
    room, allowed = MOST_ATTACHMENTS - len(before), await request.app.state.allowed_names.now()
    store = store_for(database, ResearchSettings.read())
    kept, faults = await receiving.keep_all(store, fresh[:room], allowed, NOT_NOW)
    async with database.transaction() as session:
        with not_found_when_unknown():
            added, left = await handlers.attach(session, reference, entry_id, kept, member.name)
        there = await files.of_source(session, entry_id)
    if left or len(fresh) > room:
        faults.append(TOO_MANY)
    if faults:
        return _files_page(request, source, there, typed, {FIELD: ". ".join(faults)})
    said = f"{count_text(added, 'bestand', 'bestanden')} toegevoegd." if added else "Dit bestand stond er al."
    return see_other_saying(request, FILES_PAGE.format(reference=reference, entry_id=entry_id), said)


@router.get(FILES_PAGE + "/{file_id}")
async def download(
    database: ResearchDatabase, member: Reader, reference: str, entry_id: UUID, file_id: UUID
) -> Response:
    """The file, under a name that says where it belongs; who opened it stands in the history."""
    async with database.transaction() as session:
        _, evidence = await _source(session, reference, entry_id)
        file = await _file(session, entry_id, file_id)
        await handlers.note_opening(session, file, evidence.called, member.name)
    content = await content_of(database, ResearchSettings.read(), file.id, file.store, MISSING)
    return saved_as(content, file.kind, f"{reference}-bijlage-{file.number}")


@router.get(FILES_PAGE + "/{file_id}/wissen")
async def ask_to_erase(
    request: Request, session: Session, _member: Researcher, reference: str, entry_id: UUID, file_id: UUID
) -> Response:
    """Which file it is, what erasing it means, and why it must go."""
    return await _sure(request, session, reference, entry_id, file_id)


@router.post(FILES_PAGE + "/{file_id}/wissen")
async def erase(
    request: Request, session: Session, member: Researcher, reference: str, entry_id: UUID, file_id: UUID
) -> Response:
    """Erase it, for good; who presses twice erases it once."""
    filled = await fill(request, EraseFileForm, forms.ERASE_FILE)
    if filled.form is None:
        return await _sure(request, session, reference, entry_id, file_id, filled)
    with not_found_when_unknown():
        done = await handlers.erase(session, reference, entry_id, file_id, filled.form.why, member.name)
    said = "Het bestand is gewist." if done else "Dit bestand was al weg."
    return see_other_saying(request, f"/team/dossiers/{reference}#bron-{entry_id}", said)


async def _source(session: AsyncSession, reference: str, entry_id: UUID) -> Source:
    """Raises NotFound."""
    dossier, evidence = await entry_of(session, reference, KINDS[Part.EVIDENCE], entry_id) or (None, None)
    if dossier is None or not isinstance(evidence, Evidence):
        raise NotFound(NO_SOURCE)
    return dossier, evidence


async def _file(session: AsyncSession, entry_id: UUID, file_id: UUID) -> EvidenceFile:
    """Raises Gone."""
    file = await files.by_id(session, file_id)
    if file is None or file.evidence_id != entry_id:
        raise Gone(GONE, title="Dit bestand is er niet meer")
    return file


def _files_page(
    request: Request, source: Source, there: Sequence[EvidenceFile], typed: Values, errors: dict[str, str]
) -> Response:
    dossier, evidence = source
    return page(
        request,
        "research/files.html",
        status=422 if errors else 200,
        dossier=dossier,
        evidence=evidence,
        files=[ShownFile(one) for one in there],
        room=MOST_ATTACHMENTS - len(there),
        most=MOST_ATTACHMENTS,
        largest=LARGEST_ATTACHMENT,
        values=typed,
        errors=errors,
    )


async def _sure(
    request: Request,
    session: AsyncSession,
    reference: str,
    entry_id: UUID,
    file_id: UUID,
    filled: Filled[EraseFileForm] | None = None,
) -> Response:
    dossier, evidence = await _source(session, reference, entry_id)
    return page(
        request,
        "research/erase_file.html",
        status=422 if filled else 200,
        dossier=dossier,
        evidence=evidence,
        file=ShownFile(await _file(session, entry_id, file_id)),
        reasons=WHY,
        values=filled.values if filled else Values({}),
        errors=filled.errors if filled else {},
    )
