"""What still has to be done for a report: by whom and when, ticked off, changed, taken away, and erased with it."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import asdict
from datetime import timedelta
from uuid import UUID

import httpx
import pytest

from services.triage.repository import tasks
from services.triage.subscribers import facts
from services.triage.tables import Task
from shared import clock
from shared.contracts.hidden import HiddenKind
from shared.contracts.intake import ReportErasedV1, ReportWithdrawnV1, WordsHiddenV1
from shared.contracts.pieces import make_piece
from shared.contracts.vocabulary import EraseReason, Role, WithdrawReason
from shared.database import Database
from shared.history import history_of
from shared.ids import new_id
from shared.messaging.hiding import server_key
from shared.staff.member import Member
from tests.browserlike import sign_in_as
from tests.facts import deliver
from tests.pages import Form, forms_in, open_form, send, submit, words_of
from tests.triage.queueing import QUEUE, in_queue
from tests.triage.waiting import case_of

ClientFor = Callable[..., AbstractAsyncContextManager[httpx.AsyncClient]]
WHAT = "Bel de leverancier terug over het formulier"
DUE_ON = clock.today() + timedelta(days=7)
GIVEN = {"what": WHAT, "due_on": DUE_ON.isoformat()}
TICKED, OPENED, GONE, BACK = "klaar", "open", "weg", "terug"
AS_IT_WAS = "Dat was al zo. Er is niets veranderd."


@pytest.fixture
def triage(databases: Callable[[str], Database]) -> Database:
    return databases("triage")


@pytest.fixture
async def sanne(client_for: ClientFor, triage: Database) -> AsyncIterator[tuple[httpx.AsyncClient, Member]]:
    async with client_for("triage") as client:
        yield client, await sign_in_as(client, [triage])


async def _add(client: httpx.AsyncClient, report_id: UUID, **changes: str) -> httpx.Response:
    return await submit(client, f"{QUEUE}/{report_id}/taken/nieuw", "/taken/nieuw", GIVEN | changes)


async def _tasks(triage: Database, report_id: UUID) -> list[Task]:
    async with triage.transaction() as session:
        return list(await tasks.of_report(session, report_id))


async def _case(client: httpx.AsyncClient, report_id: UUID) -> str:
    return words_of((await client.get(f"{QUEUE}/{report_id}")).text)


async def _press(client: httpx.AsyncClient, report_id: UUID, button: Form) -> str:
    await send(client, button, {})
    return await _case(client, report_id)


async def _said(triage: Database, report_id: UUID) -> list[tuple[str, bool]]:
    async with triage.transaction() as session:
        entries = await history_of(session, report_id)
    return [(one.text, one.internal) for one in reversed(entries) if one.text.startswith("Taak")]


async def test_a_task_is_added_once_and_stands_with_the_case_its_history_and_at_mijn_werk(
    sanne: tuple[httpx.AsyncClient, Member], triage: Database
) -> None:
    client, member = sanne
    report_id = await in_queue(triage, 1)
    form = await open_form(client, f"{QUEUE}/{report_id}/taken/nieuw", "/taken/nieuw")
    assert form.fields["owner_id"] == [str(member.id)]
    for _ in range(2):
        assert (await send(client, form, GIVEN)).headers["location"] == f"{QUEUE}/{report_id}#taken"
    (task,) = await _tasks(triage, report_id)
    assert (task.what, task.owner_id, task.due_on) == (WHAT, member.id, DUE_ON)
    case = await _case(client, report_id)
    assert "Er staat nog 1 taak open" in case
    assert case.index(WHAT) < case.index("Tijdlijn")
    assert [internal for _, internal in await _said(triage, report_id)] == [True]
    # Who has the panel open to decide can go on.
    assert (await case_of(triage, report_id)).version == 1
    mine = (await client.get("/team/mijn-werk")).text
    assert f'href="{QUEUE}/{report_id}#taken">{WHAT}' in mine
    assert 'id="mijn-meldingtaken" data-figure="1"' in (await client.get(f"{QUEUE}/aantal")).text


async def test_it_is_ticked_off_opened_again_taken_away_and_put_back_once(
    sanne: tuple[httpx.AsyncClient, Member], triage: Database
) -> None:
    client, _ = sanne
    report_id = await in_queue(triage, 1)
    await _add(client, report_id)
    page = f"{QUEUE}/{report_id}"
    done = await open_form(client, page, f"/{TICKED}")
    assert "De taak is klaar." in await _press(client, report_id, done)
    assert AS_IT_WAS in await _press(client, report_id, done)
    assert WHAT not in (await client.get("/team/mijn-werk")).text
    assert "Er staat nog" not in await _case(client, report_id)
    assert "De taak staat weer open." in await _press(client, report_id, await open_form(client, page, f"/{OPENED}"))
    away = await open_form(client, page, f"/{GONE}")
    gone = await _press(client, report_id, away)
    assert "De taak is weg. Ongedaan maken" in gone
    assert await _tasks(triage, report_id) == []
    assert (await client.get(away.action.removesuffix(f"/{GONE}"))).status_code == 404
    assert AS_IT_WAS in await _press(client, report_id, away)
    back = Form(away.action.removesuffix(GONE) + BACK, away.fields)
    assert "De taak staat er weer." in await _press(client, report_id, back)
    assert [text.partition(":")[0] for text, _ in await _said(triage, report_id)] == [
        "Taak toegevoegd", "Taak klaar", "Taak toch niet klaar", "Taak weggehaald", "Taak teruggezet",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"what": " "}, "Schrijf op wat er moet gebeuren"),
        ({"what": "x" * 301}, "Maak het korter"),
        ({"due_on": "morgen"}, "Vul een datum in, bijvoorbeeld 2027-01-15"),
        ({"owner_id": ""}, "Kies wie het doet"),
        ({"owner_id": str(new_id())}, "Kies wie het doet"),
    ],
)
async def test_a_task_that_is_not_complete_keeps_what_was_typed(
    sanne: tuple[httpx.AsyncClient, Member], triage: Database, changes: dict[str, str], sentence: str
) -> None:
    client, _ = sanne
    report_id = await in_queue(triage, 1)
    answer = await _add(client, report_id, **changes)
    assert answer.status_code == 422
    assert sentence in answer.text
    (form,) = [one for one in forms_in(answer.text) if one.action.endswith("/taken/nieuw")]
    assert form.fields["what"] == [(GIVEN | changes)["what"].strip()]
    assert await _tasks(triage, report_id) == []


async def test_who_saves_after_a_colleague_sees_how_it_stands_and_their_own_text(
    sanne: tuple[httpx.AsyncClient, Member], triage: Database
) -> None:
    client, _ = sanne
    report_id = await in_queue(triage, 1)
    await _add(client, report_id)
    (task,) = await _tasks(triage, report_id)
    page = f"{QUEUE}/{report_id}/taken/{task.id}"
    first, second = [await open_form(client, page, str(task.id)) for _ in range(2)]
    assert (await send(client, first, {"what": "Mail de praktijk"})).status_code == 303
    late = await send(client, second, {"what": "Schrijf de praktijk"})
    assert late.status_code == 409
    assert "Zo staat het er nu" in late.text
    assert "Mail de praktijk" in late.text
    (again,) = [one for one in forms_in(late.text) if one.action.endswith(str(task.id))]
    assert again.fields["what"] == ["Schrijf de praktijk"]
    assert (await send(client, again, {})).status_code == 303
    (now,) = await _tasks(triage, report_id)
    assert now.what == "Schrijf de praktijk"
    last, _ = (await _said(triage, report_id))[-1]
    assert last.startswith("Taak veranderd: ‘Schrijf de praktijk’, door Sanne de Vries, uiterlijk ")
    assert "Eerst: ‘Mail de praktijk’" in last


async def test_who_only_reads_sees_tasks_and_changes_none(
    sanne: tuple[httpx.AsyncClient, Member], client_for: ClientFor, triage: Database
) -> None:
    client, _ = sanne
    report_id = await in_queue(triage, 1)
    await _add(client, report_id)
    async with client_for("triage") as other:
        reader = await sign_in_as(other, [triage], Role.READER, "Noor Smit")
        case = (await other.get(f"{QUEUE}/{report_id}")).text
        assert WHAT in case
        assert not [form for form in forms_in(case) if "/taken/" in form.action]
        assert "Voeg een taak toe" not in case
        assert (await other.get(f"{QUEUE}/{report_id}/taken/nieuw")).status_code == 403
    assert (await _add(client, report_id, owner_id=str(reader.id))).status_code == 422


async def test_a_task_is_found_with_its_own_report_alone(
    sanne: tuple[httpx.AsyncClient, Member], triage: Database
) -> None:
    client, _ = sanne
    report_id, other = await in_queue(triage, 1), await in_queue(triage, 2)
    await _add(client, report_id)
    done = await open_form(client, f"{QUEUE}/{report_id}", f"/{TICKED}")
    elsewhere = Form(done.action.replace(str(report_id), str(other)), done.fields)
    assert (await send(client, elsewhere, {})).status_code == 404
    assert [task.done_at for task in await _tasks(triage, report_id)] == [None]


async def test_tasks_stay_with_a_closed_case_and_can_still_be_done(
    sanne: tuple[httpx.AsyncClient, Member], triage: Database
) -> None:
    client, _ = sanne
    report_id = await in_queue(triage, 1, {"state": "closed"})
    await _add(client, report_id)
    assert WHAT in (await client.get("/team/mijn-werk")).text
    done = await open_form(client, f"{QUEUE}/{report_id}", f"/{TICKED}")
    assert "De taak is klaar." in await _press(client, report_id, done)


async def test_tasks_are_erased_with_the_report_and_none_comes_after(
    sanne: tuple[httpx.AsyncClient, Member], triage: Database
) -> None:
    client, _ = sanne
    report_id = await in_queue(triage, 1, {"state": "closed"})
    form = await open_form(client, f"{QUEUE}/{report_id}/taken/nieuw", "/taken/nieuw")
    await _add(client, report_id)
    done = await open_form(client, f"{QUEUE}/{report_id}", f"/{TICKED}")
    await deliver(triage, facts, ReportErasedV1(report_id=report_id, reason=EraseReason.REQUESTED))
    assert await _said(triage, report_id) == [("Taak toegevoegd: (gewist)", True)]
    for late in (form, done):
        assert "Deze melding is gewist of ingetrokken." in await _press(
            client, report_id, Form(late.action, late.fields | {name: [text] for name, text in GIVEN.items()})
        )
    assert await _tasks(triage, report_id) == []
    assert (await client.get(f"{QUEUE}/{report_id}/taken/nieuw")).status_code == 303


async def test_what_is_taken_back_keeps_its_tasks_and_asks_them_of_nobody(
    sanne: tuple[httpx.AsyncClient, Member], triage: Database
) -> None:
    client, _ = sanne
    report_id = await in_queue(triage, 1)
    await _add(client, report_id)
    await deliver(triage, facts, ReportWithdrawnV1(report_id=report_id, reason=WithdrawReason.MISTAKE))
    case = (await client.get(f"{QUEUE}/{report_id}")).text
    assert WHAT in case
    assert not [form for form in forms_in(case) if "/taken/" in form.action]
    assert WHAT not in (await client.get("/team/mijn-werk")).text
    assert 'id="mijn-meldingtaken" data-figure="0"' in (await client.get(f"{QUEUE}/aantal")).text


async def test_a_piece_that_is_hidden_goes_from_tasks_too(
    sanne: tuple[httpx.AsyncClient, Member], triage: Database
) -> None:
    client, _ = sanne
    report_id = await in_queue(triage, 1)
    await _add(client, report_id)
    piece = asdict(make_piece(new_id(), "leverancier", server_key()))
    hidden = WordsHiddenV1(report_id=report_id, kind=HiddenKind.NAME, hidden_by="Sanne de Vries", **piece)
    await deliver(triage, facts, hidden)
    (task,) = await _tasks(triage, report_id)
    assert task.what == "Bel de [verwijderd] terug over het formulier"
    assert "leverancier" not in str(await _said(triage, report_id))
