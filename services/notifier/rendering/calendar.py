"""The calendar file that comes with an invitation (RFC 5545, RFC 5546)."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from icalendar import Calendar, Event, vCalAddress

from services.notifier.rendering import safe
from shared import clock
from shared.desk import desk

LONGEST_LINE = 200


@dataclass(frozen=True)
class Meeting:
    """One meeting for one attendee, as their calendar is to show it.

    With `cancels` it goes from their calendar; with `cancels_all` because it is off, else because they need not come.
    """

    uid: UUID
    sequence: int
    cancels: bool
    cancels_all: bool
    title: str
    starts_at: datetime
    ends_at: datetime
    place: str
    url: str
    text: str

    @property
    def method(self) -> str:
        """What the attendee's calendar is to do with it."""
        return "CANCEL" if self.cancels else "REQUEST"


def calendar_file(meeting: Meeting, organiser: tuple[str, str], attendee: tuple[str, str], made_at: datetime) -> str:
    """The file. `organiser` and `attendee` are name and address; times stand in Amsterdam time."""
    calendar = Calendar()
    calendar.add("prodid", f"-//{desk().name}//Overleg//NL")
    calendar.add("version", "2.0")
    calendar.add("method", meeting.method)
    calendar.add_component(_event(meeting, organiser, attendee, made_at))
    calendar.add_missing_timezones()
    made: bytes = calendar.to_ical()
    return made.decode()


def _event(meeting: Meeting, organiser: tuple[str, str], attendee: tuple[str, str], made_at: datetime) -> Event:
    event = Event()
    event.add("uid", str(meeting.uid))
    event.add("sequence", meeting.sequence)
    event.add("dtstamp", made_at)
    event.add("dtstart", meeting.starts_at.astimezone(clock.LOCAL))
    event.add("dtend", meeting.ends_at.astimezone(clock.LOCAL))
    event.add("summary", safe.line(meeting.title, LONGEST_LINE))
    if meeting.place:
        event.add("location", safe.line(meeting.place, LONGEST_LINE))
    if meeting.url:
        event.add("url", meeting.url)
    event.add("description", safe.text(meeting.text))
    if not meeting.cancels or meeting.cancels_all:
        # For who need not come the meeting goes on: then STATUS must not stand there (RFC 5546 §3.2.5).
        event.add("status", "CANCELLED" if meeting.cancels else "CONFIRMED")
    event.add("organizer", _person(organiser))
    event.add("attendee", _person(attendee, ROLE="REQ-PARTICIPANT", PARTSTAT="NEEDS-ACTION", RSVP="TRUE"))
    return event


def _person(who: tuple[str, str], **parameters: str) -> vCalAddress:
    name, address = who
    person = vCalAddress(f"mailto:{address}")
    person.params.update({"CN": safe.display_name(name), **parameters})
    return person
