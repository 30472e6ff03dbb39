"""The running system's variables in a file, so that the other commands can find it."""

import os
import shlex
from collections.abc import Mapping
from pathlib import Path


def write(path: Path, variables: Mapping[str, str]) -> None:
    """Store the variables, readable by their owner only and never half written."""
    fresh = path.with_suffix(".new")
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.writelines(f"{name}={shlex.quote(value)}\n" for name, value in variables.items())
    fresh.replace(path)


def read(path: Path) -> dict[str, str]:
    """The variables in the file; also what a shell makes of it."""
    pairs = (line.partition("=") for line in path.read_text().splitlines())
    return {name: "".join(shlex.split(value)) for name, _, value in pairs if name}
