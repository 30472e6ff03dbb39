import httpx
import pytest

from tests.browserlike import post_form

PARTIAL = {"HX-Request": "true", "HX-Request-Type": "partial"}


@pytest.mark.parametrize(
    ("path", "status", "title"),
    [
        ("/bestaat-niet", 404, "Deze pagina bestaat niet (meer)"),
        ("/nummer/geen-nummer", 404, "Deze pagina bestaat niet (meer)"),
        ("/gaat-mis/recht", 403, "Hier mag je niet bij"),
        ("/gaat-mis/weg", 404, "Vraag een nieuwe link aan"),
        ("/gaat-mis/boem", 500, "Er gaat iets mis bij ons"),
        ("/gaat-mis/onbewaard", 503, "We zijn er even niet"),
        ("/zonder-database", 503, "We zijn er even niet"),
    ],
)
async def test_an_error_is_a_page_with_ways_on(client: httpx.AsyncClient, path: str, status: int, title: str) -> None:
    answer = await client.get(path)
    assert answer.status_code == status
    assert f"<h1>{title}</h1>" in answer.text
    assert f"<title>{title} | RegelWijzer</title>" in answer.text
    assert 'href="/melden"' in answer.text
    assert "geheim" not in answer.text


async def test_a_missing_page_offers_to_search(client: httpx.AsyncClient) -> None:
    assert 'role="search" action="/kennis"' in (await client.get("/bestaat-niet")).text
    assert 'role="search"' not in (await client.get("/gaat-mis/boem")).text


async def test_a_wrong_method_says_which_are_right(client: httpx.AsyncClient) -> None:
    answer = await client.put("/api/v1/proef", json={})
    assert answer.status_code == 405
    assert answer.headers["allow"] == "POST"
    assert answer.json()["title"] == "Deze methode kan hier niet"


@pytest.mark.parametrize("path", ["/gaat-mis/onbewaard", "/zonder-database"])
async def test_unavailable_says_when_to_come_back(client: httpx.AsyncClient, path: str) -> None:
    answer = await client.get(path)
    assert answer.headers["retry-after"] == "30"
    assert "Je tekst is bewaard" not in answer.text


async def test_that_text_is_saved_is_said_only_when_it_is(client: httpx.AsyncClient) -> None:
    assert "Je tekst is bewaard." in (await client.get("/gaat-mis/bewaard")).text
    failed = await post_form(client, "/zonder-database", {"titel": "x"}, page="/probeer")
    assert failed.status_code == 503
    assert "Je tekst is bewaard." not in failed.text
    assert '<input type="hidden" name="titel" value="x">' in failed.text


async def test_a_button_that_failed_can_be_pressed_again_though_nothing_was_typed(client: httpx.AsyncClient) -> None:
    failed = await post_form(client, "/zonder-database", {}, page="/probeer")
    assert failed.status_code == 503
    assert "Wat je invulde" not in failed.text
    assert '<form class="stack" method="post" action="/zonder-database">' in failed.text
    assert "Probeer opnieuw" in failed.text


@pytest.mark.parametrize("path", ["/bestaat-niet", "/gaat-mis/boem", "/zonder-database"])
async def test_htmx_gets_a_fragment_it_can_show(client: httpx.AsyncClient, path: str) -> None:
    text = (await client.get(path, headers=PARTIAL)).text
    assert "<html" not in text
    assert 'role="alert"' in text


async def test_the_api_answers_with_problem_details(client: httpx.AsyncClient) -> None:
    answer = await client.get("/api/v1/bestaat-niet")
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["status"] == answer.status_code == 404
    assert answer.json()["title"] == "Niet gevonden"
    failed = await client.get("/api/v1/boem")
    assert failed.status_code == 500
    assert "geheim" not in failed.text


async def test_the_api_names_the_wrong_fields_and_repeats_nothing(client: httpx.AsyncClient) -> None:
    answer = await client.post("/api/v1/proef", json={"titel": "x", "wie": "Jan Jansen"})
    assert answer.status_code == 400
    assert answer.json()["fouten"] == [
        {"veld": "titel", "melding": "Maak deze tekst langer: minstens 3 tekens"},
        {"veld": "wie", "melding": "Geef hier een lijst"},
    ]
    assert "Jansen" not in answer.text


async def test_the_api_refuses_what_is_not_json(client: httpx.AsyncClient) -> None:
    answer = await client.post("/api/v1/proef", content="{", headers={"Content-Type": "application/json"})
    assert answer.status_code == 400
    assert answer.json()["fouten"][0]["melding"] == "Dit is geen geldige JSON"


async def test_a_handler_can_name_wrong_fields_itself(client: httpx.AsyncClient) -> None:
    answer = await client.post("/api/v1/proef", json={"titel": "dubbel"})
    assert answer.json()["detail"] == "Deze titel is er al."
    assert answer.json()["fouten"] == [{"veld": "titel", "melding": "Kies een andere titel"}]
