"""What messages lose when the thing they are about is erased, and what facts lose that come later."""

import asyncio
from collections.abc import Callable

import pytest
from sqlalchemy import select, text, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession

from shared import clock, history
from shared.contracts.cloud_event import CloudEvent
from shared.contracts.escalation import HandoverAnsweredV1
from shared.contracts.intake import AnswerGivenV1, ReportSubmittedV1
from shared.contracts.pieces import HIDDEN, Hider, make_piece
from shared.contracts.vocabulary import HandoverAnswer
from shared.contracts.words import GONE
from shared.database import Database
from shared.ids import new_id
from shared.messaging import erasing, hiding, outbox
from shared.messaging.delivery import Delivery
from shared.messaging.parked.failing import park, record_failure
from shared.messaging.redacting import redact_messages
from shared.messaging.subscribing import FactSubscribers
from shared.messaging.tables import outbox as rows
from shared.messaging.tables import parked
from tests.builders import a_contact_given, a_report_submitted, an_answer_given
from tests.facts import deliver, said
from tests.shared.messaging.conftest import Hearing

SECRET = "kanarie"


@pytest.fixture
def intake(databases: Callable[[str], Database]) -> Database:
    return databases("intake")


async def test_a_fact_about_an_erased_report_is_heard_without_words(intake: Database) -> None:
    hearing, answer, other = Hearing(), an_answer_given(text=SECRET), an_answer_given(text=SECRET)
    async with intake.transaction() as session:
        await erasing.remember(session, answer.report_id)
    await deliver(intake, hearing.facts, answer)
    await deliver(intake, hearing.facts, other)
    assert [fact.text for fact in hearing.heard] == [GONE, SECRET]


async def test_a_fact_under_another_id_loses_its_words_with_the_report_behind_it(intake: Database) -> None:
    heard: list[str] = []
    facts, report_id = FactSubscribers("intake"), new_id()

    @facts.hears(HandoverAnsweredV1)
    async def _(_session: AsyncSession, event: CloudEvent[HandoverAnsweredV1]) -> None:
        heard.append(event.data.public_text)

    async with intake.transaction() as session:
        await erasing.remember(session, report_id)
    named = {"reference": "H-26-001", "party_id": new_id(), "party_name": "HIT", "public_text": SECRET}
    for behind in (report_id, new_id()):
        fact = HandoverAnsweredV1(handover_id=new_id(), report_id=behind, answer=HandoverAnswer.REFUSED, **named)
        await deliver(intake, facts, fact)
    assert heard == [GONE, SECRET]


async def test_an_erasure_waits_for_what_is_being_handled_about_the_same_report(intake: Database) -> None:
    facts, answer, order = FactSubscribers("intake"), an_answer_given(), []
    begun, go_on = asyncio.Event(), asyncio.Event()

    @facts.hears(AnswerGivenV1)
    async def _(_session: AsyncSession, _event: CloudEvent[AnswerGivenV1]) -> None:
        begun.set()
        await go_on.wait()
        order.append("handled")

    async def erase() -> None:
        async with intake.transaction() as session:
            await erasing.remember(session, answer.report_id)
            order.append("erased")

    handling = asyncio.create_task(deliver(intake, facts, answer))
    await begun.wait()
    erasure = asyncio.create_task(erase())
    await asyncio.sleep(0.1)
    go_on.set()
    await asyncio.gather(handling, erasure)
    assert order == ["handled", "erased"]


async def test_what_was_said_stays_without_words_and_is_said_again(intake: Database) -> None:
    report, contact = a_report_submitted(story=SECRET), a_contact_given(name=SECRET)
    report = report.model_copy(update={"report_id": contact.report_id})
    other = a_report_submitted()
    async with intake.transaction() as session:
        await outbox.add(session, report, contact, other)
        await session.execute(update(rows).values(published_at=clock.now()))
        await redact_messages(session, [report.report_id])
        found = (await session.execute(select(rows).order_by(rows.c.id))).all()
    emptied, untouched = await said(intake)
    assert isinstance(emptied, ReportSubmittedV1)
    assert (emptied.story, emptied.reference, untouched) == (GONE, report.reference, other)
    assert [(row.published_at is None, row.said_again) for row in found] == [(True, 1), (False, 0)]
    async with intake.transaction() as session:
        await redact_messages(session, [report.report_id])
        assert await session.scalar(select(rows.c.said_again).where(rows.c.id == found[0].id)) == 1


