"""Files with a report, in a browser: with and without scripts, with mistakes, up to the team."""

import asyncio
from pathlib import Path

import httpx
import pytest
from playwright.async_api import FilePayload, Page, expect

from tests.browser.conftest import NewPage
from tests.browser.inspection import faults_of
from tests.browser.places import state_of
from tests.browser.reporting import confirmed, press_next, start, tell_burden, tell_own_action, tell_problem, tell_who
from tests.practice import an_address
from tests.sent_files import a_letter, a_pdf, a_photo
from tests.team import PATIENCE_SECONDS, case_of

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]
FORM = FilePayload(name="Leeg formulier.pdf", mimeType="application/pdf", buffer=a_pdf())
LETTER = FilePayload(name="brief.docx", mimeType="application/octet-stream", buffer=a_letter())
PAGE_OF_THE_WEB = FilePayload(name="bijlage.pdf", mimeType="application/pdf", buffer=b"<html></html>")
CHOOSE = "Kies een bestand"
TICK = "Er staat geen patiënt in mijn bestanden"


async def _to_files(page: Page) -> str:
    address = an_address()
    await start(page)
    for tell in (tell_problem, tell_burden, tell_own_action):
        await tell(page)
        await press_next(page)
    await tell_who(page, address)
    await page.get_by_role("button", name="Voeg een bestand toe").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Voeg een bestand toe")
    return address


async def _send(page: Page, address: str) -> str:
    await page.get_by_role("link", name="Verder naar stap 4").click()
    await expect(page.get_by_label("Je naam", exact=True)).to_have_value("Noor Bakker")
    await press_next(page)
    await expect(page.get_by_role("main")).to_contain_text("Bijlage 1 (PDF, ")
    await page.get_by_label("Ik heb gecontroleerd").check()
    await page.get_by_role("button", name="Verstuur melding").click()
    return (await confirmed(page, address)).reference


@pytest.mark.parametrize("javascript", [True, False])
async def test_files_are_added_corrected_sent_saved_by_the_team_and_erased(
    new_page: NewPage, lead: httpx.AsyncClient, javascript: bool, tmp_path: Path
) -> None:
    page = await new_page(javascript=javascript)
    address = await _to_files(page)
    # The tick is forgotten: the file stays.
    await page.get_by_label(CHOOSE).set_input_files([FORM])
    await page.get_by_role("button", name="Voeg toe").click()
    await expect(page.get_by_role("alert")).to_contain_text("Zet een vinkje")
    await expect(page.get_by_text("Wacht op je vinkje")).to_be_visible()
    # A wrong file beside a right one: the right one stays.
    await page.get_by_label("Kies nog een bestand").set_input_files([LETTER, PAGE_OF_THE_WEB])
    await page.get_by_label(TICK).check()
    await page.get_by_role("button", name="Voeg toe").click()
    await expect(page.get_by_role("alert")).to_contain_text("‘bijlage.pdf’: Dit soort bestand kan niet")
    await expect(page.get_by_role("heading", name="Toegevoegd: 2 van 5")).to_be_visible()
    await page.get_by_role("button", name="Haal weg Bijlage 2").click()
    await expect(page.get_by_text("Het bestand is weggehaald.")).to_be_visible()
    reference = await _send(page, address)
    team = await new_page(javascript=javascript, state=state_of(lead))
    await team.goto(await case_of(lead, reference))
    async with team.expect_download() as saving:
        await team.get_by_role("link", name="Bijlage 1 (PDF, ").click()
    saved = await saving.value
    assert saved.suggested_filename == f"{reference}-bijlage-1.pdf"
    await saved.save_as(tmp_path / "bijlage.pdf")
    assert (tmp_path / "bijlage.pdf").read_bytes().startswith(b"%PDF-")
    await _erase_the_only_one(team, looked_at=javascript)


