"""A standard text with its blanks filled in, as far as we know by now what comes there."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.triage import repository
from services.triage.domain import Decision
from services.triage.prepared import FIELDS, put_in
from services.triage.repository import standard_texts
from services.triage.settings import TriageSettings
from services.triage.tables import Case
from shared import clock
from shared.dutch import date_text
from shared.web.blanks import filled
from shared.web.forms import Values, values_of


async def with_standard_text(session: AsyncSession, cases: Sequence[Case], values: Values) -> Values:
    """What a member typed, with the standard text they chose in its field; the same when they chose none.

    What is not the same for all these cases stays a blank.
    """
    try:
        decision = Decision.parse(values["zet"])
    except ValueError:
        return values
    text_id = _id(values[f"standaard_{decision.value}"])
    text = await standard_texts.one(session, text_id) if text_id else None
    if text is None or text.retired_at or text.decision != decision:
        return values.without(["zet"])
    words = filled(text.text, await _known(session, cases, decision, values))
    field = FIELDS[decision]
    put = values_of({field: put_in(values[field], words), "decision": decision.value})
    return put.over(values.without(["zet"]))


async def _known(session: AsyncSession, cases: Sequence[Case], decision: Decision, values: Values) -> Mapping[str, str]:
    known = _shared(cases)
    match decision:
        case Decision.QUESTION:
            known["datum"] = date_text(clock.today() + timedelta(days=TriageSettings.read().question_days))
        case Decision.LINK:
            dossier_id = _id(values["dossier_id"])
            dossier = await repository.dossier(session, dossier_id) if dossier_id else None
            known["dossier"] = dossier.title if dossier else ""
        case Decision.OPEN_DOSSIER:
            known["dossier"] = values["dossier_title"]
        case Decision.AGREEMENT:
            item_id = _id(values["item_id"])
            item = await repository.item(session, item_id) if item_id else None
            known["afspraak"] = item.title if item else ""
        case Decision.ELSEWHERE:
            known["organisatie"] = await _party_name(session, values["party_id"])
            known["datum"] = _day(values["check_on"])
        case Decision.HANDOVER:
            known["organisatie"] = await _party_name(session, values["handover_party_id"])
    return known


def _shared(cases: Sequence[Case]) -> dict[str, str]:
    """What a text about all these cases can say of each."""
    each = [
        {"onderwerp": case.title, "kenmerk": case.reference, "organisatie": case.report.get("organisation") or ""}
        for case in cases
    ]
    return {name: each[0][name] for name in each[0] if len({one[name] for one in each}) == 1} if each else {}


async def _party_name(session: AsyncSession, chosen: str) -> str:
    party_id = _id(chosen)
    party = await repository.party(session, party_id) if party_id else None
    return party.name if party else ""


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _day(text: str) -> str:
    try:
        return date_text(date.fromisoformat(text))
    except ValueError:
        return ""