async def test_parked_messages_that_name_the_report_lose_their_words(intake: Database) -> None:
    answer = an_answer_given(text=SECRET)
    readable = outbox.envelope(answer).model_dump_json(exclude_none=True).encode()
    broken = f"{SECRET} {answer.report_id} \x00".encode()
    elsewhere = f"{SECRET} {new_id()}".encode()
    async with intake.transaction() as session:
        for number, body in enumerate((readable, broken, elsewhere), 1):
            delivery = Delivery(body, f"intake.answer.given.v1.{new_id()}", "FACTS", number, number=1)
            await record_failure(session, "intake-answer-given", delivery, "it failed")
            await park(session, "intake-answer-given", delivery)
        await redact_messages(session, [answer.report_id])
        bodies = [row.body for row in await session.execute(select(parked.c.body).order_by(parked.c.stream_sequence))]
    assert [SECRET.encode() in body for body in bodies] == [False, False, True]
    assert GONE.encode() in bodies[0]
    assert bodies[1] == b""


async def test_history_loses_words_and_nothing_else(databases: Callable[[str], Database]) -> None:
    triage, about = databases("triage"), new_id()
    async with triage.transaction() as session:
        await history.write_down(session, about, "Sanne", f"Vraag gesteld: {SECRET}")
        await history.write_down(session, about, "Melder", SECRET)
        for _ in range(2):
            await history.take_words_out(session, about, lambda who, _: "Vraag gesteld" if who == "Sanne" else "")
        entries = await history.history_of(session, about)
    assert [entry.text for entry in entries] == [GONE, f"Vraag gesteld {GONE}"]
    for change in ("text = 'anders'", "text = text || 'er bij'", "who = 'een ander', text = '(gewist)'"):
        with pytest.raises(DBAPIError, match="only grows"):
            async with triage.transaction() as session:
                await session.execute(text(f"update history set {change}"))


async def test_history_loses_hidden_pieces_and_nothing_else(databases: Callable[[str], Database]) -> None:
    triage, about = databases("triage"), new_id()
    hider = Hider([make_piece(new_id(), "50%_ Jan", "key")], "key")
    async with triage.transaction() as session:
        await history.write_down(session, about, "Sanne", "Reden: 50%_ Jan, en 50% \\ Piet van 50% Jan.")
        for _ in range(2):
            await history.hide_pieces(session, about, hider.text)
        (entry,) = await history.history_of(session, about)
    assert entry.text == f"Reden: {HIDDEN}, en 50% \\ Piet van {HIDDEN}."
    added = ("'x' || text || '[verwijderd]'", "replace(text, 'en', 'of [verwijderd]')", "'[verwijderd] anders'")
    for change in (*(f"text = {one}" for one in added), f"who = 'een ander', text = '{HIDDEN}'"):
        with pytest.raises(DBAPIError, match="only grows"):
            async with triage.transaction() as session:
                await session.execute(text(f"update history set {change}"))


async def test_a_hidden_piece_goes_from_what_was_said_and_parked_and_the_rest_stays(intake: Database) -> None:
    answer = an_answer_given(text=f"Over {SECRET} en meer")
    contact = a_contact_given(name=SECRET).model_copy(update={"report_id": answer.report_id})
    hider = Hider([make_piece(new_id(), SECRET, "key")], "key")
    bodies = [
        outbox.envelope(answer).model_dump_json(exclude_none=True).encode(),
        f"over {SECRET} {answer.report_id} \x00".encode(),
    ]
    async with intake.transaction() as session:
        await outbox.add(session, answer, contact)
        await session.execute(update(rows).values(published_at=clock.now()))
        for number, body in enumerate(bodies, 1):
            delivery = Delivery(body, f"intake.answer.given.v1.{answer.report_id}", "FACTS", number, number=1)
            await record_failure(session, "intake-answer-given", delivery, "it failed")
            await park(session, "intake-answer-given", delivery)
        for _ in range(2):
            await redact_messages(session, [answer.report_id], hider)
        again = list(await session.scalars(select(rows.c.said_again).order_by(rows.c.id)))
        left = [row.body for row in await session.execute(select(parked.c.body).order_by(parked.c.stream_sequence))]
    hidden, address = await said(intake)
    assert isinstance(hidden, AnswerGivenV1)
    assert (hidden.text, address, again[:2]) == (f"Over {HIDDEN} en meer", contact, [1, 0])
    assert [f"ver {HIDDEN}".encode() in body and SECRET.encode() not in body for body in left] == [True, True]


async def test_a_fact_that_is_heard_or_said_after_the_hiding_is_without_the_piece(intake: Database) -> None:
    hearing, answer, other = Hearing(), an_answer_given(text=f"Van {SECRET}"), an_answer_given(text=SECRET)
    async with intake.transaction() as session:
        await hiding.remember(session, answer.report_id, make_piece(new_id(), SECRET, hiding.server_key()))
        await outbox.add(session, answer, other)
    await deliver(intake, hearing.facts, answer)
    await deliver(intake, hearing.facts, other)
    assert [fact.text for fact in hearing.heard] == [f"Van {HIDDEN}", SECRET]
    assert [fact.text for fact in await said(intake) if isinstance(fact, AnswerGivenV1)] == [f"Van {HIDDEN}", SECRET]
