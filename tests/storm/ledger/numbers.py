"""References follow each other without gaps or doubles: people read a gap as something that was lost."""

from collections import defaultdict
from collections.abc import Iterator

from tests.storm.evidence import Evidence
from tests.storm.journal import Journal

NUMBERED = ("reports", "dossiers", "handovers")


def check(evidence: Evidence, _journal: Journal) -> Iterator[str]:
    """Numbers that are missing or given out twice."""
    for table in NUMBERED:
        series: dict[str, list[int]] = defaultdict(list)
        for row in evidence.tables[table]:
            prefix, _, number = row["reference"].rpartition("-")
            series[prefix].append(int(number))
        for prefix, numbers in series.items():
            expected = range(1, len(numbers) + 1)
            yield from (f"gap: {prefix}-{number}" for number in sorted(set(expected) - set(numbers)))
            doubles = {number for number in numbers if numbers.count(number) > 1}
            yield from (f"doubled: reference {prefix}-{number}" for number in sorted(doubles))
