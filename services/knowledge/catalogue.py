"""The catalogue as it is written down: every value checked before anything is stored."""

from datetime import date
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from services.knowledge.domain import EstimateBasis, Suggestion
from shared.contracts.vocabulary import AgreementStatus, ImposedBy, Level, RecordedIn, Theme

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]


class Entry(BaseModel):
    """Something in the file. A field we do not know is a mistake in the file."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class Agreement(Entry):
    """What is agreed. `valid_from` is as exact as the source: a year, a month or a day."""

    status: AgreementStatus
    summary: Text | None = None
    valid_from: Annotated[str, Field(pattern=r"^\d{4}(-\d\d(-\d\d)?)?$")] | None = None
    source_title: Text | None = None
    source_place: Text | None = Field(default=None, alias="source_url_or_host")


class Estimate(Entry):
    """What it costs one practice; empty when nobody can say."""

    times_per_month: float | None = Field(default=None, gt=0)
    minutes: float | None = Field(default=None, gt=0)
    basis: EstimateBasis


class CatalogueItem(Entry):
    """A known burden, in the words of a practice.

    `letter` is an example that a practice may send: paragraphs with an empty line between them, and between square
    brackets what it fills in.
    """

    code: Annotated[str, Field(pattern=r"^[A-Z]\d{2,3}$")] = Field(alias="id")
    title: Text
    rule: Text
    imposed_by: list[ImposedBy] = Field(min_length=1)
    theme: Theme
    level: Level
    recorded_in: RecordedIn = Field(alias="recorded")
    agreement: Agreement
    handled_by: Text | None = None
    suggestion: Suggestion = Field(alias="suggested_outcome")
    estimate: Estimate
    keywords: list[Text]
    verified: bool
    verified_note: Text | None = None
    checked_on: date | None = None
    sources: list[Text]
    letter: Text | None = None


class Catalogue(BaseModel):
    """The whole file; the lists of labels in it are for people and are not read."""

    model_config = ConfigDict(frozen=True)

    items: list[CatalogueItem]
    sources: dict[str, Text]


class ListedParty(Entry):
    """An organisation as the list of parties has it; `key` never changes."""

    key: Annotated[str, Field(pattern=r"^[a-z][a-z-]*$")]
    name: Text
    abbreviation: Text | None = None
    kind: ImposedBy
    takes_handovers: bool
