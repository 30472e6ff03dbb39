import gzip
import re

import httpx
import pytest

from shared.web.assets import FOLDER
from shared.web.static import PREFIX, StaticFiles

static = StaticFiles()


async def test_a_file_is_kept_for_ever_under_the_name_of_its_content(client: httpx.AsyncClient) -> None:
    answer = await client.get(static.url("app.css"), headers={"Accept-Encoding": "identity"})
    assert re.fullmatch(r"/static/app\.[0-9a-f]{10}\.css", static.url("app.css"))
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert answer.headers["content-type"] == "text/css; charset=utf-8"
    assert "Accept-Encoding" in answer.headers["vary"]
    assert "content-encoding" not in answer.headers


async def test_it_is_sent_compressed_to_who_can_read_that(client: httpx.AsyncClient) -> None:
    async with client.stream("GET", static.url("app.css"), headers={"Accept-Encoding": "gzip"}) as answer:
        sent = b"".join([part async for part in answer.aiter_raw()])
    assert answer.headers["content-encoding"] == "gzip"
    assert gzip.decompress(sent).decode() == static.text("app.css")


@pytest.mark.parametrize("name", ["app.css", "app.0000000000.css", "../assets.py", "css/10-tokens.css", "LICENSES.md"])
async def test_nothing_else_is_served(client: httpx.AsyncClient, name: str) -> None:
    answer = await client.get(PREFIX + name)
    assert answer.status_code == 404
    assert answer.headers["cache-control"] == "no-store"


async def test_static_files_cannot_be_posted_to(client: httpx.AsyncClient) -> None:
    assert (await client.delete(static.url("app.css"))).status_code in (403, 405)


def test_the_same_content_has_the_same_name_in_every_process() -> None:
    assert StaticFiles().url("app.css") == static.url("app.css")


def test_a_page_stays_light() -> None:
    sizes = {name: len(gzip.compress(static.text(name).encode(), 9)) for name in ("app.css", "js/rw.js", "icons.svg")}
    assert sizes["app.css"] < 12_000
    assert sizes["js/rw.js"] < 2_000
    assert sizes["icons.svg"] < 5_000


def test_every_file_the_style_sheet_names_exists() -> None:
    served = {static.url(path.relative_to(FOLDER).as_posix()) for path in FOLDER.rglob("*.svg")}
    served |= {static.url("fonts/ahn-latin.woff2")}
    named = re.findall(r"url\(\"?([^\")]+)", static.text("app.css"))
    assert named
    assert set(named) <= served


def test_the_script_asks_for_nothing_the_policy_forbids() -> None:
    script = static.text("js/rw.js")
    assert not re.search(r"eval|innerHTML|new Function|\.style\b|http:", script)


def test_every_file_by_others_has_its_licence() -> None:
    licences = (FOLDER / "LICENSES.md").read_text()
    for name in ("js/htmx.min.js", "icons.svg", "fonts/ahn-latin.woff2"):
        assert f"`{name}`" in licences
