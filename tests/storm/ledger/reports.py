"""Every report that got a number exists once, and so does all that follows from it."""

from collections.abc import Iterator

from tests.storm.evidence import Evidence
from tests.storm.journal import Deed, Journal
from tests.storm.ledger.counting import at_most_once, once_each

COPIES = ("reports known to research", "reports known to escalation", "reports known to notifier", "contacts")


def check(evidence: Evidence, journal: Journal) -> Iterator[str]:
    """Numbers that people were told, reports nobody sent, and reports without a case."""
    reports = evidence.tables["reports"]
    yield from _promised(evidence, journal)
    yield from at_most_once("report of", (row["email"] for row in reports))
    tried = {entry.mark for entry in journal.of(Deed.REPORT)}
    yield from (f"uninvited: report {row['reference']}" for row in reports if row["email"] not in tried)
    cases = [(row["report_id"], row["reference"]) for row in evidence.tables["cases"]]
    yield from once_each("case", ((row["id"], row["reference"]) for row in reports), cases)
    for copy in COPIES:
        yield from once_each(f"among {copy}:", (row["id"] for row in reports), _ids(evidence, copy))
    under = ((row["report_id"], row["dossier_id"]) for row in evidence.tables["cases"] if row["dossier_id"])
    linked = ((row["report_id"], row["dossier_id"]) for row in evidence.tables["linked"])
    yield from once_each("link", under, linked)
    notices = _ids(evidence, "notices")
    yield from once_each("shown notice", notices, _ids(evidence, "shown notices"))


def _ids(evidence: Evidence, table: str) -> list[object]:
    return [row["id"] for row in evidence.tables[table]]


def _promised(evidence: Evidence, journal: Journal) -> Iterator[str]:
    numbers = {row["email"]: row["reference"] for row in evidence.tables["reports"]}
    for entry in journal.of(Deed.REPORT):
        stored = numbers.get(entry.mark)
        if entry.confirmed_at and stored is None:
            yield f"lost: report {entry.told} of {entry.mark}"
        elif entry.confirmed_at and stored != entry.told:
            yield f"report of {entry.mark} was told {entry.told} and is {stored}"
