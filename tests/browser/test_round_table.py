"""A round table as the team and an outside party go through it: from planning to what practices read of it."""

import re
from uuid import uuid4

import httpx
import pytest
from playwright.async_api import Page, expect

from tests.browser.conftest import NewPage
from tests.browser.inspection import faults_of
from tests.browser.places import state_of
from tests.mailbox import Mailbox
from tests.practice import an_address, report_by_api
from tests.team import case_of, decide, dossier_of, page_once

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


async def _dossier(practice: httpx.AsyncClient, lead: httpx.AsyncClient) -> str:
    sent = await report_by_api(practice, an_address())
    case = await case_of(lead, sent.reference)
    await decide(lead, case, "open_dossier", {"dossier_title": f"Pasje, zie {sent.reference}"})
    return await dossier_of(lead, case)


async def _plan(page: Page, dossier: str) -> None:
    await page.goto(dossier)
    await page.get_by_role("link", name="Plan een overleg").click()
    await page.get_by_label("Op welke dag?").fill("2031-03-04")
    await page.get_by_label("Van hoe laat?").fill("14:00")
    await page.get_by_label("Tot hoe laat?").fill("15:00")
    await page.get_by_label("Waar?").fill("Huis van de Regio")
    await page.get_by_role("button", name="Bewaar het overleg").click()


async def _invite(page: Page, address: str) -> None:
    await page.get_by_text("Voeg een deelnemer toe").click()
    await page.get_by_label("Naam").fill("Ans de Boer")
    await page.get_by_label("E-mailadres").fill(address)
    await page.get_by_role("button", name="Zet op de lijst").click()
    await page.get_by_role("link", name="Bekijk en verstuur de uitnodiging").click()
    await page.get_by_role("button", name="Ja, verstuur").click()
    await expect(page.get_by_role("status").first).to_contain_text("1 uitnodiging gaat op weg.")


async def _answer(page: Page, link: str) -> None:
    await page.goto(link)
    await expect(page.get_by_label("Ik kom", exact=True)).to_be_checked()
    assert await faults_of(page) == []
    await page.get_by_label("Wilt u iets toevoegen?").fill("Met de trein.")
    await page.get_by_role("button", name="Verstuur mijn antwoord").click()
    await expect(page.get_by_text("Uw antwoord: ik kom")).to_be_visible()


async def _agree(page: Page, thing: str) -> None:
    await page.get_by_text("Schrijf het verslag").click()
    await page.get_by_label("Wat is er besproken?").fill("Zij zien het ook.")
    await page.get_by_role("button", name="Bewaar het verslag").click()
    await page.get_by_text("Leg een afspraak vast").click()
    await page.get_by_label("Wat is er afgesproken?").fill(f"Het {thing} geldt voor vijf jaar.")
    await page.get_by_label("Tussen wie?").fill("De leverancier en de huisartsen")
    await page.get_by_role("button", name="Bewaar de afspraak").click()


async def _publish(page: Page, thing: str) -> None:
    await page.get_by_role("link", name="Breng naar de kennisbank").click()
    await page.get_by_label("Hoe noemt een praktijk dit?").fill(f"Elk jaar een nieuw {thing}")
    await page.get_by_label("Wat wordt er van praktijken gevraagd?").fill("Elk jaar een nieuw pasje.")
    await page.get_by_label("Thema").select_option(index=1)
    await page.get_by_role("button", name="Breng naar de kennisbank").click()
    await expect(page.get_by_role("status").first).to_contain_text("De afspraak gaat naar de kennisbank.")


async def test_from_planning_to_what_practices_read(
    new_page: NewPage, practice: httpx.AsyncClient, lead: httpx.AsyncClient, mailbox: Mailbox
) -> None:
    dossier, address = await _dossier(practice, lead), f"ans-{uuid4().hex[:8]}@leverancier.example"
    thing = f"pasje {uuid4().hex[:6]}"
    page = await new_page(state=state_of(lead))
    await _plan(page, dossier)
    await _invite(page, address)
    mail = await mailbox.mail_to(address, "Uitnodiging")
    outside = await new_page(width=390)
    await _answer(outside, re.findall(r"/overleg/\S+antwoord=comes", mail.text)[0])
    await page.reload()
    await expect(page.get_by_text("‘Met de trein.’")).to_be_visible()
    await _agree(page, thing)
    await page.goto(dossier)
    await _publish(page, thing)
    await page_once(lead, dossier, "/kennis/A-")
    await page.reload()
    await page.get_by_role("region", name="Afspraken").get_by_role("link", name="in de kennisbank").click()
    await page.get_by_role("button", name="Ik heb dit gecontroleerd").click()
    await expect(page.get_by_role("status").first).to_contain_text("Je controle is opgeslagen.")
    await outside.goto(page.url)
    await expect(outside.get_by_role("heading", level=1)).to_have_text(f"Elk jaar een nieuw {thing}")
    await expect(outside.get_by_text("De leverancier en de huisartsen").first).to_be_visible()
