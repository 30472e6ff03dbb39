"""What people read beside a field for files; each says what to do now (design/ux.md §4)."""

from shared.attachments.limits import MOST_ATTACHMENTS
from shared.attachments.refusing import Why

CHOOSE_FILE = "Kies eerst een bestand"
TICK_FIRST = "Zet een vinkje als er geen patiënt in je bestanden staat"
TOO_MANY = f"Er kunnen hoogstens {MOST_ATTACHMENTS} bestanden bij. Niet alles is toegevoegd"
REFUSED: dict[Why, str] = {
    Why.TOO_LARGE: "Dit bestand is te groot. Kies een bestand tot 10 MB",
    Why.EMPTY: "Dit bestand is leeg. Kies een ander bestand",
    Why.KIND: "Dit soort bestand kan niet. Kies PDF, Word, JPG of PNG",
    Why.DAMAGED: "We kunnen dit bestand niet openen. Misschien is het beschadigd. Bewaar het opnieuw als PDF",
    Why.LOCKED: "Er zit een wachtwoord of slot op dit bestand. Haal dat eraf, of maak er een nieuwe PDF van",
    Why.MACROS: "In dit Word-bestand zit een macro of een ander bestand. Bewaar het als PDF en kies die",
    Why.TOO_COMPLEX: "Dit bestand is te ingewikkeld voor ons. Bewaar het opnieuw als PDF, met minder bladzijden",
}
