"""What was published stays readable, and says what it may say."""

import json
import re
from pathlib import Path

import pytest

from shared.contracts import schemas
from shared.contracts.base import Fact, Stream
from shared.contracts.cloud_event import event_type
from shared.contracts.registry import OWNERS, all_facts

EXAMPLES = Path(schemas.__file__).parent / "examples"
SUBJECT = re.compile(r"[a-z]+\.[a-z_]+\.[a-z_]+\.v\d+")
OF_PEOPLE = {"name", "email", "phone", "practice", "agb_code", "link_token", "to_name", "to_email"}
# A member of the team is no reporter, and their name is what colleagues see.
TEAM_FACTS = {"accounts.allowed_name.changed.v1", "accounts.member.changed.v1", "knowledge.party.listed.v1"}


@pytest.mark.parametrize(
    "example", sorted(EXAMPLES.glob("*/*.json")), ids=lambda path: f"{path.parent.name}/{path.stem}"
)
def test_every_example_ever_published_still_parses(example: Path) -> None:
    kinds = {fact.SUBJECT: fact for fact in all_facts()}
    event = event_type(kinds[example.parent.name]).model_validate_json(example.read_text())
    assert event.type == kinds[example.parent.name].type()


def test_an_unknown_field_is_ignored() -> None:
    example = next(EXAMPLES.glob("triage.case.opened.v1/*.json"))
    body = json.loads(example.read_text()) | {"sequence": "1"}
    body["data"]["added_later"] = True
    assert event_type({fact.SUBJECT: fact for fact in all_facts()}["triage.case.opened.v1"]).model_validate(body)


def test_the_checked_in_schemas_are_those_of_the_code() -> None:
    assert schemas.differences() == []


@pytest.mark.parametrize("fact", all_facts(), ids=lambda fact: fact.SUBJECT)
def test_each_fact_has_a_good_subject_an_owner_and_an_example(fact: type[Fact]) -> None:
    assert SUBJECT.fullmatch(fact.SUBJECT)
    assert fact.owner() in OWNERS
    assert fact.__module__ == f"shared.contracts.{fact.owner()}"
    assert fact.KEY in fact.model_fields
    assert fact.__name__.endswith(fact.SUBJECT.rpartition(".")[2].upper())
    assert fact.__doc__
    assert list((EXAMPLES / fact.SUBJECT).glob("*.json"))


@pytest.mark.parametrize("fact", all_facts(), ids=lambda fact: fact.SUBJECT)
def test_contact_data_travels_on_the_private_stream_only(fact: type[Fact]) -> None:
    if fact.STREAM is Stream.FACTS and fact.SUBJECT not in TEAM_FACTS:
        assert not OF_PEOPLE & fact.model_fields.keys()
