"""The closed lists of the form, as the templates show them."""

from shared.contracts.doubts import DoubtReason
from shared.contracts.vocabulary import (
    ASKED_ORIGINS,
    Choice,
    Frequency,
    OwnAttempt,
    PatientEffect,
    Performer,
    ReporterRole,
    TakePart,
)

CHOICES: dict[str, tuple[Choice, ...]] = {
    "vanWie": ASKED_ORIGINS,
    "frequentie": tuple(Frequency),
    "uitvoerders": tuple(Performer),
    "gevolgenPatient": tuple(PatientEffect),
    "eigenStappen": tuple(OwnAttempt),
    "meedenken": tuple(TakePart),
    "functie": tuple(ReporterRole),
    "waarom": tuple(DoubtReason),
}
SHARE_NAME = (("nee", "Nee, alleen het onderwerp"), ("ja", "Ja, dat mag"))
