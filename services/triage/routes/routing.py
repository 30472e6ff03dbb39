"""Who gets new reports by itself: the rules in order, what they would have done, adding, changing and taking away."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from uuid import UUID

from fastapi import APIRouter, Request, Response
from sqlalchemy.ext.asyncio import AsyncSession

from services.triage.forms import RULE_MESSAGES, RuleForm
from services.triage.handlers import routing as handlers
from services.triage.repository import people, queue
from services.triage.repository import routing as repository
from services.triage.repository.people import Colleague
from services.triage.routes.access import MayArrange, Session
from services.triage.routing import Told, holds, in_words, rule_for
from services.triage.tables import Case, RoutingRule
from shared import history
from shared.contracts.vocabulary import ImposedBy
from shared.dutch import date_text
from shared.ids import new_id
from shared.themes.theme import offered
from shared.web.errors import NotFound
from shared.web.forms import Values, check_typed, posted, values_of
from shared.web.navigation import ROUTING
from shared.web.pages import page, see_other_saying

router = APIRouter()
TRIED = 20  # reports
NO_SUCH_RULE = "Deze regel is er niet (meer). Kijk in de lijst."
LEFT = "Slaan we over: {} kan nu geen meldingen krijgen."
AWAY = "{} is weg tot {}. {}"


@dataclass(frozen=True)
class ShownRule:
    """A rule in words; `instead` says why its person gets nothing now, `alarm` that nobody does in their place."""

    rule: RoutingRule
    text: str
    member: str
    instead: str = ""
    alarm: bool = False


@router.get(ROUTING)
async def show_rules(request: Request, session: Session, _member: MayArrange) -> Response:
    """The rules in order, and who would have got the last reports."""
    rules = await repository.rules(session)
    colleagues = await people.colleagues(session)
    handling = {one.id for one in colleagues.values() if one.handles}
    cases = await repository.newest_cases(session, TRIED)
    shown = {rule.id: _shown(rule, colleagues) for rule in rules}
    outcomes = [(case, rule_for(rules, Told.of(case), handling)) for case in cases]
    return page(
        request,
        "triage/routing.html",
        rules=list(shown.values()),
        tried=[(case, shown[rule.id] if rule else None) for case, rule in outcomes],
        entries=await history.history_of(session, handlers.RULES),
    )


@router.get(f"{ROUTING}/nieuw")
async def show_new(request: Request, session: Session, _member: MayArrange) -> Response:
    """The form for a rule that comes behind the others."""
    return await _form_page(request, session, None)


@router.post(f"{ROUTING}/nieuw")
async def add(request: Request, session: Session, member: MayArrange) -> Response:
    """Try a new rule, or put it behind the others."""
    values = await posted(request)
    filled = await check_typed(request, values, RuleForm, RULE_MESSAGES)
    errors = filled.errors or await _unknown(session, filled.form)
    if filled.form is None or errors:
        return await _form_page(request, session, None, filled.values, errors)
    if values["doe"] == "proberen":
        return await _form_page(request, session, None, values, tried=filled.form)
    try:
        await handlers.add_rule(session, filled.form, member.name)
    except handlers.TooMany:
        return see_other_saying(request, ROUTING, f"Er zijn al {handlers.MOST} regels. Haal er eerst een weg.")
    return see_other_saying(request, ROUTING, "De regel geldt voor wat vanaf nu binnenkomt.")


@router.get(f"{ROUTING}/{{rule_id}}")
async def show_rule(request: Request, session: Session, _member: MayArrange, rule_id: UUID) -> Response:
    """The form to change a rule."""
    return await _form_page(request, session, await _found(session, rule_id))


@router.post(f"{ROUTING}/{{rule_id}}")
async def change(request: Request, session: Session, member: MayArrange, rule_id: UUID) -> Response:
    """Try a rule as it would be, or change it."""
    rule = await _found(session, rule_id)
    values = await posted(request)
    filled = await check_typed(request, values, RuleForm, RULE_MESSAGES)
    errors = filled.errors or await _unknown(session, filled.form, rule)
    if filled.form is None or errors:
        return await _form_page(request, session, rule, filled.values, errors)
    if values["doe"] == "proberen":
        return await _form_page(request, session, rule, values, tried=filled.form)
    try:
        changed = await handlers.change_rule(session, rule_id, filled.form, member.name)
    except handlers.UnknownRule:
        raise NotFound(NO_SUCH_RULE) from None
    except handlers.RuleChanged as other:
        said = f"{other.by} paste deze regel net aan. Kijk hoe hij nu is, en pas daarna aan wat je wilt."
        return see_other_saying(request, f"{ROUTING}/{rule_id}", said)
    said = "Opgeslagen. Het geldt voor wat vanaf nu binnenkomt." if changed else "Er is niets veranderd."
    return see_other_saying(request, ROUTING, said)


@router.post(f"{ROUTING}/{{rule_id}}/verplaatsen")
async def move(request: Request, session: Session, member: MayArrange, rule_id: UUID) -> Response:
    """Let a rule come sooner or later."""
    typed = await posted(request)
    seen, steps = typed["plaats"], -1 if typed["waarheen"] == "eerder" else 1
    try:
        moved = seen.isdecimal() and await handlers.move_rule(session, rule_id, int(seen), steps, member.name)
    except handlers.UnknownRule:
        raise NotFound(NO_SUCH_RULE) from None
    said = "De volgorde is veranderd." if moved else "De volgorde was al anders. Kijk hoe het nu is."
    return see_other_saying(request, ROUTING, said)


@router.post(f"{ROUTING}/{{rule_id}}/weghalen")
async def remove(request: Request, session: Session, member: MayArrange, rule_id: UUID) -> Response:
    """Take a rule away."""
    await handlers.remove_rule(session, rule_id, member.name)
    return see_other_saying(request, ROUTING, "De regel is weg. Wie al een melding kreeg, houdt die.")


def _shown(rule: RoutingRule, colleagues: dict[UUID, Colleague]) -> ShownRule:
    member = colleagues.get(rule.member_id)
    name = member.name if member else "Iemand die we niet kennen"
    shown = partial(ShownRule, rule, in_words(rule), name)
    if member is None or not member.handles:
        return shown(LEFT.format(name), alarm=True)
    if not member.away or member.back_on is None:
        return shown()
    stand_in = people.stand_in_for(member, colleagues)
    now = f"{stand_in.name} krijgt ze nu." if stand_in else "Niemand valt in: ze blijven van niemand."
    return shown(AWAY.format(name, date_text(member.back_on), now), alarm=stand_in is None)


async def _found(session: AsyncSession, rule_id: UUID) -> RoutingRule:
    rule = await repository.rule(session, rule_id)
    if rule is None:
        raise NotFound(NO_SUCH_RULE, title="Deze regel is er niet")
    return rule


async def _choices(session: AsyncSession, rule: RoutingRule | None) -> dict[str, Sequence[object]]:
    regions = sorted({*await queue.regions(session), *([rule.region] if rule and rule.region else [])})
    return {
        "theme": offered(rule.theme if rule else None),
        "imposed_by": list(ImposedBy),
        "region": [(region, region) for region in regions],
        "member_id": people.choices(await people.colleagues(session)),
    }


async def _unknown(session: AsyncSession, form: RuleForm | None, rule: RoutingRule | None = None) -> dict[str, str]:
    """What was chosen that cannot be (any more)."""
    if form is None:
        return {}
    choices = await _choices(session, rule)
    wanted = {"region": form.region or "", "member_id": str(form.member_id)}
    return {
        name: str(RULE_MESSAGES[name])
        for name, value in wanted.items()
        if value and value not in [option[0] for option in choices[name] if isinstance(option, tuple)]
    }


async def _form_page(
    request: Request,
    session: AsyncSession,
    rule: RoutingRule | None,
    values: Values | None = None,
    errors: dict[str, str] | None = None,
    *,
    tried: RuleForm | None = None,
) -> Response:
    matching: list[Case] = []
    if tried:
        draft = RoutingRule(id=new_id(), place=0, **tried.content)
        newest = await repository.newest_cases(session, TRIED)
        matching = [case for case in newest if holds(draft, Told.of(case))]
    return page(
        request,
        "triage/routing_rule.html",
        status=422 if errors else 200,
        rule=rule,
        text=in_words(rule) if rule else "",
        choices=await _choices(session, rule),
        most=TRIED,
        tried=tried is not None,
        matching=matching,
        values=values or (values_of(rule.model_dump()) if rule else Values()),
        errors=errors or {},
    )
