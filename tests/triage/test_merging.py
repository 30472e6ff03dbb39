"""The team merges a report into another: it goes where the other goes, everybody hears, and it can be taken apart."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from uuid import UUID

import httpx
import pytest

from services.triage import forms
from services.triage.domain import Decision, State
from services.triage.handlers.decisions import CaseChanged
from services.triage.handlers.merging import CannotMerge, merge, take_apart
from services.triage.queue_filter import View
from services.triage.repository import queue
from services.triage.subscribers import facts
from shared import clock
from shared.contracts.intake import AdditionGivenV1, ReportErasedV1, ReportWithdrawnV1
from shared.contracts.triage import ReportClosedV1, ReportLinkedV1
from shared.contracts.vocabulary import EraseReason, Role, WithdrawReason
from shared.database import Database
from shared.ids import new_id
from tests.browserlike import post_form, sign_in_as
from tests.facts import deliver, said
from tests.triage import waiting
from tests.triage.waiting import a_case, case_of, decided

ClientFor = Callable[..., AbstractAsyncContextManager[httpx.AsyncClient]]
OPEN_DOSSIER = forms.OpenDossierForm(
    version=1, send_mail=True, reason="Vaker gezien", dossier_title="Herhaalmachtigingen"
)
CLOSE = waiting.CLOSE.model_copy(update={"version": 1})
BY = "Mo Aydın"


@pytest.fixture
def triage(databases: Callable[[str], Database]) -> Database:
    return databases("triage")


async def _two(triage: Database, **second: object) -> tuple[UUID, UUID]:
    return await a_case(triage), await a_case(triage, reference="RW-26-0002", **second)


async def _merged(triage: Database, case: UUID, into: UUID) -> None:
    version = (await case_of(triage, case)).version
    async with triage.transaction() as session:
        await merge(session, case, into, version, "Zelfde brief", BY)


async def _to_judge(triage: Database) -> int:
    async with triage.transaction() as session:
        return (await queue.counts(session, clock.now())).tabs[View.NEW]


async def test_the_queue_shows_one_and_what_is_decided_holds_for_both(triage: Database) -> None:
    practice = new_id()
    first = await a_case(triage, practice_id=practice)
    second = await a_case(triage, reference="RW-26-0002", practice_id=practice)
    await _merged(triage, second, first)
    assert await _to_judge(triage) == 1
    await decided(triage, first, Decision.OPEN_DOSSIER, OPEN_DOSSIER)
    one, other = await case_of(triage, first), await case_of(triage, second)
    assert (other.state, other.dossier_id) == (State.LINKED, one.dossier_id)
    links = [fact for fact in await said(triage) if isinstance(fact, ReportLinkedV1)]
    assert [(link.report_id, link.practices, link.send_mail) for link in links] == [
        (first, 1, True),
        (second, 1, True),
    ]


async def test_what_was_decided_before_is_told_at_once(triage: Database) -> None:
    first, second = await _two(triage)
    await decided(triage, first, Decision.CLOSE, CLOSE)
    await _merged(triage, second, first)
    closed = [fact for fact in await said(triage) if isinstance(fact, ReportClosedV1)]
    assert [(fact.report_id, fact.reason) for fact in closed][1:] == [
        (second, "Het team voegde deze melding samen met een andere.")
    ]
    assert (await case_of(triage, second)).state == State.CLOSED


async def test_taken_apart_it_is_in_the_queue_again_and_goes_its_own_way(triage: Database) -> None:
    first, second = await _two(triage)
    await _merged(triage, second, first)
    async with triage.transaction() as session:
        await take_apart(session, second, (await case_of(triage, second)).version, BY)
    assert await _to_judge(triage) == 2
    await decided(triage, first, Decision.CLOSE, CLOSE)
    case = await case_of(triage, second)
    assert (case.state, case.joins_report_id, case.merged_at) == (State.NEW, None, None)
    with pytest.raises(CaseChanged):
        async with triage.transaction() as session:
            await take_apart(session, second, case.version, BY)


async def test_who_went_along_with_a_merged_report_goes_along_with_the_other(triage: Database) -> None:
    first, second = await _two(triage)
    third = await a_case(triage, reference="RW-26-0003", joins_report=second)
    await _merged(triage, second, first)
    await decided(triage, first, Decision.CLOSE, CLOSE)
    assert (await case_of(triage, third)).state == State.CLOSED


async def test_what_its_reporter_adds_brings_a_merged_report_to_light(triage: Database) -> None:
    first, second = await _two(triage)
    await _merged(triage, second, first)
    await deliver(triage, facts, AdditionGivenV1(report_id=second, addition_id=new_id(), text="Nu ook elders."))
    async with triage.transaction() as session:
        assert (await queue.counts(session, clock.now())).tabs[View.REACTION] == 1


@pytest.mark.parametrize(
    "gone",
    [
        lambda report_id: ReportErasedV1(report_id=report_id, reason=EraseReason.REQUESTED),
        lambda report_id: ReportWithdrawnV1(report_id=report_id, reason=WithdrawReason.MISTAKE),
    ],
    ids=["erased", "taken back"],
)
async def test_when_the_other_is_gone_it_is_decided_about_by_itself(
    triage: Database, gone: Callable[[UUID], ReportErasedV1 | ReportWithdrawnV1]
) -> None:
    first, second = await _two(triage)
    await _merged(triage, second, first)
    await deliver(triage, facts, gone(first))
    assert await _to_judge(triage) == 1
    assert not (await case_of(triage, second)).follows


async def test_what_cannot_be_merged_is_refused_and_nothing_changes(triage: Database) -> None:
    first, second = await _two(triage)
    third = await a_case(triage, reference="RW-26-0003", joins_report=second)
    closed = await a_case(triage, reference="RW-26-0004")
    await decided(triage, closed, Decision.CLOSE, CLOSE)
    for case, into in ((first, first), (first, third), (third, first), (closed, first)):
        with pytest.raises(CannotMerge):
            await _merged(triage, case, into)
    with pytest.raises(CaseChanged):
        async with triage.transaction() as session:
            await merge(session, second, first, 7, "Zelfde brief", BY)
    assert (await case_of(triage, first)).joins_report_id is None


async def test_both_are_compared_merged_and_taken_apart_on_pages(client_for: ClientFor, triage: Database) -> None:
    first, second = await _two(triage, story="Dezelfde brief, nog een keer.")
    address = f"/team/triage/{second}"
    async with client_for("triage") as client:
        await sign_in_as(client, [triage], Role.RESEARCHER, BY)
        assert f"{address}/samenvoegen" in (await client.get(address)).text
        unknown = await client.get(f"{address}/samenvoegen?met=RW-26-9999")
        assert (unknown.status_code, "Klopt het kenmerk?" in unknown.text) == (422, True)
        compare = f"{address}/samenvoegen?met=rw-26-0001"
        for shown in ("Melding RW-26-0001", "Dezelfde", "Beide melders horen het."):
            assert shown in (await client.get(compare)).text
        assert "samenvoegen?met=RW-26-0001" in (await client.get(f"{address}/vergelijk/{first}")).text
        form = {"version": "1", "into_id": str(first), "met": "RW-26-0001"}
        refused = await post_form(client, f"{address}/samenvoegen", form, page=compare)
        assert (refused.status_code, "Schrijf op waarom" in refused.text) == (422, True)
        merged = await post_form(client, f"{address}/samenvoegen", {**form, "reason": "Zelfde brief"}, page=compare)
        shown = (await client.get(merged.headers["location"])).text
        assert "RW-26-0002 gaat mee met RW-26-0001." in shown and "1 melding hoort hierbij." in shown
        twice = await post_form(client, f"{address}/samenvoegen", {**form, "reason": "Zelfde brief"}, page=address)
        assert twice.status_code == 409
        apart = await post_form(client, f"{address}/losmaken", {"version": "2"}, page=address)
        assert "gaat weer een eigen weg" in (await client.get(apart.headers["location"])).text


async def test_a_reader_cannot_merge(client_for: ClientFor, triage: Database) -> None:
    _, second = await _two(triage)
    async with client_for("triage") as client:
        await sign_in_as(client, [triage], Role.READER)
        assert "samenvoegen" not in (await client.get(f"/team/triage/{second}")).text
        assert (await client.get(f"/team/triage/{second}/samenvoegen")).status_code == 403
