import re
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from datetime import UTC, datetime
from uuid import UUID

import httpx
import pytest

from services.research.forms import SourceForm
from services.research.handlers.entries import add_entry
from services.research.subscribers import facts
from shared import clock
from shared.contracts.research import DossierConcludedV1, DossierReopenedV1
from shared.contracts.vocabulary import Role
from shared.database import Database
from shared.ids import new_id
from tests.browserlike import post_form, sign_in_as
from tests.builders import a_report_submitted
from tests.facts import deliver, said
from tests.research.facts_heard import TITLE, Databases, a_handover_sent, a_party_listed, opened_dossier

HERE = "/team/dossiers/D-26-001"
HIT = a_party_listed()
OTHER_BODY = a_party_listed(name="Zorgverzekeraars Nederland", abbreviation="ZN", takes_handovers=False)
ClientFor = Callable[..., AbstractAsyncContextManager[httpx.AsyncClient]]
AN_OUTCOME = {"outcome": "solved", "public_text": "Het hoeft niet meer.", "outcome_reason": "Bevestigd."}
A_SOURCE = {"recorded_in": "law", "place": "Zorgverzekeringswet, artikel 14", "checked_on": "2026-11-01"}


@pytest.fixture
def research(databases: Databases) -> Database:
    return databases("research")


@pytest.fixture
async def client(client_for: ClientFor, research: Database) -> AsyncIterator[httpx.AsyncClient]:
    with clock.frozen(datetime(2026, 11, 20, 11, 0, tzinfo=UTC)):
        async with client_for("research") as opened:
            await sign_in_as(opened, [research], name="Mo Yilmaz")
            await opened_dossier(research, a_report_submitted(story="De balie belt steeds."))
            for party in (HIT, OTHER_BODY):
                await deliver(research, facts, party)
            yield opened


async def save(client: httpx.AsyncClient, part: str, **fields: str) -> httpx.Response:
    return await post_form(client, f"{HERE}/{part}", fields, page=HERE)


async def concluded(client: httpx.AsyncClient, **fields: str) -> httpx.Response:
    await save(client, "uitkomst", **{**AN_OUTCOME, **fields})
    return await post_form(client, f"{HERE}/afronden", {"version": "1"})


async def test_nobody_gets_in_without_signing_in(client_for: ClientFor, research: Database) -> None:
    async with client_for("research") as stranger:
        answer = await stranger.get("/team/dossiers")
    assert (answer.status_code, answer.headers["location"]) == (303, "/team/inloggen?volgende=/team/dossiers")


async def test_the_list_shows_what_counts(client: httpx.AsyncClient) -> None:
    text = (await client.get("/team/dossiers")).text
    for shown in (TITLE, "D-26-001", "In onderzoek", "ongeveer 2 uur", "Wij", "20 november"):
        assert shown in text


@pytest.mark.parametrize(
    ("stand", "words"),
    [("elders", "Er ligt niets bij een andere organisatie"), ("afgesloten", "Er is nog niets afgerond")],
)
async def test_an_empty_tab_says_so(client: httpx.AsyncClient, stand: str, words: str) -> None:
    assert words in (await client.get(f"/team/dossiers?stand={stand}")).text


async def test_a_page_past_the_end_leads_back(client: httpx.AsyncClient) -> None:
    assert "Ga naar het begin van de lijst" in (await client.get("/team/dossiers?pagina=9")).text


async def test_practices_are_pseudonyms(client: httpx.AsyncClient) -> None:
    text = (await client.get(HERE)).text
    assert "Praktijk 1" in text
    assert "Praktijk 2" in text
    assert "De balie belt steeds." in text


async def test_an_unknown_dossier_is_a_helpful_404(client: httpx.AsyncClient) -> None:
    answer = await client.get("/team/dossiers/D-26-999")
    assert answer.status_code == 404
    assert "Kijk of het kenmerk klopt" in answer.text


async def test_a_reader_sees_no_forms_and_may_not_post(client: httpx.AsyncClient, research: Database) -> None:
    await sign_in_as(client, [research], Role.READER)
    assert "Wijzig de kern" not in (await client.get(HERE)).text
    answer = await save(client, "kern", question="Mag ik dit?")
    assert answer.status_code == 403


async def test_the_question_is_saved_with_who_wrote_it(client: httpx.AsyncClient) -> None:
    answer = await save(client, "kern", version="0", question="Wie wil dit elk jaar?")
    assert (answer.status_code, answer.headers["location"]) == (303, f"{HERE}#kern")
    text = (await client.get(HERE)).text
    assert "De kern is opgeslagen." in text
    assert "Schreef als vraag: Wie wil dit elk jaar?" in text


