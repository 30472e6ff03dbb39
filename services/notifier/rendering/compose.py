"""Which blocks a mail has."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from services.notifier.rendering import safe
from services.notifier.rendering.content import Block, Button, Code, Facts, MailContent, Paragraph, Quote
from services.notifier.texts import LetterCopy
from services.notifier.wording import Notice
from shared.contracts.vocabulary import NextActor
from shared.desk import desk
from shared.dutch import date_text, moment_text

LONGEST_SUBJECT = 150
ANSWERS_REACH_US = "Uw antwoord op deze mail komt bij het team. Zet er geen gegevens van patiënten in."
WHEN = {NextActor.REPORTER: "voor", NextActor.PARTY: "rond", NextActor.TEAM: "uiterlijk", NextActor.NOBODY: "op"}
FEWER_MAILS = "Wil je minder mail? Kies dat op de pagina van je melding."
NO_PATIENT_DATA = "Zet nooit gegevens van patiënten in een mail."


def signed(greeting: str) -> Paragraph:
    """How a mail ends."""
    return Paragraph(f"{greeting},\nhet team van {desk().name}")


def notice_mail(
    notice: Notice, *, reference: str, name: str, link_token: str, site: str, beside: tuple[str, str] | None = None
) -> MailContent:
    """The mail of a notice to the reporter of that name. `link_token` opens their status page.

    `beside` is the number and link token of another report of theirs that the notice is about as well.
    """
    return MailContent(
        subject=f"{safe.line(notice.title, LONGEST_SUBJECT)} ({reference})",
        actor=notice.next_actor,
        turn=safe.text(notice.turn),
        preview=safe.line(notice.parts[0].text, LONGEST_SUBJECT),
        blocks=(
            Paragraph(f"Dag {safe.line(name, 80)},"),
            *_words(notice),
            *_buttons(notice, site, f"{site}/melding/{link_token}"),
            *([Button(f"Bekijk melding {beside[0]}", f"{site}/melding/{beside[1]}", first=False)] if beside else []),
            signed("Groet"),
            Facts(tuple(_facts(notice, reference))),
        ),
        footer=(NO_PATIENT_DATA, *([FEWER_MAILS] if notice.can_be_spared else []), desk().sentence),
    )


def package_mail(
    *, subject: str, reference: str, name: str, paragraphs: Sequence[str], is_reminder: bool = False
) -> MailContent:
    """The mail that carries a handover to an outside body, or reminds of it."""
    return MailContent(
        subject=safe.line(subject, LONGEST_SUBJECT) + ("" if reference in subject else f" ({reference})"),
        actor=NextActor.PARTY,
        turn="Herinnering: wij vragen uw reactie." if is_reminder else "Wij vragen uw reactie.",
        preview=safe.line(paragraphs[0], LONGEST_SUBJECT) if paragraphs else "",
        blocks=(
            Paragraph(f"Geachte {safe.line(name, 80)},"),
            *(Paragraph(safe.text(paragraph)) for paragraph in paragraphs if safe.text(paragraph)),
            signed("Met vriendelijke groet"),
            Facts((("Kenmerk", reference),)),
        ),
        footer=(ANSWERS_REACH_US, desk().sentence),
    )


def letter_mail(
    copy: LetterCopy, *, secret: str, valid_until: datetime, reference: str | None, site: str
) -> MailContent:
    """The mail with a link or code that works once."""
    values = {"day": date_text(valid_until), "moment": moment_text(valid_until)}
    words = [line.format_map(values) for line in copy.text]
    facts = [("Kenmerk", reference)] if reference else []
    if not copy.tells_only:
        facts.append(("Geldig tot", moment_text(valid_until)))
    return MailContent(
        subject=f"{copy.title} ({reference})" if reference else copy.title,
        actor=NextActor.NOBODY if copy.tells_only else NextActor.REPORTER,
        turn=copy.turn,
        preview=safe.line(words[0], LONGEST_SUBJECT),
        blocks=(
            Paragraph("Goedendag,"),
            Paragraph(words[0]),
            *_secret(copy, secret, site),
            *map(Paragraph, words[1:]),
            signed("Groet"),
            Facts(tuple(facts)),
        ),
        footer=(desk().sentence,),
    )


def _secret(copy: LetterCopy, secret: str, site: str) -> Iterator[Block]:
    if not copy.tells_only:
        yield Button(copy.button, f"{site}{copy.path}{secret}") if copy.path else Code(secret)


def _words(notice: Notice) -> Iterator[Block]:
    for part in notice.parts:
        words = safe.text(part.text)
        yield Quote(part.lead, words) if part.lead else Paragraph(words)
    yield from (Paragraph(words) for words in notice.mail_only)


def _buttons(notice: Notice, site: str, status_page: str) -> Iterator[Button]:
    if notice.link:
        yield Button(notice.link.text, site + notice.link.path)
    yield Button(notice.button, status_page, first=notice.link is None)


def _facts(notice: Notice, reference: str) -> Iterator[tuple[str, str]]:
    yield "Kenmerk", reference
    yield "Je melding", notice.public_status.value
    yield "Aan zet", safe.line(notice.next_actor_name, 80)
    if notice.expected_on:
        yield "Wanneer", f"{WHEN[notice.next_actor]} {date_text(notice.expected_on)}"
