"""An error in a log is its kind and place, never its text."""

import json

import pytest

from shared.logging import describe


def _fail_in_a_library() -> None:
    json.loads("Ze heet Noor.")


def test_an_error_is_described_by_its_kind_and_the_last_line_of_our_own() -> None:
    with pytest.raises(ValueError) as caught:
        _fail_in_a_library()
    described = describe(caught.value)
    assert described.startswith("json.decoder.JSONDecodeError at tests/shared/test_logging.py:")
    assert "Noor" not in described


def test_an_error_that_was_never_raised_has_no_place() -> None:
    assert describe(KeyError("Noor")) == "builtins.KeyError"