async def test_an_empty_question_gets_a_sentence_beside_the_field(client: httpx.AsyncClient) -> None:
    answer = await save(client, "kern", version="0", question=" ")
    assert answer.status_code == 422
    assert "<title>Fout: " in answer.text
    assert answer.text.count("Vul de vraag in één zin in") == 2


async def test_who_saves_after_somebody_else_sees_both_texts(client: httpx.AsyncClient, research: Database) -> None:
    await save(client, "kern", version="0", question="De vraag van Mo?")
    await sign_in_as(client, [research], name="Sanne de Vries")
    answer = await save(client, "kern", version="0", question="De vraag van Sanne?")
    assert answer.status_code == 409
    for shown in ("Mo Yilmaz paste dit net aan", "De vraag van Mo?", "De vraag van Sanne?"):
        assert shown in answer.text
    again = await save(client, "kern", version="1", question="De vraag van ons samen?")
    assert again.status_code == 303


async def test_two_sections_do_not_stand_in_each_others_way(client: httpx.AsyncClient) -> None:
    await save(client, "kern", version="0", question="Wie wil dit?")
    answer = await save(
        client, "regel", version="0", rule_text="Elk jaar een machtiging.", rule_origin="own_elaboration"
    )
    assert answer.status_code == 303
    text = (await client.get(HERE)).text
    assert "Elk jaar een machtiging." in text
    assert "Paste aan: de letterlijke tekst, wet of uitwerking." in text


async def test_the_answer_to_where_it_is_recorded_grows_with_the_sources(client: httpx.AsyncClient) -> None:
    assert "Dat weten we nog niet" in (await client.get(HERE)).text
    nowhere = {**A_SOURCE, "recorded_in": "nowhere_found", "place": "Gezocht op wetten.overheid.nl"}
    await save(client, f"vastlegging/{new_id()}/nieuw", **nowhere)
    assert "Dit is nergens vastgelegd" in (await client.get(HERE)).text
    await save(client, f"vastlegging/{new_id()}/nieuw", **A_SOURCE)
    assert "Deels vastgelegd" in (await client.get(HERE)).text


async def test_a_wrong_source_is_refused_and_kept_on_the_page(client: httpx.AsyncClient) -> None:
    wrong = {**A_SOURCE, "quote": "Wat ik net overtypte", "place": ""}
    answer = await save(client, f"vastlegging/{new_id()}/nieuw", **wrong)
    assert answer.status_code == 422
    assert answer.text.count("Vul de vindplaats in") == 2
    assert "Wat ik net overtypte" in answer.text


async def test_sending_a_source_twice_adds_one(client: httpx.AsyncClient) -> None:
    entry = new_id()
    for _ in range(2):
        await save(client, f"vastlegging/{entry}/nieuw", **A_SOURCE)
    assert (await client.get(HERE)).text.count("<h3>Zorgverzekeringswet, artikel 14</h3>") == 1


async def test_a_finding_is_removed_and_brought_back(client: httpx.AsyncClient) -> None:
    entry, claim = new_id(), "De leverancier bedacht dit zelf."
    await save(client, f"bevindingen/{entry}/nieuw", claim=claim, source="Gesprek, 3 november")
    removed = await save(client, f"bevindingen/{entry}/weg")
    assert removed.status_code == 303
    page = (await client.get(removed.headers["location"])).text
    assert "Ongedaan maken" in page
    assert f"<strong>{claim}</strong>" not in page
    await save(client, f"bevindingen/{entry}/terug")
    assert f"<strong>{claim}</strong>" in (await client.get(HERE)).text


async def test_changing_a_source_that_changed_meanwhile_shows_both(client: httpx.AsyncClient) -> None:
    entry = new_id()
    await save(client, f"vastlegging/{entry}/nieuw", **A_SOURCE)
    url = f"{HERE}/vastlegging/{entry}"
    first = await post_form(client, url, {**A_SOURCE, "version": "0", "place": "Artikel 15"})
    second = await post_form(client, url, {**A_SOURCE, "version": "0", "place": "Artikel 16"})
    assert (first.status_code, second.status_code) == (303, 409)
    assert "Artikel 15" in second.text
    assert "Artikel 16" in second.text
    assert 'name="version" value="1"' in second.text


