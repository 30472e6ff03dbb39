"""How long pages take: each asked many times, one after another."""

import statistics
import time
from collections.abc import Mapping, Sequence
from typing import Any

ROUNDS = 100
# By then PostgreSQL has chosen the plans that it keeps.
WARMING_UP = 8
ROW = '<tr role="row">'

Times = Sequence[float]


async def times_of(client: Any, address: str) -> Times:
    """The milliseconds of each answer; `{number}` in the address differs each time."""
    return [await _time(client, address, number) for number in range(WARMING_UP + ROUNDS)][WARMING_UP:]


async def rows_of(client: Any, address: str) -> int:
    """How many rows the table on a page has, without its heading."""
    page: str = (await client.get(address.format(number="00001"))).text
    return max(0, page.count(ROW) - 1)


async def _time(client: Any, address: str, number: int) -> float:
    began = time.perf_counter()
    page = await client.get(address.format(number=f"{number:05d}"))
    assert page.status_code == 200, f"{page.status_code} for {address}"
    return 1000 * (time.perf_counter() - began)


def tell(what: str, taken: Times, among_few: Mapping[str, Times], rows: int = 0) -> None:
    """One line: the least, the median and the p95, and how much more that is than among few."""
    median, p95 = statistics.median(taken), statistics.quantiles(taken, n=20)[-1]
    growth = f"   {median / statistics.median(among_few[what]):4.1f} x" if what in among_few else ""
    listed = f"   {rows} rows" if rows else ""
    print(f"{what:24} least {min(taken):7.1f}   median {median:7.1f}   p95 {p95:7.1f}{growth}{listed}")
