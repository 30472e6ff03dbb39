from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from datetime import UTC, date, datetime, timedelta

import httpx
import pytest

from services.escalation.domain import HandoverState
from services.escalation.subscribers import facts
from shared import clock
from shared.contracts.escalation import HandoverAnsweredV1, HandoverSentV1, PackageAddressedV1
from shared.contracts.notifier import MailSettledV1
from shared.contracts.vocabulary import HandoverAnswer, MailState, NextActor, Role
from shared.database import Database
from shared.ids import new_id
from tests.browserlike import post_form, sign_in_as
from tests.builders import a_report_submitted
from tests.escalation.facts_heard import HIT, Databases, a_dossier_concluded, a_handover_decided, the_page
from tests.facts import deliver, said

HERE = "/team/doorzetten/H-26-001"
NOON = datetime(2026, 11, 20, 11, 0, tzinfo=UTC)
ClientFor = Callable[..., AbstractAsyncContextManager[httpx.AsyncClient]]
TEXT = {
    "version": "0",
    "title": "Jaarlijkse machtiging voor stomamateriaal",
    "category": "request",
    "asked_text": "Elk jaar een nieuwe machtiging.",
    "asked_by": "Zorgverzekeraar",
    "recorded_text": "Wij hebben dit nergens gevonden.",
    "tried": "Gebeld met de verzekeraar.",
    "wanted": "Een machtiging voor vijf jaar.",
    "contact_name": "mevrouw De Boer",
    "contact_email": "hit@lhv.example",
}
TICKED = {"no_names": "ja", "read_through": "ja"}
AN_ANSWER = {"answer": "answered", "received_on": "2026-11-20", "public_text": "Wij spreken hen aan."}


@pytest.fixture
def escalation(databases: Databases) -> Database:
    return databases("escalation")


@pytest.fixture
async def client(client_for: ClientFor, escalation: Database) -> AsyncIterator[httpx.AsyncClient]:
    with clock.frozen(NOON):
        async with client_for("escalation") as opened:
            await sign_in_as(opened, [escalation])
            await deliver(escalation, facts, HIT)
            await deliver(escalation, facts, a_dossier_concluded())
            yield opened


async def save(client: httpx.AsyncClient, **changes: str) -> httpx.Response:
    return await post_form(client, f"{HERE}/tekst", {**TEXT, **changes}, page="/team/doorzetten")


async def act(client: httpx.AsyncClient, what: str, **fields: str) -> httpx.Response:
    return await post_form(client, f"{HERE}/{what}", fields, page="/team/doorzetten")


async def sent(client: httpx.AsyncClient) -> httpx.Response:
    await save(client)
    return await act(client, "versturen", version="1", **TICKED)


async def settled(escalation: Database, state: MailState, why: str | None = None) -> None:
    handover_id = (await the_page(escalation)).handover.id
    with clock.frozen(NOON + timedelta(minutes=1)):
        fact = MailSettledV1(mail_id=new_id(), about_id=handover_id, state=state, why=why)
        await deliver(escalation, facts, fact)


async def test_the_list_opens_on_what_is_to_be_done(client: httpx.AsyncClient) -> None:
    text = (await client.get("/team/doorzetten")).text
    for shown in ("Nog te versturen", "H-26-001", "Huisartsen Interventie Team", "Concept", "Wij"):
        assert shown in text


@pytest.mark.parametrize("stand", ["onderweg", "antwoord", "gesloten"])
async def test_an_empty_tab_says_so(client: httpx.AsyncClient, stand: str) -> None:
    assert 'class="empty"' in (await client.get(f"/team/doorzetten?stand={stand}")).text


async def test_an_unknown_handover_is_a_helpful_404(client: httpx.AsyncClient) -> None:
    answer = await client.get("/team/doorzetten/H-26-999")
    assert (answer.status_code, "Kijk of het kenmerk klopt" in answer.text) == (404, True)


async def test_a_draft_shows_what_is_missing_and_cannot_be_sent(
    client: httpx.AsyncClient, escalation: Database
) -> None:
    text = (await client.get(HERE)).text
    assert "Niet ingevuld" in text
    assert "Bekijk en verstuur" not in text
    assert (await client.get(f"{HERE}/versturen")).headers["location"] == HERE
    await act(client, "versturen", version="0", **TICKED)
    assert await said(escalation) == []


async def test_the_text_is_saved_and_the_contact_remembered(client: httpx.AsyncClient, escalation: Database) -> None:
    assert (await save(client)).status_code == 303
    await deliver(escalation, facts, a_dossier_concluded())
    found = await the_page(escalation, "H-26-002")
    assert (found.handover.contact_name, found.handover.contact_email) == ("mevrouw De Boer", "hit@lhv.example")


