"""Makes the PDF of a report: beside the event loop, a few at a time, and never for long.

Typst sets it: tagged for screen readers (PDF/UA-1), with fonts that come along. What people wrote goes in as JSON.
Imported when somebody asks for one: Typst takes memory in each process.
"""

import asyncio
import json
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from pathlib import Path
from typing import Literal

import typst

from shared.desk import desk

PLACE = Path(__file__).parent
# A page takes a tenth of a second. Who has to wait longer than this gets the usual page for that.
MOST_SECONDS = 3.0
AT_ONCE = 2


async def pdf_of(content: Mapping[str, object]) -> bytes:
    """The PDF of what report.typ asks for. Raises TimeoutError when it takes too long."""
    async with asyncio.timeout(MOST_SECONDS):
        return await asyncio.get_running_loop().run_in_executor(_makers(), make, json.dumps(content))


def make(content: str) -> bytes:
    """The PDF of a report as JSON; takes a while."""
    try:
        return _compiled(content, ["ua-1"])
    except typst.TypstError:
        # A sign that no font of ours has, as an emoji: then tagged all the same, without that promise.
        return _compiled(content, [])


def _compiled(content: str, standards: Sequence[Literal["ua-1"]]) -> bytes:
    compiler = typst.Compiler(
        _template(),
        root=PLACE,
        font_paths=_fonts(),
        ignore_system_fonts=True,
        sys_inputs={"report": content, "desk": desk().name, "slogan": desk().slogan},
    )
    made = compiler.compile(format="pdf", pdf_standards=[*standards])
    if not isinstance(made, bytes):
        raise TypeError("more files than one")
    return made


@lru_cache
def _makers() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(AT_ONCE, thread_name_prefix="pdf")


@lru_cache
def _template() -> bytes:
    return desk().dressed((PLACE / "report.typ").read_text("utf-8")).encode()


@lru_cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, font_paths=[PLACE / "fonts"])
