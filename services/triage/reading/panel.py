"""What the decision panel offers: what can be chosen, texts to begin with, and whose turn it is afterwards."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from services.triage import domain, repository
from services.triage.domain import Decision, State
from services.triage.reading.likeness import Alikes, dossier_options, most_alike_first
from services.triage.repository import standard_texts
from services.triage.tables import Case, StandardText
from shared import clock
from shared.contracts.vocabulary import CloseReason, NextActor
from shared.web.forms import Values, values_of

CHECK_AGAIN = timedelta(weeks=6)
ACTORS = {NextActor.REPORTER: "De melder", NextActor.PARTY: "De organisatie"}
Choices = list[tuple[str, str]]


@dataclass(frozen=True)
class Panel:
    """`choices` by kind and `texts` by decision: id and words; `after` by decision: whose turn it is then, in words."""

    choices: Mapping[str, Choices]
    texts: Mapping[str, Choices]
    after: Mapping[str, tuple[str, str]]
    close_reasons: tuple[CloseReason, ...] = tuple(CloseReason)


@dataclass(frozen=True)
class Prepare:
    """Where a standard text that was chosen is filled in, and the part of the page that comes back with it."""

    path: str
    part: str


async def panel_of(session: AsyncSession, case: Case, resembled: Alikes) -> Panel:
    """The panel of one case; what the case resembles most comes first."""
    return Panel(await _choices(session, resembled), _texts(await standard_texts.in_use(session)), _after(case))


async def panel_of_links(session: AsyncSession, resembled: Sequence[Alikes]) -> Panel:
    """What is offered to who links many cases; what these resemble most comes first."""
    dossiers = most_alike_first(dossier_options(await repository.dossiers(session)), resembled)
    after = {Decision.LINK.value: (domain.NEXT_ACTOR[State.LINKED].value, "")}
    return Panel({"dossiers": dossiers}, _texts(await standard_texts.in_use(session)), after)


def first_values() -> Values:
    """What is filled in before anybody did something."""
    return values_of({"send_mail": "ja", "check_on": (clock.today() + CHECK_AGAIN).isoformat()})


async def _choices(session: AsyncSession, resembled: Alikes) -> dict[str, Choices]:
    parties = await repository.parties(session)
    dossiers = await repository.dossiers(session)
    return {
        "dossiers": most_alike_first(dossier_options(dossiers), [resembled]),
        "items": most_alike_first(
            [(str(one.id), f"{one.code}: {one.title}") for one in await repository.items(session)], [resembled]
        ),
        "parties": [(str(one.id), one.name) for one in parties],
        "handover_parties": [(str(one.id), one.name) for one in parties if one.takes_handovers],
    }


def _texts(found: Iterable[StandardText]) -> dict[str, Choices]:
    texts: dict[str, Choices] = {decision.value: [] for decision in Decision}
    for text in found:
        texts[text.decision].append((str(text.id), text.title))
    return texts


def _after(case: Case) -> dict[str, tuple[str, str]]:
    state, before = State.parse(case.state), State.parse(case.state_before) if case.state_before else None
    possible = [decision for decision in Decision if domain.may(state, decision)]
    turns = {one: domain.NEXT_ACTOR[domain.move(state, one, before)] for one in possible}
    # What stays closed waits for nobody.
    turns |= {Decision.KEEP_CLOSED: NextActor.NOBODY} if Decision.KEEP_CLOSED in turns else {}
    return {one.value: (actor.value, ACTORS.get(actor, "")) for one, actor in turns.items()}
