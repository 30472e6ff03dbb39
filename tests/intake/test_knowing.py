"""What is known already: kept as its owners tell it, found by a text, and forgotten with an erased report."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from datetime import date
from typing import Any
from uuid import UUID

import httpx
import pytest
from sqlalchemy import func, select
from sqlmodel import col

from services.intake.forms import ReportForm
from services.intake.handlers import erasing
from services.intake.handlers.reporting import submit_report
from services.intake.knowing.finding import Known, find_known
from services.intake.subscribers import facts
from services.intake.tables import KnownLink, KnownSpelling, KnownWord
from shared.contracts.base import Fact
from shared.contracts.intake import ReportSubmittedV1
from shared.contracts.likeness import KnownKind
from shared.contracts.research import DossierConcludedV1, DossierOpenedV1, DossierReopenedV1
from shared.contracts.triage import ReportAnsweredV1, ReportClosedV1, ReportLinkedV1, ReportReopenedV1
from shared.contracts.vocabulary import AgreementStatus, CloseReason, EraseReason, ImposedBy, Outcome
from shared.database import Database
from shared.ids import new_id
from shared.privacy.allowed import ALLOWED
from tests.builders import an_item_published
from tests.facts import deliver, said
from tests.intake.filled_in import API_REPORT

Databases = Callable[[str], Database]
ClientFor = Callable[..., AbstractAsyncContextManager[httpx.AsyncClient]]
API = "/api/v1/al-bekend"
SINCE = date(2026, 12, 1)
YEARLY = "De poli wil elk jaar een verse verwijsbrief voor dezelfde aandoening"


@pytest.fixture
def intake(databases: Databases) -> Database:
    return databases("intake")


async def _hear(intake: Database, *told: Fact) -> None:
    for fact in told:
        await deliver(intake, facts, fact)


async def _found(intake: Database, text: str, imposed_by: str | None = None) -> list[Known]:
    async with intake.transaction() as session:
        return await find_known(session, text, imposed_by, allowed=ALLOWED, limit=10)


async def _keys(intake: Database, text: str) -> list[str]:
    return [one.key for one in await _found(intake, text)]


async def _report(intake: Database, title: str, story: str, **changes: Any) -> ReportSubmittedV1:
    """A report that a practice sent in and intake heard of."""
    form = ReportForm.model_validate(API_REPORT | {"titel": title, "verhaal": story} | changes)
    async with intake.transaction() as session:
        await submit_report(session, form, key="a key")
    submitted = [fact for fact in await said(intake) if isinstance(fact, ReportSubmittedV1)][-1]
    await _hear(intake, submitted)
    return submitted


def _opened(dossier_id: UUID, title: str = "Zuurstof thuis") -> DossierOpenedV1:
    return DossierOpenedV1(dossier_id=dossier_id, reference="D-26-001", title=title)


def _concluded(dossier_id: UUID) -> DossierConcludedV1:
    return DossierConcludedV1(
        dossier_id=dossier_id, reference="D-26-001", title="Zuurstof thuis", outcome=Outcome.SOLVED,
        public_text="Het is geregeld.", concluded_by="Sanne", reports=1, practices=1, minutes_per_month=10,
    )  # fmt: skip


def _linked(report_id: UUID, dossier_id: UUID, title: str = "Zuurstof thuis") -> ReportLinkedV1:
    return ReportLinkedV1(
        report_id=report_id, decided_by="Sanne", reason="Past", dossier_id=dossier_id, dossier_title=title,
        opens_dossier=False, practices=1,
    )  # fmt: skip


def _answered(report_id: UUID, item_id: UUID) -> ReportAnsweredV1:
    return ReportAnsweredV1(
        report_id=report_id, decided_by="Sanne", reason="Past", item_id=item_id, item_code="R02",
        item_title="Elk jaar", short_answer="Hoeft niet.",
    )  # fmt: skip


def _closed(report_id: UUID) -> ReportClosedV1:
    return ReportClosedV1(
        report_id=report_id, decided_by="Sanne", reason="Nee", close_reason=CloseReason.NOT_A_RULE, tip="Bel ons."
    )


async def test_an_agreement_is_found_by_other_words_and_abbreviations(intake: Database) -> None:
    item = an_item_published()
    await _hear(intake, item)
    for text in (YEARLY, "pt moet weer een nieuwe vwb van de poli, de oude is verlopen"):
        [known] = await _found(intake, text)
        assert (known.kind, known.key, known.title) == (KnownKind.AGREEMENT, "R02", item.title)
        assert known.summary == item.short_answer
        assert 0 < known.score <= 1


async def test_a_typing_error_is_forgiven(intake: Database) -> None:
    dossier_id = new_id()
    await _hear(
        intake,
        an_item_published(),
        an_item_published(
            code="R10",
            title="Machtiging van de zorgverzekeraar voor fysiotherapie",
            rule="Een briefje.",
            short_answer="Nee.",
        ),
        _opened(dossier_id, "Zwemdiploma voor de waterpoloclub"),
    )
    await _report(intake, "Zuurstof aan huis", "De concentrator moet elk kwartaal opnieuw aangevraagd.")
    for text in (
        "fysotherapie met machtigng",
        "de zorgverzekeraat wil een machtiginng",
        "Fisiotherapie van de verzekeraar",
    ):
        assert (await _keys(intake, text))[:1] == ["R10"], text
    assert await _keys(intake, "een zwemdipolma voor de waterpolclub") == ["D-26-001"]
    assert (await _found(intake, "zuursstof cocnentrator opneiuw aanvragen"))[-1].kind is KnownKind.REPORT


async def test_without_an_agreement_it_is_a_known_item(intake: Database) -> None:
    await _hear(intake, an_item_published(status=AgreementStatus.NONE))
    assert [one.kind for one in await _found(intake, YEARLY)] == [KnownKind.ITEM]


@pytest.mark.parametrize("changed", [{"public": False}, {"status": AgreementStatus.EXPIRED}])
async def test_what_is_not_public_or_expired_is_not_shown(intake: Database, changed: dict[str, Any]) -> None:
    item = an_item_published()
    await _hear(intake, item, item.model_copy(update={"revision": 2} | changed))
    assert await _found(intake, YEARLY) == []


async def test_who_it_comes_from_counts_as_evidence(intake: Database) -> None:
    await _hear(
        intake,
        an_item_published(code="R02", imposed_by=[ImposedBy.HOSPITAL]),
        an_item_published(code="R03", imposed_by=[ImposedBy.HOME_CARE]),
    )
    for origin, first in (("thuiszorg", "R03"), ("ziekenhuisOfSpecialist", "R02")):
        assert (await _found(intake, YEARLY, origin))[0].key == first


async def test_a_report_lends_its_words_to_what_the_team_linked_it_to(intake: Database) -> None:
    dossier_id = new_id()
    report = await _report(intake, "Flessen aan huis", "De zuurstofconcentrator staat te ratelen in de gang.")
    asked = "de zuurstofconcentrator staat in de gang te ratelen"
    await _hear(intake, _linked(report.report_id, dossier_id))
    assert await _keys(intake, asked) == []
    await _hear(intake, _opened(dossier_id))
    [known] = await _found(intake, asked)
    assert (known.kind, known.key, known.practices) == (KnownKind.DOSSIER, "D-26-001", 1)


async def test_a_link_elsewhere_takes_the_words_along(intake: Database) -> None:
    dossier_id, item = new_id(), an_item_published()
    report = await _report(intake, "Flessen aan huis", "De zuurstofconcentrator staat te ratelen in de gang.")
    asked = "elk jaar een nieuwe verwijsbrief voor de zuurstofconcentrator"
    await _hear(intake, _opened(dossier_id), item, _linked(report.report_id, dossier_id))
    before = {one.key: one for one in await _found(intake, asked)}
    await _hear(intake, _answered(report.report_id, item.item_id))
    after = {one.key: one for one in await _found(intake, asked)}
    assert (before["R02"].practices, after["R02"].practices) == (0, 1)
    assert after["R02"].score > before["R02"].score
    assert "D-26-001" not in after


async def test_a_dossier_is_shown_while_the_team_works_on_it(intake: Database) -> None:
    dossier_id = new_id()
    opened, concluded = _opened(dossier_id), _concluded(dossier_id)
    await _hear(intake, opened)
    assert await _keys(intake, "zuurstof thuis aanvragen") == ["D-26-001"]
    await _hear(intake, concluded)
    assert await _keys(intake, "zuurstof thuis aanvragen") == []
    again = DossierReopenedV1(dossier_id=dossier_id, reference="D-26-001", title="Zuurstof thuis", why="Toch niet")
    await _hear(intake, again)
    assert await _keys(intake, "zuurstof thuis aanvragen") == ["D-26-001"]


async def test_an_open_report_is_shown_by_its_title_and_never_by_its_story(intake: Database) -> None:
    report = await _report(intake, "Zuurstof aan huis", "De concentrator moet elk kwartaal opnieuw aangevraagd.")
    [known] = await _found(intake, "zuurstof concentrator opnieuw aanvragen")
    assert (known.kind, known.key, known.title) == (KnownKind.REPORT, report.reference, "Zuurstof aan huis")
    assert "concentrator" not in known.summary


async def test_a_title_that_may_tell_who_a_patient_is_is_not_shown(intake: Database) -> None:
    await _report(intake, "Zuurstof voor mevrouw Wielinga", "De concentrator moet elk kwartaal opnieuw aangevraagd.")
    assert await _found(intake, "zuurstof concentrator opnieuw aanvragen") == []


async def test_a_closed_report_is_not_shown_until_it_is_opened_again(intake: Database) -> None:
    report = await _report(intake, "Zuurstof aan huis", "De concentrator moet elk kwartaal opnieuw aangevraagd.")
    asked = "zuurstof concentrator opnieuw aanvragen"
    closed = _closed(report.report_id)
    reopened = ReportReopenedV1(
        report_id=report.report_id, decided_by="Sanne", reason="Ja", request_id=new_id(), answer_by=SINCE
    )
    await _hear(intake, closed)
    assert await _keys(intake, asked) == []
    async with intake.transaction() as session:
        assert (await session.scalars(select(col(KnownWord.word)))).all() == []
        assert (await session.scalars(select(col(KnownSpelling.spelling)))).all() == []
    await _hear(intake, reopened)
    assert await _keys(intake, asked) == [report.reference]


async def test_what_was_decided_before_the_report_was_heard_of_stands(intake: Database) -> None:
    form = ReportForm.model_validate(
        API_REPORT | {"titel": "Zuurstof aan huis", "verhaal": "De concentrator, opnieuw."}
    )
    for decided in (_closed, lambda report_id: _linked(report_id, new_id())):
        async with intake.transaction() as session:
            await submit_report(session, form, key="a key")
        submitted = [fact for fact in await said(intake) if isinstance(fact, ReportSubmittedV1)][-1]
        await _hear(intake, decided(submitted.report_id), submitted)
        assert await _keys(intake, "zuurstof concentrator opnieuw aanvragen") == []


async def test_nothing_of_an_erased_report_is_found_any_more(intake: Database) -> None:
    dossier_id = new_id()
    loose = await _report(intake, "Zuurstof aan huis", "De concentrator moet elk kwartaal opnieuw aangevraagd.")
    linked = await _report(
        intake, "Flessen aan huis", "Een cilinder die lekt.", praktijk="Een andere", agbCode="01999005"
    )
    await _hear(intake, _opened(dossier_id), _linked(linked.report_id, dossier_id))
    async with intake.transaction() as session:
        for report in (loose, linked):
            await erasing.erase(session, report.report_id, EraseReason.REQUESTED, "Melder")
    await _hear(intake, loose, _linked(linked.report_id, dossier_id))
    async with intake.transaction() as session:
        assert await session.scalar(select(func.count()).select_from(KnownLink)) == 0
        left = (await session.scalars(select(col(KnownWord.word)).where(col(KnownWord.linked) != 0))).all()
        own = (await session.scalars(select(col(KnownWord.thing_id)).distinct())).all()
        written = (await session.scalars(select(col(KnownSpelling.spelling)).distinct())).all()
    assert (left, own, written) == ([], [dossier_id], ["zuurstof"])


async def test_a_text_that_says_too_little_finds_nothing(intake: Database) -> None:
    await _hear(intake, an_item_published())
    assert await _found(intake, "verwijzing") == []
    assert await _found(intake, "?!? ... \u0000 \U0001f3e5 -----------") == []


async def test_the_api_says_what_is_known(client_for: ClientFor, intake: Database) -> None:
    item = an_item_published()
    await _hear(intake, item)
    async with client_for("intake") as client:
        answer = await client.post(API, json={"tekst": YEARLY, "vanWie": "ziekenhuisOfSpecialist"})
    assert answer.status_code == 200
    [known] = answer.json()["resultaten"]
    assert known.pop("score") > 0
    assert known == {
        "soort": "afspraak", "kenmerk": "R02", "titel": item.title, "samenvatting": item.short_answer, "praktijken": 0,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("asked", "wrong"),
    [({}, "tekst"), ({"tekst": "x" * 10_001}, "tekst"), ({"tekst": YEARLY, "vanWie": "de buurman"}, "vanWie")],
)
async def test_the_api_names_each_wrong_field(client_for: ClientFor, asked: dict[str, str], wrong: str) -> None:
    async with client_for("intake") as client:
        answer = await client.post(API, json=asked)
    assert answer.status_code == 400
    assert answer.headers["content-type"].startswith("application/problem+json")
    assert [fault["veld"] for fault in answer.json()["fouten"]] == [wrong]
    assert "x" * 100 not in answer.text


async def test_the_api_is_described(client_for: ClientFor) -> None:
    async with client_for("intake") as client:
        described = (await client.get("/api/v1/openapi.json")).json()
    assert {"/api/v1/al-bekend", "/api/v1/meldingen", "/api/v1/privacycontrole"} <= set(described["paths"])
