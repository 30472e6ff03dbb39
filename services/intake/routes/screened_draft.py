"""What a draft remembers of what was said about its texts: never what was hidden, only how much of which kind."""

from collections import Counter

from services.intake.tables import Draft
from shared.privacy.finding import Kind
from shared.web.screening import Screened

DECLARED, HIDDEN = "_geen_patient", "_verborgen"


def declared_in(draft: Draft | None) -> frozenset[str]:
    """The keys of what is not about a patient: that is not asked again."""
    return frozenset(draft.fields.get(DECLARED, ()) if draft else ())


def remembered(draft: Draft | None, screened: Screened) -> dict[str, list[str]]:
    """What is kept with the fields of a draft."""
    earlier = draft.fields.get(HIDDEN, []) if draft else []
    return {DECLARED: sorted(screened.declared), HIDDEN: [*earlier, *(kind.value for kind in screened.hidden)]}


def hidden_in(draft: Draft, screened: Screened) -> dict[Kind, int]:
    """How many pieces were hidden, by kind."""
    return dict(Counter(Kind.of(code) for code in remembered(draft, screened)[HIDDEN]))
