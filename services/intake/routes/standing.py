"""What the status page shows, put together from the report, the question and the notices."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from services.intake import domain
from services.intake.tables import Notice, Question, Report
from shared import dutch
from shared.contracts.vocabulary import (
    Frequency,
    ImposedBy,
    NextActor,
    OwnAttempt,
    PatientEffect,
    Performer,
)

Item = dict[str, object]


@dataclass(frozen=True)
class Standing:
    """How one report stands, ready to be shown."""

    status: str
    actor: NextActor
    actor_name: str
    question: Question | None
    happened: list[Item]
    to_come: list[Item]
    facts: list[tuple[str, str]]
    told: list[tuple[str, str]]


def standing_of(report: Report, notices: Sequence[Notice], question: Question | None) -> Standing:
    """The newest notice says whose turn it is; an open question makes it the reporter's."""
    newest = notices[0] if notices else None
    open_question = question if question and _waits_for_answer(question, newest) else None
    actor = _actor(newest, question)
    return Standing(
        status=newest.public_status if newest else "Binnen",
        actor=actor,
        actor_name=newest.next_actor_name if newest and newest.next_actor == actor else actor.label,
        question=open_question,
        happened=[*_told_items(notices), _sent_item(report)],
        to_come=list(_to_come(report, newest, open_question)),
        facts=_facts(report),
        told=_told(report),
    )


def _waits_for_answer(question: Question, newest: Notice | None) -> bool:
    # A later notice means that the team went on without the answer.
    overtaken = newest is not None and newest.happened_at > question.asked_at
    return question.answered_at is None and not overtaken


def _actor(newest: Notice | None, question: Question | None) -> NextActor:
    if newest is None:
        return NextActor.TEAM
    actor = NextActor.parse(newest.next_actor)
    # Answered, but the notice about that is still on its way.
    answered = question and question.answered_at and question.asked_at <= newest.happened_at <= question.answered_at
    return NextActor.TEAM if answered else actor


def _told_items(notices: Sequence[Notice]) -> Iterator[Item]:
    for notice in notices:
        yield {
            "actor": notice.next_actor,
            "when": dutch.moment_text(notice.happened_at),
            "title": notice.title,
            "text": notice.text,
            "link_path": notice.link_path,
            "link_text": notice.link_text,
        }


def _sent_item(report: Report) -> Item:
    when = dutch.moment_text(report.submitted_at)
    return {"actor": "reporter", "when": when, "title": "Je hebt de melding verstuurd", "link_path": None}


def _to_come(report: Report, newest: Notice | None, question: Question | None) -> Iterator[Item]:
    if question:
        yield _coming("reporter", f"Voor {dutch.date_text(question.answer_by)}", "Jij beantwoordt onze vraag")
        yield _coming("team", "Daarna", "Wij gaan verder met je melding")
    elif newest is None or newest.public_status in ("Binnen", "Wij beoordelen"):
        expected = newest.expected_on if newest and newest.expected_on else report.answer_by
        yield _coming("team", f"Uiterlijk {dutch.date_text(expected)}", "Je hoort wat we gaan doen")
    elif newest.public_status not in domain.FINAL:
        when = f"Rond {dutch.date_text(newest.expected_on)}" if newest.expected_on else "Zodra er nieuws is"
        yield _coming(newest.next_actor, when, f"{newest.next_actor_name} zet de volgende stap")
        yield _coming("team", "Daarna", "Je hoort de uitkomst")


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
