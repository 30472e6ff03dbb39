"""Dutch at B1: short sentences, measured over everything we say."""

import re
from collections.abc import Iterator
from statistics import mean

import pytest

from services.notifier.wording import Notice
from tests.notifier.examples import every_notice

LONGEST_MEAN = 12
LONGEST_SENTENCE = 20
_ENDS = re.compile(r"(?<=[.!?])\s+")


def _sentences(notice: Notice) -> Iterator[str]:
    yield notice.title
    own_words = [part.text for part in notice.parts if part.lead is None]
    leads = [part.lead for part in notice.parts if part.lead]
    for paragraph in (notice.turn, *own_words, *leads, *notice.mail_only):
        yield from _ENDS.split(paragraph)


def _words(sentence: str) -> int:
    return len(sentence.split())


@pytest.mark.parametrize("notice", every_notice(), ids=lambda notice: notice.kind)
def test_sentences_are_short_on_average(notice: Notice) -> None:
    assert mean(map(_words, _sentences(notice))) <= LONGEST_MEAN


def test_no_sentence_is_long() -> None:
    long = {
        sentence for notice in every_notice() for sentence in _sentences(notice) if _words(sentence) > LONGEST_SENTENCE
    }

    assert not long


def test_nobody_is_told_that_something_is_regrettable_or_escalated() -> None:
    said = " ".join(notice.title + notice.text for notice in every_notice()).lower()

    assert not {word for word in ("helaas", "escal", "ticket", "incident", "afgewezen", "dossier") if word in said}
