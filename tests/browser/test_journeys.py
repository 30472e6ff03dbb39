"""From the practice's browser to the team's and back, with and without JavaScript."""

import httpx
import pytest
from playwright.async_api import Page, expect

from tests.browser.conftest import NewPage
from tests.browser.deciding import (
    EXPLANATION,
    QUESTION,
    SAVE,
    answer_with,
    ask,
    keep_closed,
    open_case,
    sign_in,
)
from tests.browser.reporting import TITLE, report
from tests.mailbox import Mailbox
from tests.practice import an_address, report_by_api
from tests.team import case_of, page_once

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]
HEADLINE = "We hebben een vraag over je melding"
STILL = "De poli vraagt het nog bij elke patiënt."


async def _look_at_the_mail(page: Page, *, javascript: bool) -> str:
    """Its text; with JavaScript it appears beside the form, without on a page of its own."""
    if not javascript:
        await page.get_by_role("button", name="Bekijk de mail").click()
        await expect(page.get_by_text("Er is nog niets opgeslagen en nog niets verstuurd.")).to_be_visible()
    preview = page.get_by_role("region", name="Voorbeeld van de mail")
    await expect(preview).to_contain_text(HEADLINE)
    paragraphs = await preview.locator(".mail-body p").all_inner_texts()
    return " ".join(" ".join(paragraphs[:3]).split())


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
async def test_a_report_is_decided_about_mailed_and_shown(
    new_page: NewPage, mailbox: Mailbox, javascript: bool
) -> None:
    reporter, member = await new_page(javascript=javascript), await new_page(javascript=javascript)
    sent = await report(reporter, an_address())
    await mailbox.mail_to(sent.email, "We hebben je melding ontvangen")
    await reporter.get_by_role("link", name="Volg je melding").click()
    await expect(reporter.get_by_role("heading", level=1)).to_have_text(TITLE)
    await sign_in(member)
    await open_case(member, sent, TITLE)
    await ask(member)
    previewed = await _look_at_the_mail(member, javascript=javascript)
    if not javascript:
        await member.get_by_role("button", name="Verander de tekst").click()
        await expect(member.get_by_label("De vraag")).to_have_value(QUESTION)
    await member.get_by_role("button", name=SAVE).click()
    await expect(member.get_by_role("status").filter(has_text="Opgeslagen. Vraag gesteld")).to_be_visible()
    mail = await mailbox.mail_to(sent.email, HEADLINE)
    assert previewed in mail.words
    await reporter.reload()
    newest = reporter.locator("ol.time").first.locator("li").first
    await expect(newest.get_by_role("heading")).to_have_text(HEADLINE)
    assert " ".join((await newest.locator("p").first.inner_text()).split()) in mail.words
    await _answer(reporter)
    await mailbox.mail_to(sent.email, "We hebben je antwoord ontvangen")


async def _answer(reporter: Page) -> None:
    await expect(reporter.get_by_text(QUESTION)).to_be_visible()
    await reporter.get_by_label("Je antwoord").fill("Bij twee leveranciers.")
    await reporter.get_by_role("button", name="Verstuur antwoord").click()
    await expect(reporter.get_by_role("status").first).to_have_text("Bedankt, je antwoord is binnen.")


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
async def test_who_finds_it_not_solved_asks_to_reopen_and_hears_the_decision(
    new_page: NewPage, practice: httpx.AsyncClient, lead: httpx.AsyncClient, mailbox: Mailbox, javascript: bool
) -> None:
    reporter, member = await new_page(javascript=javascript, width=390), await new_page(javascript=javascript)
    sent = await report_by_api(practice, an_address(), titel=TITLE)
    case = await case_of(lead, sent.reference)
    await sign_in(member)
    await open_case(member, sent, TITLE)
    await answer_with(member, "R01")
    await mailbox.mail_to(sent.email, "Goed nieuws: hier is al een afspraak over")
    await page_once(practice, sent.status_page, "Nee, nog niet")
    await reporter.goto(sent.status_page)
    await reporter.get_by_label("Gaat er nog iets mis?").fill(STILL)
    await reporter.get_by_role("button", name="Nee, nog niet").click()
    await expect(reporter.get_by_role("status").first).to_contain_text("We bekijken of we je melding weer openen.")
    await expect(reporter.get_by_role("main")).to_contain_text(STILL)
    await mailbox.mail_to(sent.email, "Je vraagt ons om je melding weer te openen")
    await page_once(lead, case, "Verzoek om te heropenen")
    await open_case(member, sent, TITLE)
    await expect(member.get_by_role("heading", name="Verzoek om te heropenen")).to_be_visible()
    await keep_closed(member)
    await expect(member.get_by_role("status").filter(has_text="Opgeslagen. Melding blijft gesloten")).to_be_visible()
    mail = await mailbox.mail_to(sent.email, "We openen je melding niet opnieuw")
    assert EXPLANATION in mail.words
    await page_once(practice, sent.status_page, "We openen je melding niet opnieuw")
    await reporter.reload()
    await expect(reporter.get_by_role("main")).to_contain_text(EXPLANATION)
    await expect(reporter.get_by_role("link", name="Doe een nieuwe melding")).to_be_visible()
