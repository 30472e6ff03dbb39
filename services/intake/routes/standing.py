"""What the status page shows, put together from the report, the question and the notices."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from services.intake import domain
from services.intake.domain import Stage
from services.intake.reading import Ending
from services.intake.settings import IntakeSettings
from services.intake.tables import Notice, Question, Report
from shared import clock, dutch
from shared.contracts.vocabulary import (
    CheckAnswer,
    Frequency,
    ImposedBy,
    NextActor,
    OwnAttempt,
    PatientEffect,
    Performer,
)

Item = dict[str, object]
DECIDED = "Je hoort of we je melding weer openen"


@dataclass(frozen=True)
class Standing:
    """How one report stands, ready to be shown."""

    status: str
    actor: NextActor
    actor_name: str
    question: Question | None
    question_is_late: bool
    happened: list[Item]
    to_come: list[Item]
    facts: list[tuple[str, str]]
    told: list[tuple[str, str]]


def standing_of(report: Report, notices: Sequence[Notice], question: Question | None, ending: Ending) -> Standing:
    """The newest notice says whose turn it is; what the reporter did after it goes over that."""
    newest = next((notice for notice in notices if notice.changes_standing), None)
    open_question = question if question and _may_be_answered(question, notices) else None
    is_late = open_question is not None and newest is not None and newest.happened_at > open_question.asked_at
    actor = _actor(newest, question, ending)
    return Standing(
        status=_status(newest, ending),
        actor=actor,
        actor_name=newest.next_actor_name if newest and newest.next_actor == actor else actor.label,
        question=open_question,
        question_is_late=is_late,
        happened=_happened(report, notices, ending),
        to_come=list(_to_come(report, newest, None if is_late else open_question, ending)),
        facts=_facts(report),
        told=_told(report),
    )


def _may_be_answered(question: Question, notices: Sequence[Notice]) -> bool:
    # As long as the team assesses the report, a late answer is of use; anything else means that it decided without.
    later = [one for one in notices if one.changes_standing and one.happened_at > question.asked_at]
    return question.answered_at is None and all(one.public_status == domain.ASSESSING for one in later)


def _status(newest: Notice | None, ending: Ending) -> str:
    if ending.stage is Stage.REQUESTED:
        return domain.ASSESSING
    return newest.public_status if newest else "Binnen"


def _actor(newest: Notice | None, question: Question | None, ending: Ending) -> NextActor:
    if newest is None or ending.stage is Stage.REQUESTED:
        return NextActor.TEAM
    actor = NextActor.parse(newest.next_actor)
    if ending.answer and actor is NextActor.REPORTER:
        return NextActor.NOBODY
    # Answered, but the notice about that is still on its way.
    answered = question and question.answered_at and question.asked_at <= newest.happened_at <= question.answered_at
    return NextActor.TEAM if answered else actor


def _happened(report: Report, notices: Sequence[Notice], ending: Ending) -> list[Item]:
    items = [(notice.happened_at, _told_item(notice)) for notice in notices]
    items.append((report.submitted_at, _own_item(report.submitted_at, "Je hebt de melding verstuurd")))
    if given := ending.given:
        title = f"Je liet weten of het is opgelost: {CheckAnswer.parse(given.answer).label.lower()}"
        items.append((given.answered_at, _own_item(given.answered_at, title, given.text)))
    return [item for _, item in sorted(items, key=lambda moment_and_item: moment_and_item[0], reverse=True)]


def _told_item(notice: Notice) -> Item:
    return {
        "actor": notice.next_actor,
        "when": dutch.moment_text(notice.happened_at),
        "title": notice.title,
        "text": notice.text,
        "link_path": notice.link_path,
        "link_text": notice.link_text,
    }


def _own_item(at: datetime, title: str, text: str | None = None) -> Item:
    return {"actor": "reporter", "when": dutch.moment_text(at), "title": title, "text": text, "link_path": None}


def _to_come(report: Report, newest: Notice | None, question: Question | None, ending: Ending) -> Iterator[Item]:
    if ending.stage is Stage.REQUESTED:
        yield _coming("team", f"Uiterlijk {dutch.date_text(_decided_by(newest, ending))}", DECIDED)
    elif question:
        yield _coming("reporter", f"Voor {dutch.date_text(question.answer_by)}", "Jij beantwoordt onze vraag")
        yield _coming("team", "Daarna", "Wij gaan verder met je melding")
    elif newest is None or newest.public_status in domain.UNDECIDED:
        expected = newest.expected_on if newest and newest.expected_on else report.answer_by
        yield _coming("team", f"Uiterlijk {dutch.date_text(expected)}", "Je hoort wat we gaan doen")
    elif newest.public_status not in domain.FINAL:
        when = f"Rond {dutch.date_text(newest.expected_on)}" if newest.expected_on else "Zodra er nieuws is"
        yield _coming(newest.next_actor, when, f"{newest.next_actor_name} zet de volgende stap")
        yield _coming("team", "Daarna", "Je hoort de uitkomst")
    for check in ending.checks_to_come:
        when = f"Rond {dutch.date_text(check.due_at)}" if check.due_at else ""
        yield _coming("team", when, "Wij vragen of het echt is opgelost")


def _decided_by(newest: Notice | None, ending: Ending) -> date:
    if newest and newest.expected_on and newest.public_status in domain.UNDECIDED:
        return newest.expected_on
    asked_at = ending.request.asked_at if ending.request else clock.now()
    return domain.answer_by(asked_at, IntakeSettings.read().first_answer_working_days)


def _coming(actor: str, when: str, title: str) -> Item:
    return {"actor": actor, "when": when, "title": title, "link_path": None}


def _facts(report: Report) -> list[tuple[str, str]]:
    content = report.content
    cost = dutch.hours_text(content["minutes_per_month"])
    return [
        ("Van wie", ImposedBy.parse(content["imposed_by"]).label),
        ("Tijd die het jou kost", f"{cost.capitalize()} per maand (jouw schatting)"),
        ("Verstuurd op", dutch.date_text(report.submitted_at)),
    ]


def _told(report: Report) -> list[tuple[str, str]]:
    content = report.content
    rows = [
        ("Wat gebeurt er precies?", content["story"]),
        ("Organisatie", content["organisation"]),
        ("Hoe vaak", Frequency.parse(content["frequency"]).label),
        ("Minuten per keer", str(content["minutes"])),
        ("Wie doet dit werk", ", ".join(Performer.parse(one).label for one in content["performers"])),
        ("Wat merkt de patiënt", ", ".join(PatientEffect.parse(one).label for one in content["patient_effects"])),
        ("Wat je hebt gedaan", ", ".join(OwnAttempt.parse(one).label for one in content["own_attempts"])),
        ("Wat er toen gebeurde", content["own_attempt_result"]),
        ("Hoe het beter kan", content["wish"]),
    ]
    return [(label, value) for label, value in rows if value]