async def test_a_wrong_address_gets_a_sentence_and_loses_nothing(client: httpx.AsyncClient) -> None:
    answer = await save(client, contact_email="hit at lhv", wanted="Een nieuwe tekst.")
    assert answer.status_code == 422
    assert answer.text.count("Dit is geen e-mailadres") == 2
    assert "Een nieuwe tekst." in answer.text


async def test_who_saves_after_somebody_else_sees_both_texts(client: httpx.AsyncClient, escalation: Database) -> None:
    await save(client, wanted="De wens van Sanne.")
    await sign_in_as(client, [escalation], name="Mo Yilmaz")
    answer = await save(client, wanted="De wens van Mo.")
    assert answer.status_code == 409
    for shown in ("Sanne de Vries paste dit net aan", "De wens van Sanne.", "De wens van Mo."):
        assert shown in answer.text
    assert (await save(client, version="1", wanted="Onze wens.")).status_code == 303


async def test_the_story_is_offered_with_a_warning_and_saved_by_hand_only(
    client: httpx.AsyncClient, escalation: Database
) -> None:
    report = a_report_submitted(story="Mijn buurvrouw kwam ervoor langs.")
    await deliver(escalation, facts, report)
    await deliver(escalation, facts, a_handover_decided(report_id=report.report_id))
    there = "/team/doorzetten/H-26-002"
    assert "Mijn buurvrouw" not in (await client.get(there)).text
    offered = (await client.get(f"{there}/tekst?verhaal=1")).text
    assert "Mijn buurvrouw" in offered
    assert "Haal alles weg wat over een persoon of een praktijk gaat" in offered
    assert "Mijn buurvrouw" not in (await client.get(there)).text


async def test_the_mail_is_looked_at_before_it_goes(client: httpx.AsyncClient, escalation: Database) -> None:
    await save(client)
    text = (await client.get(f"{HERE}/versturen")).text
    for shown in ("hit@lhv.example", "Geachte mevrouw De Boer,", "Een machtiging voor vijf jaar.", "18 december"):
        assert shown in text
    assert await said(escalation) == []


async def test_both_checks_are_needed(client: httpx.AsyncClient, escalation: Database) -> None:
    await save(client)
    answer = await act(client, "versturen", version="1", no_names="ja")
    assert answer.status_code == 422
    assert answer.text.count("Lees eerst de hele mail na") == 2
    assert await said(escalation) == []


async def test_sending_says_it_and_addresses_the_package(client: httpx.AsyncClient, escalation: Database) -> None:
    assert (await sent(client)).headers["location"] == HERE
    told, addressed = await said(escalation)
    assert isinstance(told, HandoverSentV1)
    assert isinstance(addressed, PackageAddressedV1)
    assert (told.sent_by, told.answer_by) == ("Sanne de Vries", date(2026, 12, 18))
    assert (addressed.to_name, addressed.to_email) == ("mevrouw De Boer", "hit@lhv.example")
    assert addressed.paragraphs == (await the_page(escalation)).package.paragraphs


async def test_pressing_twice_sends_once(client: httpx.AsyncClient, escalation: Database) -> None:
    await sent(client)
    again = await act(client, "versturen", version="1", **TICKED)
    assert again.status_code == 303
    assert len(await said(escalation)) == 2
    assert "Dit dossier is al verstuurd" in (await client.get(HERE)).text


async def test_a_text_changed_since_it_was_looked_at_does_not_go(
    client: httpx.AsyncClient, escalation: Database
) -> None:
    await save(client)
    await save(client, version="1", wanted="Toch iets anders.")
    answer = await act(client, "versturen", version="1", **TICKED)
    assert answer.headers["location"] == f"{HERE}/versturen"
    assert await said(escalation) == []


async def test_what_was_sent_does_not_change_any_more(client: httpx.AsyncClient, escalation: Database) -> None:
    await sent(client)
    await save(client, version="1", wanted="Te laat.")
    assert (await the_page(escalation)).handover.wanted == TEXT["wanted"]


@pytest.mark.parametrize("role", [Role.RESEARCHER, Role.READER])
async def test_only_who_may_hand_over_sends(client: httpx.AsyncClient, escalation: Database, role: Role) -> None:
    await save(client)
    await sign_in_as(client, [escalation], role)
    assert (await client.get(f"{HERE}/versturen")).status_code == 403
    assert (await act(client, "versturen", version="1", **TICKED)).status_code == 403
    assert "Alleen een projectleider kan dit versturen" in (await client.get(HERE)).text


