"""A report beside what it resembles, with the words marked that only one of them has."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager

import httpx
import pytest

from services.triage.reading.comparing import pieces
from services.triage.subscribers import facts
from shared.contracts.intake import ReportErasedV1
from shared.contracts.research import DossierOpenedV1
from shared.contracts.vocabulary import EraseReason, Role
from shared.contracts.words import GONE
from shared.database import Database
from shared.ids import new_id
from shared.wording import stems_of, words_of
from tests.browserlike import sign_in_as
from tests.builders import an_item_published
from tests.facts import deliver
from tests.triage.queueing import in_queue

ClientFor = Callable[..., AbstractAsyncContextManager[httpx.AsyncClient]]
HERE, THERE = '<mark class="only only-here">', '<mark class="only only-there">'


@pytest.mark.parametrize(
    ("text", "other", "marked"),
    [
        ("Elk jaar een brief", "Brieven, elk jaar.", []),
        ("De poli vraagt een brief.", "De gemeente vraagt om brieven.", ["poli"]),
        ("een keuring voor het rijbewijs kost tijd", "kost tijd", ["keuring voor het rijbewijs"]),
        ("keuring rijbewijs", "brief", ["keuring rijbewijs"]),
        ("", "iets", []),
        ("brief\n\nkeuring", "brief", ["keuring"]),
    ],
)
def test_words_that_the_other_does_not_have_are_marked(text: str, other: str, marked: list[str]) -> None:
    found = pieces(text, frozenset(stems_of(words_of(other))))
    assert [piece for piece, own in found if own] == marked
    assert "".join(piece for piece, _ in found) == text


async def test_a_report_stands_beside_a_report_a_dossier_and_an_agreement(
    client_for: ClientFor, databases: Callable[[str], Database]
) -> None:
    triage = databases("triage")
    dossier = DossierOpenedV1(dossier_id=new_id(), reference="D-26-014", title="Keuringen")
    item = an_item_published(rule="De poli vraagt een verwijzing.")
    async with client_for("triage") as client:
        await sign_in_as(client, [triage], role=Role.READER)
        this = await in_queue(triage, 1, title="Een verwijzing", story="De poli vraagt een verwijzing per fax.")
        other = await in_queue(triage, 2, title="Een verwijzing", story="De kliniek vraagt een verwijzing per post.")
        await deliver(triage, facts, dossier)
        await deliver(triage, facts, item)
        beside = await client.get(f"/team/triage/{this}/vergelijk/{other}")
        for shown in (f"{HERE}poli</mark>", f"{HERE}fax.</mark>", f"{THERE}kliniek</mark>", f"{THERE}post.</mark>"):
            assert shown in beside.text
        assert f'href="/team/triage/{this}"' in beside.text
        empty = await client.get(f"/team/triage/{this}/vergelijk/{dossier.dossier_id}")
        assert "Hier hangen nog geen meldingen onder." in empty.text
        await in_queue(triage, 3, {"state": "linked", "dossier_id": dossier.dossier_id}, story="Een keuring per fax.")
        under = await client.get(f"/team/triage/{this}/vergelijk/{dossier.dossier_id}")
        assert f"Een {THERE}keuring</mark> per fax." in under.text
        agreed = await client.get(f"/team/triage/{this}/vergelijk/{item.item_id}")
        assert "De regel" in agreed.text
        for unknown in (this, new_id()):
            assert (await client.get(f"/team/triage/{this}/vergelijk/{unknown}")).status_code == 404
        await deliver(triage, facts, ReportErasedV1(report_id=other, reason=EraseReason.REQUESTED))
        gone = await client.get(f"/team/triage/{this}/vergelijk/{other}")
        assert GONE in gone.text
        assert "kliniek" not in gone.text
