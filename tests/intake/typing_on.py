"""A step as the page saves it by itself, and what is kept of it."""

import httpx
from sqlalchemy import select

from services.intake.tables import Draft
from shared.database import Database
from tests.browserlike import ORIGIN, TOKEN
from tests.pages import forms_in


async def type_on(
    client: httpx.AsyncClient, number: int, fields: dict[str, str], *, left: bool = False
) -> httpx.Response:
    """What the page sends by itself a second after the last key, or after somebody `left` a field."""
    found = TOKEN.search((await client.get("/melden/1")).text)
    assert found
    headers = {"Origin": ORIGIN, "HX-Request": "true", "HX-Request-Type": "partial"}
    address = f"/melden/{number}/bewaar{'?klaar=ja' if left else ''}"
    return await client.post(address, data={**fields, "csrf_token": found[1]}, headers=headers)


async def open_tab(client: httpx.AsyncClient, number: int) -> dict[str, str]:
    """A step as it is opened now: what its page says of itself."""
    (form,) = [
        form for form in forms_in((await client.get(f"/melden/{number}")).text) if form.action.startswith("/mel")
    ]
    return {"blad": form.fields["blad"][0]}


async def all_drafts(database: Database) -> list[Draft]:
    async with database.transaction() as session:
        return list(await session.scalars(select(Draft)))
