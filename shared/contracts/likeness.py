"""What a report may resemble, and how much."""

from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from shared.contracts.vocabulary import Choice


class KnownKind(Choice):
    """What is known already."""

    AGREEMENT = "agreement", "Afspraak"  # something is agreed about it
    RESOURCE = "resource", "Kennisbron"  # an explanation, a letter, a tip
    ITEM = "item", "Onderwerp"  # a known burden about which nothing is agreed
    DOSSIER = "dossier", "Dossier"  # the team works on it
    REPORT = "report", "Melding"  # another practice reported it


# What answers a reporter; the other kinds tell that somebody has it too.
ANSWERS = frozenset({KnownKind.AGREEMENT, KnownKind.RESOURCE, KnownKind.ITEM})


class Resembled(BaseModel):
    """One known thing that a report resembles.

    `score` is how much of what the report says the thing says too, from 0 to 1; each word counts by how rare it is, and
    so does from whom the rule comes. It is no chance that both are about the same.
    """

    model_config = ConfigDict(frozen=True)

    kind: KnownKind
    thing_id: UUID
    score: float = Field(ge=0, le=1)
