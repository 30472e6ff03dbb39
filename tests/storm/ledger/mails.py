"""One mail per notice and per package; a second one only after the final dot, and marked so."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any
from uuid import UUID

from tests.storm.arrivals import Arrived
from tests.storm.evidence import Evidence
from tests.storm.journal import Journal
from tests.storm.ledger.counting import once_each

# How many may lie in the sink, by the state of the mail. Nobody knows of an unknown one.
ARRIVALS = {"sent": (1, 1), "unknown": (0, 1), "withheld": (0, 0), "failed": (0, 0)}


def check(evidence: Evidence, _journal: Journal) -> Iterator[str]:
    """Mails that are missing, doubled, still waiting, or from nowhere."""
    mails = evidence.tables["mails"]
    sources = [row["id"] for table in ("notices", "packages") for row in evidence.tables[table]]
    yield from once_each("mail of", sources, (row["source_id"] for row in mails))
    arrived: dict[UUID | None, list[Arrived]] = defaultdict(list)
    for one in evidence.arrived:
        arrived[one.mail_id].append(one)
    known = {row["id"] for row in mails}
    yield from (f"uninvited: mail {mail} to {arrived[mail][0].to}" for mail in set(arrived) - known)
    for row in mails:
        yield from _arrival(row, arrived[row["id"]])


def _arrival(row: Any, arrived: list[Arrived]) -> Iterator[str]:
    if row["state"] not in ARRIVALS:
        yield f"waiting: mail {row['id']} is {row['state']}"
        return
    least, most = ARRIVALS[row["state"]]
    if len(arrived) < least:
        yield f"lost: mail {row['id']} is {row['state']} and did not arrive"
    if len(arrived) > most + row["resent"]:
        yield f"doubled: mail {row['id']} is {row['state']} and arrived {len(arrived)} times"
    if sum(not one.resent for one in arrived) > 1:
        yield f"doubled: mail {row['id']} arrived again without its mark"
