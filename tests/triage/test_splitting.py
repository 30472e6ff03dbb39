"""The team split a report: both cases say so, each goes its own way, and the parts can be merged again."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from uuid import UUID

import httpx
import pytest

from services.triage import forms
from services.triage.domain import Decision, State
from services.triage.handlers.merging import merge
from services.triage.subscribers import facts
from shared.contracts.intake import ReportErasedV1
from shared.contracts.triage import ReportLinkedV1
from shared.contracts.vocabulary import EraseReason, Role
from shared.database import Database
from shared.history import history_of
from shared.ids import new_id
from tests.browserlike import sign_in_as
from tests.facts import deliver, said
from tests.pages import words_of
from tests.triage.waiting import a_case, case_of, decided

ClientFor = Callable[..., AbstractAsyncContextManager[httpx.AsyncClient]]
BY, WHY, TITLE = "Mo Aydın", "De vragenlijst komt van een ander", "Twee lasten in een brief"


@pytest.fixture
def triage(databases: Callable[[str], Database]) -> Database:
    return databases("triage")


async def _split(triage: Database) -> tuple[UUID, UUID]:
    practice = new_id()
    first = await a_case(triage, title=TITLE, practice_id=practice)
    split = {"split_from": first, "split_reference": "RW-26-0001", "split_by": BY, "split_because": WHY}
    return first, await a_case(triage, reference="RW-26-0002", title="De vragenlijst", practice_id=practice, **split)


async def _texts(triage: Database, report_id: UUID) -> list[tuple[str, str, bool]]:
    async with triage.transaction() as session:
        return [(one.who, one.text, one.internal) for one in await history_of(session, report_id)]


async def _page(client_for: ClientFor, triage: Database, report_id: UUID, role: Role = Role.RESEARCHER) -> str:
    async with client_for("triage") as client:
        await sign_in_as(client, [triage], role)
        return (await client.get(f"/team/triage/{report_id}")).text


async def test_both_cases_say_who_split_and_why(client_for: ClientFor, triage: Database) -> None:
    first, second = await _split(triage)
    assert (BY, "Splitste er een deel van af: RW-26-0002.", False) in await _texts(triage, first)
    assert await _texts(triage, second) == [
        (BY, f"Reden: {WHY}", True),
        (BY, "Afgesplitst van RW-26-0001.", False),
    ]
    on_first, on_second = [words_of(await _page(client_for, triage, one)) for one in (first, second)]
    assert f"Een deel hiervan is RW-26-0002: De vragenlijst . {BY} splitste dit: {WHY}" in on_first
    assert f"Dit is een deel van RW-26-0001: {TITLE} . {BY} splitste dit: {WHY}" in on_second
    # Who has the first one open is told that it changed.
    assert (await case_of(triage, first)).version == 2


async def test_the_queue_marks_the_part_that_was_split_off(client_for: ClientFor, triage: Database) -> None:
    await _split(triage)
    async with client_for("triage") as client:
        await sign_in_as(client, [triage], Role.RESEARCHER)
        listed = words_of((await client.get("/team/triage")).text)
    assert listed.count("Afgesplitst") == 1
    assert "RW-26-0002 Te beoordelen Afgesplitst" in listed


async def test_each_part_is_decided_about_and_one_practice_counts_under_both_dossiers(triage: Database) -> None:
    parts = await _split(triage)
    for part, title in zip(parts, ("De machtiging", "De vragenlijst"), strict=True):
        version = (await case_of(triage, part)).version
        form = forms.OpenDossierForm(version=version, send_mail=True, reason="Eigen regel", dossier_title=title)
        await decided(triage, part, Decision.OPEN_DOSSIER, form)
    links = [fact for fact in await said(triage) if isinstance(fact, ReportLinkedV1)]
    assert [(link.report_id, link.dossier_title, link.practices) for link in links] == [
        (parts[0], "De machtiging", 1),
        (parts[1], "De vragenlijst", 1),
    ]


async def test_under_one_dossier_the_practice_counts_once(triage: Database) -> None:
    first, second = await _split(triage)
    form = forms.OpenDossierForm(version=2, send_mail=True, reason="Eigen regel", dossier_title="De machtiging")
    await decided(triage, first, Decision.OPEN_DOSSIER, form)
    dossier = (await case_of(triage, first)).dossier_id
    assert dossier is not None
    link = forms.LinkForm(version=1, send_mail=True, reason="Toch hetzelfde", dossier_id=dossier)
    await decided(triage, second, Decision.LINK, link)
    assert [fact.practices for fact in await said(triage) if isinstance(fact, ReportLinkedV1)] == [1, 1]


async def test_the_parts_are_merged_again(client_for: ClientFor, triage: Database) -> None:
    first, second = await _split(triage)
    assert f"/team/triage/{second}/samenvoegen?met=RW-26-0001" in await _page(client_for, triage, second)
    async with triage.transaction() as session:
        await merge(session, second, first, 1, "Toch één regel", BY)
    assert (await case_of(triage, second)).joins_report_id == first


async def test_why_goes_with_the_part_that_is_erased(client_for: ClientFor, triage: Database) -> None:
    first, second = await _split(triage)
    await deliver(triage, facts, ReportErasedV1(report_id=second, reason=EraseReason.REQUESTED))
    assert WHY not in await _page(client_for, triage, first)
    assert (await case_of(triage, second)).state == State.WITHDRAWN
    assert (BY, "Splitste er een deel van af: RW-26-0002.", False) in await _texts(triage, first)


async def test_who_only_reads_is_not_led_to_splitting(client_for: ClientFor, triage: Database) -> None:
    case = await a_case(triage)
    path = f"/team/meldingen/{case}/splitsen"
    assert path in await _page(client_for, triage, case)
    assert path not in await _page(client_for, triage, case, Role.READER)


async def test_a_part_that_comes_before_the_first_waits_for_nothing(triage: Database) -> None:
    first = new_id()
    split = {"split_from": first, "split_reference": "RW-26-0001", "split_by": BY, "split_because": WHY}
    second = await a_case(triage, reference="RW-26-0002", **split)
    await a_case(triage, report_id=first)
    assert ((await case_of(triage, second)).split_from_id, (await case_of(triage, first)).version) == (first, 2)
    assert (BY, "Splitste er een deel van af: RW-26-0002.", False) in await _texts(triage, first)
