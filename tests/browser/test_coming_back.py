"""A practice stops, comes back, looks at all its reports, or follows one with a code; with and without JavaScript."""

import re

import httpx
import pytest
from playwright.async_api import Page, expect

from tests.browser.conftest import NewPage
from tests.browser.inspection import faults_of
from tests.browser.keyboard import press, type_in
from tests.browser.reporting import (
    SEND,
    TITLE,
    press_next,
    start,
    tell_burden,
    tell_own_action,
    tell_problem,
    tell_who,
)
from tests.mailbox import Mailbox
from tests.practice import an_address, report_by_api

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]
BOTH = pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])


async def mailed_link(mailbox: Mailbox, address: str, subject: str) -> str:
    """The path of the link in a mail."""
    found = re.search(r"https?://[^/\s]+(/\S+)", (await mailbox.mail_to(address, subject)).text)
    assert found
    return found[1]


async def no_fault(page: Page, *, javascript: bool) -> None:
    if javascript:
        assert await faults_of(page) == []
        await page.set_viewport_size({"width": 1280, "height": 900})


@BOTH
async def test_a_report_is_put_aside_and_gone_on_with_in_another_browser(
    new_page: NewPage, mailbox: Mailbox, javascript: bool
) -> None:
    first, second = await new_page(javascript=javascript), await new_page(javascript=javascript, width=390)
    address = an_address()
    await start(first)
    await tell_problem(first)
    if javascript:
        await expect(first.get_by_role("status").filter(has_text="Bewaard om")).to_be_visible()
        await first.reload()
        await expect(first.get_by_label("Waar gaat het over?")).to_have_value(TITLE)
    await first.get_by_role("button", name="Bewaar en ga later verder").click()
    await first.get_by_label("Je e-mailadres").fill(address)
    await first.get_by_role("button", name="Mail mij de link").click()
    await expect(first.get_by_role("heading", level=1)).to_have_text("Kijk in je mail")
    await no_fault(first, javascript=javascript)
    await second.goto(await mailed_link(mailbox, address, "Ga verder met je melding"))
    await expect(second.get_by_role("main")).to_contain_text(TITLE)
    await no_fault(second, javascript=javascript)
    await second.get_by_role("button", name="Ga verder").click()
    await expect(second).to_have_url(re.compile("/melden/2$"))
    await expect(second.get_by_role("main")).to_contain_text("Bewaard om")
    await first.goto("/melden/2")
    await expect(first.get_by_role("heading", level=1)).to_have_text("Je ging verder in een andere browser")


@BOTH
async def test_all_reports_of_an_address_are_seen_through_a_mailed_link(
    new_page: NewPage, mailbox: Mailbox, practice: httpx.AsyncClient, javascript: bool
) -> None:
    address = an_address()
    sent = [await report_by_api(practice, address, titel=f"{TITLE} {number}") for number in (1, 2)]
    page = await new_page(javascript=javascript)
    await page.goto("/")
    await page.get_by_role("banner").get_by_role("link", name="Mijn meldingen").click()
    await page.get_by_label("Je e-mailadres").fill(address)
    await page.get_by_role("button", name="Mail mij een link").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Kijk in je mail")
    link = await mailed_link(mailbox, address, "Bekijk je meldingen")
    await page.goto(link)
    await page.get_by_role("button", name="Bekijk mijn meldingen").click()
    for one in sent:
        await expect(page.get_by_role("main")).to_contain_text(one.reference)
    await no_fault(page, javascript=javascript)
    await page.get_by_role("link", name=f"{TITLE} 2").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text(f"{TITLE} 2")
    await page.goto("/mijn-meldingen")
    await page.get_by_role("button", name="Log uit").click()
    await expect(page.get_by_role("status").first).to_contain_text("Je bent uitgelogd.")
    await page.goto(link)
    await expect(page.get_by_role("heading", level=1)).to_have_text("Deze link werkt niet meer")


@BOTH
async def test_who_gives_no_address_follows_the_report_with_a_code(new_page: NewPage, javascript: bool) -> None:
    page = await new_page(javascript=javascript, width=390)
    await start(page)
    for tell in (tell_problem, tell_burden, tell_own_action):
        await tell(page)
        await press_next(page)
    await tell_who(page, "")
    await page.get_by_label("Ik geef geen e-mailadres").check()
    await press_next(page)
    await page.get_by_label("Ik heb gecontroleerd").check()
    await page.get_by_role("button", name=SEND).click()
    await page.get_by_role("heading", name="Je melding is binnen").wait_for()
    await no_fault(page, javascript=javascript)
    reference, code = await page.locator(".arrived-ref").all_inner_texts()
    await expect(page.get_by_role("button", name="Print deze pagina")).to_be_visible(visible=javascript)
    await page.context.clear_cookies()
    await page.goto("/")
    await page.get_by_role("contentinfo").get_by_role("link", name="Volg met je code").click()
    await page.get_by_label("Je kenmerk").fill(reference)
    await page.get_by_label("Je code").fill(code.lower())
    await page.get_by_role("button", name="Bekijk je melding").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)


async def test_my_reports_are_reached_without_a_mouse(new_page: NewPage, mailbox: Mailbox) -> None:
    page, address = await new_page(), an_address()
    await page.goto("/mijn-meldingen")
    await type_in(page, "Je e-mailadres", address)
    await press(page, "Mail mij een link")
    await page.goto(await mailed_link(mailbox, address, "Bekijk je meldingen"))
    await press(page, "Bekijk mijn meldingen")
    await expect(page.get_by_role("main")).to_contain_text("Bij dit adres staan geen meldingen.")
    await press(page, "Log uit")
