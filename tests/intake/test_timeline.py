"""What the status page says of what happened, and of what comes next with its day."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from services.intake.domain import Stage
from services.intake.reading import Ending, Exchanged
from services.intake.routes.timeline import happened, to_come
from services.intake.tables import Addition, Notice, OutcomeCheck, Question, ReopeningRequest, Report
from shared import clock
from shared.contracts.vocabulary import NextActor
from shared.ids import new_id

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
SENT = NOW - timedelta(days=4)
RUNNING = Ending(Stage.RUNNING)


def _report() -> Report:
    return Report(
        id=new_id(), reference="RW-26-0001", link_seed=b"", link_hash=b"", submitted_at=SENT,
        answer_by=date(2026, 11, 27), practice_id=new_id(), content={},
    )  # fmt: skip


def _notice(status: str, **changes: Any) -> Notice:
    values: dict[str, Any] = {
        "id": new_id(), "report_id": new_id(), "happened_at": NOW, "title": "Nieuws", "text": "Er is nieuws.",
        "public_status": status, "next_actor": NextActor.TEAM.value, "next_actor_name": "Wij",
    }  # fmt: skip
    return Notice(**values | changes)


def _question(**changes: Any) -> Question:
    values: dict[str, Any] = {
        "id": new_id(), "report_id": new_id(), "asked_by": "Sanne", "question": "Waar gebeurt dit?",
        "answer_by": date(2026, 12, 4), "asked_at": SENT,
    }  # fmt: skip
    return Question(**values | changes)


def _told(newest: Notice | None, question: Question | None = None, ending: Ending = RUNNING) -> list[tuple[Any, Any]]:
    with clock.frozen(NOW):
        return [(item["when"], item["title"]) for item in to_come(_report(), newest, question, ending)]


AFTER = ("Daarna", "Je hoort de uitkomst")
EACH_STEP = ("Daarna", "Je hoort van ons bij elke stap, tot en met de uitkomst")


def test_a_fresh_report_has_a_day_and_so_has_one_that_waits_longer() -> None:
    assert _told(None) == [("Uiterlijk 27 november", "Je hoort wat we gaan doen"), EACH_STEP]
    delayed = _notice("Wij beoordelen", expected_on=date(2026, 12, 4))
    assert _told(delayed)[0] == ("Uiterlijk 4 december", "Je hoort wat we gaan doen")


def test_a_day_that_went_by_is_not_promised_again() -> None:
    late = _notice("Wij beoordelen", expected_on=date(2026, 11, 20))
    assert _told(late)[0] == ("Zo snel mogelijk", "Je hoort wat we gaan doen")
    elsewhere = _notice("Bij een andere organisatie", expected_on=date(2026, 11, 20), next_actor_name="VGZ")
    assert _told(elsewhere)[0][0] == "Zodra er nieuws is"


def test_a_question_says_until_when() -> None:
    asked = _notice("Vraag aan jou", next_actor="reporter", next_actor_name="Jij")
    assert _told(asked, _question()) == [
        ("Voor 4 december", "Jij beantwoordt onze vraag"),
        ("Daarna", "Wij gaan verder met je melding"),
    ]


@pytest.mark.parametrize(
    ("newest", "expected"),
    [
        (_notice("In onderzoek"), ("Zodra er nieuws is", "Wij zetten de volgende stap")),
        (
            _notice("Bij een andere organisatie", next_actor="party", next_actor_name="VGZ",
                    expected_on=date(2027, 1, 15)),
            ("Rond 15 januari 2027", "VGZ zet de volgende stap"),
        ),
    ],
)  # fmt: skip
def test_work_in_progress_names_who_moves_and_when(newest: Notice, expected: tuple[str, str]) -> None:
    assert _told(newest) == [expected, AFTER]


def test_after_the_end_come_the_checks_and_the_last_day_to_reopen() -> None:
    check = OutcomeCheck(id=new_id(), report_id=new_id(), closing_id=new_id(), weeks=4, due_at=NOW + timedelta(weeks=4))
    ending = Ending(Stage.CLOSED, asks=True, reopen_until=date(2027, 1, 19), checks=[check])
    agreement = _notice("Er is al een afspraak", next_actor="reporter", next_actor_name="Jij")
    assert _told(agreement, ending=ending) == [
        ("Als je het hebt geprobeerd", "Jij laat weten of het zo is opgelost"),
        ("Rond 22 december", "Wij vragen of het echt is opgelost"),
        ("Tot en met 19 januari 2027", "Je kunt vragen om je melding weer te openen"),
    ]


@pytest.mark.parametrize("stage", [Stage.PAST, Stage.REFUSED])
def test_nothing_is_promised_when_nothing_comes(stage: Stage) -> None:
    assert _told(_notice("Gesloten", next_actor="nobody"), ending=Ending(stage)) == []


def test_a_request_to_reopen_says_when_it_is_decided() -> None:
    request = ReopeningRequest(id=new_id(), report_id=new_id(), closing_id=new_id(), asked_at=NOW)
    ending = Ending(Stage.REQUESTED, request=request)
    assert _told(_notice("Gesloten"), ending=ending) == [
        ("Uiterlijk 1 december", "Je hoort of we je melding weer openen")
    ]


def test_the_past_holds_what_we_told_and_what_the_reporter_did_newest_first() -> None:
    answered = [
        _question(answer="Bij twee.", answered_at=NOW - timedelta(hours=3)),
        _question(answered_at=NOW - timedelta(hours=2)),
    ]
    added = [Addition(id=new_id(), report_id=new_id(), text="Nog een voorbeeld.", added_at=NOW - timedelta(hours=1))]
    exchanged = Exchanged(notices=[_notice("In onderzoek")], answered=answered, additions=added)
    items: Sequence[dict[str, Any]] = happened(_report(), exchanged, RUNNING)
    assert [item["title"] for item in items] == [
        "Nieuws",
        "Je hebt iets toegevoegd",
        "Je hebt onze vraag beantwoord",
        "Je hebt onze vraag beantwoord",
        "Je hebt de melding verstuurd",
    ]
    assert "Jouw antwoord: Ik weet het niet." in items[2]["text"]
    assert items[3]["text"] == "Onze vraag: Waar gebeurt dit?\n\nJouw antwoord: Bij twee."
    assert items[0]["when"] == "24 november, 10.00 uur"
