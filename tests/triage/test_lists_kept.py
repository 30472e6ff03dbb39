"""What a member takes along from the queue: a filter under a name, and the list as a file."""

import csv
import io
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from datetime import date, timedelta

import httpx
import pytest

from services.triage.routes import export
from shared import clock
from shared.contracts.vocabulary import ImposedBy, Role
from shared.database import Database
from shared.web.csv_file import csv_lines
from tests.browserlike import post_form, sign_in_as
from tests.triage.queueing import QUEUE, address_of, in_queue, listed

ClientFor = Callable[..., AbstractAsyncContextManager[httpx.AsyncClient]]


@pytest.fixture
def triage(databases: Callable[[str], Database]) -> Database:
    return databases("triage")


@pytest.fixture
async def reader(client_for: ClientFor, triage: Database) -> AsyncIterator[httpx.AsyncClient]:
    async with client_for("triage") as client:
        await sign_in_as(client, [triage], Role.READER, "Ans Lezer")
        yield client


async def test_the_list_is_saved_as_filtered_in_order_and_in_parts(
    reader: httpx.AsyncClient, triage: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(export, "AT_ONCE", 2)
    for number in range(1, 6):
        await in_queue(triage, number, title=f"=RW{number}", minutes_per_month=90,
                       answer_by=date(2026, 11, 20) + timedelta(days=number))  # fmt: skip
    await in_queue(triage, 9, imposed_by=ImposedBy.HOSPITAL, region="Oost")
    page = await reader.get(QUEUE, params={"van": "health_insurer"})
    file = await reader.get(address_of(page, "Bewaar deze lijst"))
    assert file.headers["content-type"].startswith("text/csv")
    assert "attachment" in file.headers["content-disposition"]
    rows = list(csv.DictReader(io.StringIO(file.text.removeprefix("\ufeff")), delimiter=";"))
    assert [row["Kenmerk"] for row in rows] == [f"RW-26-{number:04d}" for number in range(1, 6)]
    assert (rows[0]["Titel"], rows[0]["Uren per maand"], rows[0]["Termijn"]) == ("'=RW1", "1,5", "2026-11-21")


async def test_a_region_goes_along_and_is_kept_when_it_is_one(reader: httpx.AsyncClient, triage: Database) -> None:
    await in_queue(triage, 1, region="Oost")
    await in_queue(triage, 2, region="West")
    file = await reader.get(f"{QUEUE}/lijst.csv", params={"regio": "Oost"})
    rows = list(csv.DictReader(io.StringIO(file.text.removeprefix("\ufeff")), delimiter=";"))
    assert [(row["Kenmerk"], row["Regio"]) for row in rows] == [("RW-26-0001", "Oost")]
    for name, region in (("Onze regio", "Oost"), ("Zonder", "Jan Jansen")):
        await post_form(reader, f"{QUEUE}/filters", {"name": name, "terug": f"regio={region}"}, page=QUEUE)
    page = await reader.get(QUEUE)
    assert listed(await reader.get(address_of(page, "Onze regio"))) == [1]
    assert listed(await reader.get(address_of(page, "Zonder"))) == [1, 2]


async def test_an_empty_list_is_a_file_with_columns(reader: httpx.AsyncClient) -> None:
    file = await reader.get(f"{QUEUE}/lijst.csv", params={"q": "bestaatniet"})
    assert file.text.count("\r\n") == 1


@pytest.mark.parametrize("typed", ["=1+1", "+31", "-2", "@SUM(A1)", "\t=1", " =1", "\r=1"])
def test_no_cell_is_a_formula(typed: str) -> None:
    (row,) = csv.reader(io.StringIO(csv_lines([[typed, None, 3]]), newline=""), delimiter=";")
    assert row == [f"'{typed}", "", "3"]


async def test_nobody_saves_a_list_without_signing_in(client_for: ClientFor) -> None:
    async with client_for("triage") as client:
        assert (await client.get(f"{QUEUE}/lijst.csv")).status_code == 303


async def test_a_filter_is_kept_under_a_name_for_its_member_alone_and_taken_away(
    reader: httpx.AsyncClient, client_for: ClientFor, triage: Database
) -> None:
    await in_queue(triage, 1, submitted_at=clock.now())
    await in_queue(triage, 2, imposed_by=ImposedBy.HOSPITAL)
    form = {"name": "Verzekeraars", "terug": "van=health_insurer&periode=week"}
    for _ in range(2):
        kept = await post_form(reader, f"{QUEUE}/filters", form, page=QUEUE)
    page = await reader.get(kept.headers["location"])
    assert "Je vindt ‘Verzekeraars’ bij je filters." in page.text
    assert "Mijn filters (1)" in page.text
    assert listed(await reader.get(address_of(page, "Verzekeraars"))) == [1]
    gone = address_of_button(page)
    async with client_for("triage") as other:
        await sign_in_as(other, [triage])
        assert "Verzekeraars" not in (await other.get(QUEUE)).text
        await post_form(other, gone, {}, page=QUEUE)
    assert "Verzekeraars" in (await reader.get(QUEUE)).text
    await post_form(reader, gone, {"terug": "van=hospital"}, page=QUEUE)
    page = await reader.get(QUEUE)
    assert "Het filter is weg." in page.text
    assert "Verzekeraars" not in page.text


def address_of_button(page: httpx.Response) -> str:
    return page.text.partition('action="/team/triage/filters/')[2].partition('"')[0].join(["/team/triage/filters/", ""])


async def test_a_filter_needs_a_name_and_there_are_not_too_many(reader: httpx.AsyncClient) -> None:
    await post_form(reader, f"{QUEUE}/filters", {"name": " "}, page=QUEUE)
    assert "Geef het filter een naam" in (await reader.get(QUEUE)).text
    for number in range(21):
        await post_form(reader, f"{QUEUE}/filters", {"name": f"Filter {number}"}, page=QUEUE)
    page = await reader.get(QUEUE)
    assert "Je hebt al 20 filters bewaard." in page.text
    assert "Mijn filters (20)" in page.text


async def test_who_a_patient_is_is_not_kept_in_a_filter(reader: httpx.AsyncClient) -> None:
    form = {"name": "Zoek", "terug": "q=123456782", "privacy-actie": ""}
    page = await post_form(reader, f"{QUEUE}/filters", form, page=QUEUE)
    assert "Staat hier iets over een patiënt?" in page.text


async def test_who_handles_something_finds_it_under_my_work(client_for: ClientFor, triage: Database) -> None:
    async with client_for("triage") as client:
        member = await sign_in_as(client, [triage])
        empty = await client.get("/team/mijn-werk")
        assert "Je behandelt nu geen meldingen." in empty.text
        await in_queue(triage, 1)
        await in_queue(triage, 2, {"assigned_to": member.id, "state": "question_open"})
        await in_queue(triage, 3, {"assigned_to": member.id}, answer_by=clock.today() - timedelta(days=1))
        await in_queue(triage, 4, {"assigned_to": member.id, "state": "linked"})
        page = await client.get("/team/mijn-werk")
        assert listed(page) == [3, 2]
        for shown in ("Je behandelt 2 open meldingen.", "1 is over de afgesproken tijd", "Wacht op de melder"):
            assert shown in page.text
        assert listed(await client.get(address_of(empty, "Kies er een die nog van niemand is"))) == [1]
