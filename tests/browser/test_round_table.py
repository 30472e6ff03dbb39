"""A round table as the team and an outside party go through it: from planning to what practices read of it."""

import re
from uuid import uuid4

import httpx
import pytest
from playwright.async_api import Page, expect

from tests.browser.conftest import NewPage
from tests.browser.places import state_of
from tests.mailbox import Mail, Mailbox
from tests.practice import an_address, report_by_api
from tests.team import case_of, decide, dossier_of, page_once

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


async def _dossier(practice: httpx.AsyncClient, lead: httpx.AsyncClient) -> str:
    sent = await report_by_api(practice, an_address())
    case = await case_of(lead, sent.reference)
    await decide(lead, case, "open_dossier", {"dossier_title": f"Pasje, zie {sent.reference}"})
    return await dossier_of(lead, case)


async def _saved(page: Page, button: str, said: str) -> None:
    await page.get_by_role("button", name=button).click()
    await expect(page.get_by_role("status").first).to_contain_text(said)


async def _plan(page: Page, dossier: str) -> None:
    await page.goto(dossier)
    await page.get_by_role("link", name="Plan een overleg").click()
    await page.get_by_label("Op welke dag?").fill("2031-03-04")
    await page.get_by_label("Van hoe laat?").fill("14:00")
    await page.get_by_label("Tot hoe laat?").fill("15:00")
    await page.get_by_label("Waar?").fill("Huis van de Regio")
    await page.get_by_label("Wat staat er op de agenda?").fill("Wat kost het?\nWie besluit erover?")
    await _saved(page, "Bewaar het overleg", "Het overleg staat er.")


async def _invite(page: Page, address: str) -> None:
    await page.get_by_text("Voeg een deelnemer toe").click()
    await page.get_by_label("Naam").fill("Ans de Boer")
    await page.get_by_label("E-mailadres").fill(address)
    await _saved(page, "Zet op de lijst", "De deelnemer staat op de lijst.")
    await _send(page, "uitnodiging")


async def _send(page: Page, what: str) -> None:
    await page.get_by_role("link", name=f"Bekijk en verstuur de {what}").click()
    await _saved(page, "Ja, verstuur", "1 uitnodiging gaat op weg.")


async def _answer(page: Page, mail: Mail) -> None:
    await page.goto(re.findall(r"/overleg/\S+antwoord=comes", mail.text)[0])
    await expect(page.get_by_label("Ik kom", exact=True)).to_be_checked()
    await page.get_by_label("Wilt u iets toevoegen?").fill("Met de trein.")
    await page.get_by_role("button", name="Verstuur mijn antwoord").click()
    await expect(page.get_by_text("Uw antwoord: ik kom")).to_be_visible()


async def _see_answer(page: Page) -> None:
    await page.reload()
    await expect(page.get_by_text("‘Met de trein.’")).to_be_visible()


async def _move(page: Page, outside: Page) -> None:
    """An hour earlier; who said that they come is asked again."""
    await page.get_by_text("Wijzig het overleg").click()
    await page.get_by_label("Van hoe laat?").fill("13:00")
    await _saved(page, "Bewaar het overleg", "Het overleg is opgeslagen.")
    await _send(page, "wijziging")
    await outside.reload()
    await expect(outside.get_by_text("Het overleg is veranderd na uw antwoord")).to_be_visible()


async def _agree(page: Page, thing: str) -> None:
    await page.get_by_text("Schrijf het verslag").click()
    await page.get_by_label("Wat is er besproken?").fill("Zij zien het ook.")
    await _saved(page, "Bewaar het verslag", "Het verslag is opgeslagen.")
    await page.get_by_text("Leg een afspraak vast").click()
    await page.get_by_label("Wat is er afgesproken?").fill(f"Het {thing} geldt voor vijf jaar.")
    await page.get_by_label("Tussen wie?").fill("De leverancier en de huisartsen")
    await _saved(page, "Bewaar de afspraak", "De afspraak is toegevoegd.")


async def _write_down(page: Page) -> None:
    """Who was there, who promised what, and who of the team looks after it."""
    await page.get_by_label("Komst van Ans de Boer").select_option(label="Was erbij")
    await _saved(page, "Bewaar de komst van Ans de Boer", "De komst is opgeslagen.")
    await expect(page.get_by_label("Komst van Ans de Boer")).to_have_value("was_there")
    await page.get_by_text("Leg een toezegging vast").click()
    await page.get_by_label("Wie zegde iets toe?").fill("De leverancier")
    await page.get_by_label("Wat zegden zij toe?").fill("De brief aan alle apotheken.")
    await page.get_by_label("Voor wanneer?").fill("2031-04-01")
    await _saved(page, "Bewaar de toezegging", "De toezegging is toegevoegd.")
    await page.get_by_text("Voeg een taak toe").click()
    await page.get_by_label("Wat moet er gebeuren?").fill("Vraag na of de brief er is.")
    await page.get_by_label("Wie doet het?").select_option(label="Sanne de Vries")
    await page.get_by_label("Wanneer is het klaar?").fill("2031-04-08")
    await _saved(page, "Bewaar de taak", "De taak is toegevoegd.")