async def test_an_entry_of_another_dossier_cannot_be_reached(client: httpx.AsyncClient, research: Database) -> None:
    entry = new_id()
    await save(client, f"vastlegging/{entry}/nieuw", **A_SOURCE)
    await opened_dossier(research)
    assert (await client.get(f"/team/dossiers/D-26-002/vastlegging/{entry}")).status_code == 404
    assert (await client.post(f"/team/dossiers/D-26-002/vastlegging/{entry}/weg")).status_code == 403


async def test_the_outcome_is_looked_at_before_it_goes_out(client: httpx.AsyncClient, research: Database) -> None:
    saved = await save(client, "uitkomst", **AN_OUTCOME)
    assert saved.headers["location"] == f"{HERE}/afronden"
    text = (await client.get(saved.headers["location"])).text
    assert "Dit gaat naar 2 melders" in text
    assert "Het hoeft niet meer." in text
    assert not [fact for fact in await said(research) if isinstance(fact, DossierConcludedV1)]


async def test_pressing_twice_concludes_once(client: httpx.AsyncClient, research: Database) -> None:
    await save(client, "uitkomst", **AN_OUTCOME)
    for _ in range(2):
        await post_form(client, f"{HERE}/afronden", {"version": "1"}, page=HERE)
    assert len([fact for fact in await said(research) if isinstance(fact, DossierConcludedV1)]) == 1
    assert "Dit dossier is al afgerond" in (await client.get(HERE)).text


async def test_an_outcome_changed_since_it_was_looked_at_does_not_go_out(
    client: httpx.AsyncClient, research: Database
) -> None:
    await save(client, "uitkomst", **AN_OUTCOME)
    await save(client, "uitkomst", **{**AN_OUTCOME, "version": "1", "public_text": "Toch anders."})
    answer = await post_form(client, f"{HERE}/afronden", {"version": "1"})
    assert answer.headers["location"] == f"{HERE}/afronden"
    assert not [fact for fact in await said(research) if isinstance(fact, DossierConcludedV1)]


@pytest.mark.parametrize("body", [OTHER_BODY.party_id, new_id()])
async def test_a_dossier_goes_only_to_a_body_that_takes_it(client: httpx.AsyncClient, body: UUID) -> None:
    answer = await save(client, "uitkomst", **{**AN_OUTCOME, "outcome": "handed_over", "handover_party_id": str(body)})
    assert answer.status_code == 422
    assert answer.text.count("Kies een organisatie uit de lijst") == 2


async def test_a_concluded_dossier_can_be_opened_again(client: httpx.AsyncClient, research: Database) -> None:
    await concluded(client)
    assert (await save(client, "heropenen", why="")).status_code == 422
    await save(client, "heropenen", why="Het gebeurt toch nog.")
    await save(client, "heropenen", why="Nog een keer.")
    reopened = [fact for fact in await said(research) if isinstance(fact, DossierReopenedV1)]
    assert [fact.why for fact in reopened] == ["Het gebeurt toch nog."]


async def test_what_somebody_typed_is_shown_as_text(client: httpx.AsyncClient) -> None:
    await save(client, "kern", version="0", question="<script>alert(1)</script>")
    text = (await client.get(HERE)).text
    assert "<script>alert" not in text
    assert re.search(r"&lt;script&gt;", text)


async def test_what_still_has_to_be_sent_says_so_until_it_is(client: httpx.AsyncClient, research: Database) -> None:
    await concluded(client, outcome="handed_over", handover_party_id=str(HIT.party_id))
    assert "Dit moet nog verstuurd worden" in (await client.get(HERE)).text
    dossier_id = (await said(research))[0].key_id
    await deliver(research, facts, a_handover_sent(dossier_id=dossier_id, party_id=HIT.party_id))
    text = (await client.get(HERE)).text
    assert "Dit moet nog verstuurd worden" not in text
    assert "Antwoord verwacht voor 18 december" in text


async def test_a_dossier_too_long_to_send_stays_open(client: httpx.AsyncClient, research: Database) -> None:
    form = SourceForm.model_validate({**A_SOURCE, "quote": "é" * 1000})
    async with research.transaction() as session:
        for _ in range(40):
            await add_entry(session, "D-26-001", new_id(), form, "Mo Yilmaz")
    answer = await concluded(client)
    assert answer.status_code == 400
    assert "Maak de citaten korter" in answer.text
    assert "Bekijk wat er uitgaat en rond af" in (await client.get(HERE)).text
