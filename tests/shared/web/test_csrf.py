import re

import httpx
import pytest

from shared.web.csrf import Visitor

TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
SAME_SITE = {"Origin": "http://localhost", "Sec-Fetch-Site": "same-origin"}


async def token_from(client: httpx.AsyncClient) -> str:
    found = TOKEN.search((await client.get("/probeer")).text)
    assert found
    return found.group(1)


@pytest.mark.parametrize("headers", [{}, SAME_SITE, {"Origin": "null"}, {"Sec-Fetch-Site": "none"}])
async def test_a_form_from_our_own_page_is_accepted(client: httpx.AsyncClient, headers: dict[str, str]) -> None:
    data = {"csrf_token": await token_from(client), "titel": "Machtiging", "wie": ["huisarts", "assistente"]}
    answer = await client.post("/probeer", data=data, headers=headers)
    assert answer.status_code == 303
    assert "Bewaard: Machtiging en huisarts en assistente" in (await client.get("/probeer")).text


async def test_a_multipart_form_is_accepted_too(client: httpx.AsyncClient) -> None:
    fields = {"csrf_token": await token_from(client), "titel": "Machtiging"}
    answer = await client.post("/probeer", files={name: (None, text) for name, text in fields.items()})
    assert answer.status_code == 303


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://elders.example"},
        {"Origin": "http://localhost.elders.example"},
        {"Origin": "http://localhost", "Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
async def test_a_form_from_another_site_is_refused(client: httpx.AsyncClient, headers: dict[str, str]) -> None:
    data = {"csrf_token": await token_from(client), "titel": "Machtiging"}
    answer = await client.post("/probeer", data=data, headers=headers)
    assert answer.status_code == 403
    assert "We weten niet zeker of dit van jou komt" in answer.text
    assert "Machtiging" not in answer.text


async def test_a_form_without_a_token_is_refused(client: httpx.AsyncClient) -> None:
    await token_from(client)
    for content in ({"titel": "Machtiging"}, {"csrf_token": "onzin"}, {"csrf_token": "é=="}, {}):
        assert (await client.post("/probeer", data=content)).status_code == 403
    assert (await client.post("/probeer", json={"csrf_token": await token_from(client)})).status_code == 403
    assert (await client.post("/bestaat-niet", data={})).status_code == 403


async def test_the_token_of_another_visitor_is_refused(client: httpx.AsyncClient) -> None:
    foreign = await token_from(client)
    client.cookies.clear()
    await token_from(client)
    assert (await client.post("/probeer", data={"csrf_token": foreign, "titel": "Mach"})).status_code == 403


async def test_a_forged_cookie_is_refused(client: httpx.AsyncClient) -> None:
    forged = Visitor("another key that is long enough too", None)
    token = forged.token()
    client.cookies.set("rw_visitor", forged.cookie())
    assert (await client.post("/probeer", data={"csrf_token": token, "titel": "Mach"})).status_code == 403


async def test_what_was_typed_is_offered_again_when_the_cookie_is_gone(client: httpx.AsyncClient) -> None:
    data = {"csrf_token": await token_from(client), "titel": "Mach <b>tiging", "wachtwoord": "sesam"}
    client.cookies.clear()
    refused = await client.post("/probeer", data=data, headers=SAME_SITE)
    assert refused.status_code == 403
    assert 'value="Mach &lt;b&gt;tiging"' in refused.text
    assert "sesam" not in refused.text
    fresh = TOKEN.search(refused.text)
    assert fresh
    assert (await client.post("/probeer", data=data | {"csrf_token": fresh.group(1)})).status_code == 303


async def test_the_api_needs_no_token(client: httpx.AsyncClient) -> None:
    assert (await client.post("/api/v1/proef", json={"titel": "Machtiging"})).status_code == 200


async def test_pages_without_a_form_set_no_cookie(client: httpx.AsyncClient) -> None:
    assert "set-cookie" not in (await client.get("/bestaat-niet")).headers


def test_a_token_never_looks_the_same_twice() -> None:
    visitor = Visitor("a key", None)
    first, second = visitor.token(), visitor.token()
    assert first != second
    returning = Visitor("a key", visitor.cookie())
    assert returning.accepts(first)
    assert returning.accepts(second)
    assert not returning.is_new
