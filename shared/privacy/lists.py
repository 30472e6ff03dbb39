"""The lists of Dutch names that come with deduce, without its lists of streets and institutions, in a form of our own.

With those two, nine tenths of its data, deduce takes 80 seconds to begin and 1.1 GB of memory; without them still
half a second and 60 MB. So deduce reads its lists once for each installation, and what it made is written down.
"""

import json
import shutil
import warnings
from collections.abc import Iterator
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from shared.privacy.listed_names import ListedNames, Lists, Phrases

if TYPE_CHECKING:
    from deduce import Deduce
    from docdeid.ds.lookup import LookupTrie

LEFT_OUT = ("src/locations/lst_street", "src/institutions/lst_healthcare_institution")
# What deduce does with names; the rest is not for us, or has a file of its own here.
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
WORDS = ("prefix", "interfix", "interfix_surname", "initial", "whitelist")
PHRASES = {"first_name": "first_name", "surname": "surname", "disease": "eponymous_disease"}
PEOPLE = ("first_name", "surname", "interfix_surname")
BETWEEN = "interfix"


def load(path: Path) -> ListedNames:
    """What finds names, from lists that were written down."""
    told = json.loads(path.read_text("utf-8"))
    return ListedNames(
        Lists(
            prefix=frozenset(told["prefix"]),
            interfix=frozenset(told["interfix"]),
            interfix_surname=frozenset(told["interfix_surname"]),
            initial=frozenset(told["initial"]),
            whitelist=frozenset(told["whitelist"]),
            together=Phrases(told["together"]),
            first_name=Phrases(told["first_name"]),
            surname=Phrases(told["surname"]),
            disease=Phrases(told["disease"]),
        )
    )


def write(path: Path) -> None:
    """Have deduce read its lists, and write down what it made of them; takes two to three seconds, once."""
    with TemporaryDirectory() as folder:
        deduce = deduced(Path(folder))
    tokenizer, made = deduce.tokenizers["default"], deduce.lookup_structs
    told = {name: sorted(made[name].items()) for name in WORDS}
    told |= {name: sorted(_phrases(made[theirs])) for name, theirs in PHRASES.items()}
    path.write_text(json.dumps(told | {"together": sorted(_phrases(tokenizer._trie))}), "utf-8")


def _phrases(trie: "LookupTrie", before: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    if trie.is_terminal:
        yield before
    for word, behind in trie.children.items():
        yield from _phrases(behind, (*before, word))


def deduced(folder: Path) -> "Deduce":
    """Deduce itself, for names only, with its lists copied to a folder."""
    shutil.copytree(str(files("deduce") / "data" / "lookup"), folder, dirs_exist_ok=True)
    for name in LEFT_OUT:
        for path in (folder / name).glob("*.txt"):
            path.write_text("")
    # Here: importing it sets up logging and warnings its own way.
    with warnings.catch_warnings():
        from deduce import Deduce

    config = json.loads((files("deduce") / "base_config.json").read_text())
    config["annotators"] = {name: options for name, options in config["annotators"].items() if name in KEPT}
    return Deduce(load_base_config=False, config=config, lookup_data_path=folder, cache_path=folder)


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
