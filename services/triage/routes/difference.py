"""What changed about a case while a member had it open: who did what, and how it stood and stands."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from services.triage.domain import Decision
from services.triage.prepared import FIELDS
from services.triage.reading.timeline import Line, Timeline
from services.triage.tables import Case, KnownDossier
from shared.dutch import date_text
from shared.web.forms import Values

_NEWEST = "newest"
# What a member types about a case, in the words of the form.
_TYPED = {
    "question": "De vraag",
    "dossier_title": "Naam van het dossier",
    "tip": "Wat de praktijk zelf nog kan doen",
    "explanation": "Uitleg voor de melder",
    **{name: "Bericht aan de melder" for name in FIELDS.values() if name.startswith("message_")},
    "no_mail_because": "Waarom geen mail",
    "reason": "Reden (alleen team)",
}


@dataclass(frozen=True)
class Difference:
    """`who` did the last thing. `rows` are what, how it stood and how it stands now; `since` is what was done, newest
    first; `typed` is what the member filled in, as rows of label and text.
    """

    who: str
    rows: Sequence[tuple[str, str, str]]
    since: Sequence[Line]
    typed: Sequence[tuple[str, str]]


def standing(case: Case, row: Mapping[str, object], dossier: KnownDossier | None) -> dict[str, str]:
    """How a case stands, in the words of the page."""
    return {
        "Stand": str(row["state"]),
        "Aan zet": str(row["actor_name"]),
        "Behandelaar": str(row["handler"] or "Nog niemand"),
        "Bericht aan de melder": f"Uiterlijk {date_text(case.due_on)}",
        "Dossier": dossier.title if dossier else "Geen",
    }


def seen_of(stands: Mapping[str, str], timeline: Timeline) -> str:
    """What a member sees of a case, as its forms hold it."""
    newest = max((str(line.id) for line in timeline.lines if line.id), default="")
    return json.dumps({**stands, _NEWEST: newest}, ensure_ascii=False)


def difference(case: Case, values: Values | None, stands: Mapping[str, str], timeline: Timeline) -> Difference | None:
    """What changed since the member opened the case that they filled this in about; None when nothing did."""
    if values is None or values["version"] == str(case.version):
        return None
    seen = _read(values["seen"])
    since = [line for line in timeline.lines if line.id and str(line.id) > seen.get(_NEWEST, "~")]
    rows = [(what, seen[what], now) for what, now in stands.items() if seen.get(what, now) != now]
    return Difference((since or timeline.lines)[0].who, rows, since or timeline.lines[:1], _typed(values))


def _typed(values: Values) -> list[tuple[str, str]]:
    chosen = {one.value: one.label for one in Decision}.get(values["decision"])
    typed = [(label, values[name].strip()) for name, label in _TYPED.items() if values[name].strip()]
    return [("Beslissing", chosen), *typed] if chosen else typed


def _read(seen: str) -> dict[str, str]:
    try:
        read = json.loads(seen)
    except ValueError:
        return {}
    return {str(what): str(was) for what, was in read.items()} if isinstance(read, dict) else {}
