"""A handover with its codes in words."""

from dataclasses import dataclass

from services.escalation import domain
from services.escalation.domain import Category, HandoverState
from services.escalation.tables import Handover, Party
from shared import clock
from shared.contracts.vocabulary import HandoverAnswer, MailState, NextActor
from shared.dutch import count_text, date_text


@dataclass(frozen=True)
class ShownHandover:
    """A handover, and how it stands in words."""

    record: Handover
    party: Party | None

    @property
    def state(self) -> HandoverState:
        """How it stands."""
        return HandoverState.parse(self.record.state)

    @property
    def category(self) -> str:
        """What kind of problem it is."""
        return Category.parse(self.record.category).label if self.record.category else ""

    @property
    def next_actor(self) -> NextActor:
        """Whose turn it is."""
        return domain.next_actor(self.state)

    @property
    def next_actor_name(self) -> str:
        """The body by its short name; empty for the usual word."""
        if self.next_actor is not NextActor.PARTY:
            return ""
        return self.party_name

    @property
    def is_late(self) -> bool:
        """Whether the body should have answered by now."""
        return self.state is HandoverState.SILENT or domain.is_late(self.state, self.record.answer_by, clock.today())

    @property
    def term(self) -> str:
        """By when an answer is expected, or that it is late or stayed away; empty when nobody waits."""
        if self.state is HandoverState.SILENT and self.record.answer_by:
            return f"Verwacht voor {date_text(self.record.answer_by)}"
        if self.state not in domain.WAITING or self.record.answer_by is None:
            return ""
        return "Te laat" if self.is_late else f"Voor {date_text(self.record.answer_by)}"

    @property
    def silence(self) -> str:
        """How long a late body has said nothing; empty when it is not late."""
        if not self.is_late:
            return ""
        heard = self.record.received_on or clock.local_day(self.record.sent_at or self.record.changed_at)
        weeks = domain.weeks_between(heard, clock.today())
        return f"Geen antwoord sinds {count_text(weeks, 'week', 'weken')}"

    @property
    def to_come(self) -> str:
        """What happens by itself and when, in a sentence; empty when nothing does."""
        if self.state not in domain.WAITING or self.record.silent_at is None:
            return ""
        back = f"Komt er geen antwoord? Dan zijn wij op {date_text(self.record.silent_at)} weer aan zet."
        if self.record.remind_at is None:
            return back
        return f"{self.party_name} krijgt op {date_text(self.record.remind_at)} een herinnering. {back}"

    @property
    def party_name(self) -> str:
        """The body by its short name."""
        return (self.party and self.party.abbreviation) or self.record.party_name

    @property
    def delivery(self) -> MailState | None:
        """How its mail fared; None while it was not sent."""
        return MailState.parse(self.record.delivery) if self.record.delivery else None

    @property
    def not_arrived(self) -> bool:
        """Whether the mail failed, or may have, while somebody still waits for what comes of it."""
        return self.delivery in domain.NOT_ARRIVED and self.state is not HandoverState.CLOSED

    @property
    def answer(self) -> HandoverAnswer | None:
        """What the body said last."""
        return HandoverAnswer.parse(self.record.answer) if self.record.answer else None
