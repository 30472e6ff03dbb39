"""A working day of the team: ten reports come in, six of them about one rule that is recorded nowhere; all are told."""

import asyncio
from uuid import uuid4

import httpx
import pytest
from playwright.async_api import Locator, Page, expect

from tests.browser.conftest import NewPage
from tests.browser.deciding import SAVE, answer_with, ask, sign_in
from tests.browser.inspection import UNFOLD
from tests.flows.news import told
from tests.mailbox import Mailbox
from tests.practice import Sent, an_address, report_by_api
from tests.team import case_of, dossier_of, page_once

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

# A word that stands in no other report.
RULE = "Verklaring bij elke zwaluwpomp"
OTHERS = ("Twee keer dezelfde vragenlijst", "Brief per fax", "Inloggen voor één uitslag", "Pasje voor de portiek")
DOSSIER = "Verklaring bij een zwaluwpomp"
TIP = "Vraag het in je hagro."
TOLD = "Niemand schrijft deze verklaring voor. Je hoeft hem niet meer te sturen."
WHY = "Wet, polis en contract nagekeken."


async def test_six_practices_hear_that_their_rule_is_recorded_nowhere(
    new_page: NewPage, practice: httpx.AsyncClient, lead: httpx.AsyncClient, mailbox: Mailbox
) -> None:
    alike = await asyncio.gather(*(_report(practice, RULE, number) for number in range(6)))
    others = await asyncio.gather(*(_report(practice, title, 6 + number) for number, title in enumerate(OTHERS)))
    page = await new_page()
    await sign_in(page)
    await _decide_about(page, lead, others)
    dossier = await _bring_together(page, lead, alike)
    await page.goto(dossier)
    await _look_the_rule_up(page)
    await _invite(page, mailbox)
    await page.goto(dossier)
    await _conclude(page)
    for sent in alike:
        mail = await told(practice, mailbox, sent, "Deze regel staat nergens")
        assert TOLD in mail.words
        assert WHY not in mail.everything
        assert sum(subject == mail.subject for subject in await mailbox.subjects(sent.email)) == 1
    await mailbox.mail_to(others[0].email, "Goed nieuws: hier is al een afspraak over")
    await mailbox.mail_to(others[1].email, "We hebben een vraag over je melding")
    assert TIP in (await mailbox.mail_to(others[2].email, "We stoppen met je melding")).words
    await page_once(lead, f"/team/triage?lijst=afgehandeld&q={alike[0].reference}", "Niemand")


async def _report(practice: httpx.AsyncClient, title: str, number: int) -> Sent:
    return await report_by_api(practice, an_address(), titel=title, agbCode=f"0199931{number}")


async def _decide_about(page: Page, lead: httpx.AsyncClient, others: list[Sent]) -> None:
    settled, asked, closed, settled_too = [await case_of(lead, sent.reference) for sent in others]
    for case in (settled, settled_too):
        await page.goto(case)
        await answer_with(page, "R01")
    await page.goto(asked)
    await ask(page)
    await _save(page, "We weten de leverancier niet.")
    await page.goto(closed)
    await page.get_by_label("Sluit met reden").check()
    await page.get_by_label("Waarom", exact=True).select_option(index=1)
    await page.get_by_label("Wat kan de praktijk zelf nog doen?").fill(TIP)
    await _save(page, "Dit is geen regel.")


async def _save(page: Page, reason: str) -> None:
    await page.get_by_label("Reden (alleen team)").fill(reason)
    await page.get_by_role("button", name=SAVE).click()
    await expect(page.get_by_role("status").first).to_contain_text("Opgeslagen.")


