"""Who handles what, and many cases at once: done or refused with the reason, also after a second press."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from uuid import UUID

import httpx
import pytest
from sqlalchemy import text

from services.triage import repository
from services.triage.domain import ASSIGNED
from services.triage.subscribers import facts
from shared import clock
from shared.contracts.research import DossierOpenedV1
from shared.contracts.triage import ReportLinkedV1, ReportUnlinkedV1
from shared.contracts.vocabulary import Role
from shared.database import Database
from shared.history import history_of
from shared.ids import new_id
from shared.staff.member import Member
from tests.browserlike import ORIGIN, post_form, sign_in_as
from tests.facts import deliver, said
from tests.pages import forms_in
from tests.triage.queueing import QUEUE, chosen_on, in_queue

ClientFor = Callable[..., AbstractAsyncContextManager[httpx.AsyncClient]]
LINK, ASSIGN = f"{QUEUE}/koppelen", f"{QUEUE}/toewijzen"


@pytest.fixture
def triage(databases: Callable[[str], Database]) -> Database:
    return databases("triage")


@pytest.fixture
async def lead(client_for: ClientFor, triage: Database) -> AsyncIterator[tuple[httpx.AsyncClient, Member]]:
    async with client_for("triage") as client:
        yield client, await sign_in_as(client, [triage])


async def _dossier(triage: Database) -> UUID:
    fact = DossierOpenedV1(dossier_id=new_id(), reference="D-26-001", title="Herhaalmachtigingen")
    await deliver(triage, facts, fact)
    return fact.dossier_id


async def _handler(triage: Database, report_id: UUID) -> UUID | None:
    async with triage.transaction() as session:
        case = await repository.case(session, report_id)
    assert case
    return case.assigned_to


async def _chosen(client: httpx.AsyncClient, *numbers: int) -> list[str]:
    return chosen_on(await client.get(QUEUE), *numbers)


async def test_chosen_cases_are_linked_each_with_its_own_fact_and_a_second_press_does_nothing(
    lead: tuple[httpx.AsyncClient, Member], triage: Database
) -> None:
    client, member = lead
    dossier_id = await _dossier(triage)
    for number in (1, 2, 3):
        await in_queue(triage, number)
    chosen = await _chosen(client, 1, 2)
    page = await client.get(LINK, params={"gekozen": chosen, "terug": "q=machtiging&lijst=alle-open"})
    assert "Dit geldt voor 2 meldingen" in page.text
    form = {"gekozen": chosen, "terug": "q=machtiging&lijst=alle-open", "dossier_id": str(dossier_id),
            "reason": "Zelfde regel.", "send_mail": "ja"}  # fmt: skip
    for _ in range(2):
        sent = await post_form(client, LINK, form, page=str(page.url))
        assert sent.headers["location"] == f"{QUEUE}?lijst=alle-open&q=machtiging"
        assert "2 meldingen zijn gekoppeld aan Herhaalmachtigingen." in (await client.get(QUEUE)).text
    linked = [fact for fact in await said(triage) if isinstance(fact, ReportLinkedV1)]
    assert [(fact.decided_by, fact.send_mail, fact.dossier_id) for fact in linked] == [
        (member.name, True, dossier_id)
    ] * 2
    assert [fact.practices for fact in linked] == [1, 2]


async def test_what_somebody_changed_meanwhile_is_refused_with_the_reason_and_the_rest_is_done(
    lead: tuple[httpx.AsyncClient, Member], triage: Database
) -> None:
    client, _ = lead
    dossier_id = await _dossier(triage)
    ids = [await in_queue(triage, number) for number in (1, 2, 3)]
    chosen = await _chosen(client, 1, 2, 3)
    closed = {"version": "1", "decision": "close", "close_reason": "not_a_rule", "reason": "Geen regel",
              "tip": "Vraag het in je hagro.", "send_mail": "ja"}  # fmt: skip
    await post_form(client, f"{QUEUE}/{ids[0]}/beslissing", closed, page=f"{QUEUE}/{ids[0]}")
    form = {"gekozen": chosen, "dossier_id": str(dossier_id), "reason": "Zelfde regel.", "send_mail": "ja"}
    page = await post_form(client, LINK, form, page=f"{LINK}?gekozen={chosen[0]}")
    assert "2 meldingen zijn gekoppeld" in page.text
    assert "1 melding is niet veranderd" in page.text
    assert "Sanne de Vries paste deze melding net aan." in page.text
    # Who looked and tries again is told why it cannot be.
    again = await post_form(
        client, LINK, form | {"gekozen": f"{ids[0]}_2_"}, page=str(page.url) + "?gekozen=" + chosen[0]
    )
    assert "Deze melding heeft al een besluit: gesloten met reden." in again.text
    assert len([fact for fact in await said(triage) if isinstance(fact, ReportLinkedV1)]) == 2


@pytest.mark.parametrize(
    ("form", "sentence"),
    [
        ({"reason": "Zelfde regel."}, "Kies een dossier"),
        ({"dossier_id": str(new_id())}, "Schrijf op waarom je dit kiest"),
        ({"dossier_id": str(new_id()), "reason": "Zelfde regel."}, "Dit bestaat niet meer"),
    ],
)
async def test_a_form_that_is_not_complete_keeps_what_was_chosen(
    lead: tuple[httpx.AsyncClient, Member], triage: Database, form: dict[str, str], sentence: str
) -> None:
    client, _ = lead
    await _dossier(triage)
    await in_queue(triage, 1)
    chosen = await _chosen(client, 1)
    page = await post_form(
        client, LINK, {"gekozen": chosen, "send_mail": "ja", **form}, page=f"{LINK}?gekozen={chosen[0]}"
    )
    assert page.status_code == 422
    assert sentence in page.text
    assert chosen[0] in page.text


async def test_who_chose_nothing_is_sent_back(lead: tuple[httpx.AsyncClient, Member]) -> None:
    client, _ = lead
    sent = await client.get(ASSIGN, params={"terug": "lijst=alle-open&terug=//elders"})
    assert sent.headers["location"] == f"{QUEUE}?lijst=alle-open"
    assert "Kies eerst een of meer meldingen." in (await client.get(QUEUE)).text


async def test_cases_are_given_to_a_colleague_and_taken_over(
    lead: tuple[httpx.AsyncClient, Member], client_for: ClientFor, triage: Database
) -> None:
    client, sanne = lead
    ids = [await in_queue(triage, number) for number in (1, 2)]
    async with client_for("triage") as other:
        mo = await sign_in_as(other, [triage], Role.RESEARCHER, "Mo Aydın")
        seen_by_sanne = await _chosen(client, 1, 2)
        given = await post_form(other, ASSIGN, {"gekozen": await _chosen(other, 1), "handler": str(mo.id)},
                                page=f"{ASSIGN}?gekozen={seen_by_sanne[0]}")  # fmt: skip
        assert given.status_code == 303
        page = await post_form(client, ASSIGN, {"gekozen": seen_by_sanne, "handler": str(sanne.id)},
                               page=f"{ASSIGN}?gekozen={seen_by_sanne[0]}")  # fmt: skip
        assert "1 melding is toegewezen aan Sanne de Vries." in page.text
        assert "Mo Aydın kreeg deze melding net." in page.text
        assert [await _handler(triage, one) for one in ids] == [mo.id, sanne.id]
        # Who sees who has it, may take it over, also twice.
        case = await client.get(f"{QUEUE}/{ids[0]}")
        assert "Neem over" in case.text
        form = {"gekozen": f"{ids[0]}_1_{mo.id}", "handler": str(sanne.id)}
        for _ in range(2):
            await post_form(client, f"{QUEUE}/{ids[0]}/behandelaar", form, page=f"{QUEUE}/{ids[0]}")
            assert "Opgeslagen." in (await client.get(QUEUE)).text
        late = await post_form(other, f"{QUEUE}/{ids[0]}/behandelaar", {**form, "handler": "niemand"},
                               page=f"{QUEUE}/{ids[0]}")  # fmt: skip
        assert late.status_code == 303
        assert "Sanne de Vries kreeg deze melding net." in (await other.get(f"{QUEUE}/{ids[0]}")).text
    async with triage.transaction() as session:
        log = [(entry.who, entry.text) for entry in await history_of(session, ids[0]) if entry.internal]
    assert log == [
        ("Sanne de Vries", "Behandelaar: Sanne de Vries. Dat was Mo Aydın."),
        ("Mo Aydın", "Behandelaar: Mo Aydın."),
    ]


async def test_only_who_decides_can_be_given_a_case_and_one_that_left_still_has_a_name(
    lead: tuple[httpx.AsyncClient, Member], client_for: ClientFor, triage: Database
) -> None:
    client, _ = lead
    report_id = await in_queue(triage, 1)
    async with client_for("triage") as other:
        reader = await sign_in_as(other, [triage], Role.READER, "Ans Lezer")
    chosen = await _chosen(client, 1)
    form = {"gekozen": chosen, "handler": str(reader.id)}
    assert (await post_form(client, ASSIGN, form, page=f"{ASSIGN}?gekozen={chosen[0]}")).status_code == 422
    async with triage.transaction() as session:
        await session.execute(text("update cases set assigned_to = :id"), {"id": reader.id})
    assert "Ans Lezer" in (await client.get(f"{QUEUE}/{report_id}")).text


async def test_many_that_were_linked_by_mistake_are_taken_back_from_the_message(
    lead: tuple[httpx.AsyncClient, Member], triage: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TRIAGE_UNDO_MINUTES", "10")
    client, _ = lead
    dossier_id = await _dossier(triage)
    ids = [await in_queue(triage, number) for number in (1, 2)]
    form = {"gekozen": await _chosen(client, 1, 2), "terug": "lijst=alle-open", "dossier_id": str(dossier_id),
            "reason": "Zelfde regel.", "send_mail": "ja"}  # fmt: skip
    linked = await post_form(client, LINK, form, page=QUEUE)
    undo = next(
        one for one in forms_in((await client.get(linked.headers["location"])).text) if "koppelen" in one.action
    )
    for _ in range(2):
        done = await client.post(undo.action, data=undo.fields, headers={"Origin": ORIGIN})
        assert done.headers["location"] == f"{QUEUE}?lijst=alle-open"
        told = (await client.get(done.headers["location"])).text
        assert "Ongedaan gemaakt. 2 meldingen staan weer in de wachtrij." in told
    undone = [fact.report_id for fact in await said(triage) if isinstance(fact, ReportUnlinkedV1)]
    assert sorted(undone) == sorted(ids)


async def test_what_was_taken_back_goes_to_nobody(lead: tuple[httpx.AsyncClient, Member], triage: Database) -> None:
    client, sanne = lead
    report_id = await in_queue(triage, 1, {"state": "withdrawn", "changed_at": clock.now()})
    form = {"gekozen": f"{report_id}_1_", "handler": str(sanne.id)}
    await post_form(client, f"{QUEUE}/{report_id}/behandelaar", form, page=QUEUE)
    assert "gewist of ingetrokken" in (await client.get(f"{QUEUE}/{report_id}")).text
    assert await _handler(triage, report_id) is None


async def test_taking_over_is_undone_from_the_message_until_somebody_else_takes_it(
    lead: tuple[httpx.AsyncClient, Member], triage: Database, client_for: ClientFor
) -> None:
    client, member = lead
    report_id = await in_queue(triage, 1)
    case, form = f"{QUEUE}/{report_id}", {"gekozen": await _chosen(client, 1), "handler": str(member.id)}
    said = await client.get((await post_form(client, f"{case}/behandelaar", form, page=case)).headers["location"])
    undo = next(one for one in forms_in(said.text) if one.action.endswith("/ongedaan"))
    assert await _handler(triage, report_id) == member.id
    assert "Ongedaan maken" not in (await client.get(case)).text
    done = await client.post(undo.action, data=undo.fields, headers={"Origin": ORIGIN})
    assert (done.status_code, done.headers["location"]) == (303, case)
    assert await _handler(triage, report_id) is None
    again = await client.post(undo.action, data=undo.fields, headers={"Origin": ORIGIN})
    assert "Ongedaan gemaakt." in (await client.get(again.headers["location"])).text
    async with client_for("triage") as other:
        mo = await sign_in_as(other, [triage], Role.RESEARCHER, "Mo Aydın")
        await post_form(other, f"{case}/behandelaar", {**form, "handler": str(mo.id)}, page=case)
    late = await client.post(undo.action, data=undo.fields, headers={"Origin": ORIGIN})
    assert "Mo Aydın kreeg deze melding net." in (await client.get(late.headers["location"])).text
    assert await _handler(triage, report_id) == mo.id
    async with triage.transaction() as session:
        assert len([one for one in await history_of(session, report_id) if one.text.startswith(ASSIGNED)]) == 3


async def test_many_that_were_assigned_go_back_to_who_had_each(
    lead: tuple[httpx.AsyncClient, Member], triage: Database, client_for: ClientFor
) -> None:
    client, member = lead
    async with client_for("triage") as other:
        mo = await sign_in_as(other, [triage], Role.RESEARCHER, "Mo Aydın")
    ids = [await in_queue(triage, number, {"assigned_to": mo.id if number % 2 else None}) for number in range(1, 26)]
    form = {"gekozen": await _chosen(client, *range(1, 26)), "handler": str(member.id), "terug": "lijst=alle-open"}
    answer = await post_form(client, ASSIGN, form, page=QUEUE)
    said = await client.get(answer.headers["location"])
    undo = next(one for one in forms_in(said.text) if one.action.endswith("/ongedaan"))
    assert {await _handler(triage, one) for one in ids} == {member.id}
    done = await client.post(undo.action, data=undo.fields, headers={"Origin": ORIGIN})
    assert done.headers["location"] == f"{QUEUE}?lijst=alle-open"
    assert [await _handler(triage, one) for one in ids] == [mo.id if number % 2 else None for number in range(1, 26)]
