"""Two questions a person answers without noticing: is a hidden field left empty, did filling in take any time."""

from datetime import timedelta

from services.intake.settings import IntakeSettings
from services.intake.tables import Draft
from shared import clock
from shared.web.forms import Values

# Hidden from people; programs fill in whatever has a name.
TRAP = "website"
FILLED = "Laat het veld ‘Laat dit veld leeg’ leeg. Daaraan zien we dat je geen robot bent"
TOO_FAST = "Dat ging wel erg snel. Kijk je melding rustig na en verstuur hem dan nog een keer"


def doubts(typed: Values, draft: Draft) -> dict[str, str]:
    """What a person can put right at once: nobody is turned away, and nothing typed is lost."""
    if typed[TRAP]:
        return {TRAP: FILLED}
    if clock.now() - draft.started_at < timedelta(seconds=IntakeSettings.read().least_seconds):
        return {"form": TOO_FAST}
    return {}
