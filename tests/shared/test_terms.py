"""What was said about a term holds in every process, in whatever order it is heard."""

from collections.abc import Callable, Iterator

import pytest

from services.escalation.settings import EscalationSettings
from services.intake.settings import IntakeSettings
from services.triage.settings import TriageSettings
from services.triage.subscribers import facts
from shared.contracts.accounts import TermSetV1
from shared.database import Database
from shared.terms.following import read_terms
from shared.terms.listed import IN_ORDER, TERMS
from shared.terms.standing import STANDING, term_now
from tests.facts import deliver

QUESTION = TERMS["TRIAGE_QUESTION_DAYS"]


@pytest.fixture(autouse=True)
def as_usual() -> Iterator[None]:
    yield
    STANDING.take({})


def a_term_set(revision: int, value: int) -> TermSetV1:
    return TermSetV1(term_id=QUESTION.id, variable=QUESTION.variable, revision=revision, value=value)


async def test_what_was_set_holds_wherever_the_setting_is_read(
    databases: Callable[[str], Database], monkeypatch: pytest.MonkeyPatch
) -> None:
    triage = databases("triage")
    monkeypatch.setenv(QUESTION.variable, "20")
    assert (TriageSettings.read().question_days, term_now(QUESTION.variable)) == (20, 20)
    for fact in (a_term_set(2, 10), a_term_set(1, 12)):
        await deliver(triage, facts, fact)
    await read_terms({"research": databases("research"), "triage": triage})
    assert (TriageSettings.read().question_days, term_now(QUESTION.variable)) == (10, 10)
    assert TriageSettings.read().answer_working_days == 5


def test_every_term_is_a_setting_of_its_service_with_the_same_beginning() -> None:
    for kind in (IntakeSettings, TriageSettings, EscalationSettings):
        prefix = str(kind.model_config.get("env_prefix"))
        mine = {variable: term for variable, term in TERMS.items() if variable.startswith(prefix)}
        assert mine
        for variable, term in mine.items():
            assert kind.model_fields[variable.removeprefix(prefix).lower()].default == term.usual
    assert all(TERMS[first].usual < TERMS[then].usual for first, then in IN_ORDER)
