"""The page of one dossier: as it stands, or with a form on it that could not be saved."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse
from sqlalchemy.ext.asyncio import AsyncSession

from services.research.domain import (
    INFLUENCE,
    RECORDABLE,
    STANCES,
    WEIGHT_BASIS,
    EvidenceKind,
    Kept,
    Reliability,
    RuleOrigin,
    Section,
    SolutionKind,
    Stance,
)
from services.research.domain.meeting import Attendance
from services.research.reading.dossier import DossierPage, dossier_page
from shared import clock
from shared.attachments.limits import MOST_ATTACHMENTS
from shared.contracts.vocabulary import Outcome
from shared.ids import new_id
from shared.staff.member import Member
from shared.staff.permissions import Permission
from shared.themes.theme import offered
from shared.web.errors import NotFound
from shared.web.forms import Filled, Values, values_of
from shared.web.pages import page

CHANGED_STATUS = 409
INVALID_STATUS = 422
ANCHORS = {
    Section.CORE: "kern",
    Section.CONTEXT: "context",
    Section.RULE: "regel",
    Section.OUTCOME: "uitkomst",
    Section.ROUND_TABLE: "gegevens",
    Section.MINUTES: "verslag",
}
CHOICES: Mapping[str, object] = {
    "outcome": Outcome,
    "recorded_in": RECORDABLE,
    "rule_origin": RuleOrigin,
    "rule_strategies": [(kind.value, kind.label, kind.meaning) for kind in SolutionKind],
    "influence": list(INFLUENCE.items()),
    "stance": Stance,
    "stances": STANCES,
    "kept": Kept,
    "evidence_kind": EvidenceKind,
    "reliability": Reliability,
    "attendance": Attendance,
}
UNKNOWN = "Dit dossier kennen we niet. Kijk of het kenmerk klopt."


@dataclass(frozen=True)
class Refused:
    """A form of one section that was not saved: wrong fields, or saved by somebody else meanwhile."""

    section: Section
    values: Values
    errors: dict[str, str]
    changed_by: str = ""

    @property
    def status(self) -> int:
        """The status of the answer."""
        return CHANGED_STATUS if self.changed_by else INVALID_STATUS


def refused(section: Section, filled: Filled[Any], errors: dict[str, str] | None = None) -> Refused:
    """A form with faults."""
    return Refused(section, filled.values, errors or filled.errors)


def changed_by(section: Section, filled: Filled[Any], who: str) -> Refused:
    """A form of which somebody else saved the section first."""
    sentence = f"{who} paste dit net aan. Bekijk het verschil."
    return Refused(section, filled.values, {ANCHORS.get(section, "form"): sentence}, who)


async def show(
    request: Request, session: AsyncSession, member: Member, reference: str, refusal: Refused | None = None
) -> HTMLResponse:
    """The page, with what was typed in a refused form still in it. Raises NotFound."""
    found = await dossier_page(session, reference)
    if found is None:
        raise NotFound(UNKNOWN)
    return page(
        request,
        "research/dossier.html",
        status=refusal.status if refusal else 200,
        page=found,
        dossier=found.dossier,
        may_research=member.may(Permission.RESEARCH),
        refusal=refusal,
        versions=_versions(found, refusal),
        values=_values(found, refusal),
        errors=refusal.errors if refusal else {},
        choices={**CHOICES, "theme": offered(found.dossier.theme), "lead_id": found.members, **found.choices},
        new_entry=new_id(),
        weight_basis=WEIGHT_BASIS,
        most_files=MOST_ATTACHMENTS,
    )


def _versions(found: DossierPage, refusal: Refused | None) -> dict[str, str]:
    """The version each form is opened with. A form with faults keeps its own, so that no change goes unseen."""
    dossier = found.dossier
    current = {
        Section.CORE.value: str(dossier.core_version),
        Section.CONTEXT.value: str(dossier.context_version),
        Section.RULE.value: str(dossier.rule_version),
        Section.OUTCOME.value: str(dossier.outcome_version),
    }
    if refusal and not refusal.changed_by and refusal.section.value in current:
        current[refusal.section.value] = refusal.values["version"]
    return current


def _values(found: DossierPage, refusal: Refused | None) -> Values:
    typed = refusal.values if refusal else Values()
    return typed.over(values_of({"checked_on": clock.today(), **_stored(found)}))


def _stored(found: DossierPage) -> dict[str, Any]:
    dossier = found.dossier
    party = {"handover_party_id": dossier.party_id, "other_party_id": dossier.party_id}
    hours = dossier.possible_minutes and dossier.possible_minutes // 60
    # The organisation of the outcome is not the one that a new entry is about.
    return {**dossier.model_dump(exclude={"party_id"}), **party, "possible_hours": hours}
