"""What open reports resemble: found apart from who sends them, said anew when it changes, gone with what is erased."""

from collections.abc import Callable
from uuid import UUID

import pytest

from services.intake.forms import ReportForm
from services.intake.handlers import erasing, likeness
from services.intake.handlers.reporting import submit_report
from services.intake.subscribers import facts
from services.intake.tables.known import FoundLikeness
from shared.contracts.base import Fact
from shared.contracts.intake import LikenessFoundV1, ReportSubmittedV1
from shared.contracts.likeness import KnownKind
from shared.contracts.research import DossierOpenedV1
from shared.contracts.triage import ReportClosedV1, ReportLinkedV1
from shared.contracts.vocabulary import CloseReason, EraseReason
from shared.database import Database
from shared.ids import new_id
from tests.builders import an_item_published
from tests.facts import deliver, said
from tests.intake.filled_in import API_REPORT

OXYGEN = "De leverancier van zuurstof vraagt elk jaar een nieuwe machtiging van de huisarts"


@pytest.fixture
def intake(databases: Callable[[str], Database]) -> Database:
    return databases("intake")


async def _hear(intake: Database, *told: Fact) -> None:
    for fact in told:
        await deliver(intake, facts, fact)


async def _report(intake: Database, title: str = OXYGEN) -> UUID:
    form = ReportForm.model_validate(API_REPORT | {"titel": title, "verhaal": f"{title}. Dat kost tijd."})
    async with intake.transaction() as session:
        await submit_report(session, form, key="a key")
    submitted = [fact for fact in await said(intake) if isinstance(fact, ReportSubmittedV1)][-1]
    await _hear(intake, submitted)
    return submitted.report_id


async def _look(intake: Database) -> None:
    """Let the job do all it has to."""
    more = True
    while more:
        async with intake.transaction() as session:
            more = await likeness.look_at_next(session)


async def _told(intake: Database, report_id: UUID) -> list[list[tuple[KnownKind, UUID]]]:
    """What was said about a report, every time."""
    found = [fact for fact in await said(intake) if isinstance(fact, LikenessFoundV1) and fact.report_id == report_id]
    return [[(one.kind, one.thing_id) for one in fact.found] for fact in found]


def _linked(report_id: UUID, dossier_id: UUID) -> ReportLinkedV1:
    return ReportLinkedV1(
        report_id=report_id, decided_by="Sanne", reason="Past", dossier_id=dossier_id, dossier_title="Zuurstof thuis",
        opens_dossier=True, practices=1,
    )  # fmt: skip


def _closed(report_id: UUID) -> ReportClosedV1:
    return ReportClosedV1(
        report_id=report_id, decided_by="Sanne", reason="Nee", close_reason=CloseReason.NOT_A_RULE, tip="Bel ons."
    )


async def test_sending_a_report_looks_for_nothing_and_the_worker_says_what_it_resembles(intake: Database) -> None:
    item = an_item_published(title="Machtiging voor zuurstof", rule="Elk jaar een nieuwe machtiging voor zuurstof")
    await _hear(intake, item)
    first = await _report(intake)
    assert await _told(intake, first) == []
    await _look(intake)
    assert await _told(intake, first) == [[(KnownKind.AGREEMENT, item.item_id)]]
    await _look(intake)
    assert len(await _told(intake, first)) == 1


async def test_a_report_that_resembles_nothing_is_told_so_once(intake: Database) -> None:
    report_id = await _report(intake, "Iets heel anders over parkeren bij de praktijk")
    await _look(intake)
    assert await _told(intake, report_id) == [[]]


async def test_two_reports_resemble_each_other_and_never_themselves(intake: Database) -> None:
    first, second = await _report(intake), await _report(intake)
    await _look(intake)
    assert (await _told(intake, first))[-1] == [(KnownKind.REPORT, second)]
    assert (await _told(intake, second))[-1] == [(KnownKind.REPORT, first)]


async def test_what_the_team_decides_changes_what_others_resemble(intake: Database) -> None:
    first, second, third = [await _report(intake) for _ in range(3)]
    await _look(intake)
    dossier_id = new_id()
    opened = DossierOpenedV1(dossier_id=dossier_id, reference="D-26-001", title="Zuurstof thuis")
    await _hear(intake, _linked(first, dossier_id), opened)
    await _look(intake)
    found = (await _told(intake, second))[-1]
    assert sorted(found) == [(KnownKind.DOSSIER, dossier_id), (KnownKind.REPORT, third)]
    heard = len(await _told(intake, first))
    await _hear(intake, _closed(third))
    await _look(intake)
    assert (await _told(intake, second))[-1] == [(KnownKind.DOSSIER, dossier_id)]
    # Nothing more is said of what was linked or closed.
    assert len(await _told(intake, first)) == heard


async def test_an_erased_report_is_resembled_by_nothing(intake: Database) -> None:
    first, second = await _report(intake), await _report(intake)
    await _look(intake)
    async with intake.transaction() as session:
        await erasing.erase(session, first, EraseReason.REQUESTED, "Beheerder")
    await _look(intake)
    assert (await _told(intake, second))[-1] == []
    async with intake.transaction() as session:
        assert await session.get(FoundLikeness, first) is None
