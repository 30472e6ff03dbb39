"""Many cases at once: under one dossier, or to one colleague. Chosen in the queue, confirmed on a page of its own."""

from collections.abc import Sequence
from urllib.parse import parse_qsl
from uuid import UUID

from fastapi import APIRouter, Request, Response

from services.triage import repository
from services.triage.forms import MESSAGES, NOBODY, AssignForm, LinkManyForm
from services.triage.handlers.assigning import Given, assign, given_in, undo
from services.triage.handlers.chosen import Chosen, Outcome, chosen_in
from services.triage.handlers.decisions import GoneChoice
from services.triage.handlers.linking_many import link_many
from services.triage.handlers.preparing import with_standard_text
from services.triage.handlers.unlinking import can_be_undone, undo_links
from services.triage.queue_filter import QueueFilter
from services.triage.reading.likeness import alike
from services.triage.reading.panel import Prepare, panel_of_links
from services.triage.repository import people
from services.triage.routes.access import MayDecide, Session
from services.triage.routes.queue import QUEUE, handler_name, href
from shared.dutch import count_text
from shared.web.forms import Values, check_typed, posted, values_of
from shared.web.notices import Undo
from shared.web.pages import local_path, page, see_other_saying

router = APIRouter()
LINK, ASSIGN = f"{QUEUE}/koppelen", f"{QUEUE}/toewijzen"
FILL_IN = f"{LINK}/tekst"
UNDO, UNDO_LINK = f"{ASSIGN}/ongedaan", f"{LINK}/ongedaan"
TITLES = {LINK: "Koppel aan een dossier", ASSIGN: "Wijs toe"}
NOTHING_CHOSEN = "Kies eerst een of meer meldingen."
GONE = "Dit bestaat niet meer. Kies iets anders"


@router.get(LINK)
@router.get(ASSIGN)
async def choose(request: Request, member: MayDecide, session: Session) -> Response:
    """What will happen to the chosen cases, to be filled in and confirmed."""
    values = values_of({"gekozen": request.query_params.getlist("gekozen"), "terug": request.query_params.get("terug")})
    if not chosen_in(values.all("gekozen")):
        return see_other_saying(request, _back(values), NOTHING_CHOSEN)
    first = values_of({"send_mail": "ja", "handler": str(member.id)})
    return await _form_page(request, session, values.over(first), {})


@router.post(LINK)
async def link_chosen(request: Request, member: MayDecide, session: Session) -> Response:
    """Link the chosen cases to one dossier."""
    values = await posted(request)
    filled = await check_typed(request, values, LinkManyForm, MESSAGES)
    if filled.form is None:
        return await _form_page(request, session, filled.values, filled.errors)
    try:
        outcome = await link_many(session, chosen_in(values.all("gekozen")), filled.form, member.name)
    except GoneChoice as gone:
        return await _form_page(request, session, values, {gone.field: GONE})
    dossier = await repository.dossier(session, filled.form.dossier_id)
    done = f"gekoppeld aan {dossier.title if dossier else 'het dossier'}"
    return _told(request, values, outcome, done, _undo_link(outcome, _back(values)))


@router.post(FILL_IN)
async def fill_in(request: Request, _member: MayDecide, session: Session) -> Response:
    """The page again, with all that was typed, and the standard text that was chosen. Nothing is stored."""
    values = await posted(request)
    chosen = chosen_in(values.all("gekozen"))
    if not chosen:
        return see_other_saying(request, _back(values), NOTHING_CHOSEN)
    cases = await repository.cases(session, [one.report_id for one in chosen])
    return await _form_page(request, session, await with_standard_text(session, cases, values), {}, LINK)


@router.post(ASSIGN)
async def assign_chosen(request: Request, member: MayDecide, session: Session) -> Response:
    """Give the chosen cases to a colleague, or to nobody."""
    values = await posted(request)
    filled = await check_typed(request, values, AssignForm, MESSAGES)
    if filled.form is None:
        return await _form_page(request, session, filled.values, filled.errors)
    try:
        outcome, given = await assign(session, chosen_in(values.all("gekozen")), filled.form.handler, member.name)
    except GoneChoice as gone:
        return await _form_page(request, session, values, {gone.field: GONE})
    to = outcome.done[0].assigned_to if outcome.done else None
    name = (await people.colleagues(session))[to].name if to else ""
    done = f"toegewezen aan {name}" if name else "van niemand meer"
    return _told(request, values, outcome, done, _undo(given, _back(values)))


