"""The lists of Dutch names that come with deduce, without its lists of streets and institutions.

Those two make up nine tenths of its data: with them the first start takes 80 seconds and 1.1 GB of memory.
"""

import json
import shutil
import warnings
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from deduce import Deduce

LEFT_OUT = ("src/locations/lst_street", "src/institutions/lst_healthcare_institution")
KEPT = (
    "prefix_with_initial",
    "prefix_with_interfix",
    "prefix_with_name",
    "interfix_with_name",
    "initial_with_name",
    "initial_interfix",
    "first_name_lookup",
    "surname_lookup",
    "name_context",
    "eponymous_disease",
)
PERSON = "persoon"
PEOPLE = ("first_name", "surname", "interfix_surname")
BETWEEN = "interfix"


class Names:
    """Deduce, asked for names only."""

    def __init__(self, folder: Path) -> None:
        self._deduce = _load(folder)

    def __call__(self, sentence: str) -> list[tuple[int, int]]:
        """The begin and end of each name that is in the lists."""
        found = self._deduce.deidentify(sentence).annotations
        return [(one.start_char, one.end_char) for one in found if one.tag == PERSON]


def are_called(name: str) -> bool:
    """Whether people are called this: every word of it is a first name or a surname, or stands between those."""
    words = name.replace("-", " ").split()
    between = _listed(BETWEEN)
    telling = [word for word in words if word.lower() not in between]
    people = frozenset[str]().union(*map(_listed, PEOPLE)) if telling else frozenset[str]()
    return bool(telling) and all(word in people or word.capitalize() in people for word in telling)


def _listed(name: str) -> frozenset[str]:
    # As it comes with deduce, whose import alone would take longer.
    package = find_spec("deduce")
    if package is None or package.origin is None:
        raise LookupError("deduce is not installed")
    items = Path(package.origin).parent / "data" / "lookup" / "src" / "names" / f"lst_{name}" / "items.txt"
    return frozenset(items.read_text().splitlines())


def prepare(folder: Path) -> None:
    """Copy the lists and build what is looked up in; takes two to three seconds, once."""
    if not (folder / "cache").exists():
        _copy(folder)
        _load(folder)


def _copy(folder: Path) -> None:
    shutil.copytree(str(files("deduce") / "data" / "lookup"), folder, dirs_exist_ok=True)
    for name in LEFT_OUT:
        for path in (folder / name).glob("*.txt"):
            path.write_text("")


def _load(folder: Path) -> "Deduce":
    # Here: importing it takes a third of a second, and sets up logging and warnings its own way.
    with warnings.catch_warnings():
        from deduce import Deduce

    config = json.loads((files("deduce") / "base_config.json").read_text())
    config["annotators"] = {name: options for name, options in config["annotators"].items() if name in KEPT}
    return Deduce(load_base_config=False, config=config, lookup_data_path=folder, cache_path=folder)
