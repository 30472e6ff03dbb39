"""What the status page shows, put together from the report, the question and the notices."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from services.intake import domain
from services.intake.domain import Stage
from services.intake.reading import Ending, Exchanged
from services.intake.routes.timeline import Item, happened, to_come
from services.intake.tables import Notice, Question, Report
from shared import dutch
from shared.contracts.files import Attachment, numbered
from shared.contracts.pieces import HIDDEN
from shared.contracts.vocabulary import (
    Frequency,
    ImposedBy,
    NextActor,
    OwnAttempt,
    PatientEffect,
    Performer,
)


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
    erased_files: int

    @property
    def has_hidden(self) -> bool:
        """Whether the team hid a piece of what was told."""
        return any(HIDDEN in text for _, text in self.told)


def standing_of(report: Report, exchanged: Exchanged, ending: Ending) -> Standing:
    """The newest notice says whose turn it is; what the reporter did after it goes over that."""
    notices, question = exchanged.notices, exchanged.question
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
        happened=happened(report, exchanged, ending),
        to_come=list(to_come(report, newest, None if is_late else open_question, ending)),
        facts=_facts(report),
        told=_told(report),
        erased_files=exchanged.erased_files,
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


def _facts(report: Report) -> list[tuple[str, str]]:
    content = report.content
    cost = f"{dutch.hours_text(content['minutes_per_month']).capitalize()} per maand (jouw schatting)"
    return [
        ("Van wie", ImposedBy.parse(content["imposed_by"]).label),
        ("Tijd die het jou kost", cost if content["minutes"] else "Niet ingevuld"),
        ("Verstuurd op", dutch.date_text(report.submitted_at)),
    ]


def _told(report: Report) -> list[tuple[str, str]]:
    content = report.content
    rows = [
        ("Wat gebeurt er precies?", content["story"]),
        ("Organisatie", content["organisation"]),
        ("Hoe vaak", Frequency.parse(content["frequency"]).label if content["minutes"] else None),
        ("Minuten per keer", str(content["minutes"] or "")),
        ("Wie doet dit werk", ", ".join(Performer.parse(one).label for one in content["performers"])),
        ("Wat merkt de patiënt", ", ".join(PatientEffect.parse(one).label for one in content["patient_effects"])),
        ("Wat je hebt gedaan", ", ".join(OwnAttempt.parse(one).label for one in content["own_attempts"])),
        ("Wat er toen gebeurde", content["own_attempt_result"]),
        ("Hoe het beter kan", content["wish"]),
        ("Bestanden", "\n".join(_file_texts(content))),
    ]
    return [(label, value) for label, value in rows if value]


def _file_texts(content: dict[str, Any]) -> list[str]:
    files = (Attachment.model_validate(one) for one in content.get("attachments", ()))
    return [dutch.attachment_text(one.number or 0, one.kind.label, one.size) for one in numbered(files)]