async def _erase_the_only_one(team: Page, *, looked_at: bool) -> None:
    case = team.url
    await team.get_by_role("link", name="Wis de bijlage").click()
    files = team.get_by_role("region", name="Bijlagen")
    await files.get_by_role("link", name="Wis Bijlage 1").click()
    await expect(team.get_by_role("heading", level=1)).to_have_text("Wil je deze bijlage voorgoed wissen?")
    assert not looked_at or await faults_of(team) == []
    await team.get_by_role("main").get_by_role("button", name="Wis de bijlage").click()
    await expect(team.get_by_role("status").first).to_contain_text("De bijlage is gewist.")
    await expect(files).to_contain_text("Een bijlage gewist door")
    assert not looked_at or await faults_of(team) == []
    async with asyncio.timeout(PATIENCE_SECONDS):
        while await team.goto(case) and await team.get_by_role("link", name="Wis de bijlage").count():
            await asyncio.sleep(0.2)


async def test_by_keyboard_alone_a_file_is_added_and_how_far_it_is_is_told(new_page: NewPage) -> None:
    page = await new_page()
    await _to_files(page)
    await page.get_by_label(CHOOSE).set_input_files([FORM])
    await page.get_by_label(CHOOSE).focus()
    await page.keyboard.press("Tab")
    await expect(page.get_by_label(TICK)).to_be_focused()
    await page.keyboard.press("Space")
    await page.keyboard.press("Tab")
    await expect(page.get_by_role("button", name="Voeg toe")).to_be_focused()
    told: list[str] = []
    await page.expose_function("tell", lambda text: told.append(text))
    await page.evaluate(
        "() => new MutationObserver((seen) => seen.forEach((one) => tell(one.target.textContent)))"
        ".observe(document.querySelector('[data-progress] [role=status]'), { childList: true })"
    )
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("main")).to_be_focused()
    await expect(page.get_by_text("1 bestand toegevoegd.")).to_be_visible()
    assert told[0] == "Versturen: 0%"
    assert told[-1] == "Verstuurd. We kijken je bestanden na."


async def test_a_file_that_is_too_large_is_seen_before_it_is_sent(new_page: NewPage, tmp_path: Path) -> None:
    page = await new_page()
    await _to_files(page)
    large = tmp_path / "scan.pdf"
    large.write_bytes(b"%PDF-" + bytes(10_000_000))
    await page.get_by_label(CHOOSE).set_input_files(large)
    await page.get_by_label(TICK).check()
    await page.get_by_role("button", name="Voeg toe").click()
    await expect(page.get_by_text("‘scan.pdf’ is te groot. Kies een bestand tot 10 MB.")).to_be_visible()
    await expect(page.get_by_label(TICK)).to_be_checked()


async def test_files_that_are_together_too_large_get_a_page_that_says_so(new_page: NewPage, tmp_path: Path) -> None:
    page = await new_page(javascript=False)
    await _to_files(page)
    large = tmp_path / "film.pdf"
    with large.open("wb") as file:
        file.truncate(60_000_000)
    await page.get_by_label(CHOOSE).set_input_files(large)
    await page.get_by_role("button", name="Voeg toe").click()
    await expect(page.get_by_text("Je bestanden zijn samen te groot")).to_be_visible()
    await page.go_back()
    await expect(page.get_by_label(CHOOSE)).to_be_visible()


async def test_the_page_of_files_has_no_fault_empty_with_mistakes_and_full(new_page: NewPage) -> None:
    page = await new_page()
    await _to_files(page)
    assert await faults_of(page) == []
    photos = [FilePayload(name=f"{n}.jpg", mimeType="image/jpeg", buffer=a_photo(size=(60 + n, 40))) for n in range(4)]
    await page.get_by_label(CHOOSE).set_input_files([*photos, PAGE_OF_THE_WEB])
    await page.get_by_role("button", name="Voeg toe").click()
    await expect(page.get_by_role("alert")).to_be_focused()
    assert await faults_of(page) == []
    await page.get_by_label("Kies nog een bestand").set_input_files([FORM])
    await page.get_by_label(TICK).check()
    await page.get_by_role("button", name="Voeg toe").click()
    await expect(page.get_by_role("heading", name="Toegevoegd: 5 van 5")).to_be_visible()
    assert await faults_of(page) == []
