"""Texts prepared for decisions: who administers writes them, who decides begins with one and changes it."""

import re
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from uuid import UUID

import httpx
import pytest

from deploy.seed.files import standard_texts
from services.triage.domain import Decision
from services.triage.handlers.standard_texts import import_texts
from services.triage.prepared import BLANKS, FIELDS, example_of, fault_in
from services.triage.repository import standard_texts as repository
from services.triage.subscribers import facts
from services.triage.tables import StandardText
from shared.contracts.research import DossierOpenedV1
from shared.contracts.triage import ReportLinkedV1
from shared.contracts.vocabulary import Role
from shared.database import Database
from shared.history import history_of
from shared.ids import new_id
from tests.browserlike import post_form, sign_in_as
from tests.builders import a_report_submitted
from tests.facts import deliver, said
from tests.triage.queueing import QUEUE, chosen_on, in_queue

Databases = Callable[[str], Database]
ClientFor = Callable[..., AbstractAsyncContextManager[httpx.AsyncClient]]
PLACE = "/team/beheer/standaardteksten"
WORDS = {"decision": "open_dossier", "title": "Jij bent de eerste", "text": "We zoeken ‘{dossier}’ uit ({kenmerk})."}


@pytest.fixture
def triage(databases: Databases) -> Database:
    return databases("triage")


async def _texts(triage: Database) -> list[StandardText]:
    async with triage.transaction() as session:
        return list(await repository.everything(session))


async def _written(client: httpx.AsyncClient, triage: Database, **words: str) -> StandardText:
    form = {"id": str(new_id()), **WORDS, **words}
    answer = await post_form(client, f"{PLACE}/nieuw", form, page=f"{PLACE}/nieuw")
    assert answer.status_code == 303, answer.text
    (found,) = [one for one in await _texts(triage) if str(one.id) == form["id"]]
    return found


async def test_a_text_is_written_changed_and_put_away_and_all_of_it_is_remembered(
    client_for: ClientFor, triage: Database
) -> None:
    async with client_for("triage") as client:
        await sign_in_as(client, [triage], Role.ADMINISTRATOR, "Noor Bakker")
        text = await _written(client, triage)
        page = f"{PLACE}/{text.id}"
        changed = {"version": "1", "title": "De eerste", "text": "Niemand meldde dit eerder."}
        await post_form(client, page, changed, page=page)
        put_away = await post_form(client, f"{page}/uit-de-lijst", {"version": "2"}, page=page)
        assert "staat niet meer in de lijst" in (await client.get(put_away.headers["location"])).text
        shown = (await client.get(page)).text
        back = await post_form(client, f"{page}/in-de-lijst", {"version": "3"}, page=page)
        assert "staat weer in de lijst" in (await client.get(back.headers["location"])).text
    assert "Eerst stond er: ‘Jij bent de eerste’" in shown
    assert "We zoeken ‘{dossier}’ uit" in shown
    assert shown.count("Noor Bakker") >= 3
    (now,) = await _texts(triage)
    assert (now.title, now.version, now.retired_at) == ("De eerste", 4, None)


async def test_a_second_press_writes_one_text_and_a_reader_none(client_for: ClientFor, triage: Database) -> None:
    async with client_for("triage") as client:
        await sign_in_as(client, [triage], Role.ADMINISTRATOR)
        text_id = str(new_id())
        for _ in range(2):
            await _written(client, triage, id=text_id)
        await sign_in_as(client, [triage], Role.RESEARCHER)
        assert (await client.get(PLACE)).status_code == 403
    assert len(await _texts(triage)) == 1


async def test_who_changes_what_somebody_else_just_changed_sees_both(client_for: ClientFor, triage: Database) -> None:
    async with client_for("triage") as client:
        await sign_in_as(client, [triage], Role.ADMINISTRATOR, "Noor Bakker")
        text = await _written(client, triage)
        page = f"{PLACE}/{text.id}"
        mine = {"version": "1", "title": "Van mij", "text": "Dit schreef ik zelf net."}
        await post_form(client, page, {"version": "1", "title": "Van een ander", "text": "Dit was eerder."}, page=page)
        refused = await post_form(client, page, mine, page=page)
        assert refused.status_code == 409
        for words in ("Noor Bakker paste deze tekst net aan", "Dit was eerder.", "Dit schreef ik zelf net."):
            assert words in refused.text
        await post_form(client, page, mine | {"version": "2"}, page=page)
    assert (await _texts(triage))[0].title == "Van mij"


