"""An agreement goes to the knowledge base, in words that practices use."""

from pydantic import Field

from services.research.forms.section import SHORT, TEXT, SectionForm
from shared.contracts.vocabulary import ImposedBy
from shared.themes.theme import Theme
from shared.web.forms import Messages
from shared.web.free_text import FreeText


class PublishForm(SectionForm):
    """What practices call it, and where they find it; `version` is the one of the agreement that was looked at."""

    public_title: FreeText = Field(max_length=SHORT)
    public_question: FreeText = Field(max_length=TEXT)
    public_imposed_by: list[ImposedBy] = Field(min_length=1)
    public_theme: Theme


PUBLISH: Messages = {
    "public_title": {"missing": "Vul in hoe praktijken dit noemen"},
    "public_question": {"missing": "Vul in wat er aan praktijken wordt gevraagd"},
    "public_imposed_by": "Kies van wie dit komt",
    "public_theme": "Kies een thema uit de lijst",
}
