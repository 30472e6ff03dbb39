"""What can happen to organisations: the file lists them, the team adds, changes and retires them."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.knowledge.catalogue import ListedParty
from services.knowledge.forms import PartyForm
from services.knowledge.repository import parties as repository
from services.knowledge.tables import Party
from shared import clock, history
from shared.contracts.knowledge import PartyListedV1
from shared.contracts.vocabulary import ImposedBy
from shared.ids import new_id
from shared.messaging import outbox

DETAILS = "details"
LABELS = {
    "name": "naam",
    "abbreviation": "afkorting",
    "kind": "soort",
    "takes_handovers": "krijgt dossiers",
}


class UnknownParty(LookupError):
    """There is no such organisation."""


class NameTaken(Exception):
    """An organisation is called so already."""

    def __init__(self, party: Party) -> None:
        super().__init__(party.name)
        self.party = party


class PartyChanged(Exception):
    """It is not what the member looked at: `by` changed it meanwhile."""

    def __init__(self, by: str) -> None:
        super().__init__(by)
        self.by = by


async def list_party(session: AsyncSession, listed: ListedParty) -> bool:
    """Keep an organisation of the file and say so when it is new or changed; returns whether it was.

    What the team changed stays as the team has it, and so does one that the team added under the same name.
    """
    await repository.take_turns(session)
    content = listed.model_dump(exclude={"key"})
    party = await repository.party_by_key(session, listed.key)
    if party is None:
        if await repository.party_called(session, listed.name):
            return False
        party = Party(id=new_id(), key=listed.key, **content)
        session.add(party)
    elif party.by_team or all(getattr(party, name) == value for name, value in content.items()):
        return False
    else:
        party.sqlmodel_update(content)
        party.revision += 1
    await _tell(session, party)
    return True


async def add_party(session: AsyncSession, form: PartyForm, by: str) -> Party:
    """Put an organisation on the list. Raises NameTaken."""
    await repository.take_turns(session)
    await _require_free(session, form.name)
    party = Party(id=new_id(), by_team=True, **form.content)
    session.add(party)
    await history.write_down(session, party.id, by, "Zette de organisatie op de lijst.", topic=DETAILS)
    await _tell(session, party)
    return party


async def change_party(session: AsyncSession, party_id: UUID, form: PartyForm, by: str) -> bool:
    """Change an organisation; False when it is as it should be already.

    Raises UnknownParty, NameTaken, and PartyChanged when it is not the revision the member looked at.
    """
    await repository.take_turns(session)
    party = await held(session, party_id)
    changes = {name: value for name, value in form.content.items() if getattr(party, name) != value}
    if not changes:
        return False
    await _require(session, party, form.revision)
    await _require_free(session, form.name, party)
    said = "; ".join(f"{LABELS[name]}: {_said(getattr(party, name))} → {_said(new)}" for name, new in changes.items())
    party.sqlmodel_update(changes)
    await _changed(session, party, by, f"Paste aan: {said}.")
    return True


async def retire_party(session: AsyncSession, party_id: UUID, revision: int, by: str) -> None:
    """Offer an organisation no more; where it was chosen it stays. Raises as change_party does."""
    party = await held(session, party_id)
    if party.retired_at is None:
        await _require(session, party, revision)
        party.retired_at = clock.now()
        await _changed(session, party, by, "Haalde de organisatie van de lijst.")


async def bring_back(session: AsyncSession, party_id: UUID, by: str) -> None:
    """Offer a retired organisation again. Raises UnknownParty."""
    party = await held(session, party_id)
    if party.retired_at is not None:
        party.retired_at = None
        await _changed(session, party, by, "Zette de organisatie terug op de lijst.")


async def held(session: AsyncSession, party_id: UUID) -> Party:
    """An organisation that is about to be changed, held until the transaction ends. Raises UnknownParty."""
    party = await repository.party(session, party_id, hold=True)
    if party is None:
        raise UnknownParty(party_id)
    return party


async def _require(session: AsyncSession, party: Party, revision: int) -> None:
    if party.revision != revision:
        raise PartyChanged(await history.last_writer(session, party.id, DETAILS))


async def _require_free(session: AsyncSession, name: str, of: Party | None = None) -> None:
    taken = await repository.party_called(session, name)
    if taken and taken is not of:
        raise NameTaken(taken)


async def _changed(session: AsyncSession, party: Party, by: str, what: str) -> None:
    party.revision += 1
    party.by_team = True
    await history.write_down(session, party.id, by, what, topic=DETAILS)
    await _tell(session, party)


async def _tell(session: AsyncSession, party: Party) -> None:
    await outbox.add(
        session,
        PartyListedV1(
            party_id=party.id,
            name=party.name,
            abbreviation=party.abbreviation,
            kind=ImposedBy.parse(party.kind),
            takes_handovers=party.takes_handovers,
            retired=party.retired_at is not None,
        ),
    )


def _said(value: object) -> str:
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if value in set(ImposedBy):
        return ImposedBy.parse(value).label
    return f"‘{value}’" if value else "leeg"
