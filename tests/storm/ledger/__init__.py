"""The ledger: what people were told against what the system holds. Every line of it is something that must not be."""

from collections.abc import Callable, Iterator

from tests.storm.evidence import Evidence
from tests.storm.journal import Journal
from tests.storm.ledger import deeds, facts, mails, notices, numbers, reports, states

CHECKS: tuple[Callable[[Evidence, Journal], Iterator[str]], ...] = (
    reports.check,
    numbers.check,
    deeds.check,
    facts.check,
    notices.check,
    mails.check,
    states.check,
)


def violations(evidence: Evidence, journal: Journal) -> list[str]:
    """What is lost, doubled, out of order or uninvited, one line each; what people complained about as well."""
    found = [line for check in CHECKS for line in check(evidence, journal)]
    return [*found, *(f"complaint: {text}" for text in journal.complaints)]