async def _bring_together(page: Page, lead: httpx.AsyncClient, alike: list[Sent]) -> str:
    """One report opens the dossier, the other five are linked to it at once; its address."""
    first, *_ = [await case_of(lead, sent.reference) for sent in alike]
    await page.goto(first)
    await page.get_by_label("Open een nieuw dossier").check()
    await page.get_by_label("Naam van het dossier").fill(f"{DOSSIER}, zie {alike[0].reference}")
    await _save(page, "Zes keer dezelfde verklaring.")
    dossier = await dossier_of(lead, first)
    await page.goto("/team/triage?lijst=alle-open&q=zwaluwpomp")
    for sent in alike[1:]:
        await page.get_by_label(f"Kies {sent.reference}").check()
    await page.get_by_role("button", name="Koppel aan dossier").click()
    await page.get_by_label("Dossier", exact=True).select_option(
        label=await page.locator("#dossier_id option").filter(has_text=alike[0].reference).inner_text()
    )
    await page.get_by_label("Reden (alleen team)").fill("Dezelfde verklaring.")
    await page.locator("main form button.btn-1").click()
    await expect(page.get_by_role("status").first).to_contain_text("5 meldingen zijn gekoppeld")
    await page_once(lead, dossier, "6 meldingen")
    return dossier


async def _look_the_rule_up(page: Page) -> None:
    core = await _form(page, "/kern")
    await core.get_by_label("De vraag in één zin").fill("Wie eist deze verklaring, en waarom?")
    await core.get_by_role("button").click()
    await expect(page.get_by_role("main")).to_contain_text("Wie eist deze verklaring, en waarom?")
    source = await _form(page, "/vastlegging/")
    await source.get_by_label("Waar is het vastgelegd?").select_option(value="nowhere_found")
    await source.get_by_label("Vindplaats").fill("Gezocht in wet, polis en contract.")
    await source.get_by_role("button").click()
    await expect(page.get_by_role("main")).to_contain_text("Een regel die nergens staat, hoeft niemand te volgen.")


async def _invite(page: Page, mailbox: Mailbox) -> None:
    """Two parties come to a round table, and get its file for their calendars."""
    await page.get_by_role("link", name="Plan een overleg").click()
    for label, typed in {
        "Waar gaat het overleg over?": DOSSIER, "Op welke dag?": "2031-03-04", "Van hoe laat?": "14:00",
        "Tot hoe laat?": "15:00", "Waar?": "Huis van de Regio", "Wat staat er op de agenda?": "Wie heeft dit nodig?",
    }.items():  # fmt: skip
        await page.get_by_label(label).fill(typed)
    await page.get_by_role("button", name="Bewaar het overleg").click()
    people = {name: f"{name.lower()}-{uuid4().hex[:8]}@voorbeeld.example" for name in ("Ans", "Ben")}
    for name, address in people.items():
        attendee = await _form(page, "/deelnemers/")
        await attendee.get_by_label("Naam").fill(name)
        await attendee.get_by_label("E-mailadres").fill(address)
        await attendee.get_by_role("button", name="Zet op de lijst").click()
        await expect(page.get_by_role("main")).to_contain_text(address)
    await page.get_by_role("link", name="Bekijk en verstuur de uitnodiging").click()
    await page.locator("main form[action$='/uitnodigen'] button").click()
    await expect(page.get_by_role("status").first).to_contain_text("2 uitnodigingen gaan op weg.")
    for address in people.values():
        mail = await mailbox.mail_to(address, "Uitnodiging: overleg over")
        assert "4 maart 2031, 14.00 uur tot 15.00 uur" in mail.words


async def _conclude(page: Page) -> None:
    outcome = await _form(page, "/uitkomst")
    await outcome.get_by_label("Regel staat nergens").check()
    await outcome.get_by_label("Wat lezen melders?").fill(TOLD)
    await outcome.get_by_label("Waarom besluiten jullie dit?").fill(WHY)
    await outcome.get_by_role("button", name="Bewaar en bekijk wat er uitgaat").click()
    await expect(page.locator("main details ul.plainlist li")).to_have_count(6)
    await page.locator("main form[action$='/afronden'] button").click()
    await expect(page.get_by_role("heading", level=1)).to_contain_text(DOSSIER)


async def _form(page: Page, place: str) -> Locator:
    """The form that adds or changes this, unfolded once the page that holds it is whole."""
    fields = page.locator("input:not([type=hidden]), textarea")
    form = page.locator(f"main form[action*='{place}']").filter(has=fields).last
    await form.wait_for(state="attached")
    await page.wait_for_load_state()
    await page.evaluate(UNFOLD)
    return form
