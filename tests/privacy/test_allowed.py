"""Names that are no patient's are let pass, and nothing with them."""

from collections.abc import Callable
from uuid import UUID, uuid4

import pytest

from deploy.services import subscribers_of
from shared.contracts.accounts import AllowedNameChangedV1
from shared.database import Database
from shared.privacy import screening
from shared.privacy.allowed import ALLOWED, changed
from shared.privacy.finding import Kind
from shared.privacy.known import known_allowed_names
from tests.facts import deliver

Databases = Callable[[str], Database]
HEARERS = ("intake", "triage", "research", "knowledge", "escalation", "notifier")


def _told(name: str, *, allowed: bool, revision: int = 1, name_id: UUID | None = None) -> AllowedNameChangedV1:
    return AllowedNameChangedV1(name_id=name_id or uuid4(), revision=revision, name=name, allowed=allowed)


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("Ze woont op 3511 CZ 14, dat staat al in het dossier.", Kind.ADDRESS),
        ("De moeder van Iza belde weer.", Kind.NAME),
        ("Ik sprak mevrouw Jan Salland over de machtiging.", Kind.NAME),
    ],
)
def test_an_allowed_name_lets_nothing_else_pass(sentence: str, kind: Kind) -> None:
    assert [one.kind for one in screening.find(sentence, ALLOWED)] == [kind]


def test_what_the_team_says_goes_before_what_was_known_from_the_start() -> None:
    names = changed({"zilveren kruis": False, "Jeroen Bosch Ziekenhuis": True})
    assert "Zilveren Kruis" not in names and "Jeroen Bosch Ziekenhuis" in names
    assert len(names) == len(ALLOWED)


@pytest.mark.parametrize("service", HEARERS)
async def test_every_service_that_looks_through_texts_hears_of_a_name(databases: Databases, service: str) -> None:
    facts, name_id = subscribers_of(service), uuid4()
    assert facts
    newer = _told("Molenzorg", allowed=False, revision=2, name_id=name_id)
    for fact in (_told("Wielinga", allowed=True), newer, _told("Molenzorg", allowed=True, name_id=name_id)):
        await deliver(databases(service), facts, fact)
    async with databases(service).transaction() as session:
        names = await known_allowed_names(session)
    assert "Wielinga" in names
    # Later ones replace earlier ones, in whatever order they come.
    assert "Molenzorg" not in names
