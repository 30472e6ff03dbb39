"""What happened to a report, newest first, and what comes next with its day."""

from collections.abc import Iterator
from datetime import date, datetime

from services.intake import domain
from services.intake.domain import Stage
from services.intake.reading import Ending, Exchanged
from services.intake.settings import IntakeSettings
from services.intake.tables import Addition, Notice, Question, Report
from shared import clock, dutch
from shared.contracts.vocabulary import CheckAnswer, NextActor

Item = dict[str, object]
DECIDED = "Je hoort of we je melding weer openen"
AFTERWARDS = "Daarna zeg jij of het in de praktijk echt is opgelost."
LONGER = "Dit duurt langer dan we wilden."


def happened(report: Report, exchanged: Exchanged, ending: Ending) -> list[Item]:
    """What we told and what the reporter did, newest first."""
    items = [(notice.happened_at, _told(notice)) for notice in exchanged.notices]
    items.append((report.submitted_at, _came_in(report)))
    items += [(part.submitted_at, _split_off(part)) for part in exchanged.split_off]
    items += [_answered(question, question.answered_at) for question in exchanged.answered if question.answered_at]
    items += [_added(addition) for addition in exchanged.additions]
    if given := ending.given:
        title = f"Je liet weten of het is opgelost: {CheckAnswer.parse(given.answer).label.lower()}"
        items.append((given.answered_at, _own(given.answered_at, title, given.text)))
    return [item for _, item in sorted(items, key=lambda moment_and_item: moment_and_item[0], reverse=True)]


def _told(notice: Notice) -> Item:
    return {
        "actor": notice.next_actor,
        "when": dutch.moment_text(notice.happened_at),
        "title": notice.title,
        "text": notice.text,
        "link_path": notice.link_path,
        "link_text": notice.link_text,
    }


def _came_in(report: Report) -> Item:
    if first := report.content.get("split_reference"):
        return _ours(report.submitted_at, f"Wij maakten dit los van je melding {first}")
    return _own(report.submitted_at, "Je hebt de melding verstuurd")


def _split_off(part: Report) -> Item:
    text = "Je melding ging over twee regels. Die behandelen we nu apart."
    return _ours(part.submitted_at, f"Wij maakten melding {part.reference} los van deze", text)


def _answered(question: Question, at: datetime) -> tuple[datetime, Item]:
    text = f"Onze vraag: {question.question}\n\nJouw antwoord: {question.answer or 'Ik weet het niet.'}"
    return at, _own(at, "Je hebt onze vraag beantwoord", text)


def _added(addition: Addition) -> tuple[datetime, Item]:
    return addition.added_at, _own(addition.added_at, "Je hebt iets toegevoegd", addition.text)


def _own(at: datetime, title: str, text: str | None = None) -> Item:
    return {"actor": "reporter", "when": dutch.moment_text(at), "title": title, "text": text, "link_path": None}


def _ours(at: datetime, title: str, text: str | None = None) -> Item:
    return {"actor": "team", "when": dutch.moment_text(at), "title": title, "text": text, "link_path": None}


def to_come(report: Report, newest: Notice | None, question: Question | None, ending: Ending) -> Iterator[Item]:
    """What comes next; `question` is the one the report waits for."""
    if ending.stage is Stage.REQUESTED:
        yield _coming("team", f"Uiterlijk {dutch.date_text(_decided_by(newest, ending))}", DECIDED)
    elif question:
        yield _coming("reporter", f"Voor {dutch.date_text(question.answer_by)}", "Jij beantwoordt onze vraag")
        yield _coming("team", "Daarna", "Wij gaan verder met je melding")
    elif newest is None or newest.public_status in domain.UNDECIDED:
        yield _first_answer(newest.expected_on if newest and newest.expected_on else report.answer_by)
        yield _coming("team", "Daarna", "Je hoort van ons bij elke stap, tot en met de uitkomst")
    elif newest.public_status not in domain.FINAL:
        yield _next_step(newest)
        yield _coming("team", "Daarna", "Je hoort de uitkomst", AFTERWARDS)
    else:
        yield from _after_the_end(newest, ending)


def _first_answer(day: date) -> Item:
    if day < clock.today():
        return _coming("team", "Zo snel mogelijk", "Je hoort wat we gaan doen", LONGER)
    return _coming("team", f"Uiterlijk {dutch.date_text(day)}", "Je hoort wat we gaan doen")


def _next_step(newest: Notice) -> Item:
    day = newest.expected_on
    when = f"Rond {dutch.date_text(day)}" if day and day >= clock.today() else "Zodra er nieuws is"
    verb = "zetten" if newest.next_actor == NextActor.TEAM else "zet"
    return _coming(newest.next_actor, when, f"{newest.next_actor_name} {verb} de volgende stap")


def _after_the_end(newest: Notice, ending: Ending) -> Iterator[Item]:
    if newest.next_actor == NextActor.REPORTER and ending.answer is None:
        yield _coming("reporter", "Als je het hebt geprobeerd", "Jij laat weten of het zo is opgelost")
    for check in ending.checks_to_come:
        when = f"Rond {dutch.date_text(check.due_at)}" if check.due_at else ""
        yield _coming("team", when, "Wij vragen of het echt is opgelost")
    if ending.stage is Stage.CLOSED and ending.reopen_until:
        when = f"Tot en met {dutch.date_text(ending.reopen_until)}"
        yield _coming("reporter", when, "Je kunt vragen om je melding weer te openen")


def _decided_by(newest: Notice | None, ending: Ending) -> date:
    if newest and newest.expected_on and newest.public_status in domain.UNDECIDED:
        return newest.expected_on
    asked_at = ending.request.asked_at if ending.request else clock.now()
    return domain.answer_by(asked_at, IntakeSettings.read().first_answer_working_days)


def _coming(actor: str, when: str, title: str, text: str | None = None) -> Item:
    return {"actor": actor, "when": when, "title": title, "text": text, "link_path": None}
