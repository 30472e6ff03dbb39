"""`make storm`: a storm over a house of its own. Ends with 1 when the ledger does not balance."""

import argparse
import asyncio
import random
import shutil
import sys
import tempfile
from pathlib import Path

from tests.storm.figures import DRAIN_TARGET_SECONDS
from tests.storm.plan import faults
from tests.storm.storm import storm


def main() -> int:
    """Run it, print what it came to, keep the evidence when it went wrong."""
    wanted = argparse.ArgumentParser(prog="make storm")
    wanted.add_argument("--minutes", type=float, default=1.0)
    wanted.add_argument("--seed", type=int, default=None)
    given = wanted.parse_args()
    seed = random.randrange(1_000_000) if given.seed is None else given.seed
    seconds = given.minutes * 60
    folder = Path(tempfile.mkdtemp(prefix="rw-storm-"))
    planned = f"{len(faults(seed, seconds))} faults"
    print(f"storm of {seconds:.0f} s with {planned}, SEED={seed}, in {folder}", flush=True)
    outcome = asyncio.run(storm(folder, seed, seconds))
    late = outcome.figures.drain_seconds > DRAIN_TARGET_SECONDS
    wrong = [*outcome.violations, *([f"late: drained after more than {DRAIN_TARGET_SECONDS:.0f} s"] if late else [])]
    print("\n".join([*outcome.figures.lines(), *wrong]))
    if wrong:
        print(f"{len(wrong)} violations; the evidence is in {folder}")
        return 1
    print("the ledger balances")
    shutil.rmtree(folder)
    return 0


if __name__ == "__main__":
    sys.exit(main())