async def test_a_mail_that_failed_is_shown_and_can_be_sent_again(
    client: httpx.AsyncClient, escalation: Database
) -> None:
    await sent(client)
    await settled(escalation, MailState.FAILED, "het adres bestaat niet")
    text = (await client.get(HERE)).text
    assert "De mail is niet aangekomen" in text
    assert "het adres bestaat niet" in text
    better = {"contact_name": "de heer Bakker", "contact_email": "info@lhv.example"}
    for _ in range(2):
        await act(client, "opnieuw", **better)
    *_, addressed = await said(escalation)
    assert isinstance(addressed, PackageAddressedV1)
    assert addressed.to_email == "info@lhv.example"
    assert len(await said(escalation)) == 3
    assert (await the_page(escalation)).shown.delivery is MailState.PENDING


async def test_news_of_an_earlier_mail_is_passed_over(client: httpx.AsyncClient, escalation: Database) -> None:
    await sent(client)
    handover_id = (await the_page(escalation)).handover.id
    with clock.frozen(NOON - timedelta(hours=1)):
        old = MailSettledV1(mail_id=new_id(), about_id=handover_id, state=MailState.FAILED)
        await deliver(escalation, facts, old)
    assert (await the_page(escalation)).shown.delivery is MailState.PENDING
    await settled(escalation, MailState.SENT)
    assert (await the_page(escalation)).shown.delivery is MailState.SENT


async def test_a_mail_about_a_report_is_not_ours(client: httpx.AsyncClient, escalation: Database) -> None:
    about_a_report = MailSettledV1(mail_id=new_id(), about_id=new_id(), state=MailState.FAILED)
    await deliver(escalation, facts, about_a_report)
    assert (await client.get(HERE)).status_code == 200


@pytest.mark.parametrize(
    ("answer", "state", "actor"),
    [
        (HandoverAnswer.ACCEPTED, HandoverState.RECEIVED, NextActor.PARTY),
        (HandoverAnswer.ANSWERED, HandoverState.ANSWERED, NextActor.TEAM),
        (HandoverAnswer.REFUSED, HandoverState.REFUSED, NextActor.TEAM),
    ],
)
async def test_each_answer_is_recorded_and_told(
    client: httpx.AsyncClient,
    escalation: Database,
    answer: HandoverAnswer,
    state: HandoverState,
    actor: NextActor,
) -> None:
    await sent(client)
    await act(client, "antwoord", **{**AN_ANSWER, "answer": answer.value})
    told = (await said(escalation))[-1]
    assert isinstance(told, HandoverAnsweredV1)
    assert (told.answer, told.public_text) == (answer, "Wij spreken hen aan.")
    shown = (await the_page(escalation)).shown
    assert (shown.state, shown.next_actor) == (state, actor)


async def test_an_answer_to_what_was_never_sent_is_refused(client: httpx.AsyncClient, escalation: Database) -> None:
    answer = await act(client, "antwoord", **AN_ANSWER)
    assert answer.status_code == 303
    assert await said(escalation) == []


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"answer": ""}, "Kies wat de organisatie zegt"),
        ({"received_on": "2026-11-21"}, "Deze dag moet nog komen"),
        ({"received_on": "2026-11-19"}, "Dit is vóór de dag waarop het dossier is verstuurd"),
        ({"public_text": ""}, "Schrijf op wat de organisatie antwoordt"),
    ],
)
async def test_a_wrong_answer_is_refused(client: httpx.AsyncClient, fields: dict[str, str], sentence: str) -> None:
    await sent(client)
    answer = await act(client, "antwoord", **{**AN_ANSWER, **fields})
    assert answer.status_code == 422
    assert answer.text.count(sentence) == 2


async def test_an_answer_that_stays_away_is_said_in_words(client: httpx.AsyncClient, escalation: Database) -> None:
    await sent(client)
    assert (await the_page(escalation)).shown.term == "Voor 18 december"
    with clock.frozen(NOON + timedelta(days=36)):
        shown = (await the_page(escalation)).shown
        assert (shown.term, shown.silence) == ("Te laat", "Geen antwoord sinds 5 weken")


async def test_an_answered_handover_is_closed_with_a_reason(client: httpx.AsyncClient, escalation: Database) -> None:
    await sent(client)
    early = await act(client, "sluiten", close_reason="Klaar.")
    assert early.status_code == 303
    assert (await the_page(escalation)).shown.state is HandoverState.SENT
    await act(client, "antwoord", **AN_ANSWER)
    assert (await act(client, "sluiten", close_reason="")).status_code == 422
    await act(client, "sluiten", close_reason="Het dossier gaat verder.")
    assert (await the_page(escalation)).shown.state is HandoverState.CLOSED
