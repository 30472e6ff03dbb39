"""What was agreed goes to the knowledge base: once, anew when it changed, and back when it is removed."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from datetime import UTC, datetime
from uuid import UUID

import httpx
import pytest

from services.research.subscribers import facts
from shared import clock
from shared.contracts.knowledge import ItemPublishedV1
from shared.contracts.research import AgreementPublishedV1
from shared.contracts.vocabulary import AgreementStatus, ImposedBy, Level, RecordedIn, Theme
from shared.database import Database
from shared.ids import new_id
from tests.browserlike import post_form, sign_in_as
from tests.facts import deliver, said
from tests.pages import words_of
from tests.research.facts_heard import Databases, opened_dossier

DOSSIER = "/team/dossiers/D-26-001"
NOW = datetime(2026, 11, 20, 11, 0, tzinfo=UTC)
AGREED = {"agreed": "Eén machtiging geldt vijf jaar.", "between": "De leverancier en de huisartsen"}
WORDS = {
    "public_title": "Machtiging voor stoma", "public_question": "Elk jaar een nieuwe machtiging.",
    "public_imposed_by": next(iter(ImposedBy)).value, "public_theme": next(iter(Theme)).value,
}  # fmt: skip
ClientFor = Callable[..., AbstractAsyncContextManager[httpx.AsyncClient]]


@pytest.fixture
def research(databases: Databases) -> Database:
    return databases("research")


@pytest.fixture
async def client(client_for: ClientFor, research: Database) -> AsyncIterator[httpx.AsyncClient]:
    with clock.frozen(NOW):
        async with client_for("research") as opened:
            await sign_in_as(opened, [research], name="Mo Yilmaz")
            await opened_dossier(research)
            yield opened


async def agreed(client: httpx.AsyncClient) -> UUID:
    agreement_id = new_id()
    await post_form(client, f"{DOSSIER}/afspraken/{agreement_id}/nieuw", AGREED, page=DOSSIER)
    return agreement_id


async def publish(client: httpx.AsyncClient, agreement_id: UUID, **changes: str) -> httpx.Response:
    url = f"{DOSSIER}/afspraken/{agreement_id}/publiceren"
    return await post_form(client, url, {"version": "0", **WORDS, **changes}, page=url)


async def published(research: Database) -> list[AgreementPublishedV1]:
    return [fact for fact in await said(research) if isinstance(fact, AgreementPublishedV1)]


def an_item(agreement_id: UUID, revision: int, *, public: bool) -> ItemPublishedV1:
    return ItemPublishedV1(
        item_id=new_id(),
        code="A-26-001",
        revision=revision,
        title="Machtiging voor stoma",
        rule="Elk jaar.",
        short_answer="Vijf jaar.",
        imposed_by=[],
        theme=next(iter(Theme)),
        level=Level.REGION,
        recorded_in=RecordedIn.REGIONAL_AGREEMENT,
        status=AgreementStatus.IN_FORCE,
        public=public,
        agreement_id=agreement_id,
    )


async def shown(client: httpx.AsyncClient) -> str:
    return words_of((await client.get(DOSSIER)).text)


async def test_an_agreement_is_published_once(client: httpx.AsyncClient, research: Database) -> None:
    agreement_id = await agreed(client)
    look = await client.get(f"{DOSSIER}/afspraken/{agreement_id}/publiceren")
    assert "Eén machtiging geldt vijf jaar." in look.text
    for _ in range(2):
        assert (await publish(client, agreement_id)).status_code == 303
    (fact,) = await published(research)
    assert (fact.agreement_id, fact.revision, fact.agreed, fact.withdrawn) == (
        agreement_id, 1, AGREED["agreed"], False,
    )  # fmt: skip
    assert "Onderweg naar de kennisbank" in await shown(client)


async def test_the_dossier_shows_how_it_stands_there(client: httpx.AsyncClient, research: Database) -> None:
    agreement_id = await agreed(client)
    await publish(client, agreement_id)
    await deliver(research, facts, an_item(agreement_id, 2, public=True))
    await deliver(research, facts, an_item(agreement_id, 1, public=False))
    await deliver(research, facts, an_item(new_id(), 3, public=True))
    text = await shown(client)
    assert "In de kennisbank A-26-001" in text and "Breng naar de kennisbank" not in text
    changed = {"version": "0", **AGREED, "agreed": "Tien jaar."}
    await post_form(client, f"{DOSSIER}/afspraken/{agreement_id}", changed, page=f"{DOSSIER}/afspraken/{agreement_id}")
    assert "Hier gewijzigd na publicatie" in await shown(client)
    assert (await publish(client, agreement_id)).status_code == 409
    await publish(client, agreement_id, version="1")
    assert [(fact.revision, fact.agreed) for fact in await published(research)][-1] == (2, "Tien jaar.")


async def test_one_that_is_removed_holds_no_more_there_either(client: httpx.AsyncClient, research: Database) -> None:
    agreement_id = await agreed(client)
    await publish(client, agreement_id)
    for what in ("weg", "weg", "terug"):
        await post_form(client, f"{DOSSIER}/afspraken/{agreement_id}/{what}", {}, page=DOSSIER)
    assert [fact.withdrawn for fact in await published(research)] == [False, True]
    assert "Breng naar de kennisbank" in await shown(client)
    await publish(client, agreement_id)
    assert [fact.revision for fact in await published(research)] == [1, 2, 3]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"public_title": ""}, "Vul in hoe praktijken dit noemen"),
        ({"public_imposed_by": ""}, "Kies van wie dit komt"),
        ({"public_theme": "onzin"}, "Kies een thema uit de lijst"),
    ],
)
async def test_a_wrong_field_gets_its_sentence(
    client: httpx.AsyncClient, research: Database, changes: dict[str, str], sentence: str
) -> None:
    answer = await publish(client, await agreed(client), **changes)
    assert answer.status_code == 422 and sentence in answer.text
    assert await published(research) == []
