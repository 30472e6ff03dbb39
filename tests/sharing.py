"""Which process of a run does which file of tests.

One process does all that use whole systems, one file after the other, so that a system and a browser are started once.
The others meanwhile do what happens inside one process, and so leave it the time that its promises need.
"""

import pytest
from xdist.remote import Producer
from xdist.scheduler import LoadFileScheduling
from xdist.workermanage import WorkerController

# In the order in which they are done: what takes longest first, what shares something in a row.
WITH_SYSTEMS = (
    "tests/storm/test_storm.py",
    "tests/browser/",
    "tests/flows/",
    "tests/accounts/test_live.py",
    "tests/faults/test_",
    "tests/deploy/backup/test_drill.py",
    "tests/faults/messaging/",
    "tests/deploy/",
)


class Sharing(LoadFileScheduling):
    """Hands out files: those that use whole systems to one process at a time, as long as there are others."""

    def _assign_work_unit(self, node: WorkerController) -> None:
        taken = any(self._uses_systems(other) for other in self.nodes if other is not node)
        fitting = [file for file in self.workqueue if (_place(file) is None) == taken]
        chosen = fitting[0] if taken and fitting else min(self.workqueue, key=_order)
        self.workqueue.move_to_end(chosen, last=False)
        super()._assign_work_unit(node)

    def _uses_systems(self, node: WorkerController) -> bool:
        work = self.assigned_work[node].items()
        return any(_place(file) is not None and not all(done.values()) for file, done in work)


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> Sharing | None:
    """Called by xdist; other ways of sharing than by file stay as they are."""
    return Sharing(config, log) if config.getvalue("dist") == "loadfile" else None


def _order(file: str) -> int:
    place = _place(file)
    return len(WITH_SYSTEMS) if place is None else place


def _place(file: str) -> int | None:
    return next((place for place, start in enumerate(WITH_SYSTEMS) if file.startswith(start)), None)
