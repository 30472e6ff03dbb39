"""Adding files to a report as a browser does."""

import httpx

from tests.browserlike import ORIGIN, TOKEN, post_form
from tests.intake.filled_in import STEP_ANSWERS

PAGE = "/melden/bijlagen"
TICK = {"geenPatient": "ja"}


async def start_report(client: httpx.AsyncClient) -> None:
    """Fill in all steps but the last."""
    for number, answers in enumerate(STEP_ANSWERS[:4], 1):
        await post_form(client, f"/melden/{number}", answers)


async def add_files(client: httpx.AsyncClient, *files: tuple[str, bytes], **typed: str) -> httpx.Response:
    """Post the page of files: names and content, and what is typed beside them. Every type is said to be HTML."""
    found = TOKEN.search((await client.get("/melden/4")).text)
    assert found
    sent = [("bestanden", (name, content, "text/html")) for name, content in files]
    data = {"csrf_token": found.group(1), **typed}
    return await client.post(PAGE, data=data, files=sent or [("x", ("", b""))], headers={"Origin": ORIGIN})
