"""Rules hand out new reports, once each; what a person gave to somebody no rule takes away."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.triage.domain import ASSIGNED, SYSTEM, State
from services.triage.forms import RuleForm
from services.triage.repository import people
from services.triage.repository import routing as repository
from services.triage.repository.people import Colleague
from services.triage.routing import Told, in_words, rule_for
from services.triage.tables import Case, RoutingRule
from shared import clock
from shared.history import last_writer, write_down
from shared.ids import new_id

# What the history of all rules goes by.
RULES = UUID("5e7b1f44-9d53-5c7e-8a0a-6a0a4f3c5d10")
DETAILS = "details"
MOST = 50


class UnknownRule(LookupError):
    """There is no such rule (any more)."""


class RuleChanged(Exception):
    """It is not what the member looked at: `by` changed it meanwhile."""

    def __init__(self, by: str) -> None:
        super().__init__(by)
        self.by = by


class TooMany(Exception):
    """There are as many rules as anybody can oversee."""


async def hand_out(session: AsyncSession, case: Case, *, theme_known: bool = True) -> None:
    """Give a new case that nobody has to whom the first rule says; the case is locked."""
    if case.routed or case.assigned_to or case.state != State.NEW or case.withdrawn_at or case.merged_at:
        return
    rules = [rule for rule in await repository.rules(session) if rule.since <= case.submitted_at]
    if not rules:
        return
    colleagues = await people.colleagues(session)
    handlers = {one.id for one in colleagues.values() if one.handles}
    rule = rule_for(rules, Told.of(case, theme_known=theme_known), handlers)
    if rule:
        meant = colleagues[rule.member_id]
        handler = people.stand_in_for(meant, colleagues) if meant.away else meant
        case.assigned_to, case.routed = handler.id if handler else None, True
        said = _handed_out(rule, meant, handler)
        await write_down(session, case.report_id, SYSTEM, said, internal=True)


def _handed_out(rule: RoutingRule, meant: Colleague, handler: Colleague | None) -> str:
    by = f"Uitgedeeld door regel ‘{in_words(rule)}’."
    if handler is meant:
        return f"{ASSIGNED} {meant.name}. {by}"
    if handler:
        return f"{ASSIGNED} {handler.name}. {by} Valt in voor {meant.called}."
    return f"{ASSIGNED} niemand. Regel ‘{in_words(rule)}’ is voor {meant.called}, en niemand valt in."


async def add_rule(session: AsyncSession, form: RuleForm, by: str) -> RoutingRule:
    """Put a rule behind the others. The same one a second time is the first. Raises TooMany."""
    await repository.take_turns(session)
    rules = await repository.rules(session)
    for rule in rules:
        if all(getattr(rule, name) == value for name, value in form.content.items()):
            return rule
    if len(rules) >= MOST:
        raise TooMany
    rule = RoutingRule(id=new_id(), place=len(rules) + 1, since=clock.now(), **form.content)
    session.add(rule)
    await _note(session, by, f"Voegde een regel toe: {await _whole(session, rule)}.")
    return rule


async def change_rule(session: AsyncSession, rule_id: UUID, form: RuleForm, by: str) -> bool:
    """Change a rule, for what comes in from now on; False when it is so already. Raises UnknownRule, RuleChanged."""
    await repository.take_turns(session)
    rule = await _held(session, rule_id)
    if all(getattr(rule, name) == value for name, value in form.content.items()):
        return False
    if rule.revision != form.revision:
        raise RuleChanged(await last_writer(session, RULES, DETAILS))
    was = await _whole(session, rule)
    rule.sqlmodel_update({**form.content, "revision": rule.revision + 1, "since": clock.now()})
    await _note(session, by, f"Veranderde regel {rule.place}: {was} → {await _whole(session, rule)}.")
    return True


async def move_rule(session: AsyncSession, rule_id: UUID, seen: int, steps: int, by: str) -> bool:
    """Let a rule come sooner (`steps` -1) or later (1); False when it does not stand where it was seen any more.

    Raises UnknownRule.
    """
    await repository.take_turns(session)
    rule = await _held(session, rule_id)
    other = next((one for one in await repository.rules(session) if one.place == rule.place + steps), None)
    if rule.place != seen or other is None:
        return False
    rule.place, other.place = other.place, rule.place
    await _note(session, by, f"Zette de regel op plaats {rule.place}: {await _whole(session, rule)}.")
    return True


async def remove_rule(session: AsyncSession, rule_id: UUID, by: str) -> None:
    """Take a rule away; who got a report keeps it. Taking it away twice is once."""
    await repository.take_turns(session)
    rules = await repository.rules(session)
    rule = next((one for one in rules if one.id == rule_id), None)
    if rule is None:
        return
    await _note(session, by, f"Haalde een regel weg: {await _whole(session, rule)}.")
    await session.delete(rule)
    for place, one in enumerate((one for one in rules if one is not rule), start=1):
        one.place = place


async def _held(session: AsyncSession, rule_id: UUID) -> RoutingRule:
    rule = await repository.rule(session, rule_id)
    if rule is None:
        raise UnknownRule(rule_id)
    return rule


async def _whole(session: AsyncSession, rule: RoutingRule) -> str:
    member = (await people.colleagues(session)).get(rule.member_id)
    return f"{in_words(rule)} → {member.name if member else 'onbekend'}"


async def _note(session: AsyncSession, by: str, text: str) -> None:
    await write_down(session, RULES, by, text, topic=DETAILS)
