"""The fact triage or research would say if a decision were taken now."""

from collections.abc import Mapping
from datetime import timedelta
from functools import singledispatch
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.notifier.forms import (
    AgreementPreview,
    ClosePreview,
    ConcludePreview,
    ElsewherePreview,
    HandoverPreview,
    KeepClosedPreview,
    LinkPreview,
    OpenDossierPreview,
    PreviewForm,
    QuestionPreview,
    ReopenPreview,
)
from services.notifier.repository import known
from services.notifier.tables import Name, Report
from shared import clock
from shared.contracts.research import DossierConcludedV1
from shared.contracts.triage import (
    Decision,
    HandoverDecidedV1,
    QuestionAskedV1,
    ReopeningRefusedV1,
    ReportAnsweredV1,
    ReportClosedV1,
    ReportLinkedV1,
    ReportReferredV1,
    ReportReopenedV1,
)
from shared.ids import new_id
from shared.terms.standing import term_now

# What a preview shows the mail of.
WouldBe = Decision | DossierConcludedV1


class NotChosen(Exception):
    """A field names something we do not know."""

    def __init__(self, field: str) -> None:
        super().__init__(field)
        self.field = field


async def would_be(session: AsyncSession, form: PreviewForm, report: Report) -> WouldBe:
    """The decision as a fact. Raises NotChosen when it names something we do not know."""
    common: dict[str, Any] = {"report_id": report.id, "decided_by": "", "reason": "", "send_mail": form.send_mail}
    common["message"] = getattr(form, "message", "") or None
    return await _fact(form, session, report, common)


@singledispatch
async def _fact(form: PreviewForm, _session: AsyncSession, _report: Report, _common: Mapping[str, Any]) -> WouldBe:
    raise TypeError(type(form).__name__)


@_fact.register
async def _(form: QuestionPreview, _session: AsyncSession, _report: Report, common: Mapping[str, Any]) -> WouldBe:
    by = clock.today() + timedelta(days=term_now("TRIAGE_QUESTION_DAYS"))
    return QuestionAskedV1(**common, question_id=new_id(), question=form.question, answer_by=by)


@_fact.register
async def _(form: LinkPreview, session: AsyncSession, report: Report, common: Mapping[str, Any]) -> WouldBe:
    dossier = await _named(session, "dossier_id", "dossier", form.dossier_id)
    return ReportLinkedV1(
        **common,
        dossier_id=dossier.id,
        dossier_title=dossier.name,
        opens_dossier=False,
        practices=await known.practices_under(session, dossier.id, with_report=report),
    )


@_fact.register
async def _(form: OpenDossierPreview, _session: AsyncSession, _report: Report, common: Mapping[str, Any]) -> WouldBe:
    return ReportLinkedV1(
        **common, dossier_id=new_id(), dossier_title=form.dossier_title, opens_dossier=True, practices=1
    )


@_fact.register
async def _(form: AgreementPreview, session: AsyncSession, _report: Report, common: Mapping[str, Any]) -> WouldBe:
    item = await _named(session, "item_id", "item", form.item_id)
    return ReportAnsweredV1(
        **common,
        item_id=item.id,
        item_code=item.code or "",
        item_title=item.name,
        short_answer=item.text or "",
    )


@_fact.register
async def _(form: ElsewherePreview, session: AsyncSession, _report: Report, common: Mapping[str, Any]) -> WouldBe:
    party = await _named(session, "party_id", "party", form.party_id)
    return ReportReferredV1(**common, party_id=party.id, party_name=party.name, check_on=form.check_on)


@_fact.register
async def _(form: HandoverPreview, session: AsyncSession, _report: Report, common: Mapping[str, Any]) -> WouldBe:
    party = await _named(session, "handover_party_id", "party", form.handover_party_id)
    return HandoverDecidedV1(**common, party_id=party.id, party_name=party.name)


@_fact.register
async def _(form: ClosePreview, _session: AsyncSession, _report: Report, common: Mapping[str, Any]) -> WouldBe:
    return ReportClosedV1(**common, close_reason=form.close_reason, tip=form.tip)


@_fact.register
async def _(_form: ReopenPreview, _session: AsyncSession, _report: Report, common: Mapping[str, Any]) -> WouldBe:
    by = clock.working_days_after(clock.today(), term_now("TRIAGE_ANSWER_WORKING_DAYS"))
    return ReportReopenedV1(**common, request_id=new_id(), answer_by=by)


@_fact.register
async def _(form: KeepClosedPreview, _session: AsyncSession, _report: Report, common: Mapping[str, Any]) -> WouldBe:
    return ReopeningRefusedV1(**common, request_id=new_id(), explanation=form.explanation)


@_fact.register
async def _(form: ConcludePreview, session: AsyncSession, _report: Report, _common: Mapping[str, Any]) -> WouldBe:
    party = await _named(session, "party_id", "party", form.party_id) if form.party_id else None
    others = await known.reports_under(session, form.dossier_id)
    return DossierConcludedV1(
        **form.model_dump(include={"dossier_id", "reference", "title", "outcome", "public_text", "party_id"}),
        party_name=party and party.name,
        concluded_by="",
        reports=len(others),
        practices=len({report.practice_id for report in others}),
        minutes_per_month=0,
    )


async def _named(session: AsyncSession, field: str, kind: str, thing_id: UUID) -> Name:
    thing = await known.name(session, thing_id)
    if thing is None or thing.kind != kind:
        raise NotChosen(field)
    return thing
