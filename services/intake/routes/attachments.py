"""Files for a report being written: a page of its own, so that nothing of the form can get lost with a file.

A file is opened and stored between two transactions, because that takes longer than a transaction may.
"""

import asyncio
from collections.abc import Sequence
from hashlib import sha256
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Request, Response
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.datastructures import UploadFile

from services.intake.attachments.apart import clean_apart
from services.intake.attachments.in_s3 import StoreAway
from services.intake.attachments.names import plain_name, shown_name
from services.intake.attachments.refusing import Refused, Why
from services.intake.attachments.store import Store, store_for
from services.intake.domain import LARGEST_ATTACHMENT, MOST_ATTACHMENTS
from services.intake.forms import FilesForm
from services.intake.handlers import attaching, reporting
from services.intake.handlers.attaching import Kept
from services.intake.messages import CHOOSE_FILE, MESSAGES, NO_ROOM, NOT_NOW, REFUSED, TOO_MANY
from services.intake.repository import attachments
from services.intake.routes.draft_cookie import CurrentDraft, Session, find_draft
from services.intake.routes.lost import lost
from services.intake.settings import IntakeSettings
from services.intake.tables import Attachment, Draft
from services.intake.uploads import FILES_PAGE
from shared import dutch
from shared.contracts.files import FileKind
from shared.database import Database
from shared.ids import new_id
from shared.logging import get_logger
from shared.web.forms import Values, check, posted
from shared.web.link_key import LinkKey
from shared.web.pages import page, see_other_saying
from shared.web.uploads import files_in, typed_beside

router = APIRouter()
_log = get_logger(__name__)
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
    fresh = await _unknown(chosen, before)
    taken = fresh[: MOST_ATTACHMENTS - len(before)] if room else []
    kept, faults = await _keep_all(database, taken, await request.app.state.allowed_names.now())
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


async def _unknown(chosen: Sequence[UploadFile], before: Sequence[Attachment]) -> list[UploadFile]:
    """The files that were not added before: who presses twice adds nothing twice."""
    known = {one.source_hash for one in before}
    return [file for file in chosen if _is_large(file) or await _hash_of(file) not in known]


async def _hash_of(file: UploadFile) -> bytes:
    content = await file.read()
    await file.seek(0)
    return sha256(content).digest()


def _is_large(file: UploadFile) -> bool:
    return (file.size or 0) > LARGEST_ATTACHMENT


async def _keep_all(
    database: Database, files: Sequence[UploadFile], allowed: frozenset[str]
) -> tuple[list[Kept], list[str]]:
    """What could be kept, and a sentence about each file that could not."""
    store, kept, faults = store_for(database), list[Kept](), list[str]()
    for file in files:
        try:
            kept.append(await _keep(store, file, allowed))
        except Refused as refused:
            faults.append(f"‘{shown_name(file.filename or '')[-60:]}’: {REFUSED[refused.why]}")
        except StoreAway as away:
            _log.error("attachment_store_is_away", store=store.name, exc_info=away)
            return kept, [*faults, NOT_NOW]
    return kept, faults


async def _keep(store: Store, file: UploadFile, allowed: frozenset[str]) -> Kept:
    if _is_large(file):
        raise Refused(Why.TOO_LARGE)
    content = await file.read()
    cleaned = await clean_apart(content)
    name = await asyncio.to_thread(plain_name, file.filename or "", allowed)
    kept = Kept(new_id(), cleaned.kind, len(cleaned.content), name, sha256(content).digest(), store.name)
    await store.put(kept.id, cleaned.content)
    return kept


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


def shown(there: Sequence[Attachment]) -> list[dict[str, object]]:
    """Attachments as a page shows them to whoever added them."""
    return [
        {
            "id": one.id,
            "text": dutch.attachment_text(number, FileKind.parse(one.kind).label, one.size),
            "name": one.name,
            "confirmed": one.confirmed,
        }
        for number, one in enumerate(there, 1)
    ]
