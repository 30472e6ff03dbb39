"""What a member of the team fills in about a report."""

from uuid import UUID

from pydantic import Field

from services.intake.forms.step import Step
from shared.contracts.hidden import HiddenKind
from shared.web.free_text import FreeText


class HideForm(Step):
    """A piece of a report that must go, and what it is; `piece_id` is given with the question whether one is sure."""

    piece: str = Field(alias="stukje", min_length=2, max_length=200)
    kind: HiddenKind = Field(alias="soort")
    piece_id: UUID | None = Field(default=None, alias="nummer")


class SplitForm(Step):
    """What the other rule is that a report tells of; `second_id` names this form, `parts` is how many it had then."""

    title: FreeText = Field(alias="titel", min_length=1, max_length=90)
    story: FreeText = Field(alias="verhaal", min_length=20, max_length=2000)
    because: FreeText = Field(alias="waaromSplitsen", min_length=3, max_length=1000)
    second_id: UUID = Field(alias="nummer")
    parts: int = Field(alias="delen", ge=0)
