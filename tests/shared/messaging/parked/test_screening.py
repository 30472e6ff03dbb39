"""Of a body people see ids, codes, numbers and dates, and of what somebody wrote only how long it is."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.messaging.parked.screening import (
    LARGEST_READ,
    MOST_LINES,
    OUTLINE_LENGTH,
    Kind,
    Line,
    Screened,
    Unreadable,
    screen,
)
from tests.builders import a_contact_given, a_report_submitted
from tests.parking import body_of

CANARY = "Kanarievogel"


def lines_of(screened: Screened) -> dict[str, Line]:
    return {line.path: line for line in screened.lines}


def test_a_report_shows_its_codes_and_numbers_and_none_of_its_texts() -> None:
    fact = a_report_submitted(title=CANARY, story=f"{CANARY} zingt", organisation=CANARY, wish=CANARY)
    screened = screen(body_of(fact), private=False)
    lines = lines_of(screened)
    assert lines["data.report_id"].shown == str(fact.report_id)
    assert lines["data.reference"].shown == "RW-26-0001"
    assert lines["data.frequency"].shown == "few_per_month"
    assert lines["data.minutes"].shown == "20"
    assert lines["data.answer_by"].shown == "2026-11-27"
    assert lines["data.may_share_name"].shown == "false"
    assert lines["data.performers[1]"] == Line("data.performers[1]", Kind.CODE, "assistant", 9)
    assert lines["type"].shown == "nl.regelwijzer.intake.report.submitted.v1"
    assert lines["data.title"] == Line("data.title", Kind.TEXT, None, len(CANARY))
    assert lines["data.story"].size == len(f"{CANARY} zingt")
    assert CANARY not in repr(screened)


def test_of_contact_data_only_the_shape_is_shown() -> None:
    fact = a_contact_given(name=CANARY, email=f"{CANARY}@example.nl", link_token=CANARY)
    screened = screen(body_of(fact), private=True)
    assert {line.kind for line in screened.lines} == {Kind.TEXT}
    assert all(line.shown is None and line.size is None for line in screened.lines)
    assert {"data.name", "data.email", "data.link_token"} <= lines_of(screened).keys()
    assert CANARY not in repr(screened)
    assert str(fact.report_id) not in repr(screened)


@pytest.mark.parametrize(
    "value",
    [
        "0612345678",
        "123456782",
        "noor@praktijk.nl",
        "1234567",
        "NL91ABNA0417164300",
        "RW-26-0001 Noor",
        "Noor",
        "12-03",
    ],
)
def test_a_text_that_could_name_somebody_is_never_shown(value: str) -> None:
    assert screen(json.dumps({"data": {"title": value}}).encode(), private=False).lines[0].shown is None


@pytest.mark.parametrize("number", [123456782, 612345678, 12345678, -1234567, 612345678.5])
def test_a_number_long_enough_to_be_somebodys_is_never_shown(number: float) -> None:
    (line,) = screen(json.dumps({"data": number}).encode(), private=False).lines
    assert (line.kind, line.shown) == (Kind.NUMBER, None)


def test_the_name_of_a_field_is_shown_only_when_a_fact_of_ours_has_it() -> None:
    screened = screen(json.dumps({CANARY: {"title": {CANARY: 1}}}).encode(), private=False)
    assert [line.path for line in screened.lines] == ["?.title.?"]
    assert CANARY not in repr(screened)


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (b"", Unreadable.EMPTY),
        (b"\xff\xfe{", Unreadable.NO_TEXT),
        (b'{"title": ', Unreadable.NO_JSON),
        (b"[" * 50_000, Unreadable.TOO_DEEP),
        (b"9" * 5_000, Unreadable.NO_JSON),
        (b'"' + b"x" * LARGEST_READ, Unreadable.TOO_LARGE),
        (b" " * (1024 * 1024), Unreadable.TOO_LARGE),
    ],
)
def test_what_cannot_be_read_shows_why_and_an_outline_without_letters(body: bytes, why: Unreadable) -> None:
    screened = screen(body, private=False)
    assert (screened.unreadable, screened.size, screened.lines) == (why, len(body), ())
    assert len(screened.outline) <= OUTLINE_LENGTH
    assert screen(body, private=True).outline == ""


def test_the_outline_shows_where_reading_went_wrong() -> None:
    body = '{"title": "Noor Bakker, 12 maart", é'.encode()
    assert screen(body, private=False).outline == '{"xxxxx": "xxxx xxxxxx, 99 xxxxx", x'


def test_a_long_body_is_a_short_page() -> None:
    screened = screen(json.dumps({"data": [{"title": CANARY}] * 5_000}).encode(), private=False)
    assert (len(screened.lines), screened.more) == (MOST_LINES, 5_000 - MOST_LINES)


def test_what_lies_very_deep_is_counted_and_not_shown() -> None:
    content: Any = CANARY
    for _ in range(30):
        content = [content]
    (line,) = screen(json.dumps(content).encode(), private=False).lines
    assert (line.kind, line.size, line.shown) == (Kind.LIST, 1, None)


@pytest.mark.parametrize("body", [b'"\\ud800"', b'{"title": "\\u0000"}', b"null", b"true", b"NaN", b"[]", b"{}"])
def test_odd_but_valid_content_is_shown_without_an_error(body: bytes) -> None:
    assert len(screen(body, private=False).lines) == 1


@given(
    st.recursive(st.text() | st.integers() | st.none(), lambda part: st.lists(part) | st.dictionaries(st.text(), part))
)
def test_nothing_anybody_wrote_comes_through(content: Any) -> None:
    marked = json.dumps({"data": content, "title": CANARY, CANARY: CANARY}).encode()
    for private in (True, False):
        assert CANARY not in repr(screen(marked, private=private))
        assert CANARY not in repr(screen(marked[:-1], private=private))


@given(st.binary(max_size=400))
def test_any_bytes_can_be_shown(body: bytes) -> None:
    assert screen(body, private=False).size == len(body)
