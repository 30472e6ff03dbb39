"""Reports and dossiers that are merged, taken apart and split, while facts come late, doubled and in any order."""

import asyncio
from uuid import UUID

import pytest
from hypothesis.stateful import initialize, precondition, rule

from services.research.domain import DossierState
from services.research.forms import MergeForm, SplitForm
from services.research.handlers import moving
from services.research.tables import Dossier
from services.triage.domain import Decision, State
from services.triage.forms import FORMS
from services.triage.handlers import merging
from services.triage.handlers.decisions import decide
from services.triage.tables import Case
from shared.database import Database
from shared.ids import new_id
from tests.properties.test_desk import WHO, LateFacts, picks, play


class MergingToo(LateFacts):
    """As everywhere, and what is one becomes two and back."""

    @initialize()
    def reports_come_in(self) -> None:
        """Two reports, each with a dossier of its own, that everybody heard of."""
        super().reports_come_in()
        for case in [one for one in self.desk.cases if one.state == State.NEW]:
            self._open_dossier(case)
        self.desk.hear_everything()

    def _open_dossier(self, case: Case) -> None:
        fields = {"version": case.version, "send_mail": "ja", "reason": "Daarom", "dossier_title": "Over een regel"}
        form = FORMS[Decision.OPEN_DOSSIER].model_validate(fields)
        self.desk.do("triage", lambda session: decide(session, case.report_id, Decision.OPEN_DOSSIER, form, WHO))

    @precondition(lambda self: self._mergeable())
    @rule(which=picks)
    def somebody_merges_reports(self, which: int) -> None:
        case, into = self._mergeable()[which % len(self._mergeable())]
        self.desk.do(
            "triage",
            lambda session: merging.merge(session, case.report_id, into.report_id, case.version, "Dezelfde", WHO),
        )

    def _mergeable(self) -> list[tuple[Case, Case]]:
        cases = self.desk.cases
        return [(case, into) for case in cases for into in cases if not merging.refusal(case, into)]

    @precondition(lambda self: any(case.merged_at for case in self.desk.cases))
    @rule(which=picks)
    def somebody_takes_reports_apart(self, which: int) -> None:
        merged = [case for case in self.desk.cases if case.merged_at]
        case = merged[which % len(merged)]
        self.desk.do("triage", lambda session: merging.take_apart(session, case.report_id, case.version, WHO))

    @precondition(lambda self: len(self._open()) > 1)
    @rule(which=picks, step=picks)
    def somebody_merges_dossiers(self, which: int, step: int) -> None:
        there = self._open()
        one, into = there[which % len(there)], there[(which + 1 + step % (len(there) - 1)) % len(there)]
        form = MergeForm(into_id=into.id, merge_because="Dezelfde regel")
        self.desk.do("research", lambda session: moving.merge(session, one.reference, form, WHO))

    def _open(self) -> list[Dossier]:
        return [one for one in self.desk.dossiers if one.state == DossierState.RESEARCHING]

    @precondition(lambda self: self._apart())
    @rule(which=picks)
    def somebody_takes_dossiers_apart(self, which: int) -> None:
        one = self._apart()[which % len(self._apart())]
        self.desk.do("research", lambda session: moving.take_apart(session, one.reference, WHO))

    def _apart(self) -> list[Dossier]:
        into = {one.id for one in self._open()}
        return [one for one in self.desk.dossiers if one.state == DossierState.MERGED and one.merged_into_id in into]

    @precondition(lambda self: self._divisible())
    @rule(which=picks)
    def somebody_splits_a_dossier(self, which: int) -> None:
        dossier, report_id = self._divisible()[which % len(self._divisible())]
        form = SplitForm(report_ids=[report_id], new_title="Een andere regel", split_because="Iets anders")
        self.desk.do("research", lambda session: moving.split(session, dossier.reference, new_id(), form, WHO))

    def _divisible(self) -> list[tuple[Dossier, UUID]]:
        """Open dossiers with several reports, each with one of these."""
        under = {report_id: self.desk.hangs_under(report_id) for report_id in self.desk.reports}
        several = [one for one in self._open() if list(under.values()).count(one.id) > 1]
        return [(one, report_id) for one in several for report_id, where in under.items() if where == one.id]


@pytest.mark.timeout(3600)
def test_merged_and_split_in_any_order_it_comes_to_the_same(
    services: tuple[asyncio.Runner, dict[str, Database]], monkeypatch: pytest.MonkeyPatch
) -> None:
    play(MergingToo, services, monkeypatch)
