from pathlib import Path

import pytest

from deploy.embedded.failure import StartError
from deploy.embedded.options import ROOT, read_options


def test_nothing_set_gives_the_defaults() -> None:
    options = read_options({})
    assert (options.http.number, options.http.set_by_hand) == (8000, False)
    assert (options.mail.number, options.mail.set_by_hand) == (8025, False)
    assert (options.data, options.demo) == (ROOT / ".data", True)


def test_what_is_set_counts() -> None:
    options = read_options({"PORT": "8100", "MAIL_PORT": "8200", "DATA_DIR": "/srv/rw", "DEMO": "0"})
    assert (options.http.number, options.http.set_by_hand) == (8100, True)
    assert (options.mail.number, options.data, options.demo) == (8200, Path("/srv/rw"), False)


@pytest.mark.parametrize(
    ("variable", "value"),
    [("PORT", "http"), ("PORT", "0"), ("PORT", "65536"), ("MAIL_PORT", "-1"), ("PORT", "²"), ("DEMO", "yes")],
)
def test_a_wrong_value_is_named(variable: str, value: str) -> None:
    with pytest.raises(StartError, match=f"^{variable} must be .*, not "):
        read_options({variable: value})


def test_demo_sign_ins_do_not_go_with_a_public_address() -> None:
    public = {"PUBLIC_URL": "https://loket.example.nl"}
    assert not read_options(public).demo
    with pytest.raises(StartError, match="DEMO=1"):
        read_options(public | {"DEMO": "1"})
    assert read_options({"PUBLIC_URL": "http://localhost:8000", "DEMO": "1"}).demo
