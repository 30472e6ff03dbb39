"""What is said about parked messages, for people who did not build this."""

import re

from shared.dutch import count_text, moment_text
from shared.messaging.parked import log
from shared.messaging.parked.log import Action
from shared.messaging.parked.reading import Cause, Parked, State
from shared.messaging.parked.screening import UNKNOWN_NAME, Kind, Line, Unreadable

LONGEST = 200
_CODE = re.compile(r"[\w.]*?(?P<name>\w+)( at (?P<path>.*):(?P<line>\d+))?")

STATES = {
    State.WAITING: ("Wacht op jou", "rood"),
    State.FAILED_AGAIN: ("Weer mislukt", "rood"),
    State.RETRY_ASKED: ("Wordt zo geprobeerd", "blauw"),
    State.RETRYING: ("Wordt nu geprobeerd", "blauw"),
    State.DROPPED: ("Weggegooid", ""),
}
UNREADABLE = "Het bericht is niet te lezen, of het heeft een andere vorm dan dit deel kent."
UNSTORED = "Het opslaan van wat er in het bericht staat, ging mis."
OTHERWISE = "Er ging iets mis tijdens het verwerken."
# By the name of the error; what is technical about it is shown besides.
REASONS = {
    "TooEarly": "Het bericht kwam te vroeg: een bericht dat ervoor hoort, was er nog niet.",
    "Unreadable": UNREADABLE,
    "ValidationError": UNREADABLE,
    "UnicodeDecodeError": UNREADABLE,
    "RecursionError": UNREADABLE,
    "DataError": "In het bericht staat iets dat we niet kunnen bewaren.",
    "DBAPIError": UNSTORED,
    "IntegrityError": UNSTORED,
    "ProgrammingError": UNSTORED,
    "the worker died while handling it": "Het programma viel uit tijdens het verwerken.",
    "nobody here hears this any more": "Dit deel verwerkt dit soort berichten niet meer.",
}
KINDS = {
    Kind.TEXT: "tekst",
    Kind.CODE: "code",
    Kind.ID: "nummer van iets",
    Kind.MOMENT: "moment",
    Kind.NUMBER: "getal",
    Kind.YES_NO: "ja of nee",
    Kind.NOTHING: "leeg",
    Kind.LIST: "lijst",
    Kind.GROUP: "groep velden",
}
UNREADABLES = {
    Unreadable.EMPTY: "De inhoud is leeg, of gewist.",
    Unreadable.TOO_LARGE: "De inhoud is te groot om hier te tonen.",
    Unreadable.NO_TEXT: "De inhoud is geen tekst.",
    Unreadable.NO_JSON: "De inhoud is geen geldige JSON.",
    Unreadable.TOO_DEEP: "De inhoud zit te diep in elkaar om te lezen.",
}
DONE = {
    Action.PARKED: "Het bericht is geparkeerd.",
    Action.RETRY_ASKED: "Vroeg om een nieuwe poging.",
    Action.FAILED_AGAIN: "De nieuwe poging is mislukt.",
    Action.HANDLED: "Het bericht is verwerkt.",
    Action.DROPPED: "Gooide het bericht weg.",
    Action.RESTORED: "Zette het bericht terug.",
    Action.CLEARED: "De inhoud is gewist, want het bericht was al lang weggegooid.",
}


def explained(reason: str) -> str:
    """Why it failed, in words; `reason` is what the worker wrote down."""
    code = _CODE.fullmatch(reason)
    return REASONS.get(code["name"] if code else reason, OTHERWISE)


def short(reason: str) -> str:
    """A reason as one line of a list: `RuntimeError (services/triage/handlers/cases.py, regel 12)`."""
    code = _CODE.fullmatch(reason)
    if code is None:
        return cut(reason)
    return cut(f"{code['name']} ({code['path']}, regel {code['line']})" if code["path"] else code["name"])


def cut(text: str) -> str:
    """The beginning of what may be of any length."""
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


def kind_of(subject: str) -> str:
    """What a message says, without whom it is about: `intake.report.submitted.v1`."""
    return cut(subject.rpartition(".")[0] or subject)


def value_of(line: Line) -> str:
    """One value of a body: itself when it may be seen, else what it is."""
    if line.shown is not None:
        return {"true": "ja", "false": "nee"}.get(line.shown, line.shown)
    if line.size is None:
        return KINDS[line.kind]
    if line.kind is Kind.TEXT:
        return f"tekst van {count_text(line.size, 'teken', 'tekens')}"
    if line.kind is Kind.NUMBER:
        return f"getal van {count_text(line.size, 'cijfer', 'cijfers')}"
    return f"{KINDS[line.kind]} van {line.size}"


def place_of(line: Line) -> str:
    """Where a value stands in the body: `data.title`."""
    return line.path.replace(UNKNOWN_NAME, "(onbekend veld)") or "(alles)"


def options(causes: list[Cause]) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """The consumers and the reasons to choose from, each as code and words."""
    consumers = sorted({cause.consumer for cause in causes})
    reasons = dict.fromkeys(cause.reason for cause in causes)
    return [(one, one) for one in consumers], [(one, short(one)) for one in reasons]


def said(entry: log.Entry) -> str:
    """One entry of the log as a sentence."""
    sentence = DONE[entry.action]
    if not entry.text:
        return sentence
    return f"{sentence} {'Reden' if entry.action is Action.DROPPED else 'Oorzaak'}: {short(entry.text)}"


def stands(message: Parked) -> str:
    """How a message stands and what that means."""
    if message.dropped_at:
        return f"{message.dropped_by} gooide dit bericht weg op {moment_text(message.dropped_at)}."
    if message.state is State.FAILED_AGAIN:
        return f"We hebben het opnieuw geprobeerd. Op {moment_text(message.last_failed_at)} mislukte het weer."
    return {
        State.WAITING: "Dit bericht is niet verwerkt. Het wacht tot jij iets doet.",
        State.RETRY_ASKED: "We proberen dit bericht zo opnieuw. Meestal duurt dat een paar seconden.",
        State.RETRYING: "We proberen dit bericht nu opnieuw.",
    }[message.state]
