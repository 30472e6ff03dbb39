from functools import lru_cache

from pydantic import Field

from shared.settings import EnvironmentSettings


class EventSettings(EnvironmentSettings):
    """Who signs the facts."""

    event_source: str = Field(
        default="urn:nld:kvknr:00000000:systeem:regelwijzer",
        description="CloudEvents source: put the KvK number of your organisation in it.",
    )


@lru_cache
def event_source() -> str:
    """The CloudEvents `source` of everything this installation says (NL GOV profile: urn:nld, organisation, system)."""
    return EventSettings.read().event_source
