"""The API looks through a text and keeps nothing of it."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager

import httpx

ClientFor = Callable[..., AbstractAsyncContextManager[httpx.AsyncClient]]
API = "/api/v1/privacycontrole"


async def test_what_may_tell_who_a_patient_is_comes_back_with_its_place(client_for: ClientFor) -> None:
    text = "Voor mevrouw Wielinga, BSN 111222333, moest het drie keer over."
    async with client_for("intake") as client:
        answer = await client.post(API, json={"tekst": text})
    assert answer.status_code == 200
    found = [(one["soort"], text[one["begin"] : one["eind"]]) for one in answer.json()["vondsten"]]
    assert found == [("name", "Wielinga"), ("bsn", "111222333")]


async def test_a_text_about_nobody_has_no_findings(client_for: ClientFor) -> None:
    async with client_for("intake") as client:
        answer = await client.post(API, json={"tekst": "De poli vraagt elk jaar een nieuwe verwijzing."})
    assert answer.json() == {"vondsten": []}


async def test_a_text_that_is_too_long_is_refused_without_repeating_it(client_for: ClientFor) -> None:
    async with client_for("intake") as client:
        answer = await client.post(API, json={"tekst": "111222333 " * 1001})
    assert answer.status_code in (400, 422)
    assert answer.headers["content-type"].startswith("application/problem+json")
    assert "111222333" not in answer.text
