"""Has a file opened in a process of its own: what strangers send can take down that process and nothing else."""

import asyncio
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from shared.attachments.refusing import Refused, Why
from shared.contracts.files import FileKind
from shared.logging import get_logger

ROOT = Path(__file__).parents[2]
# Files looked at at the same time; the next ones wait.
AT_ONCE = 2
# Longer than its processor time, for a busy machine.
SECONDS = 30
_log = get_logger(__name__)
_threads = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="attachments")


@dataclass(frozen=True)
class Cleaned:
    """A file as we keep it."""

    kind: FileKind
    content: bytes


async def clean_apart(content: bytes) -> Cleaned:
    """What is left of a file when nothing hidden is in it. Raises Refused."""
    if not content:
        raise Refused(Why.EMPTY)
    return await asyncio.get_running_loop().run_in_executor(_threads, _clean, content)


def _clean(content: bytes) -> Cleaned:
    try:
        done = subprocess.run(
            [sys.executable, "-m", "shared.attachments.child"],
            input=content,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,  # a traceback can hold what is in the file
            cwd=ROOT,
            env={"PYTHONDONTWRITEBYTECODE": "1", "PATH": ""},
            timeout=SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise Refused(Why.TOO_COMPLEX) from None
    head, _, cleaned = done.stdout.partition(b"\n")
    verdict, _, word = head.decode("ascii", "replace").partition(" ")
    if verdict == "ok":
        return Cleaned(FileKind.parse(word), cleaned)
    if verdict == "no":
        raise Refused(Why(word))
    _log.warning("file_ended_its_process", exit_code=done.returncode, size=len(content))
    raise Refused(Why.TOO_COMPLEX)
