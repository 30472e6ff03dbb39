from collections.abc import Callable

import httpx
import pytest
from fastapi import FastAPI


@pytest.mark.parametrize("path", ["/probeer", "/bestaat-niet", "/gaat-mis/boem", "/api/v1/boem", "/zonder-database"])
async def test_every_answer_is_locked_down(client: httpx.AsyncClient, path: str) -> None:
    headers = (await client.get(path)).headers
    policy = headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self';")
    assert "unsafe" not in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["cross-origin-opener-policy"] == "same-origin"
    assert headers["cross-origin-resource-policy"] == "same-origin"
    assert "camera=()" in headers["permissions-policy"]
    assert headers["cache-control"] == "no-store"


@pytest.mark.parametrize(("address", "expected"), [("https://loket.example", True), ("http://localhost", False)])
async def test_https_is_demanded_only_where_it_exists(
    app_at: Callable[[str], FastAPI], address: str, expected: bool
) -> None:
    transport = httpx.ASGITransport(app=app_at(address))
    async with httpx.AsyncClient(transport=transport, base_url=address) as client:
        answer = await client.get("/probeer")
    assert ("strict-transport-security" in answer.headers) is expected
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith("__Host-rw_visitor=" if expected else "rw_visitor=")
    assert ("Secure" in cookie) is expected
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert "Path=/" in cookie


@pytest.mark.parametrize("path", ["/docs", "/redoc", "/openapi.json"])
async def test_no_documentation_of_the_frame_is_served(client: httpx.AsyncClient, path: str) -> None:
    assert (await client.get(path)).status_code == 404
