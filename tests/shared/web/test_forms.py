from enum import StrEnum
from typing import Self

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, Field, field_validator, model_validator

from shared.web.forms import Messages, Values, check, clean, field_fault, values_of
from tests.browserlike import post_form


class Who(StrEnum):
    GP = "gp"
    ASSISTANT = "assistant"


class Form(BaseModel):
    titel: str = Field(min_length=3, max_length=20)
    minuten: int = Field(ge=1, le=480)
    wie: list[Who]
    telefoon: str | None = None

    @field_validator("telefoon")
    @classmethod
    def _ten_digits(cls, number: str | None) -> str | None:
        if number and len(number) != 10:
            raise ValueError("Vul een telefoonnummer in met 10 cijfers")
        return number

    @model_validator(mode="after")
    def _not_both(self) -> Self:
        if self.titel == "alles" and len(self.wie) > 1:
            raise field_fault("wie", "Kies {één} ding")
        return self


MESSAGES: Messages = {
    "titel": {"string_too_long": "Maak je tekst korter", "*": "Vul in waar het over gaat"},
    "minuten": "Vul een getal in van 1 tot en met 480",
}
GOOD = {"titel": "Machtiging", "minuten": 15, "wie": ["gp", "assistant"]}


def test_a_good_form_comes_back_checked() -> None:
    form = check(values_of(GOOD), Form, MESSAGES).form
    assert form
    assert form.minuten == 15
    assert form.wie == [Who.GP, Who.ASSISTANT]
    assert form.telefoon is None


@pytest.mark.parametrize(
    ("change", "errors"),
    [
        ({"titel": ""}, {"titel": "Vul in waar het over gaat"}),
        ({"titel": "   "}, {"titel": "Vul in waar het over gaat"}),
        ({"titel": "x" * 21}, {"titel": "Maak je tekst korter"}),
        ({"minuten": "veel"}, {"minuten": "Vul een getal in van 1 tot en met 480"}),
        (
            {"minuten": 481, "titel": None},
            {"titel": "Vul in waar het over gaat", "minuten": "Vul een getal in van 1 tot en met 480"},
        ),
        ({"wie": None}, {"wie": "Dit veld is nodig"}),
        ({"wie": ["gp", "koning"]}, {"wie": "Dit klopt niet"}),
        ({"telefoon": "12"}, {"telefoon": "Vul een telefoonnummer in met 10 cijfers"}),
        ({"titel": "alles"}, {"wie": "Kies {één} ding"}),
    ],
)
def test_each_fault_is_one_sentence_at_its_field(change: dict[str, object], errors: dict[str, str]) -> None:
    filled = check(values_of(GOOD | change), Form, MESSAGES)
    assert filled.form is None
    assert filled.errors == errors
    assert list(filled.errors) == list(errors), "in the order of the form"


def test_fields_the_form_does_not_have_are_ignored() -> None:
    assert check(values_of(GOOD | {"is_admin": "ja"}), Form, MESSAGES).form


def test_a_field_nobody_filled_in_is_empty_text() -> None:
    values = Values({"wie": ["gp"]})
    assert values["titel"] == ""
    assert values.all("titel") == []
    assert values["wie"] == "gp"


async def test_typed_text_is_shown_again(client: httpx.AsyncClient) -> None:
    answer = await post_form(client, "/probeer", {"titel": '"x'})
    assert answer.status_code == 422
    assert 'value="&#34;x"' in answer.text
    assert "<title>Fout: Probeer | RegelWijzer</title>" in answer.text
    assert '<a href="#titel">Vul een titel in</a>' in answer.text


def test_text_is_cleaned() -> None:
    assert clean("  een\r\ntwee\rdrie\u2028vier\x00\x1b[31m\t ") == "een\ntwee\ndrie\nvier[31m"


@given(st.text())
def test_cleaned_text_is_safe_to_store_and_log(text: str) -> None:
    cleaned = clean(text)
    assert not any(ord(letter) < 32 and letter not in "\n\t" for letter in cleaned)
    assert clean(cleaned) == cleaned