async def _form_page(
    request: Request, session: Session, values: Values, errors: dict[str, str], action: str = ""
) -> Response:
    action = action or request.url.path
    colleagues = await people.colleagues(session)
    chosen = chosen_in(values.all("gekozen"))
    cases = await repository.cases(session, [one.report_id for one in chosen])
    resembled = await alike(session, [case.report_id for case in cases])
    return page(
        request,
        "triage/batch.html",
        status=422 if errors else 200,
        title=TITLES[action],
        action=action,
        links=action == LINK,
        prepare=Prepare(FILL_IN, "koppelen"),
        cases=[(case, handler_name(case, colleagues)) for case in cases],
        chosen=[one.written for one in chosen],
        panel=await panel_of_links(session, [resembled.get(case.report_id, ()) for case in cases]),
        handlers=[*people.choices(colleagues), (NOBODY, "Niemand")],
        values=values,
        errors=errors,
        back=_back(values),
    )


@router.post("/team/triage/{report_id}/behandelaar")
async def assign_one(request: Request, report_id: UUID, member: MayDecide, session: Session) -> Response:
    """Take over one case, or give it to a colleague or to nobody."""
    values = await posted(request)
    filled = await check_typed(request, values, AssignForm, MESSAGES)
    said, undo_it = "Kies een collega.", None
    here = f"{QUEUE}/{report_id}"
    if filled.form is not None:
        try:
            outcome, given = await assign(session, chosen_in(values.all("gekozen")), filled.form.handler, member.name)
            said = outcome.refused[0][1] if outcome.refused else "Opgeslagen."
            undo_it = _undo(given, here)
        except GoneChoice:
            said = "Deze collega werkt hier niet meer. Kies iemand anders."
    return see_other_saying(request, here, said, undo_it)


@router.post(UNDO)
async def undo_assigning(request: Request, member: MayDecide, session: Session) -> Response:
    """Give cases back to who had them before somebody of the team said otherwise, a moment ago."""
    values = await posted(request)
    return _undone(request, values, await undo(session, given_in(values.all("gegeven")), member.name))


@router.post(UNDO_LINK)
async def undo_linking(request: Request, member: MayDecide, session: Session) -> Response:
    """Take the links of cases back, one or many; who joined them comes along."""
    values = await posted(request)
    outcome = await undo_links(session, chosen_in(values.all("gekozen")), member.name)
    back = count_text(len(outcome.done), "melding staat", "meldingen staan")
    return _undone(request, values, outcome, f"{back} weer in de wachtrij.")


def _undo(given: Sequence[Given], back: str) -> Undo | None:
    fields = [("gegeven", one.written) for one in given]
    return Undo(UNDO, [*fields, ("naar", back)]) if given else None


def _undo_link(outcome: Outcome, back: str) -> Undo | None:
    fields = [("gekozen", Chosen.of(case).written) for case in outcome.done if can_be_undone(case)]
    return Undo(UNDO_LINK, [*fields, ("naar", back)]) if fields else None


def _undone(request: Request, values: Values, outcome: Outcome, *done: str) -> Response:
    refused = list(dict.fromkeys(reason for _, reason in outcome.refused))
    said = " ".join(["Ongedaan gemaakt.", *done, *refused] if outcome.done else refused)
    return see_other_saying(request, local_path(values["naar"], QUEUE), said or "Er was niets om ongedaan te maken.")


def _told(request: Request, values: Values, outcome: Outcome, done: str, undo_it: Undo | None = None) -> Response:
    said = f"{count_text(len(outcome.done), 'melding is', 'meldingen zijn')} {done}."
    if not outcome.refused:
        return see_other_saying(request, _back(values), f"Opgeslagen. {said}", undo_it)
    return page(
        request,
        "triage/batch_refused.html",
        title=TITLES[request.url.path],
        said=said if outcome.done else "",
        refused=outcome.refused,
        again=_again(outcome),
        action=request.url.path,
        back=_back(values),
        terug=values["terug"],
    )


def _again(outcome: Outcome) -> Sequence[str]:
    return [Chosen.of(case).written for case, _ in outcome.refused]


def _back(values: Values) -> str:
    return href(QueueFilter.read(dict(parse_qsl(values["terug"]))))
