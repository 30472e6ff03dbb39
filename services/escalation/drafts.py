"""What a package starts with: only what may leave the house without a person having read it."""

from collections.abc import Sequence
from typing import Any

from services.escalation.tables import Report
from shared.contracts.research import DossierConcludedV1, RuleSource
from shared.contracts.vocabulary import ImposedBy, OwnAttempt, RecordedIn
from shared.dutch import date_text

# An organisation named here could be the practice itself.
_NO_ASKER = frozenset({ImposedBy.OWN_PRACTICE, ImposedBy.UNKNOWN})
NOWHERE = "Wij hebben dit nergens gevonden."


def from_report(report: Report) -> dict[str, Any]:
    """Title, numbers and who asks; the story stays behind, a person may bring it in."""
    return {
        "title": report.title,
        "asked_by": _asker(ImposedBy.parse(report.imposed_by), report.organisation),
        "practices": 1,
        "minutes_per_month": round(report.minutes_per_month),
        "tried": _attempts(report.own_attempts),
    }


def from_dossier(fact: DossierConcludedV1) -> dict[str, Any]:
    """All that the team established."""
    return {
        "title": fact.title,
        "asked_text": fact.rule_text,
        "asked_by": fact.rule_made_by,
        "recorded_text": recorded_text(fact.rule_sources),
        "contradiction": "\n".join(f"- {finding}" for finding in fact.findings) or None,
        "practices": fact.practices,
        "minutes_per_month": fact.minutes_per_month,
        "wanted": fact.rule_alternative,
    }


def recorded_text(sources: Sequence[RuleSource]) -> str | None:
    """Where it is recorded and where we looked in vain; None when nobody looked yet."""
    return "\n".join(_source(source) for source in sources) or None


def _source(source: RuleSource) -> str:
    looked = f"nagekeken op {date_text(source.checked_on)}"
    if source.recorded_in is RecordedIn.NOWHERE_FOUND:
        return f"- {NOWHERE} {source.place} ({looked})."
    quote = f" Daar staat: ‘{source.quote}’" if source.quote else ""
    url = f" {source.url}" if source.url else ""
    return f"- {source.recorded_in.label}: {source.place} ({looked}).{quote}{url}"


def _asker(imposed_by: ImposedBy, organisation: str | None) -> str | None:
    if imposed_by in _NO_ASKER:
        return None
    return f"{imposed_by.label}: {organisation}" if organisation else imposed_by.label


def _attempts(attempts: Sequence[str]) -> str | None:
    tried = [OwnAttempt.parse(attempt) for attempt in attempts]
    return "\n".join(f"- {one.label}" for one in tried if one is not OwnAttempt.NOTHING_YET) or None
