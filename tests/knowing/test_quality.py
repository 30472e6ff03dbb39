"""What is promised of *al bekend*, on our own reports: right often enough, and quiet when nothing fits."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.knowing.quality import FILES, Known, Report, known, misspelled, read

PROMISED = {True: 0.90, False: 0.80}
AT_MOST_FOR_NOTHING = 5


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
async def test_the_right_item_is_among_the_first_three(database_url: str, path: Path) -> None:
    reports = read(path)
    async with known(database_url) as desk:
        await desk.link(reports)
        await _holds(desk, reports)


async def test_it_holds_for_what_is_typed_in_a_hurry(database_url: str) -> None:
    reports = read(FILES[0])
    async with known(database_url) as desk:
        await _holds(desk, misspelled(reports))


async def test_it_holds_before_the_team_linked_anything(database_url: str) -> None:
    reports = read(FILES[0])
    async with known(database_url) as desk:
        await _holds(desk, reports)


async def _holds(desk: Known, reports: Sequence[Report]) -> None:
    for with_origin, promised in PROMISED.items():
        seen = await desk.measure(reports, with_origin=with_origin)
        assert seen.found / seen.asked >= promised, seen.misses
        assert seen.shown_for_nothing <= AT_MOST_FOR_NOTHING, seen.misses
