"""The report form under somebody's hands: mistakes, second thoughts, impatience."""

import pytest
from playwright.async_api import Page, expect

from tests.browser.conftest import NewPage
from tests.browser.leaving import to_another_page
from tests.browser.reporting import (
    NEXT,
    SEND,
    STORY,
    TITLE,
    confirmed,
    fill_in_all,
    press_next,
    start,
    tell_burden,
    tell_problem,
)
from tests.load.form_time import Person, chosen
from tests.load.form_time import fill_in as report_as_a_person
from tests.mailbox import Mailbox
from tests.practice import an_address

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


async def test_a_mistake_puts_the_focus_on_a_summary_that_leads_to_the_fields(new_page: NewPage) -> None:
    page = await new_page()
    await start(page)
    await page.get_by_label("Wat gebeurt er precies?").fill("Te kort")
    await press_next(page)
    summary = page.get_by_role("alert")
    await expect(summary).to_be_focused()
    await expect(page).to_have_title("Fout: Stap 1 van 5: Welke regel of taak zit je in de weg? | RegelWijzer")
    await expect(summary.get_by_role("heading")).to_have_text("Kijk nog even naar 3 vragen")
    for sentence, field in (
        ("Vul in waar het over gaat", "titel"),
        ("Beschrijf in minstens één zin wat er gebeurt", "verhaal"),
        ("Kies van wie de regel of vraag komt", "vanWie"),
    ):
        await summary.get_by_role("link", name=sentence).click()
        await expect(page.locator(f"#{field}")).to_be_focused()
    await expect(page.get_by_label("Wat gebeurt er precies?")).to_have_value("Te kort")


async def test_going_back_and_forward_loses_nothing(new_page: NewPage) -> None:
    page = await new_page()
    await start(page)
    await tell_problem(page)
    await press_next(page)
    await page.get_by_label("Hoeveel minuten kost het per keer?").fill("35")
    await page.get_by_role("button", name="Vorige stap").click()
    await expect(page.get_by_label("Waar gaat het over?")).to_have_value(TITLE)
    await expect(page.get_by_label("Wat gebeurt er precies?")).to_have_value(STORY)
    await press_next(page)
    await expect(page.get_by_label("Hoeveel minuten kost het per keer?")).to_have_value("35")
    await tell_burden(page)
    await press_next(page)
    await expect(page.get_by_text("Stap 3 van 5")).to_be_visible()
    await page.go_back()
    await expect(page.get_by_label("Hoeveel minuten kost het per keer?")).to_have_value("20")
    await page.go_forward()
    await expect(page.get_by_text("Stap 3 van 5")).to_be_visible()


async def test_two_presses_on_send_and_the_way_back_make_one_report(new_page: NewPage, mailbox: Mailbox) -> None:
    page = await new_page()
    address = an_address()
    await fill_in_all(page, address)
    await page.get_by_role("button", name=SEND).dblclick()
    sent = await confirmed(page, address)
    await page.goto("/melden/5")
    again = await confirmed(page, address)
    assert again == sent
    await mailbox.mail_to(address)
    assert len(await mailbox.mails(address)) == 1


async def test_a_row_of_the_check_page_can_be_changed_and_leads_back(new_page: NewPage) -> None:
    page = await new_page()
    await fill_in_all(page, an_address())
    await page.get_by_role("link", name="Wijzig waar gaat het over", exact=False).first.click()
    await page.get_by_label("Waar gaat het over?").fill("Een andere titel")
    await page.get_by_role("button", name="Opslaan en terug naar de controle").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Controleer je melding en verstuur")
    await expect(page.get_by_role("main")).to_contain_text("Een andere titel")


async def test_the_form_asks_no_more_of_a_newcomer_than_it_did(new_page: NewPage) -> None:
    person = Person(await new_page())
    report, agb_code = next(chosen(["D021"]))
    await report_as_a_person(person, report, agb_code, an_address())
    # Everything read: docs/form-time.md. What was typed on the shared system before may stand beside it.
    assert 6 < person.spent_in_all().total / 60 < 10


async def test_a_press_counts_also_when_what_arrives_moves_the_button_meanwhile(new_page: NewPage) -> None:
    page = await new_page()
    await start(page)
    await tell_problem(page)
    await _press_while_the_page_grows(page, stays=False)
    await expect(page.get_by_text("Stap 1 van 5")).to_be_visible()
    async with to_another_page(page):
        await _press_while_the_page_grows(page, stays=True)


async def _press_while_the_page_grows(page: Page, *, stays: bool) -> None:
    """Press the button to the next step; who does not stay on it thinks better of it."""
    button = page.get_by_role("main").get_by_role("button", name=NEXT).last
    await button.scroll_into_view_if_needed()
    box = await button.bounding_box()
    assert box
    await page.mouse.move(box["x"] + 10, box["y"] + 10)
    await page.mouse.down()
    await page.locator("#bewaard").evaluate("said => { said.style.paddingTop = said.offsetHeight + 100 + 'px' }")
    if not stays:
        await page.mouse.move(box["x"] + 10, box["y"] - 300)
    await page.mouse.up()
