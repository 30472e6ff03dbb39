"""What a page says of a code that was mailed and typed over."""

from shared.letters import Found

ANOTHER = "Vraag hieronder een nieuwe code"
WHAT_IS_WRONG = {
    Found.WRONG: "Deze code klopt niet. Kijk nog eens in de mail",
    Found.TRIED: f"Je typte te vaak een code die niet klopt. {ANOTHER}",
    Found.EXPIRED: f"Deze code werkt niet meer. {ANOTHER}",
    Found.USED: f"Deze code is al gebruikt. {ANOTHER}",
    Found.UNKNOWN: f"Deze code werkt niet. {ANOTHER}",
}
