"""Whose report moved to another dossier hears what is said there, and nothing more of where it came from."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from shared import clock
from shared.contracts.notifier import NoticeIssuedV1
from shared.contracts.research import DossierConcludedV1, ReportMovedV1
from shared.contracts.triage import ReportLinkedV1
from shared.database import Database
from shared.ids import new_id
from tests.builders import a_contact_given, a_report_submitted
from tests.facts import said
from tests.notifier.examples import DOSSIER, a
from tests.notifier.rounds import Hear

NOON = datetime(2026, 11, 20, 11, tzinfo=UTC)
OTHER = new_id()


@pytest.mark.parametrize("order", [(0, 1, 2, 3), (0, 2, 3, 1), (3, 0, 2, 1)])
async def test_they_hear_the_outcome_of_where_it_hangs_now(
    database: Database, hear: Hear, order: tuple[int, ...]
) -> None:
    report = a_report_submitted()
    about: dict[str, Any] = {"report_id": report.report_id}
    facts = (
        a(ReportLinkedV1, **about, dossier_id=DOSSIER),
        ReportMovedV1(**about, dossier_id=OTHER, dossier_title="Een", from_dossier_id=DOSSIER, decided_by="Mo"),
        a(DossierConcludedV1, dossier_id=DOSSIER, public_text="Van het oude dossier."),
        a(DossierConcludedV1, dossier_id=OTHER, public_text="Van het nieuwe dossier."),
    )
    moments = (0, 1, 2, 3)
    await hear(report, a_contact_given(**about))
    for number in order:
        with clock.frozen(NOON + timedelta(minutes=moments[number])):
            await hear(facts[number])
    texts = " ".join(fact.text for fact in await said(database) if isinstance(fact, NoticeIssuedV1))
    assert texts.count("Van het nieuwe dossier.") == 1
    if order == (0, 1, 2, 3):
        assert "Van het oude dossier." not in texts
