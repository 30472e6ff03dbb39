"""Files reach only the routes that take them, and no more of them than those say."""

import asyncio
from collections.abc import AsyncIterator, Iterator

import httpx
import pytest
from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse

from shared.web import csrf
from shared.web.app import WebService, create_app
from shared.web.middleware import uploads as middleware
from shared.web.uploads import UploadRoute, answer_seconds, files_in, typed_beside
from tests.browserlike import ORIGIN, settings_for_tests

LARGEST = 300 * 1024
USUALLY = 3.5
PAGE = "/bestanden"
BOUNDARY = "grens"
router = APIRouter()


@router.post(PAGE)
async def take(request: Request) -> JSONResponse:
    files = files_in(request, "bestanden")
    told = {file.filename: len(await file.read()) for file in files}
    return JSONResponse(
        {"files": told, "naar": typed_beside(request)["naar"], "seconds": answer_seconds(request.scope, USUALLY)}
    )


@router.post("/gewoon")
async def take_none(request: Request) -> JSONResponse:
    return JSONResponse(len(files_in(request, "bestanden")))


@pytest.fixture
async def client() -> AsyncIterator[httpx.AsyncClient]:
    """A client of an application with one page that takes files, and with the token of its browser."""
    route = UploadRoute(PAGE, LARGEST, 0.3, 60, "Samen te groot.", "Te langzaam.")
    app = create_app(settings_for_tests(), [WebService("try", [router], [route])], {})
    visitor = csrf.Visitor("a key for tests, of thirty-two bytes", None)
    token = visitor.token()
    transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url=ORIGIN, headers={"Origin": ORIGIN}) as opened:
        opened.cookies.set("rw_visitor", visitor.cookie(), domain="localhost.local")
        opened.headers["X-Token"] = token
        yield opened


async def _post(client: httpx.AsyncClient, *sizes: int, to: str = PAGE, token: str | None = None) -> httpx.Response:
    files = [("bestanden", (f"{number}.pdf", b"x" * size)) for number, size in enumerate(sizes)]
    data = {"csrf_token": client.headers["X-Token"] if token is None else token, "naar": "controle"}
    return await client.post(to, data=data, files=files)


async def test_files_larger_than_any_other_body_reach_their_route(client: httpx.AsyncClient) -> None:
    answer = await _post(client, 280 * 1024, 10)
    assert answer.json() == {"files": {"0.pdf": 280 * 1024, "1.pdf": 10}, "naar": "controle", "seconds": 60}


async def test_another_route_takes_no_files(client: httpx.AsyncClient) -> None:
    assert (await _post(client, 280 * 1024, to="/gewoon")).status_code == 413
    assert (await _post(client, 10, to="/gewoon")).json() == 0


async def test_too_much_is_refused_in_words_after_the_browser_could_send_it(client: httpx.AsyncClient) -> None:
    answer = await _post(client, 2_000_000)
    assert answer.status_code == 413
    assert "Samen te groot." in answer.text
    assert answer.headers["connection"] == "close"


async def test_files_without_the_token_of_the_page_are_refused(client: httpx.AsyncClient) -> None:
    assert (await _post(client, 10, token="")).status_code == 403
    assert (await _post(client, 10, token="vals")).status_code == 403


def _head() -> bytes:
    return f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="bestanden"; filename="a.pdf"\r\n\r\n'.encode()


async def test_a_sender_that_stops_halfway_is_let_go(client: httpx.AsyncClient) -> None:
    async def stalling() -> AsyncIterator[bytes]:
        yield _head() + b"x" * 1000
        await asyncio.sleep(5)

    headers = {"Content-Type": f"multipart/form-data; boundary={BOUNDARY}"}
    answer = await client.post(PAGE, content=stalling(), headers=headers)
    assert answer.status_code == 408
    assert "Te langzaam." in answer.text


async def test_what_is_no_form_at_all_is_not_understood(client: httpx.AsyncClient) -> None:
    headers = {"Content-Type": "multipart/form-data"}
    assert (await client.post(PAGE, content=b"x" * 100, headers=headers)).status_code == 400
    headers = {"Content-Type": f"multipart/form-data; boundary={BOUNDARY}"}
    assert (await client.post(PAGE, content=b"x" * 100, headers=headers)).status_code == 400


async def test_more_senders_at_once_than_there_is_room_for_wait_and_then_hear_so(
    client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(middleware, "WAIT_SECONDS", 0.05)

    async def slow() -> AsyncIterator[bytes]:
        yield _head()
        await asyncio.sleep(0.25)

    headers = {"Content-Type": f"multipart/form-data; boundary={BOUNDARY}"}
    posts = (client.post(PAGE, content=slow(), headers=headers) for _ in range(middleware.AT_ONCE + 1))
    answers = await asyncio.gather(*posts)
    assert sorted(answer.status_code for answer in answers)[-1] == 503
    assert [answer.status_code for answer in answers].count(503) == 1


@pytest.fixture(autouse=True)
def _quick_drain(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(middleware, "DRAIN_SECONDS", 1)
    yield
