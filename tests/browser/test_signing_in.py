"""Signing in with a code, in a browser, with an app that really makes codes."""

import re
from itertools import count

import pytest
from playwright.async_api import Page, expect

from tests.browser.conftest import NewPage
from tests.browser.deciding import sign_in
from tests.browser.inspection import HEIGHT, WIDTHS, faults_of
from tests.browser.leaving import to_another_page
from tests.mailbox import Mailbox
from tests.system import RunningSystem
from tests.telephone import Telephone

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]
PASSWORD = "een wachtwoord voor in de browser"
_numbers = count(1)


def hired(system: RunningSystem, role: str) -> str:
    """The address of somebody who is new in the team."""
    email = f"nieuw{next(_numbers)}@team.example"
    system.hire(email, role, PASSWORD)
    return email


async def give_password(page: Page, email: str) -> None:
    """The first step."""
    await page.goto("/team/profiel")
    await page.get_by_label("E-mailadres").fill(email)
    await page.get_by_label("Wachtwoord").fill(PASSWORD)
    await press(page, "Inloggen")


async def give_code(page: Page, code: str) -> None:
    """The second step."""
    await page.get_by_label("Code uit je app").fill(code)
    await press(page, "Inloggen")


async def press(page: Page, button: str) -> None:
    """Press a button that leads to another page."""
    async with to_another_page(page):
        await page.get_by_role("main").get_by_role("button", name=button).click()


async def sign_out(page: Page) -> None:
    """As the button in the bar does; it is in the menu on a small screen."""
    await page.set_viewport_size({"width": WIDTHS[0], "height": HEIGHT})
    async with to_another_page(page):
        await page.get_by_role("button", name="Uitloggen").first.click()


@pytest.mark.parametrize("javascript", [True, False])
async def test_a_new_member_sets_up_an_app_and_signs_in_with_it_and_without(
    new_page: NewPage, running_system: RunningSystem, javascript: bool
) -> None:
    page, telephone = await new_page(javascript=javascript), Telephone()
    email = hired(running_system, "researcher")
    await give_password(page, email)
    heading = page.get_by_role("heading", level=1)
    await expect(heading).to_have_text("Stel een app in voor je code")
    assert not javascript or await faults_of(page) == []
    await page.get_by_label("Code uit je app").fill(telephone.scan(await page.content()))
    await press(page, "Zet aan en log in")
    telephone.keep(await page.content())
    assert not javascript or await faults_of(page) == []
    await page.get_by_role("link", name="Ik heb ze bewaard, ga verder").click()
    await expect(heading).to_have_text("Mijn profiel")
    await expect(page.get_by_text("Nog 10 codes")).to_be_visible()
    await sign_out(page)
    await give_password(page, email)
    await expect(heading).to_have_text("Vul je code in")
    assert not javascript or await faults_of(page) == []
    await give_code(page, telephone.code(later=-1))
    await expect(page.get_by_text("Elke code werkt één keer").first).to_be_visible()
    await give_code(page, telephone.paper[0])
    await expect(page.get_by_text("Nog 9 codes")).to_be_visible()


@pytest.mark.parametrize("javascript", [True, False])
async def test_a_lead_invites_a_colleague_who_comes_in_gets_another_role_and_leaves(
    new_page: NewPage, mailbox: Mailbox, javascript: bool
) -> None:
    page, other = await new_page(javascript=javascript), await new_page(javascript=javascript, width=390)
    name, email = f"Noor Nieuw {next(_numbers)}", f"noor{next(_numbers)}@team.example"
    await sign_in(page)
    await page.goto("/team/beheer/mensen")
    await page.get_by_role("link", name="Nodig iemand uit").click()
    await page.get_by_label("Voornaam en achternaam").fill(name)
    await page.get_by_label("E-mailadres van het werk").fill(email)
    await page.get_by_label("Redacteur").check()
    await press(page, "Verstuur de uitnodiging")
    await expect(page.get_by_role("status").first).to_contain_text(f"{name} krijgt een mail")
    mail = await mailbox.mail_to(email)
    await other.goto(re.findall(r"https?://\S+/uitnodiging/\S+", mail.text)[0])
    assert not javascript or await faults_of(other) == []
    await other.get_by_label("Nieuw wachtwoord").fill(PASSWORD)
    await press(other, "Ga verder")
    await other.goto("/team/profiel")
    await expect(other.get_by_role("heading", level=1)).to_have_text("Mijn profiel")
    await page.goto("/team/beheer/mensen")
    await page.get_by_role("link", name=f"Wijzig {name}").click()
    assert not javascript or await faults_of(page) == []
    await page.get_by_label("Lezer").check()
    await press(page, "Bewaar de rol")
    await expect(page.get_by_role("status").first).to_contain_text("De rol is nu: lezer.")
    await page.get_by_role("link", name="Stopt bij het team").click()
    assert not javascript or await faults_of(page) == []
    await press(page, f"Ja, {name} stopt")
    await expect(page.get_by_role("status").first).to_contain_text("Gestopt.")
    await other.goto("/team/profiel")
    await expect(other.get_by_role("heading", level=1)).to_have_text("Inloggen")
