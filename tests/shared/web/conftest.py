from collections.abc import AsyncIterator, Callable, Iterator
from typing import Annotated

import httpx
import pytest
from fastapi import APIRouter, Depends, FastAPI, Request, Response
from jinja2 import DictLoader
from pydantic import BaseModel, Field
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession
from structlog.contextvars import merge_contextvars
from structlog.testing import capture_logs
from structlog.typing import EventDict

from shared.database import Database
from shared.web.app import WebService, create_app
from shared.web.errors import Forbidden, Invalid, NotFound, ServiceUnavailable
from shared.web.forms import fill
from shared.web.pages import page, partial, see_other_saying
from shared.web.problems import Fault
from shared.web.sessions import session_of
from tests.browserlike import settings_for_tests

ORIGIN = "http://localhost"
PAGES = {
    "try/form.html": """{% extends "base.html" %}{% from "macros/form.html" import text, error_summary %}
        {% block title %}Probeer{% endblock %}{% block main %}<form method="post">{{ csrf_field() }}
        {{ error_summary(errors) }}{{ text("titel", "Titel", values, errors) }}</form>{% endblock %}""",
    "try/part.html": "<p>deel</p>",
}


class TitleForm(BaseModel):
    titel: str = Field(min_length=3)
    wie: list[str] = []


Session = Annotated[AsyncSession, Depends(session_of("try"), scope="function")]
router = APIRouter()


@router.get("/probeer")
async def read_form(request: Request) -> Response:
    return page(request, "try/part.html" if partial(request) else "try/form.html")


@router.post("/probeer")
async def send_form(request: Request) -> Response:
    filled = await fill(request, TitleForm, {"titel": "Vul een titel in"})
    if filled.form is None:
        return page(request, "try/form.html", status=422, values=filled.values, errors=filled.errors)
    chosen = " en ".join([filled.form.titel, *filled.form.wie])
    return see_other_saying(request, "/probeer", f"Bewaard: {chosen}")


@router.get("/nummer/{number}")
async def read_number(number: int) -> int:
    return number


@router.get("/gaat-mis/{kind}")
async def go_wrong(kind: str) -> None:
    errors: dict[str, Callable[[], Exception]] = {
        "boem": lambda: RuntimeError("geheim"),
        "weg": lambda: NotFound("Deze link werkt niet meer.", title="Vraag een nieuwe link aan"),
        "recht": Forbidden,
        "bewaard": lambda: ServiceUnavailable(saved=True),
        "onbewaard": lambda: ServiceUnavailable(saved=False),
    }
    raise errors[kind]()


@router.post("/api/v1/proef")
async def api_form(form: TitleForm) -> TitleForm:
    if form.titel == "dubbel":
        raise Invalid("Deze titel is er al.", faults=[Fault("titel", "Kies een andere titel")])
    return form


@router.get("/zonder-database")
async def without_database(session: Session) -> None:
    await session.execute(text("select 1"))


@router.post("/zonder-database")
async def send_without_database(session: Session) -> None:
    await session.execute(text("select 1"))


@router.get("/api/v1/boem")
async def api_failure() -> None:
    raise RuntimeError("geheim")


@pytest.fixture(autouse=True)
def logged() -> Iterator[list[EventDict]]:
    """The lines logged in a test; not printed, for printing a traceback with all its values takes seconds."""
    with capture_logs(processors=[merge_contextvars]) as lines:
        yield lines


@pytest.fixture
def app_at() -> Callable[[str], FastAPI]:
    """The real application at a public address, with a few routes of the tests' own."""

    def make(public_url: str) -> FastAPI:
        nowhere = Database("postgresql+asyncpg://nobody@127.0.0.1:1/none", "try")
        settings = settings_for_tests(public_url=public_url)
        app = create_app(settings, [WebService("try", [router])], {"try": nowhere})
        app.state.templates.loader.loaders.append(DictLoader(PAGES))
        return app

    return make


@pytest.fixture
async def client(app_at: Callable[[str], FastAPI]) -> AsyncIterator[httpx.AsyncClient]:
    """A client on it that keeps its cookies."""
    transport = httpx.ASGITransport(app=app_at(ORIGIN), raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url=ORIGIN) as opened:
        yield opened