async def test_a_text_that_cannot_be_filled_in_is_not_kept(client_for: ClientFor, triage: Database) -> None:
    async with client_for("triage") as client:
        await sign_in_as(client, [triage], Role.ADMINISTRATOR)
        form = {"id": str(new_id()), **WORDS, "text": "Vraag het aan {verzekeraar}, graag."}
        page = await post_form(client, f"{PLACE}/nieuw", form, page=f"{PLACE}/nieuw")
        assert page.status_code == 422
        assert "{verzekeraar} kan hier niet. Kies uit {onderwerp}, {kenmerk}, {organisatie} en {dossier}" in page.text
        assert "Vraag het aan {verzekeraar}, graag." in page.text
        shown = await post_form(client, f"{PLACE}/nieuw", {**form, **WORDS, "voorbeeld": "ja"}, page=f"{PLACE}/nieuw")
        assert "We zoeken ‘Verklaringen voor een werkplek’ uit (RW-26-0418)." in shown.text
    assert await _texts(triage) == []


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("Over {onderwerp} en { kenmerk }.", ""),
        ("Dag {naam}, bedankt.", "De naam van de melder staat al boven elke mail"),
        ("Over {}.", "Zet een woord tussen de haken"),
        ("Over {onderwerp.", "Er staat een losse haak in je tekst"),
        ("Volgens {afspraak}.", "{afspraak} kan hier niet"),
    ],
)
def test_only_known_blanks_stand_in_a_text(text: str, fault: str) -> None:
    assert fault_in(Decision.CLOSE, text)[: len(fault) or None] == fault


def test_every_decision_has_a_field_for_its_reporter_and_blanks() -> None:
    assert set(FIELDS) == set(BLANKS) == set(Decision)


async def _case(triage: Database) -> UUID:
    fact = a_report_submitted(title="Elk jaar opnieuw een machtiging", organisation="Zorgkantoor Midden")
    await deliver(triage, facts, fact)
    return fact.report_id


async def test_a_chosen_text_is_filled_in_and_what_was_typed_stays(client_for: ClientFor, triage: Database) -> None:
    report_id = await _case(triage)
    address = f"/team/triage/{report_id}"
    async with client_for("triage") as client:
        await sign_in_as(client, [triage], Role.ADMINISTRATOR)
        text = await _written(client, triage, text="Over ‘{dossier}’ vragen we {organisatie} om uitleg.")
        await sign_in_as(client, [triage], Role.RESEARCHER)
        form = {"version": "1", "zet": "open_dossier", "standaard_open_dossier": str(text.id), "reason": "Nieuw hier",
                "message_open_dossier": "Dank je wel.", "dossier_title": "", "send_mail": "ja"}  # fmt: skip
        empty = await post_form(client, f"{address}/beslissing/tekst", form, page=address)
        assert re.search(r"Dank je wel\.\s+Over ‘\{dossier}’ vragen we Zorgkantoor Midden om uitleg\.", empty.text)
        assert "Nieuw hier" in empty.text
        full = await post_form(client, f"{address}/beslissing/tekst", form | {"dossier_title": "Stoma"}, page=address)
        assert "Over ‘Stoma’ vragen we Zorgkantoor Midden om uitleg." in full.text
        assert 'value="open_dossier" checked' in full.text
    assert not [fact for fact in await said(triage) if isinstance(fact, ReportLinkedV1)]


async def test_what_still_waits_to_be_filled_in_does_not_go_out(client_for: ClientFor, triage: Database) -> None:
    report_id = await _case(triage)
    address = f"/team/triage/{report_id}"
    form = {"version": "1", "decision": "open_dossier", "reason": "Nieuw hier", "dossier_title": "Stomamateriaal",
            "send_mail": "ja", "message_open_dossier": "Dit heet {dossier}."}  # fmt: skip
    async with client_for("triage") as client:
        await sign_in_as(client, [triage])
        page = await post_form(client, f"{address}/beslissing", form, page=address)
        assert page.status_code == 422
        assert "In je tekst staat nog {dossier}. Vul dat zelf in, of haal het weg" in page.text
        form["message_open_dossier"] = "Dit heet stomamateriaal."
        await post_form(client, f"{address}/beslissing", form, page=address)
    (fact,) = [fact for fact in await said(triage) if isinstance(fact, ReportLinkedV1)]
    assert fact.message == "Dit heet stomamateriaal."


