"""Another region gives the desk its own name, colours and logo; nowhere is the first one's name left."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest

from deploy.services import router_of
from services.intake.pdf import making
from services.notifier import texts
from services.notifier.rendering.compose import letter_mail, signed
from services.notifier.rendering.html import html_text
from services.notifier.rendering.plain import plain_text
from shared.database import Database
from shared.desk import Desk, desk
from shared.desk.colours import PAIRS, contrast, faults_of, usual
from shared.settings import SettingsError
from shared.web.app import WebService, create_app
from tests.browserlike import private_key, settings_for_tests

FIRST, NOON = "RegelWijzer", datetime(2026, 11, 22, 12, tzinfo=UTC)
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"><rect width="8" height="8" fill="#552211"/></svg>'
COLOURS = '{"petrol-9": "#2b1a3d", "petrol-8": "#3a2452", "petrol-7": "#4b2f6b"}'
KEPT_IN = {
    "services/accounts/settings.py": "the description of a setting",
    "services/notifier/rendering/message.py": "a header that only programs read",
    "services/notifier/texts.yaml": "read under the name of the desk",
    "shared/settings.py": "the sender of a system without a mail server",
    "shared/web/error_texts.py": "given under the name of the desk",
    "shared/desk/__init__.py": "where the name is",
}


@pytest.fixture
def another(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Desk]:
    """The desk of another region."""
    (tmp_path / "logo.svg").write_text(SVG)
    monkeypatch.setenv("ACCOUNTS_SESSION_PRIVATE_KEY", private_key())
    monkeypatch.setenv("DESK_NAME", "Loket Noord")
    monkeypatch.setenv("DESK_SLOGAN", "Samen eenvoudiger")
    monkeypatch.setenv("DESK_COLOURS", COLOURS)
    monkeypatch.setenv("DESK_LOGO", str(tmp_path / "logo.svg"))
    caches = (desk, texts.copies, texts.letter_copies, texts.invitation_copies, making._template)
    for cached in caches:
        cached.cache_clear()
    yield desk()
    monkeypatch.undo()
    for cached in caches:
        cached.cache_clear()


async def test_every_page_and_file_follows(another: Desk, databases: Callable[[str], Database]) -> None:
    services = ("accounts", "intake", "knowledge")
    shown = [WebService(name, [router] if (router := router_of(name)) else []) for name in services]
    app = create_app(settings_for_tests(), shown, {name: databases(name) for name in services})
    transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
        for path in (
            "/", "/melden", "/contact", "/privacy", "/hoe-het-werkt", "/toegankelijkheid", "/kennis", "/team/inloggen",
            "/bestaat-niet", "/api/v1/openapi.json",
        ):  # fmt: skip
            answer = await client.get(path)
            text = answer.text
            assert answer.status_code < 500, path
            assert FIRST not in text, path
            assert "Loket Noord" in text, path
        style = (await client.get(app.state.templates.globals["static_url"]("app.css"))).text
        assert (await client.get(app.state.templates.globals["static_url"]("logo.svg"))).text == SVG
    assert "--rw-petrol-9:#2b1a3d" in style
    assert usual()["petrol-7"] not in style


def test_mails_and_letters_follow(another: Desk) -> None:
    for kind, copy in texts.letter_copies().items():
        mail = letter_mail(copy, secret="12345678", valid_until=NOON, reference=None, site="https://loket.example")
        for text in (html_text(mail), plain_text(mail)):
            assert FIRST not in text, kind
            assert "Loket Noord" in text, kind
    assert "#08303a" not in html_text(mail).lower()
    assert "Loket Noord" in signed("Groet").text


def test_no_text_has_the_name_of_the_first_desk_written_in_it() -> None:
    found = {
        str(path)
        for place in ("services", "shared")
        for path in Path(place).rglob("*")
        if path.suffix in (".py", ".html", ".yaml", ".typ", ".js", ".svg") and FIRST in path.read_text("utf-8")
    }
    # What the system does itself is written down under the name of the desk (shared/history.py).
    actors = {path for path in found if f'"{FIRST}"' in Path(path).read_text("utf-8")}
    assert found - actors - set(KEPT_IN) == set()


def test_the_usual_colours_can_be_read() -> None:
    assert faults_of({}) == []
    assert all(name in {*usual(), ""} for pair in PAIRS for name in pair[:2])
    assert round(contrast("#12282e", "#ffffff"), 2) == 15.34  # as design has it


@pytest.mark.parametrize(
    ("variable", "value", "line"),
    [
        ("DESK_COLOURS", '{"petrol-7": "#88aacc"}', "white on petrol-7 has a contrast of 2.42, and needs 4.5"),
        ("DESK_COLOURS", '{"paars": "#000000"}', "there is no colour 'paars'"),
        ("DESK_COLOURS", '{"ink": "black"}', "ink must be as #115563"),
        ("DESK_LOGO", "/nergens/logo.svg", "must be an SVG file that can be read"),
    ],
)
def test_what_cannot_be_ends_the_start_with_one_line(
    monkeypatch: pytest.MonkeyPatch, variable: str, value: str, line: str
) -> None:
    monkeypatch.setenv(variable, value)
    with pytest.raises(SettingsError, match=f"^{variable}: ") as failure:
        Desk.read()
    assert line in str(failure.value)
    assert "\n" not in str(failure.value)
