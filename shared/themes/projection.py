"""Keeps what a service knows of themes up to date, in whatever order it hears."""

from sqlalchemy.ext.asyncio import AsyncSession

from shared.contracts.cloud_event import CloudEvent
from shared.contracts.knowledge import ThemeListedV1
from shared.messaging.subscribing import FactSubscribers
from shared.themes.standing import Said
from shared.themes.table import put_theme


def follow_themes(facts: FactSubscribers) -> None:
    """Let a service hear which themes there are."""
    facts.hears(ThemeListedV1)(on_theme_listed)


async def on_theme_listed(session: AsyncSession, event: CloudEvent[ThemeListedV1]) -> None:
    """Keep the newest revision of a theme."""
    data = event.data
    await put_theme(session, data.code, Said(data.revision, data.label, data.retired))
