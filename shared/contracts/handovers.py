"""How far a file for an outside body is, as reporters follow it."""

from shared.contracts.vocabulary import Choice


class HandoverStage(Choice):
    """How far a handover is, for a report that goes along with that of another."""

    DECIDED = "decided", "Gaat naar een andere organisatie"
    SENT = "sent", "Verstuurd"
    ACCEPTED = "accepted", "Wordt opgepakt"
    ANSWERED = "answered", "Kreeg een inhoudelijk antwoord"
    REFUSED = "refused", "Is niet overgenomen"
