"""Shortcut keys on the pages of the team: off until a member switches them on in their profile (WCAG 2.1.4)."""

# What `static/js/keys.js` does, in words.
KEYS = (
    ("/", "Zoek in alles"),
    ("j", "Ga naar de volgende rij"),
    ("k", "Ga naar de vorige rij"),
    ("x", "Kies de rij, of kies hem niet meer"),
    ("?", "Laat deze lijst zien"),
)
