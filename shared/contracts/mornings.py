"""The list that members are mailed when a working day begins: its hours, in Amsterdam, and why something is on it."""

from datetime import time

from shared.contracts.vocabulary import Choice

# Who keeps what says it from then on.
BEGINS_AT = time(6, 30)
# The list goes out, with what was said by then when somebody says nothing for a quarter of an hour more.
GOES_AT, GOES_ANYHOW_AT = time(7), time(7, 15)
# A list of the morning that comes later says nothing new.
OVER_AT = time(12)
# So many things of one kind are named; the rest is counted.
MOST = 10


class WaitsBecause(Choice):
    """Why a report stands on the list that a member is mailed in the morning; the first that holds."""

    LATE = "late", "Te laat"
    TODAY = "today", "Voor vandaag"
    REACTION = "reaction", "Reactie binnen"
    CAME_BACK = "came_back", "Vanzelf terug"


class MoveAfter(Choice):
    """Why the team has to move about something that goes to an outside body, or came back from it."""

    TO_SEND = "to_send", "nog te versturen"
    ANSWERED = "answered", "antwoord binnen"
    SILENT = "silent", "geen antwoord"
