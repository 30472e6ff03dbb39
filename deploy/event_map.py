"""Who says what and who hears it, from the contracts and the services themselves."""

from dataclasses import dataclass

from deploy.services import existing, subscribers_of
from shared.contracts.registry import all_facts


@dataclass(frozen=True)
class EventRow:
    """One kind of fact on its way."""

    subject: str
    stream: str
    said_by: str
    heard_by: tuple[str, ...]


def event_map() -> list[EventRow]:
    """Every kind of fact, in the order of its subject."""
    hearers: dict[str, list[str]] = {}
    for service in existing():
        facts = subscribers_of(service)
        for subscription in facts.subscriptions if facts else []:
            hearers.setdefault(subscription.kind.SUBJECT, []).append(service)
    return [
        EventRow(fact.SUBJECT, str(fact.STREAM), fact.owner(), tuple(hearers.get(fact.SUBJECT, [])))
        for fact in all_facts()
    ]