async def _publish(page: Page, thing: str) -> None:
    await page.get_by_role("link", name="Breng naar de kennisbank").click()
    await page.get_by_label("Hoe noemt een praktijk dit?").fill(f"Elk jaar een nieuw {thing}")
    await page.get_by_label("Wat wordt er van praktijken gevraagd?").fill("Elk jaar een nieuw pasje.")
    await page.get_by_label("Thema").select_option(index=1)
    await _saved(page, "Breng naar de kennisbank", "De afspraak gaat naar de kennisbank.")


async def _call_off(page: Page, outside: Page) -> None:
    await page.get_by_role("link", name="Zeg het overleg af").click()
    await page.get_by_label("Waarom gaat het niet door?").fill("Het is al opgelost.")
    await _saved(page, "Ja, zeg af", "1 afzegging gaat op weg.")
    await outside.reload()
    await expect(outside.get_by_role("heading", level=1)).to_have_text("Dit overleg gaat niet door")
    await expect(outside.get_by_text("De reden: Het is al opgelost.")).to_be_visible()


def _in_calendar(mail: Mail) -> dict[str, str]:
    """What a calendar does with the file in a mail."""
    lines = [line.partition(":") for line in mail.calendar.splitlines()]
    return {name: value for name, _, value in lines if name in ("METHOD", "UID", "SEQUENCE")}


async def test_from_planning_to_what_practices_read(
    new_page: NewPage, practice: httpx.AsyncClient, lead: httpx.AsyncClient, mailbox: Mailbox
) -> None:
    dossier, address = await _dossier(practice, lead), f"ans-{uuid4().hex[:8]}@leverancier.example"
    thing = f"pasje {uuid4().hex[:6]}"
    page, outside = await new_page(state=state_of(lead)), await new_page(width=390)
    await _plan(page, dossier)
    await _invite(page, address)
    await _answer(outside, await mailbox.mail_to(address, "Uitnodiging"))
    await _see_answer(page)
    await _agree(page, thing)
    await page.goto(dossier)
    await _publish(page, thing)
    await page_once(lead, dossier, "/kennis/A-")
    await page.reload()
    await page.get_by_role("region", name="Afspraken").get_by_role("link", name="in de kennisbank").click()
    await _saved(page, "Ik heb dit gecontroleerd", "Je controle is opgeslagen.")
    await outside.goto(page.url)
    await expect(outside.get_by_role("heading", level=1)).to_have_text(f"Elk jaar een nieuw {thing}")
    await expect(outside.get_by_text("De leverancier en de huisartsen").first).to_be_visible()


async def test_without_javascript_it_is_moved_written_down_and_called_off(
    new_page: NewPage, practice: httpx.AsyncClient, lead: httpx.AsyncClient, mailbox: Mailbox
) -> None:
    dossier, address = await _dossier(practice, lead), f"ans-{uuid4().hex[:8]}@leverancier.example"
    page = await new_page(state=state_of(lead), javascript=False, width=390)
    outside = await new_page(javascript=False, width=390)
    await _plan(page, dossier)
    await _invite(page, address)
    mail = await mailbox.mail_to(address, "Uitnodiging")
    assert "Wie besluit erover?" in mail.words
    calendar = {"METHOD": "REQUEST", "UID": re.sub(r".*/|#.*", "", page.url), "SEQUENCE": "0"}
    assert _in_calendar(mail) == calendar
    await _answer(outside, mail)
    await _see_answer(page)
    await _move(page, outside)
    assert _in_calendar(await mailbox.mail_to(address, "Gewijzigd")) == calendar | {"SEQUENCE": "1"}
    await _agree(page, "pasje")
    await _write_down(page)
    await _call_off(page, outside)
    gone = _in_calendar(await mailbox.mail_to(address, "Afgezegd"))
    assert gone == calendar | {"METHOD": "CANCEL", "SEQUENCE": "2"}
    await page.goto(dossier)
    for part, words in (
        ("Afspraken", "Het pasje geldt voor vijf jaar."),
        ("Toezeggingen", "De brief aan alle apotheken."),
        ("Taken", "Vraag na of de brief er is."),
    ):
        await expect(page.get_by_role("region", name=part)).to_contain_text(words)
