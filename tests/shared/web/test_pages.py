from typing import Any

import httpx
import pytest

from shared.contracts.vocabulary import Role
from shared.ids import new_id
from shared.staff.member import Member
from shared.web.navigation import TEAM, team_menu
from shared.web.pages import local_path


async def test_htmx_gets_the_fragment_and_a_person_the_page(client: httpx.AsyncClient) -> None:
    whole = await client.get("/probeer")
    full = await client.get("/probeer", headers={"HX-Request": "true", "HX-Request-Type": "full"})
    part = await client.get("/probeer", headers={"HX-Request": "true", "HX-Request-Type": "partial"})
    assert "<html" in whole.text
    assert "<html" in full.text
    assert part.text == "<p>deel</p>"
    assert "HX-Request-Type" in whole.headers["vary"]


async def test_head_tells_what_get_would_answer(client: httpx.AsyncClient, logged: list[dict[str, Any]]) -> None:
    answer = await client.head("/probeer")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.content == b""
    assert (await client.head("/bestaat-niet")).status_code == 404
    requests = [line for line in logged if line["event"] == "request"]
    assert (requests[0]["method"], requests[0]["route"]) == ("HEAD", "/probeer")


async def test_large_pages_are_compressed(client: httpx.AsyncClient) -> None:
    assert (await client.get("/probeer")).headers["content-encoding"] == "gzip"


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ("/team/dossiers/D-26-014", "/team/dossiers/D-26-014"),
        ("/team?x=1#y", "/team?x=1#y"),
        (None, "/team"),
        ("", "/team"),
        ("//evil.example", "/team"),
        ("/\\evil.example", "/team"),
        ("https://evil.example", "/team"),
        ("javascript:alert(1)", "/team"),
        ("/\t/evil.example", "/team"),
        ("/x\r\nSet-Cookie: a=b", "/team"),
    ],
)
def test_only_paths_of_our_own_are_followed(wanted: str | None, expected: str) -> None:
    assert local_path(wanted, "/team") == expected


def test_the_menu_of_the_team_needs_a_member() -> None:
    assert team_menu(None) == ()
    assert team_menu(Member(new_id(), new_id(), "Mo Aydın", Role.READER)) == TEAM[:-2]
    assert team_menu(Member(new_id(), new_id(), "Mo Aydın", Role.LEAD)) == TEAM[:-1]
    assert team_menu(Member(new_id(), new_id(), "Mo Aydın", Role.ADMINISTRATOR)) == TEAM


def test_a_menu_item_is_current_for_all_pages_under_it() -> None:
    queue = TEAM[0]
    assert queue.is_here("/team/triage")
    assert queue.is_here("/team/triage/1")
    assert not queue.is_here("/team/triagetafel")
