"""The JSON Schema of each fact, checked in: an accidental change shows in review and fails the check."""

import json
import sys
from pathlib import Path

from shared.contracts.cloud_event import event_type
from shared.contracts.registry import all_facts

FOLDER = Path(__file__).parent / "schemas"


def wanted() -> dict[str, str]:
    """File name and text of every schema, as the code has it now."""
    return {
        f"{fact.SUBJECT}.json": json.dumps(event_type(fact).model_json_schema(), indent=2, ensure_ascii=False) + "\n"
        for fact in all_facts()
    }


def differences() -> list[str]:
    """The schema files that are missing, changed or left over."""
    found = {path.name: path.read_text() for path in FOLDER.glob("*.json")}
    expected = wanted()
    return sorted(name for name in expected.keys() | found.keys() if expected.get(name) != found.get(name))


def write() -> None:
    """Write every schema, and remove those whose fact is gone."""
    FOLDER.mkdir(exist_ok=True)
    for path in FOLDER.glob("*.json"):
        path.unlink()
    for name, text in wanted().items():
        (FOLDER / name).write_text(text)


if __name__ == "__main__":
    if sys.argv[1:] == ["--check"]:
        if changed := differences():
            sys.exit(f"contracts: {', '.join(changed)} differ from the code; run `make contracts` and look")
    else:
        write()
