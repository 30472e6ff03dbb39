"""A link that was undone: the report lends its words no more and stands by itself again, whatever is heard first."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from services.intake.subscribers import facts
from shared import clock
from shared.contracts.base import Fact
from shared.contracts.research import DossierOpenedV1, ReportMovedV1
from shared.contracts.triage import ReportLinkedV1, ReportUnlinkedV1
from shared.database import Database
from shared.ids import new_id
from tests.facts import deliver
from tests.intake.test_knowing import _keys, _report

ASKED = "zuurstof concentrator opnieuw aanvragen"


@pytest.mark.parametrize("order", [(0, 1), (1, 0), (0, 2, 1), (0, 1, 2), (2, 0, 1)])
async def test_the_report_is_found_and_the_dossier_by_its_words_no_more(
    databases: Callable[[str], Database], order: tuple[int, ...]
) -> None:
    intake, dossier_id, other = databases("intake"), new_id(), new_id()
    report = await _report(intake, "Zuurstof aan huis", "De concentrator moet elk kwartaal opnieuw aangevraagd.")
    for number, one in enumerate((dossier_id, other)):
        await deliver(intake, facts, DossierOpenedV1(dossier_id=one, reference=f"D-26-00{number}", title="Zwemmen"))
    about = {"report_id": report.report_id, "decided_by": "Mo", "dossier_title": "Zwemmen"}
    said: list[Fact] = [
        ReportLinkedV1(**about, reason="Past", dossier_id=dossier_id, opens_dossier=False, practices=1),
        ReportUnlinkedV1(**about, dossier_id=dossier_id, undoes=new_id(), answer_by=clock.today()),
        ReportMovedV1(**about, dossier_id=other, from_dossier_id=dossier_id),
    ]
    assert await _keys(intake, ASKED) == [report.reference]
    moment = clock.now()
    for number in order:
        with clock.frozen(moment + timedelta(minutes=number)):
            await deliver(intake, facts, said[number], times=2)
    assert await _keys(intake, ASKED) == [report.reference]
