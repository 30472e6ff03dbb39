"""A report being written is saved while it is typed: in whatever tab, and nothing of a patient with it."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from datetime import UTC, datetime, timedelta

import httpx

from services.intake.handlers import drafts
from shared import clock
from shared.database import Database
from tests.browserlike import TOKEN, post_form
from tests.erasing.searching import columns_with
from tests.intake.filled_in import STEP_ANSWERS, fill_in
from tests.intake.typing_on import all_drafts, open_tab, type_on

Databases = Callable[[str], Database]
ClientFor = Callable[..., AbstractAsyncContextManager[httpx.AsyncClient]]
NOON = datetime(2026, 11, 20, 11, 3, tzinfo=UTC)


async def test_what_is_typed_is_kept_also_when_it_is_not_right_yet(client_for: ClientFor, databases: Databases) -> None:
    async with client_for("intake") as client:
        with clock.frozen(NOON):
            saved = await type_on(client, 1, {"titel": "Brief", "verhaal": "Te kort"})
        again = await type_on(client, 1, {"titel": "Brief nodig", "verhaal": "Te kort"})
        page = await client.get("/melden/1")
    assert "Bewaard om 12.03 uur" in saved.text
    assert "<html" not in saved.text
    assert again.status_code == 200
    assert 'value="Brief nodig"' in page.text
    assert "Bewaard om " in page.text
    assert len(await all_drafts(databases("intake"))) == 1


async def test_what_is_saved_while_typing_never_goes_over_a_step_that_was_sent_meanwhile(
    client_for: ClientFor, databases: Databases
) -> None:
    intake = databases("intake")
    async with client_for("intake") as client:
        await type_on(client, 1, {"titel": "Half"})
        (read,) = await all_drafts(intake)
        await post_form(client, "/melden/1", STEP_ANSWERS[0])
        async with intake.transaction() as session:
            assert not await drafts.save_while_typing(session, read, {"titel": ["Half getypt"]})
    (draft,) = await all_drafts(intake)
    assert draft.fields["titel"] == [STEP_ANSWERS[0]["titel"]]


async def test_a_number_that_is_not_all_there_is_not_kept_before_somebody_leaves_the_field(
    client_for: ClientFor, database_url: str
) -> None:
    typed = {"titel": "Brief", "verhaal": "Voor haar moest het met 12345678"}
    async with client_for("intake") as client:
        saved = await type_on(client, 1, typed)
        assert "behalve wat je nu typt" in saved.text
        assert columns_with(database_url, "1234567") == []
        assert "Voor haar moest het met" in (await client.get("/melden/1")).text
        assert "Bewaard om" in (await type_on(client, 1, typed, left=True)).text
        assert "met 12345678" in (await client.get("/melden/1")).text


async def test_two_tabs_in_different_steps_leave_each_other_alone(client_for: ClientFor, databases: Databases) -> None:
    intake = databases("intake")
    async with client_for("intake") as client:
        await post_form(client, "/melden/1", STEP_ANSWERS[0])
        (read,) = await all_drafts(intake)
        # Both read the draft before either of them wrote.
        async with intake.transaction() as session:
            await drafts.save_draft(session, read, {"minuten": ["20"]})
        async with intake.transaction() as session:
            assert await drafts.save_while_typing(session, read, {"wens": ["Eén machtiging"]})
        async with intake.transaction() as session:
            await drafts.save_draft(session, read, {"titel": ["Elk jaar opnieuw"]})
    (draft,) = await all_drafts(intake)
    kept = {name: draft.fields[name] for name in ("titel", "minuten", "wens", "vanWie")}
    assert kept == {
        "titel": ["Elk jaar opnieuw"],
        "minuten": ["20"],
        "wens": ["Eén machtiging"],
        "vanWie": ["health_insurer"],
    }


async def test_of_two_tabs_in_the_same_step_the_older_one_is_told_and_undoes_nothing(client_for: ClientFor) -> None:
    async with client_for("intake") as client:
        with clock.frozen(NOON):
            first, second = await open_tab(client, 1), await open_tab(client, 1)
        with clock.frozen(NOON + timedelta(seconds=5)):
            await type_on(client, 1, {"titel": "Uit het eerste", **first})
        with clock.frozen(NOON + timedelta(seconds=9)):
            assert "in een ander tabblad" in (await type_on(client, 1, {"titel": "Uit het tweede", **second})).text
            assert "Bewaard om" in (await type_on(client, 1, {"titel": "Nog uit het eerste", **first})).text
            assert 'value="Nog uit het eerste"' in (await client.get("/melden/1")).text
            # Who presses a button has seen what goes.
            await post_form(client, "/melden/1", {**STEP_ANSWERS[0], **second})
            assert f'value="{STEP_ANSWERS[0]["titel"]}"' in (await client.get("/melden/1")).text
        with clock.frozen(NOON + timedelta(seconds=12)):
            assert "in een ander tabblad" in (await type_on(client, 1, {"titel": "Uit het eerste", **first})).text


async def test_nothing_typed_starts_no_draft(client_for: ClientFor, databases: Databases) -> None:
    async with client_for("intake") as client:
        await type_on(client, 1, {"titel": "", "verhaal": " "})
    assert await all_drafts(databases("intake")) == []


async def test_what_may_tell_who_a_patient_is_is_not_kept_while_typing(
    client_for: ClientFor, database_url: str
) -> None:
    async with client_for("intake") as client:
        saved = await type_on(client, 1, {"titel": "Brief", "verhaal": "Mevrouw Zonnebloem-Vermeer belde, 123456782."})
    assert "bewaren we niet" in saved.text
    assert columns_with(database_url, "123456782") == []
    assert columns_with(database_url, "Zonnebloem") == []


async def test_typing_on_after_sending_changes_nothing(client_for: ClientFor, databases: Databases) -> None:
    async with client_for("intake") as client:
        await fill_in(client)
        answer = await client.post("/melden/1/bewaar", data={"titel": "Nog iets", "csrf_token": await _token(client)})
    assert "al verstuurd" in answer.text
    assert [draft.fields for draft in await all_drafts(databases("intake"))] == [{}]


async def _token(client: httpx.AsyncClient) -> str:
    found = TOKEN.search((await client.get("/melden")).text)
    assert found
    return found[1]
