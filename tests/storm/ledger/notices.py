"""Everybody is told once about every fact that matters to them, and about nothing else."""

from collections.abc import Iterator
from uuid import UUID

from tests.storm.evidence import Evidence, Said
from tests.storm.journal import Journal
from tests.storm.ledger.counting import at_most_once
from tests.storm.ledger.deeds import DECISIONS

LINKED = "triage.report.linked.v1"
ABOUT_REPORT = ("intake.report.submitted.v1", "intake.answer.given.v1", *DECISIONS)
ABOUT_DOSSIER = ("research.dossier.concluded.v1", "research.dossier.reopened.v1")
ABOUT_HANDOVER = ("escalation.handover.sent.v1", "escalation.handover.answered.v1")
TELLING = (*ABOUT_REPORT, *ABOUT_DOSSIER, *ABOUT_HANDOVER)

Told = tuple[UUID, UUID]


def check(evidence: Evidence, _journal: Journal) -> Iterator[str]:
    """Notices that are missing, doubled, or about nothing that was said."""
    notices: list[Told] = [(row["report_id"], row["fact_id"]) for row in evidence.tables["notices"]]
    kinds = {fact.event_id: fact.kind for fact in evidence.facts}
    must, may = _expected(evidence)
    told = set(notices)
    yield from at_most_once("notice", notices)
    for report, fact in sorted(must - told, key=str):
        yield f"lost: no notice to report {report} of {kinds[fact]} {fact}"
    for report, fact in sorted(told - may, key=str):
        if kinds.get(fact) in (None, *TELLING):
            yield f"uninvited: notice to report {report} of {kinds.get(fact, 'nothing')} {fact}"


def _expected(evidence: Evidence) -> tuple[set[Told], set[Told]]:
    """Who must be told of which fact, and who may be: a report linked just after an outcome may still hear it."""
    must: set[Told] = set()
    may: set[Told] = set()
    links = evidence.of_kind(LINKED)
    for fact in evidence.of_kind(*TELLING):
        if fact.data.get("report_id"):
            must.add((UUID(fact.data["report_id"]), fact.event_id))
        elif not (fact.kind == ABOUT_DOSSIER[1] and fact.data.get("handover_id")):
            under = [link for link in links if link.data["dossier_id"] == fact.data["dossier_id"]]
            may |= {(link.about, fact.event_id) for link in under}
            must |= {(link.about, fact.event_id) for link in under if _before(link, fact)}
    return must, may | must


def _before(earlier: Said, later: Said) -> bool:
    return earlier.happened_at < later.happened_at
