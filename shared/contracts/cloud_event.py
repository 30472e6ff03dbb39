"""CloudEvents 1.0 in structured JSON, after the NL GOV profile 1.1."""

from datetime import datetime
from functools import lru_cache
from typing import Any, Generic, Literal, TypeVar, cast
from uuid import UUID

from pydantic import BaseModel, ConfigDict, SerializeAsAny

from shared.contracts.base import Fact

CONTENT_TYPE = "application/cloudevents+json"

F = TypeVar("F", bound=Fact)


class CloudEvent(BaseModel, Generic[F]):
    """One published fact with what identifies it.

    `id` is the stored event id, `time` the moment it was stored, `causationid` the id of the fact it followed from.
    No field has a default that could hide a missing value, except the optional ones.
    """

    model_config = ConfigDict(frozen=True, extra="ignore", hide_input_in_errors=True)

    specversion: Literal["1.0"]
    id: UUID
    source: str
    type: str
    subject: str
    time: datetime
    datacontenttype: Literal["application/json"]
    dataschema: str
    correlationid: UUID
    causationid: UUID | None = None
    traceparent: str | None = None
    data: SerializeAsAny[F]


def schema_uri(fact: type[Fact]) -> str:
    """Where the JSON Schema of this kind of fact lives."""
    return f"urn:regelwijzer:schema:{fact.SUBJECT}"


@lru_cache
def event_type(fact: type[Fact]) -> type[CloudEvent[Any]]:
    """The CloudEvent that carries this kind of fact."""
    return cast(type[CloudEvent[Any]], CloudEvent.__class_getitem__(fact))
