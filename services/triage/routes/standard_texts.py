"""Texts prepared for decisions, for who administers: the list, one text with what became of it, a new one."""

from collections.abc import Sequence
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Request, Response

from services.triage.domain import Decision
from services.triage.forms import STANDARD_MESSAGES, StandardTextForm
from services.triage.handlers.standard_texts import TextChanged, change_text, set_in_use, write_text
from services.triage.prepared import BLANKS, LONGEST, LONGEST_TITLE, example_of
from services.triage.repository import standard_texts
from services.triage.routes.access import Session
from services.triage.tables import StandardText
from shared.history import Entry, history_of
from shared.ids import new_id
from shared.staff.member import Member
from shared.staff.permissions import Permission
from shared.staff.signed_in import allow
from shared.web.errors import NotFound
from shared.web.forms import Values, check, check_typed, posted, values_of
from shared.web.navigation import STANDARD_TEXTS
from shared.web.pages import page, see_other_saying

router = APIRouter()
MayArrange = Annotated[Member, Depends(allow("triage", Permission.ARRANGE))]
NEW = f"{STANDARD_TEXTS}/nieuw"
ONE = f"{STANDARD_TEXTS}/{{text_id}}"
PREVIEW = "voorbeeld"


@router.get(STANDARD_TEXTS)
async def show_texts(request: Request, _member: MayArrange, session: Session) -> Response:
    """All texts, by decision."""
    found = await standard_texts.everything(session)
    return page(
        request,
        "triage/standard_texts.html",
        groups=[(decision, *_of(found, decision)) for decision in Decision],
    )


@router.get(NEW)
async def show_new(request: Request, _member: MayArrange, besluit: str = "") -> Response:
    """An empty text, for one decision."""
    return _form_page(request, values_of({"decision": besluit, "id": new_id(), "version": 0}))


@router.post(NEW)
async def write(request: Request, member: MayArrange, session: Session) -> Response:
    """Write a text, or look how it will read."""
    values = await posted(request)
    if PREVIEW in values.names():
        return _form_page(request, values)
    filled = await check_typed(request, values, StandardTextForm, STANDARD_MESSAGES)
    if filled.form is None:
        return _form_page(request, filled.values, errors=filled.errors)
    await write_text(session, _id_in(values), filled.form, member.name)
    return see_other_saying(request, STANDARD_TEXTS, f"Opgeslagen. Je kunt ‘{filled.form.title}’ nu kiezen.")


@router.get(ONE)
async def show_text(request: Request, text_id: UUID, _member: MayArrange, session: Session) -> Response:
    """One text, to be changed, with what became of it."""
    text = await _text(session, text_id)
    return _form_page(request, _values_of(text), text, log=await history_of(session, text_id))


@router.post(ONE)
async def change(request: Request, text_id: UUID, member: MayArrange, session: Session) -> Response:
    """Change a text, or look how it will read."""
    text, values = await _text(session, text_id), await posted(request)
    log = await history_of(session, text_id)
    values = values.without(["decision"]).over(_values_of(text))
    if PREVIEW in values.names():
        return _form_page(request, values, text, log=log)
    filled = await check_typed(request, values, StandardTextForm, STANDARD_MESSAGES)
    if filled.form is None:
        return _form_page(request, filled.values, text, log=log, errors=filled.errors)
    try:
        await change_text(session, text_id, filled.form, member.name)
    except TextChanged:
        typed = values.without(["version"]).over(_values_of(text))
        return _form_page(request, typed, text, log=log, changed=log[0])
    return see_other_saying(request, STANDARD_TEXTS, f"Opgeslagen. ‘{filled.form.title}’ is veranderd.")


@router.post(f"{ONE}/uit-de-lijst")
@router.post(f"{ONE}/in-de-lijst")
async def offer(request: Request, text_id: UUID, member: MayArrange, session: Session) -> Response:
    """Offer a text no longer, or again."""
    text, version = await _text(session, text_id), (await posted(request))["version"]
    in_use = request.url.path.endswith("/in-de-lijst")
    try:
        await set_in_use(session, text_id, int(version) if version.isdecimal() else 0, member.name, in_use=in_use)
    except TextChanged:
        return see_other_saying(request, ONE.format(text_id=text_id), "Deze tekst is net veranderd. Kijk nog even.")
    how = "staat weer in de lijst" if in_use else "staat niet meer in de lijst. Je kunt hem altijd terugzetten"
    return see_other_saying(request, STANDARD_TEXTS, f"‘{text.title}’ {how}.")


def _of(found: Sequence[StandardText], decision: Decision) -> tuple[list[StandardText], list[StandardText]]:
    mine = [text for text in found if text.decision == decision]
    return [text for text in mine if not text.retired_at], [text for text in mine if text.retired_at]


def _form_page(
    request: Request,
    values: Values,
    text: StandardText | None = None,
    *,
    log: Sequence[Entry] = (),
    errors: dict[str, str] | None = None,
    changed: Entry | None = None,
) -> Response:
    shows = PREVIEW in values.names()
    if shows:
        errors = check(values, StandardTextForm, STANDARD_MESSAGES).errors
    decision = _decision_in(values)
    return page(
        request,
        "triage/standard_text.html",
        status=409 if changed else 422 if errors else 200,
        text=text,
        values=values,
        errors=errors or {},
        changed=changed,
        log=log,
        decision=decision,
        decisions=list(Decision),
        blanks=[(one.label, BLANKS[one]) for one in ([decision] if decision else Decision)],
        example=example_of(decision, values["text"]) if shows and decision and not errors else "",
        longest=(LONGEST_TITLE, LONGEST),
    )


def _decision_in(values: Values) -> Decision | None:
    try:
        return Decision.parse(values["decision"])
    except ValueError:
        return None


def _id_in(values: Values) -> UUID:
    try:
        return UUID(values["id"])
    except ValueError:
        return new_id()


def _values_of(text: StandardText) -> Values:
    return values_of({"decision": text.decision, "title": text.title, "text": text.text, "version": text.version})


async def _text(session: Session, text_id: UUID) -> StandardText:
    text = await standard_texts.one(session, text_id)
    if text is None:
        raise NotFound("Deze standaardtekst bestaat niet.")
    return text
