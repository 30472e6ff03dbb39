"""Files for a report being written: a page of its own, so that nothing of the form can get lost with a file.

A file is opened and stored between two transactions, because that takes longer than a transaction may.
"""

from collections.abc import Mapping, Sequence
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Request, Response
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.datastructures import UploadFile

from services.intake.forms import FilesForm
from services.intake.handlers import attaching, reporting
from services.intake.messages import MESSAGES, NO_ROOM, NOT_NOW
from services.intake.repository import attachments
from services.intake.routes.draft_cookie import CurrentDraft, Session, find_draft
from services.intake.routes.lost import lost
from services.intake.settings import IntakeSettings
from services.intake.tables import Attachment, Draft
from services.intake.uploads import FILES_PAGE
from shared import dutch
from shared.attachments import receiving
from shared.attachments.limits import LARGEST_ATTACHMENT, MOST_ATTACHMENTS
from shared.attachments.sentences import CHOOSE_FILE, TOO_MANY
from shared.attachments.store import store_for
from shared.contracts.files import FileKind
from shared.database import Database
from shared.web.forms import Values, check, posted
from shared.web.link_key import LinkKey
from shared.web.pages import page, see_other_saying
from shared.web.uploads import files_in, typed_beside

router = APIRouter()
FIELD = "bestanden"
# Where somebody goes on after this page: address and words.
BACK = {
    "": ("/melden/4", "stap 4"),
    "gegevens": ("/melden/4?naar=controle", "je gegevens"),
    "controle": ("/melden/5", "de controle"),
}


def database_of(request: Request) -> Database:
    """Intake's database, for a route that needs more than one transaction."""
    database: Database = request.app.state.databases["intake"]
    return database


IntakeDatabase = Annotated[Database, Depends(database_of)]


@router.get(FILES_PAGE)
async def show_files(request: Request, draft: CurrentDraft, session: Session, key: LinkKey) -> Response:
    """What was added so far, and room for more."""
    if draft is None or draft.report_id:
        return await _elsewhere(request, draft, session, key)
    errors = {"geenPatient": str(MESSAGES["geenPatient"])} if "vinkje" in request.query_params else {}
    there = await attachments.of_draft(session, draft.id)
    return _files_page(request, there, Values({"naar": [request.query_params.get("naar", "")]}), errors)


@router.post(FILES_PAGE)
async def add_files(request: Request, database: IntakeDatabase, key: LinkKey) -> Response:
    """Look at each file, keep those that are all right, and say what is wrong with the others."""
    typed, chosen = typed_beside(request), files_in(request, FIELD)
    confirmed = check(typed, FilesForm, MESSAGES)
    async with database.transaction() as session:
        draft = await find_draft(request, session)
        if draft is None or draft.report_id:
            return await _elsewhere(request, draft, session, key)
        before = await attachments.of_draft(session, draft.id)
        room = await attachments.waiting_size(session) < IntakeSettings.read().waiting_attachments_mb * 1_000_000
    fresh = await receiving.unknown(chosen, {one.source_hash for one in before})
    taken = fresh[: MOST_ATTACHMENTS - len(before)] if room else []
    allowed = await request.app.state.allowed_names.now()
    kept, faults = await receiving.keep_all(store_for(database, IntakeSettings.read()), taken, allowed, NOT_NOW)
    faults += [] if room else [NO_ROOM]
    async with database.transaction() as session:
        left = await attaching.attach(session, draft.id, kept, confirmed=confirmed.form is not None)
        there = await attachments.of_draft(session, draft.id)
    if left or (room and len(fresh) > MOST_ATTACHMENTS - len(before)):
        faults.append(TOO_MANY)
    ticked = all(one.confirmed for one in there)
    errors = _errors(chosen, before, faults) | ({} if ticked else confirmed.errors)
    if errors:
        return _files_page(request, there, typed, errors)
    return see_other_saying(request, _here(typed), _done(len(there) - len(before)))


@router.post(FILES_PAGE + "/{attachment_id}/weg")
async def remove_file(
    request: Request, attachment_id: UUID, draft: CurrentDraft, session: Session, key: LinkKey
) -> Response:
    """Take a file out again."""
    if draft is None or draft.report_id:
        return await _elsewhere(request, draft, session, key)
    await attaching.detach(session, draft.id, attachment_id)
    return see_other_saying(request, _here(await posted(request)), "Het bestand is weggehaald.")


async def _elsewhere(request: Request, draft: Draft | None, session: AsyncSession, key: str) -> Response:
    if draft and draft.report_id:
        token = await reporting.link_of(session, draft.report_id, key=key)
        return see_other_saying(request, f"/melding/{token}/bevestiging", "Deze melding is al verstuurd.")
    return lost(request)


def _errors(chosen: Sequence[UploadFile], before: Sequence[Attachment], faults: Sequence[str]) -> dict[str, str]:
    if faults:
        return {FIELD: ". ".join(faults)}
    waits_for_a_tick = any(not one.confirmed for one in before)
    return {} if chosen or waits_for_a_tick else {FIELD: CHOOSE_FILE}


def _done(added: int) -> str:
    if added < 1:
        return "Je bestanden staan klaar."
    return f"{dutch.count_text(added, 'bestand', 'bestanden')} toegevoegd."


def _here(typed: Values) -> str:
    return f"{FILES_PAGE}?naar={typed['naar']}" if BACK.get(typed["naar"]) and typed["naar"] else FILES_PAGE


def _files_page(request: Request, there: Sequence[Attachment], typed: Values, errors: dict[str, str]) -> Response:
    address, words = BACK.get(typed["naar"], BACK[""])
    return page(
        request,
        "intake/files.html",
        status=422 if errors else 200,
        errors=errors,
        values=typed,
        files=shown(there),
        room=MOST_ATTACHMENTS - len(there),
        most=MOST_ATTACHMENTS,
        largest=LARGEST_ATTACHMENT,
        unconfirmed=any(not one.confirmed for one in there),
        back_to=address,
        back_words=words,
    )


async def note_files(request: Request, draft: CurrentDraft, session: Session) -> None:
    """Remember the files of the draft for the steps that show them."""
    request.state.files = shown(await attachments.of_draft(session, draft.id)) if draft else []


def shown(there: Sequence[Attachment], numbers: Mapping[UUID, int] | None = None) -> list[dict[str, object]]:
    """Attachments as a page shows them; those of a report have `numbers`."""
    return [
        {
            "id": one.id,
            "text": dutch.attachment_text((numbers or {}).get(one.id, place), FileKind.parse(one.kind).label, one.size),
            "name": one.name,
            "confirmed": one.confirmed,
        }
        for place, one in enumerate(there, 1)
    ]
