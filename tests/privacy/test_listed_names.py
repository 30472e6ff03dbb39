"""Names are found as deduce itself finds them."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.privacy.lists import deduced
from shared.privacy.ready import NAMES
from tests.pace import at_leisure
from tests.privacy.sentences import SENTENCES

Find = Callable[[str], list[tuple[int, int]]]
PIECES = (
    *("Jan", "Piet", "Anna", "de", "van", "van der", "v.d.", "De", "Van Der", "Vries", "Berg", "Jansen", "Wielinga"),
    *(
        "mw",
        "Mevr",
        "dr",
        "Dhr",
        "meneer",
        "J",
        "A",
        "B.",
        "JP",
        "K",
        ".",
        "-",
        ",",
        " ",
        "  ",
        "     ",
        "\n",
        "(",
        "'",
    ),
    *(
        "Parkinson",
        "Henoch",
        "Schonlein",
        "ziekte",
        "De Friesland",
        "Zilveren",
        "Kruis",
        "huis",
        "Groot",
        "groot",
        "1950",
    ),
    *(
        "Bakker",
        "Smit",
        "Maria",
        "José",
        "Zoë",
        "Ten",
        "Broek",
        "'t",
        "Hart",
        "Abd",
        "el",
        "Ali",
        "dat",
        "is",
        "Dat",
        "1950",
    ),
)
TEXTS = st.lists(st.sampled_from(PIECES), max_size=14).flatmap(
    lambda words: st.sampled_from((" ", "", "-", ". ")).map(lambda between: between.join(words))
)


@pytest.fixture(scope="module")
def as_deduce_does(tmp_path_factory: pytest.TempPathFactory) -> Find:
    deduce = deduced(tmp_path_factory.mktemp("deduce"))

    def find(sentence: str) -> list[tuple[int, int]]:
        found = deduce.deidentify(sentence).annotations
        return sorted((one.start_char, one.end_char) for one in found if one.tag == "persoon")

    return find


def test_in_sentences(as_deduce_does: Find) -> None:
    for sentence in yaml.safe_load(Path(SENTENCES).read_text())["sentences"]:
        assert NAMES(sentence["text"]) == as_deduce_does(sentence["text"])


def test_in_whatever_is_typed(as_deduce_does: Find) -> None:
    @given(TEXTS)
    @settings(max_examples=400, deadline=None)
    def same(text: str) -> None:
        assert NAMES(text) == as_deduce_does(text)

    same()


MEASURED = """
import re, sys, time
from pathlib import Path
from shared.privacy import screening
from shared.privacy.allowed import ALLOWED
screening.find("Voor mevrouw Wielinga moest het drie keer over.", ALLOWED)
most = re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1]
print(time.process_time(), int(most) // 1024, *sys.modules)
"""


def test_a_process_is_ready_soon_and_stays_small() -> None:
    done = subprocess.run([sys.executable, "-c", MEASURED], capture_output=True, text=True, check=True)
    seconds, megabytes, *modules = done.stdout.split()
    assert float(seconds) < at_leisure(3) and int(megabytes) < 150
    # What made the lists takes more than the lists.
    assert not {"deduce", "docdeid", "numpy"} & set(modules)
