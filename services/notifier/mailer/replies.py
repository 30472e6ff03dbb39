"""What a mail server's reply code means (RFC 5321, RFC 4954)."""

from enum import Enum

from services.notifier.mailer.port import Deferred, Delivered, Refused, RelayDown, Result

LOGIN_CODES = frozenset({454, 530, 534, 535, 538})
NO_STORAGE = 552


class Stage(Enum):
    """What the reply is about."""

    SENDER = "sender"
    RECIPIENT = "recipient"
    CONTENT = "content"


REFUSALS = {
    Stage.SENDER: "de mailserver weigert deze mail",
    Stage.RECIPIENT: "de mailserver weigert dit adres",
    Stage.CONTENT: "de mailserver weigert deze mail",
}

NO_ROOM = {
    Stage.SENDER: "de mail is te groot",
    Stage.RECIPIENT: "de mailbox is vol",
    Stage.CONTENT: "de mail is te groot",
}


def judge(code: int, stage: Stage) -> Result:
    """The result that a final reply stands for."""
    if stage is Stage.CONTENT and 200 <= code < 300:
        return Delivered(code)
    if code in LOGIN_CODES:
        return RelayDown("onze mailserver laat ons niet binnen", code)
    if stage is Stage.SENDER and code >= 500 and code != NO_STORAGE:
        # It is us they do not want, so no other mail would fare better.
        return RelayDown("onze mailserver wil onze afzender niet", code)
    if code >= 500:
        return Refused(code, NO_ROOM[stage] if code == NO_STORAGE else REFUSALS[stage])
    return Deferred(code, "de mailserver vraagt om het later te proberen")
