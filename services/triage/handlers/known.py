"""What triage remembers of other services' things."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from services.triage import repository
from shared.contracts.knowledge import ItemPublishedV1, PartyListedV1
from shared.themes.theme import theme_said

SHOWN = {"revision", "code", "title", "rule", "short_answer", "status", "public"}


async def keep_item(session: AsyncSession, fact: ItemPublishedV1) -> None:
    """A known item, new or changed."""
    row = fact.model_dump(mode="json", include=SHOWN)
    await repository.put_item(session, {"id": fact.item_id, "theme": theme_said(fact), **row})


async def keep_party(session: AsyncSession, fact: PartyListedV1, listed_at: datetime) -> None:
    """An organisation, new or changed."""
    row = fact.model_dump(include={"name", "abbreviation", "takes_handovers", "retired"})
    await repository.put_party(session, {"id": fact.party_id, "listed_at": listed_at, **row})
