"""Every fact was said once, went out, and was heard once by everybody who hears its kind."""

from collections.abc import Iterator

from deploy.services import existing, subscribers_of
from shared.contracts.base import Stream
from tests.storm.evidence import Evidence
from tests.storm.journal import Journal
from tests.storm.ledger.counting import at_most_once, once_each

ONCE_PER_REPORT = ("intake.report.submitted.v1", "triage.case.opened.v1")
ONCE_PER_DOSSIER = "research.dossier.opened.v1"


def check(evidence: Evidence, _journal: Journal) -> Iterator[str]:
    """Facts that are missing, doubled, waiting, parked, or not heard by who should."""
    reports = [row["id"] for row in evidence.tables["reports"]]
    for kind in ONCE_PER_REPORT:
        yield from once_each(kind, reports, (fact.about for fact in evidence.of_kind(kind)))
    dossiers = (row["id"] for row in evidence.tables["dossiers"])
    yield from once_each(ONCE_PER_DOSSIER, dossiers, (fact.about for fact in evidence.of_kind(ONCE_PER_DOSSIER)))
    yield from at_most_once("event", (fact.event_id for fact in evidence.facts))
    yield from (f"waiting: {fact.kind} {fact.event_id}" for fact in evidence.facts if not fact.published)
    awaited = evidence.tables["awaited"]
    yield from (f"waiting: {row['sign']} of report {row['report_id']} was not seen" for row in awaited)
    yield from (f"parked: {line}" for line in evidence.parked)
    yield from _heard(evidence)


def _heard(evidence: Evidence) -> Iterator[str]:
    for facts in filter(None, map(subscribers_of, existing())):
        for subscription in facts.subscriptions:
            if subscription.kind.STREAM is Stream.FACTS:
                said = (fact.event_id for fact in evidence.of_kind(subscription.kind.SUBJECT))
                yield from once_each(
                    f"effect in {subscription.name} of", said, evidence.heard.get(subscription.name, ())
                )
