"""What a storm came to, in numbers."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from tests.storm.breaking import Struck
from tests.storm.evidence import Evidence
from tests.storm.journal import Deed, Journal
from tests.storm.visitor import Weather

# After the last fault nothing waits longer than the broker waits for an ack, and a little for starting up.
DRAIN_TARGET_SECONDS = 15.0


@dataclass(frozen=True)
class Figures:
    """The counts of one storm; seconds where it says so."""

    accepted: int
    confirmed: int
    refused: int
    unanswered: int
    facts: int
    effects: int
    mails: int
    in_doubt: int
    redelivered: int
    lost: int
    doubled: int
    faults: Counter[str]
    missed: int
    longest_recovery: float
    longest_after: str
    drain_seconds: float

    def lines(self) -> list[str]:
        """For people."""
        return [
            f"accepted     {self.accepted} reports, {self.confirmed} other deeds confirmed",
            f"sent away    {self.refused} error pages, {self.unanswered} times no answer; all pressed again",
            f"carried      {self.facts} facts, {self.effects} effects, {self.mails} mails ({self.in_doubt} in doubt)",
            f"redelivered  {self.redelivered}",
            f"lost         {self.lost}",
            f"doubled      {self.doubled}",
            f"faults       {self.faults.total()}, {self.missed} of them missed: " + _listed(self.faults),
            f"recovery     at most {self.longest_recovery:.1f} s, after {self.longest_after}",
            f"drained      {self.drain_seconds:.1f} s after the last fault",
        ]


def figures(
    evidence: Evidence,
    journal: Journal,
    weather: Weather,
    struck: Sequence[Struck],
    violations: Sequence[str],
    redelivered: int,
    drained_at: float,
) -> Figures:
    """Count everything."""
    confirmed = list(journal.confirmed())
    accepted = [entry for entry in confirmed if entry.deed is Deed.REPORT]
    recovery, after = longest_recovery(evidence, journal, struck)
    return Figures(
        accepted=len(accepted),
        confirmed=len(confirmed) - len(accepted),
        refused=weather.refused.total(),
        unanswered=weather.unanswered,
        facts=len(evidence.facts),
        effects=sum(map(len, evidence.heard.values())),
        mails=len(evidence.arrived),
        in_doubt=sum(row["state"] == "unknown" for row in evidence.tables["mails"]),
        redelivered=redelivered,
        lost=sum(line.startswith("lost") for line in violations),
        doubled=sum(line.startswith("doubled") for line in violations),
        faults=Counter(one.fault.kind for one in struck),
        missed=sum(not one.hit for one in struck),
        longest_recovery=recovery,
        longest_after=after,
        drain_seconds=drained_at - max((one.ended for one in struck), default=drained_at),
    )


def longest_recovery(evidence: Evidence, journal: Journal, struck: Sequence[Struck]) -> tuple[float, str]:
    """The longest time from the end of a fault until a report sent after it was taken, had its case and its mail.

    Other faults may have come in between. A fault after which nobody reported counts for nothing.
    """
    done = chains(evidence, journal)
    longest, after = 0.0, "nothing"
    for one in struck:
        finished = [end for begun, end in done if begun >= one.ended]
        if finished and min(finished) - one.ended > longest:
            longest, after = min(finished) - one.ended, f"{one.fault.kind} at {one.fault.at:.1f} s"
    return longest, after


def chains(evidence: Evidence, journal: Journal) -> list[tuple[float, float]]:
    """Of each report when it was first sent, and when its case stood in the queue and its first mail had arrived."""
    opened = {str(fact.data["reference"]): fact.said_at for fact in evidence.of_kind("triage.case.opened.v1")}
    mailed: dict[str, float] = {}
    for arrived in evidence.arrived:
        mailed.setdefault(arrived.to, arrived.at)
    return [
        (entry.tried_at, max(opened[entry.told], mailed[entry.mark]))
        for entry in journal.of(Deed.REPORT)
        if entry.told in opened and entry.mark in mailed
    ]


def _listed(counted: Counter[str]) -> str:
    return ", ".join(f"{kind} {count}" for kind, count in sorted(counted.items()))
