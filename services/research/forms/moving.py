"""Two dossiers that become one, and one that becomes two."""

from uuid import UUID

from pydantic import BaseModel, Field

from services.research.forms.section import LINE, SHORT
from shared.web.forms import Messages
from shared.web.free_text import FreeText


class MergeForm(BaseModel):
    """To which dossier all reports go, and why."""

    into_id: UUID
    merge_because: FreeText = Field(max_length=LINE)


class SplitForm(BaseModel):
    """Which reports go to a new dossier, how that is called, and why."""

    report_ids: list[UUID] = Field(min_length=1)
    new_title: FreeText = Field(max_length=SHORT)
    split_because: FreeText = Field(max_length=LINE)


WHICH_DOSSIER = "Kies een dossier dat nog open is"
WHICH_REPORTS = "Kies welke meldingen weggaan. Er moet er minstens één blijven"
MERGE: Messages = {"into_id": WHICH_DOSSIER, "merge_because": {"missing": "Vul in waarom dit over dezelfde regel gaat"}}
SPLIT: Messages = {
    "report_ids": WHICH_REPORTS,
    "new_title": {"missing": "Geef het nieuwe dossier een naam"},
    "split_because": {"missing": "Vul in waarom dit over een andere regel gaat"},
}
