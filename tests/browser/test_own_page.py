"""What a reporter does on the page of a report, with and without JavaScript, and what the team sees of it."""

from io import BytesIO
from pathlib import Path

import httpx
import pytest
from playwright.async_api import Page, expect
from pypdf import PdfReader

from tests.browser.conftest import NewPage
from tests.browser.deciding import sign_in
from tests.browser.keyboard import pick, press, type_in
from tests.browser.own_page import ADDED, code_in
from tests.mailbox import Mailbox
from tests.practice import Sent, an_address, report_by_api
from tests.team import case_of, page_once

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

BOTH = pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
WITHDRAW = "Je code om je melding in te trekken"


async def _said(page: Page, words: str) -> None:
    await expect(page.get_by_role("status").first).to_contain_text(words)


@BOTH
async def test_what_is_added_is_seen_by_the_team_until_it_is_read(
    new_page: NewPage, practice: httpx.AsyncClient, lead: httpx.AsyncClient, javascript: bool
) -> None:
    reporter, member = await new_page(javascript=javascript, width=390), await new_page(javascript=javascript)
    sent = await report_by_api(practice, an_address())
    case = await case_of(lead, sent.reference)
    await reporter.goto(sent.status_page)
    await reporter.get_by_role("link", name="Voeg iets toe").click()
    await reporter.get_by_label("Wat wil je ons nog vertellen?").fill(ADDED)
    await reporter.get_by_role("button", name="Voeg dit toe").click()
    await _said(reporter, "We hebben het bij je melding gezet.")
    await expect(reporter.locator("ol.time").first).to_contain_text(ADDED)
    await page_once(lead, case, "Nieuw: de melder voegde iets toe")
    await sign_in(member)
    await member.goto(f"/team/triage?lijst=reactie-binnen&q={sent.reference}")
    await expect(member.get_by_role("main")).to_contain_text("Aanvulling")
    await member.goto(case)
    await member.get_by_role("button", name="Ik heb dit gelezen").click()
    await _said(member, "De aanvulling is gelezen.")
    await expect(member.get_by_role("button", name="Ik heb dit gelezen")).to_have_count(0)
    await expect(member.get_by_role("main")).to_contain_text(ADDED)


@BOTH
async def test_the_report_is_saved_as_a_pdf_and_mails_become_fewer(
    new_page: NewPage, practice: httpx.AsyncClient, javascript: bool
) -> None:
    page = await new_page(javascript=javascript)
    sent = await report_by_api(practice, an_address())
    await page.goto(sent.status_page)
    async with page.expect_download() as waiting:
        await page.get_by_role("link", name="Bewaar als PDF").click()
    saved = await waiting.value
    assert saved.suggested_filename == f"melding-{sent.reference}.pdf"
    document = PdfReader(BytesIO(Path(await saved.path()).read_bytes()))
    assert sent.reference in document.pages[0].extract_text()
    await page.get_by_role("link", name="Mail mij minder vaak").click()
    await page.get_by_label("Alleen als het nodig is").check()
    await page.get_by_role("button", name="Bewaar mijn keuze").click()
    await _said(page, "alleen nog mail als we je iets vragen of iets besluiten")
    await page.get_by_role("link", name="Mail mij weer bij elke stap").click()
    await expect(page.get_by_label("Alleen als het nodig is")).to_be_checked()


@BOTH
async def test_mail_goes_to_another_address_after_a_code_and_the_old_one_is_told(
    new_page: NewPage, practice: httpx.AsyncClient, mailbox: Mailbox, javascript: bool
) -> None:
    page, after = await new_page(javascript=javascript, width=390), an_address()
    sent = await report_by_api(practice, an_address())
    await page.goto(sent.status_page)
    await page.get_by_role("link", name="Wijzig je e-mailadres").click()
    await page.get_by_label("Je nieuwe e-mailadres").fill(after)
    await page.get_by_role("button", name="Mail mij een code").click()
    code = code_in(await mailbox.mail_to(after, "Je code om je e-mailadres te bevestigen"))
    await page.get_by_label("Je code").fill(f"{code[:3]} {code[3:]}")
    await page.get_by_role("button", name="Gebruik dit adres").click()
    await _said(page, "Vanaf nu gaat onze mail naar je nieuwe adres.")
    told = await mailbox.mail_to(sent.email, "Je e-mailadres is veranderd")
    assert after not in told.everything


@BOTH
async def test_a_report_is_taken_back_with_a_code(
    new_page: NewPage,
    practice: httpx.AsyncClient,
    lead: httpx.AsyncClient,
    mailbox: Mailbox,
    javascript: bool,
) -> None:
    page = await new_page(javascript=javascript)
    sent = await report_by_api(practice, an_address())
    case = await case_of(lead, sent.reference)
    await page.goto(sent.status_page)
    await page.get_by_role("link", name="Trek de melding in").click()
    await page.get_by_label("Het was een vergissing").check()
    await page.get_by_role("button", name="Mail mij een code").click()
    code = code_in(await mailbox.mail_to(sent.email, WITHDRAW))
    await page.get_by_label("Je code").fill("000000" if code != "000000" else "111111")
    await page.get_by_role("button", name="Ja, trek in").click()
    await expect(page.locator("#mailcode-e")).to_contain_text("Deze code klopt niet.")
    await page.get_by_label("Je code").fill(code)
    await page.get_by_role("button", name="Ja, trek in").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Je melding is ingetrokken")
    await page_once(lead, case, "Melding ingetrokken. Reden: Het was een vergissing.")


async def test_a_report_is_taken_back_with_the_keyboard_alone(
    new_page: NewPage, practice: httpx.AsyncClient, mailbox: Mailbox
) -> None:
    page = await new_page()
    sent: Sent = await report_by_api(practice, an_address())
    await page.goto(sent.status_page)
    await press(page, "Trek de melding in")
    await pick(page, "Het is opgelost", further=2)
    await press(page, "Mail mij een code")
    await type_in(page, "Je code", code_in(await mailbox.mail_to(sent.email, WITHDRAW)))
    async with page.expect_navigation():
        await page.keyboard.press("Enter")
    await expect(page.get_by_role("heading", level=1)).to_have_text("Je melding is ingetrokken")
