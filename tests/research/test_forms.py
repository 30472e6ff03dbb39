from datetime import UTC, datetime

import pytest

from services.research import forms
from services.research.forms import OutcomeForm, SourceForm
from shared import clock
from shared.contracts.vocabulary import Outcome, RecordedIn
from shared.ids import new_id
from shared.web.forms import check, values_of

A_SOURCE = {"recorded_in": "law", "place": "Zorgverzekeringswet, artikel 14", "checked_on": "2026-11-01"}
AN_OUTCOME = {"outcome": "solved", "public_text": "Het hoeft niet meer.", "outcome_reason": "Bevestigd."}
NOON = datetime(2026, 11, 20, 11, 0, tzinfo=UTC)


@pytest.mark.parametrize("kind", [kind for kind in RecordedIn if kind is not RecordedIn.UNKNOWN])
def test_every_kind_of_place_can_be_recorded(kind: RecordedIn) -> None:
    filled = check(values_of({**A_SOURCE, "recorded_in": kind.value}), SourceForm, forms.SOURCE)
    assert filled.form
    assert filled.form.recorded_in is kind


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("recorded_in", "unknown", "Kies waar het is vastgelegd"),
        ("recorded_in", "", "Kies waar het is vastgelegd"),
        ("place", "", "Vul de vindplaats in. Vond je niets? Vul dan in waar je zocht"),
        ("place", "x" * 301, "Maak deze tekst korter: hoogstens 300 tekens"),
        ("url", "geen adres", "Dit is geen webadres. Het begint met https://"),
        ("url", "javascript:alert(1)", "Dit is geen webadres. Het begint met https://"),
        ("checked_on", "gisteren", "Vul in wanneer je dit nakeek"),
        ("checked_on", "2026-11-21", "Deze dag moet nog komen. Vul in wanneer je het nakeek"),
    ],
)
def test_a_wrong_source_is_refused_with_a_sentence(field: str, typed: str, sentence: str) -> None:
    with clock.frozen(NOON):
        filled = check(values_of({**A_SOURCE, field: typed}), SourceForm, forms.SOURCE)
    assert filled.errors == {field: sentence}


@pytest.mark.parametrize("outcome", Outcome)
def test_an_outcome_has_a_party_only_when_one_is_aan_zet(outcome: Outcome) -> None:
    receiver, other = new_id(), new_id()
    bodies = {"handover_party_id": receiver, "other_party_id": other}
    filled = check(values_of({**AN_OUTCOME, "outcome": outcome.value, **bodies}), OutcomeForm, forms.OUTCOME)
    assert filled.form
    assert filled.form.party_id == {Outcome.HANDED_OVER: receiver, Outcome.HANDLED_ELSEWHERE: other}.get(outcome)


@pytest.mark.parametrize(
    ("field", "changes", "sentence"),
    [
        ("outcome", {"outcome": ""}, "Kies een uitkomst"),
        ("public_text", {"public_text": ""}, "Schrijf wat melders te lezen krijgen"),
        ("outcome_reason", {"outcome_reason": ""}, "Schrijf waarom jullie dit besluiten. Dit ziet alleen het team"),
        ("handover_party_id", {"outcome": "handed_over"}, "Kies om welke organisatie het gaat"),
        ("other_party_id", {"outcome": "handled_elsewhere"}, "Kies om welke organisatie het gaat"),
    ],
)
def test_an_incomplete_outcome_is_refused(field: str, changes: dict[str, str], sentence: str) -> None:
    filled = check(values_of({**AN_OUTCOME, **changes}), OutcomeForm, forms.OUTCOME)
    assert filled.errors == {field: sentence}
