"""A round table: planned, invited to, changed and called off; what each attendee is sent, and once."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from datetime import UTC, datetime, timedelta
from uuid import UUID

import httpx
import pytest

from services.research.subscribers import facts
from shared import clock
from shared.contracts.base import Stream
from shared.contracts.notifier import MailSettledV1
from shared.contracts.research import InvitationAddressedV1
from shared.contracts.vocabulary import MailState, Role
from shared.database import Database
from shared.ids import new_id
from tests.browserlike import post_form, sign_in_as
from tests.builders import a_report_submitted
from tests.facts import deliver, said
from tests.pages import words_of
from tests.research.facts_heard import Databases, opened_dossier

DOSSIER = "/team/dossiers/D-26-001"
NOW = datetime(2026, 11, 20, 11, 0, tzinfo=UTC)
ClientFor = Callable[..., AbstractAsyncContextManager[httpx.AsyncClient]]
MEETING = {
    "subject": "machtiging voor stoma", "day": "2026-12-01", "starts": "14:00", "ends": "15.30",
    "meeting_place": "Huis van de Regio", "agenda": "Kennismaken\n\nWat kost het?",
}  # fmt: skip
ANS = {"attendee_name": "Ans de Boer", "attendee_organisation": "De Brug", "attendee_email": "ans@debrug.example"}
BEN = {"attendee_name": "Ben Kok", "attendee_email": "ben@leverancier.example"}


@pytest.fixture
def research(databases: Databases) -> Database:
    return databases("research")


@pytest.fixture
async def client(client_for: ClientFor, research: Database) -> AsyncIterator[httpx.AsyncClient]:
    with clock.frozen(NOW):
        async with client_for("research") as opened:
            await sign_in_as(opened, [research], name="Mo Yilmaz")
            await opened_dossier(research, a_report_submitted())
            yield opened


async def post(client: httpx.AsyncClient, url: str, page: str = "", **fields: str) -> httpx.Response:
    return await post_form(client, url, fields, page=page or url)


async def planned(client: httpx.AsyncClient, **changes: str) -> str:
    """A meeting; its address."""
    here = f"{DOSSIER}/overleggen/{new_id()}"
    answer = await post(client, f"{here}/nieuw", f"{DOSSIER}/overleggen/nieuw", **{**MEETING, **changes})
    assert answer.status_code == 303, answer.text
    return here


async def with_attendees(client: httpx.AsyncClient, *people: dict[str, str]) -> tuple[str, list[UUID]]:
    here, ids = await planned(client), []
    for person in people:
        ids.append(new_id())
        answer = await post(client, f"{here}/deelnemers/{ids[-1]}/nieuw", here, **person)
        assert answer.status_code == 303, answer.text
    return here, ids


async def invited(client: httpx.AsyncClient, here: str, version: int = 0) -> str:
    """Press send; what the next page says."""
    answer = await post(client, f"{here}/uitnodigen", here, version=str(version))
    return words_of((await client.get(answer.headers["location"])).text)


async def sent(research: Database) -> list[InvitationAddressedV1]:
    return [fact for fact in await said(research) if isinstance(fact, InvitationAddressedV1)]


async def settle(research: Database, fact: InvitationAddressedV1, state: MailState, why: str | None = None) -> None:
    await deliver(research, facts, MailSettledV1(mail_id=new_id(), about_id=fact.invitation_id, state=state, why=why))


async def test_a_meeting_is_planned_once_and_stands_in_the_dossier(client: httpx.AsyncClient) -> None:
    here = await planned(client)
    await post(client, f"{here}/nieuw", f"{DOSSIER}/overleggen/nieuw", **MEETING)
    text = words_of((await client.get(DOSSIER)).text)
    assert text.count("machtiging voor stoma 1 december, 14.00 uur tot 15.30 uur") == 1
    assert "Plande een overleg: machtiging voor stoma, 1 december, 14.00 uur." in text
    assert "Agenda Kennismaken Wat kost het?" in words_of((await client.get(here)).text)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"starts": "half twee"}, "Dit is geen tijd. Schrijf hem zo: 14:30"),
        ({"ends": "13:00"}, "Het eind ligt voor het begin"),
        ({"meeting_place": ""}, "Vul in waar het is, of een link om mee te doen"),
        ({"day": "2027-03-28", "starts": "02:30", "ends": "04:00"}, "Deze tijd bestaat niet"),
        ({"meeting_url": "bellen"}, "Dit is geen webadres"),
    ],
)
async def test_a_wrong_field_gets_its_sentence(
    client: httpx.AsyncClient, changes: dict[str, str], sentence: str
) -> None:
    url = f"{DOSSIER}/overleggen/{new_id()}/nieuw"
    answer = await post(client, url, f"{DOSSIER}/overleggen/nieuw", **{**MEETING, **changes})
    assert answer.status_code == 422
    assert answer.text.count(sentence) == 2
    assert "machtiging voor stoma" in answer.text


async def test_each_attendee_is_invited_once(client: httpx.AsyncClient, research: Database) -> None:
    here, (ans, ben) = await with_attendees(client, ANS, BEN)
    look = words_of((await client.get(f"{here}/uitnodigen")).text)
    assert "Dit gaat naar 2 deelnemers" in look and "Ans de Boer, ans@debrug.example" in look
    assert "2 uitnodigingen gaan op weg." in await invited(client, here)
    assert "Iedereen weet het al. Er is niets verstuurd." in await invited(client, here)
    first, second = await sent(research)
    assert {first.attendee_id, second.attendee_id} == {ans, ben}
    assert (first.STREAM, first.sequence, first.cancels) == (Stream.PRIVATE, 0, False)
    assert (first.to_name, first.to_email, first.practices) == ("Ans de Boer", "ans@debrug.example", 2)
    assert (first.starts_at, first.agenda) == (datetime(2026, 12, 1, 13, tzinfo=UTC), ("Kennismaken", "Wat kost het?"))


async def test_a_change_goes_to_all_with_the_next_number(client: httpx.AsyncClient, research: Database) -> None:
    here, _ = await with_attendees(client, ANS, BEN)
    await invited(client, here)
    for fact in await sent(research):
        await settle(research, fact, MailState.SENT)
    assert "Verstuurd, 20 november, 12.00 uur" in words_of((await client.get(here)).text)
    await post(client, here, **{**MEETING, "version": "0", "starts": "13:00"})
    text = words_of((await client.get(here)).text)
    assert "2 deelnemers weten nog niet wat hier staat" in text
    assert "Weet nog niet wat er is veranderd" in text
    await invited(client, here, version=1)
    assert [fact.sequence for fact in await sent(research)] == [0, 0, 1, 1]
    assert {fact.starts_at.hour for fact in (await sent(research))[2:]} == {12}


async def test_nothing_goes_out_that_was_not_looked_at(client: httpx.AsyncClient, research: Database) -> None:
    here, _ = await with_attendees(client, ANS)
    await post(client, here, **{**MEETING, "version": "0", "starts": "13:00"})
    assert "Mo Yilmaz paste het overleg net aan. Kijk nog een keer." in await invited(client, here, version=0)
    assert await sent(research) == []


async def test_who_joins_later_gets_the_number_the_others_have(client: httpx.AsyncClient, research: Database) -> None:
    here, _ = await with_attendees(client, ANS)
    await invited(client, here)
    await post(client, f"{here}/deelnemers/{new_id()}/nieuw", here, **BEN)
    assert "1 uitnodiging gaat op weg." in await invited(client, here)
    assert [(fact.to_name, fact.sequence) for fact in await sent(research)] == [("Ans de Boer", 0), ("Ben Kok", 0)]


@pytest.mark.parametrize("state", [MailState.FAILED, MailState.UNKNOWN])
async def test_a_mail_that_went_wrong_can_be_sent_again(
    client: httpx.AsyncClient, research: Database, state: MailState
) -> None:
    here, _ = await with_attendees(client, ANS, BEN)
    await invited(client, here)
    first, second = await sent(research)
    await settle(research, first, state, "dit adres bestaat niet")
    await settle(research, second, MailState.SENT)
    assert "(dit adres bestaat niet)" in words_of((await client.get(here)).text)
    await invited(client, here)
    again = (await sent(research))[2:]
    assert [(fact.attendee_id, fact.sequence) for fact in again] == [(first.attendee_id, 1)]


async def test_who_is_taken_off_the_list_is_told_when_they_were_invited(
    client: httpx.AsyncClient, research: Database
) -> None:
    here, (ans, ben) = await with_attendees(client, ANS, BEN)
    away = f"{here}/deelnemers/{ben}/weg"
    assert "Er gaat geen mail uit." in words_of((await client.get(away)).text)
    await post(client, away)
    await invited(client, here)
    sure = f"{here}/deelnemers/{ans}/weg"
    assert "Ans de Boer is uitgenodigd en krijgt nu een mail" in words_of((await client.get(sure)).text)
    for _ in range(2):
        await post(client, sure, here)
    _, off = await sent(research)
    assert (off.attendee_id, off.sequence, off.cancels, off.cancels_all) == (ans, 1, True, False)
    assert "Er staat nog niemand op de lijst." in words_of((await client.get(here)).text)


async def test_a_meeting_that_is_off_is_told_once_to_who_was_invited(
    client: httpx.AsyncClient, research: Database
) -> None:
    here, (ans,) = await with_attendees(client, ANS)
    await invited(client, here)
    await post(client, f"{here}/deelnemers/{new_id()}/nieuw", here, **BEN)
    for _ in range(2):
        await post(client, f"{here}/afzeggen", cancelled_because="De zaal is weg.")
    _, off = await sent(research)
    assert (off.attendee_id, off.sequence, off.cancels, off.cancels_all) == (ans, 1, True, True)
    assert off.why == "De zaal is weg."
    text = words_of((await client.get(here)).text)
    assert "Dit overleg gaat niet door" in text and "Wijzig het overleg" not in text
    assert "Dit overleg is al afgezegd" in await invited(client, here)


async def test_nobody_is_invited_to_what_is_over(client: httpx.AsyncClient, research: Database) -> None:
    here, _ = await with_attendees(client, ANS)
    with clock.frozen(NOW + timedelta(days=12)):
        await sign_in_as(client, [research], name="Sanne de Vries")
        assert "Dit overleg is al geweest." in await invited(client, here)
    assert await sent(research) == []


async def test_stakeholders_come_with_their_address_and_nobody_twice(client: httpx.AsyncClient) -> None:
    entry = new_id()
    stakeholder = {
        "organisation": "De Brug", "person": "Ans de Boer", "email": "ans@debrug.example", "role": "Maakt de regel",
        "influence": "3", "stance": "against",
    }  # fmt: skip
    await post(client, f"{DOSSIER}/betrokkenen/{entry}/nieuw", DOSSIER, **stakeholder)
    here = await planned(client)
    await post(client, f"{here}/deelnemers/{new_id()}/nieuw", here, stakeholder_id=str(entry))
    text = words_of((await client.get(here)).text)
    assert "Ans de Boer , De Brug ans@debrug.example Nog niet uitgenodigd" in text.replace("Boer,", "Boer ,")
    twice = await post(
        client, f"{here}/deelnemers/{new_id()}/nieuw", here, **{**ANS, "attendee_email": "ANS@debrug.example"}
    )
    assert twice.status_code == 422
    assert "Dit adres staat al bij de deelnemers" in twice.text
    nobody = await post(client, f"{here}/deelnemers/{new_id()}/nieuw", here)
    assert "Kies iemand, of vul eronder een naam in" in nobody.text


async def test_what_is_said_agreed_and_promised_stands_with_the_meeting_and_in_the_dossier(
    client: httpx.AsyncClient, research: Database
) -> None:
    here, (ans,) = await with_attendees(client, ANS)
    member = await sign_in_as(client, [research], name="Sanne de Vries")
    await post(client, f"{here}/deelnemers/{ans}/komst", here, attendance="was_there")
    await post(client, f"{here}/verslag", here, version="0", minutes="Zij zien het ook.")
    table = {"round_table_id": here.rpartition("/")[2]}
    parts: dict[str, dict[str, str]] = {
        "afspraken": {"agreed": "Eén machtiging voor vijf jaar.", "between": "De Brug", "check_on": "2027-12-01"},
        "toezeggingen": {"promised_by": "De Brug", "promise": "Past het formulier aan.", "promised_for": "2026-11-19"},
        "taken": {"what": "Stuur het verslag rond", "owner_id": str(member.id), "due_on": "2026-12-04"},
    }  # fmt: skip
    for part, fields in parts.items():
        answer = await post(client, f"{DOSSIER}/{part}/{new_id()}/nieuw", here, **fields, **table)
        assert answer.headers["location"] == f"{here}#{part}"
    for page in (here, DOSSIER):
        text = words_of((await client.get(page)).text)
        for shown in (
            "Eén machtiging voor vijf jaar.",
            "Past het formulier aan.",
            "Te laat: 19 november",
            "Stuur het verslag rond",
        ):
            assert shown in text
    wrong = await post(client, f"{DOSSIER}/afspraken/{new_id()}/nieuw", here, agreed="Half", **table)
    assert wrong.status_code == 422
    assert "Vul in tussen wie deze afspraak geldt" in wrong.text and "Overleg: machtiging voor stoma" in wrong.text


@pytest.mark.parametrize("part", ["", "/verslag"])
async def test_two_who_write_at_the_same_time_lose_nothing(client: httpx.AsyncClient, part: str) -> None:
    here = await planned(client)
    mine, other = (
        {**MEETING, "version": "0", "minutes": words, "agenda": words} for words in ("Van mij", "Van een ander")
    )
    assert (await post(client, f"{here}{part}", here, **other)).status_code == 303
    late = await post(client, f"{here}{part}", here, **mine)
    assert late.status_code == 409
    assert "Mo Yilmaz paste dit net aan" in late.text
    assert "Van mij" in late.text and "Van een ander" in late.text


async def test_a_reader_reads_and_sends_nothing(client: httpx.AsyncClient, research: Database) -> None:
    here, _ = await with_attendees(client, ANS)
    await sign_in_as(client, [research], Role.READER)
    text = words_of((await client.get(here)).text)
    assert "Ans de Boer" in text and "Bekijk en verstuur" not in text
    assert (await client.get(f"{here}/uitnodigen")).status_code == 403


async def test_a_meeting_of_another_dossier_is_not_there(client: httpx.AsyncClient, research: Database) -> None:
    here = await planned(client)
    await opened_dossier(research)
    answer = await client.get(here.replace("D-26-001", "D-26-002"))
    assert answer.status_code == 404
    assert "Dit overleg kennen we niet" in answer.text