async def test_who_links_many_begins_with_a_text_and_fills_in_what_differs(
    client_for: ClientFor, triage: Database
) -> None:
    dossier = DossierOpenedV1(dossier_id=new_id(), reference="D-26-001", title="Herhaalmachtigingen")
    await deliver(triage, facts, dossier)
    for number, title in ((1, "Elk jaar een brief"), (2, "Elke maand een brief")):
        await in_queue(triage, number, title=title, organisation="Zorgkantoor Midden")
    async with client_for("triage") as client:
        await sign_in_as(client, [triage], Role.ADMINISTRATOR)
        text = await _written(client, triage, decision="link", text="‘{dossier}’ met {organisatie}, over {onderwerp}.")
        await sign_in_as(client, [triage], Role.RESEARCHER)
        chosen = chosen_on(await client.get(QUEUE), 1, 2)
        shown = await client.get(f"{QUEUE}/koppelen", params={"gekozen": chosen})
        assert "Begin met een standaardtekst" in shown.text
        form = {"gekozen": chosen, "zet": "link", "standaard_link": str(text.id), "dossier_id": str(dossier.dossier_id),
                "reason": "Zelfde regel.", "message_link": "Dag.", "send_mail": "ja"}  # fmt: skip
        put = await post_form(client, f"{QUEUE}/koppelen/tekst", form, page=str(shown.url))
        words = "‘Herhaalmachtigingen’ met Zorgkantoor Midden, over {onderwerp}."
        assert re.search(rf"Dag\.\s+{re.escape(words)}", put.text)
        assert "Dit geldt voor 2 meldingen" in put.text
        del form["zet"]
        refused = await post_form(client, f"{QUEUE}/koppelen", form | {"message_link": words}, page=str(shown.url))
        assert "In je tekst staat nog {onderwerp}. Vul dat zelf in, of haal het weg" in refused.text
        message = words.replace("{onderwerp}", "brieven")
        await post_form(client, f"{QUEUE}/koppelen", form | {"message_link": message}, page=str(shown.url))
    assert [fact.message for fact in await said(triage) if isinstance(fact, ReportLinkedV1)] == [message] * 2


async def test_what_every_installation_starts_with_is_added_once_and_stays_as_the_team_made_it(
    triage: Database,
) -> None:
    listed = standard_texts()
    async with triage.transaction() as session:
        assert await import_texts(session, listed) == len(listed)
        text = await repository.lock(session, listed[0].id)
        assert text
        text.title = "Anders"
    async with triage.transaction() as session:
        assert await import_texts(session, listed) == 0
        assert (await session.get_one(StandardText, listed[0].id)).title == "Anders"
        assert [entry.text for entry in await history_of(session, listed[0].id)] == ["Nieuwe tekst."]


def test_the_texts_are_short_and_plain_and_there_is_one_for_each_decision() -> None:
    listed = standard_texts()
    assert {text.decision for text in listed} == set(Decision)
    for text in listed:
        sentences = [one.split() for one in re.split(r"[.?!](?:\s|$)", example_of(text.decision, text.text)) if one]
        assert sum(map(len, sentences)) / len(sentences) <= 12, text.key


async def test_a_decision_without_mail_says_why_and_that_stays_in_the_history(
    client_for: ClientFor, triage: Database
) -> None:
    report_id = await _case(triage)
    address = f"/team/triage/{report_id}"
    form = {"version": "1", "decision": "question", "reason": "Onduidelijk", "question": "Welk formulier is dit?"}
    async with client_for("triage") as client:
        await sign_in_as(client, [triage])
        refused = await post_form(client, f"{address}/beslissing", form, page=address)
        assert refused.status_code == 422
        assert "Schrijf op waarom je geen mail stuurt" in refused.text
        because = {"no_mail_because": "We belden net met de praktijk."}
        await post_form(client, f"{address}/beslissing", form | because, page=address)
        page = await client.get(address)
    assert "Geen mail gestuurd. Waarom: We belden net met de praktijk." in page.text
    assert [getattr(fact, "send_mail", None) for fact in await said(triage)][-1] is False
