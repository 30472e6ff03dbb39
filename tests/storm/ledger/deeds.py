"""What people did has its effect once when they were told so, at most once when not, and nothing happens by itself."""

from collections import Counter
from collections.abc import Collection, Iterator

from tests.storm.evidence import Evidence
from tests.storm.journal import Deed, Journal

DECISIONS = (
    "triage.question.asked.v1",
    "triage.report.linked.v1",
    "triage.report.answered.v1",
    "triage.report.referred.v1",
    "triage.handover.decided.v1",
    "triage.report.closed.v1",
)


def check(evidence: Evidence, journal: Journal) -> Iterator[str]:
    """Deeds that are lost, doubled or of nobody."""
    for deed, texts in _effects(evidence).items():
        tried = {entry.mark: entry for entry in journal.of(deed)}
        counted = Counter(_mark_in(text, tried) or f"of nobody: {text!r}" for text in texts)
        for mark, count in counted.items():
            if mark not in tried:
                yield f"uninvited: {deed} {mark}"
            elif count > 1:
                yield f"doubled: {count} times {deed} {mark}"
        for mark, entry in tried.items():
            if entry.confirmed_at and not counted[mark]:
                yield f"lost: {deed} {mark}"


def _effects(evidence: Evidence) -> dict[Deed, list[str]]:
    """The text of every effect; the mark of its deed is in it."""

    def texts(field: str, *kinds: str) -> list[str]:
        return [str(fact.data[field]) for fact in evidence.of_kind(*kinds)]

    history = evidence.tables["handover history"]
    return {
        Deed.DECISION: texts("reason", *DECISIONS),
        Deed.ANSWER: texts("text", "intake.answer.given.v1"),
        Deed.CONCLUSION: texts("public_text", "research.dossier.concluded.v1"),
        Deed.PACKAGE: [row["to_email"] for row in evidence.tables["packages"]],
        Deed.BODY_ANSWER: texts("public_text", "escalation.handover.answered.v1"),
        Deed.CLOSING: [row["text"] for row in history if row["text"].startswith("Sloot dit af.")],
    }


def _mark_in(text: str, marks: Collection[str]) -> str | None:
    """The mark a text holds: all of it, or what stands between the last comma and the full stop."""
    mark = text.rpartition(", ")[2].rstrip(".")
    return text if text in marks else mark if mark in marks else None
