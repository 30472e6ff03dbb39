from collections.abc import AsyncIterator

import httpx

LIMIT = 256 * 1024


async def test_a_body_that_says_it_is_too_large_is_refused_unread(client: httpx.AsyncClient) -> None:
    answer = await client.post("/probeer", content=b"x" * (LIMIT + 1))
    assert answer.status_code == 413
    assert "Dit is te groot om te versturen" in answer.text
    assert answer.headers["connection"] == "close"


async def test_a_body_that_turns_out_too_large_is_refused(client: httpx.AsyncClient) -> None:
    sent = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal sent
        while sent < 4 * LIMIT:
            sent += 16 * 1024
            yield b"x" * 16 * 1024

    answer = await client.post("/api/v1/proef", content=endless())
    assert answer.status_code == 413
    assert answer.headers["content-type"] == "application/problem+json"
    assert sent <= LIMIT + 32 * 1024


async def test_a_body_in_pieces_is_put_together(client: httpx.AsyncClient) -> None:
    async def pieces() -> AsyncIterator[bytes]:
        for piece in (b'{"ti', b'tel": "Mach', b'tiging"}'):
            yield piece

    answer = await client.post("/api/v1/proef", content=pieces(), headers={"Content-Type": "application/json"})
    assert answer.json()["titel"] == "Machtiging"


async def test_a_body_of_just_the_limit_passes(client: httpx.AsyncClient) -> None:
    shell = len('{"titel": ""}')
    content = '{"titel": "' + "x" * (LIMIT - shell) + '"}'
    answer = await client.post("/api/v1/proef", content=content, headers={"Content-Type": "application/json"})
    assert answer.status_code == 200
