"""A file with a source of a dossier, as somebody of the team puts it there, opens it and erases it."""

from pathlib import Path

import httpx
import pytest
from playwright.async_api import FilePayload, expect

from tests.browser.conftest import NewPage
from tests.browser.dossier_page import EVIDENCE, add_entry
from tests.browser.places import state_of
from tests.practice import an_address, report_by_api
from tests.sent_files import a_pdf
from tests.team import case_of, decide, dossier_of

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

LETTER = FilePayload(name="brief.pdf", mimeType="application/pdf", buffer=a_pdf())


@pytest.mark.parametrize("javascript", [True, False])
async def test_a_file_is_put_with_a_source_saved_and_erased(
    new_page: NewPage, practice: httpx.AsyncClient, lead: httpx.AsyncClient, javascript: bool, tmp_path: Path
) -> None:
    case = await case_of(lead, (await report_by_api(practice, an_address())).reference)
    await decide(lead, case, "open_dossier", {"dossier_title": "Een regel met een brief"})
    dossier = await dossier_of(lead, case)
    await add_entry(lead, dossier, "/bronnen/", EVIDENCE)
    page = await new_page(javascript=javascript, state=state_of(lead))
    await page.goto(dossier)
    await page.get_by_role("link", name="Voeg een bestand toe").click()
    # The tick is forgotten: the browser asks for it, and what was chosen is still there.
    await page.get_by_label("Kies een bestand").set_input_files([LETTER])
    await page.get_by_role("button", name="Voeg toe").click()
    await expect(page.get_by_label("Er staat geen patiënt in")).to_be_focused()
    await page.get_by_label("Er staat geen patiënt in").check()
    await page.get_by_role("button", name="Voeg toe").click()
    await expect(page.get_by_role("heading", name="Toegevoegd: 1 van 5")).to_be_visible()
    await page.get_by_role("link", name="Terug naar de bron").click()
    sources = page.get_by_role("region", name="Bronnen")
    async with page.expect_download() as saving:
        await sources.get_by_role("link", name="Bijlage 1 (PDF, ").first.click()
    saved = await saving.value
    assert saved.suggested_filename == f"{dossier.rpartition('/')[2]}-bijlage-1.pdf"
    await saved.save_as(tmp_path / "bijlage.pdf")
    assert (tmp_path / "bijlage.pdf").read_bytes().startswith(b"%PDF-")
    await sources.get_by_role("link", name="Wis Bijlage 1").click()
    await page.get_by_label("Er stond een patiënt in").check()
    await page.get_by_role("button", name="Wis de bijlage").click()
    await expect(page.get_by_text("Het bestand is gewist.")).to_be_visible()
    await expect(sources.get_by_role("link", name="Bijlage 1")).to_have_count(0)
    await expect(page.get_by_role("region", name="Wat is er gedaan?")).to_contain_text("Wiste bijlage 1 bij")
