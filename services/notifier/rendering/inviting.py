"""What a mail about a round table says, and the calendar file with it."""

from collections.abc import Iterator

from services.notifier.rendering import safe
from services.notifier.rendering.calendar import Meeting
from services.notifier.rendering.compose import ANSWERS_REACH_US, LONGEST_SUBJECT, signed
from services.notifier.rendering.content import Block, Button, Facts, MailContent, Paragraph, Quote
from services.notifier.texts import InvitationCopy, invitation_copies
from shared.contracts.research import InvitationAddressedV1
from shared.desk import desk
from shared.dutch import date_text, number_text, time_text
from shared.letters import invitation_token


def invitation_mail(fact: InvitationAddressedV1, *, came_before: bool, site: str, key: str) -> MailContent:
    """The mail; `came_before` when this attendee was invited already. `key` is what its link is made with."""
    copy = invitation_copies()[_kind(fact, came_before)]
    subject, *text = [words.format_map(_values(fact)) for words in (copy.title, *copy.text)]
    return MailContent(
        subject=safe.line(subject, LONGEST_SUBJECT),
        actor=copy.next,
        turn=copy.turn,
        preview=safe.line(text[0], LONGEST_SUBJECT),
        blocks=(
            Paragraph(f"Geachte {safe.line(fact.to_name, 80)},"),
            *map(Paragraph, text),
            Facts(tuple(_facts(fact))),
            *_quotes(fact),
            *_buttons(fact, copy, site, key),
            *_after(copy),
            signed("Met vriendelijke groet"),
        ),
        footer=(ANSWERS_REACH_US, desk().sentence),
    )


def meeting_of(fact: InvitationAddressedV1) -> Meeting:
    """What stands in the calendar file."""
    lines = ["Agenda:", *(f"- {point}" for point in fact.agenda)] if fact.agenda else []
    return Meeting(
        uid=fact.round_table_id,
        sequence=fact.sequence,
        cancels=fact.cancels,
        cancels_all=fact.cancels_all,
        title=f"Overleg: {fact.title}",
        starts_at=fact.starts_at,
        ends_at=fact.ends_at,
        place=fact.place or "",
        url=fact.url or "",
        text="\n".join([*lines, *([f"Online: {fact.url}"] if fact.url else []), desk().sentence]),
    )


def _kind(fact: InvitationAddressedV1, came_before: bool) -> str:
    if fact.cancels:
        return "cancelled" if fact.cancels_all else "not_needed"
    return "changed" if came_before else "invited"


def _values(fact: InvitationAddressedV1) -> dict[str, str]:
    practices = "Huisartsenpraktijken in de regio lopen"
    if fact.practices == 1:
        practices = "Een huisartsenpraktijk in de regio loopt"
    elif fact.practices:
        practices = f"{number_text(fact.practices)} huisartsenpraktijken in de regio lopen"
    return {"title": safe.line(fact.title, 120), "day": date_text(fact.starts_at), "practices": practices}


def _facts(fact: InvitationAddressedV1) -> Iterator[tuple[str, str]]:
    yield "Wanneer", f"{date_text(fact.starts_at)}, {time_text(fact.starts_at)} tot {time_text(fact.ends_at)}"
    if fact.place:
        yield "Waar", safe.line(fact.place, 200)
    if fact.url and not fact.cancels:
        yield "Online", fact.url


def _quotes(fact: InvitationAddressedV1) -> Iterator[Block]:
    if fact.why:
        yield Quote("Dit is waarom:", safe.text(fact.why))
    if fact.agenda and not fact.cancels:
        yield Quote("Op de agenda staat:", "\n".join(safe.line(point, 200) for point in fact.agenda))


def _buttons(fact: InvitationAddressedV1, copy: InvitationCopy, site: str, key: str) -> Iterator[Block]:
    if fact.seed is None:
        return
    address = f"{site}/overleg/{invitation_token(fact.seed, key)}"
    for number, (answer, words) in enumerate(copy.buttons.items()):
        yield Button(words, f"{address}?antwoord={answer}", first=number == 0)


def _after(copy: InvitationCopy) -> Iterator[Block]:
    yield from map(Paragraph, copy.after)
