import subprocess
import time
from pathlib import Path

import pytest

from deploy.embedded import lock
from deploy.embedded.failure import StartError


def test_a_second_copy_is_refused_and_a_later_one_is_not(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lock, "PATIENCE_SECONDS", 0.0)
    file = tmp_path / "lock"
    with lock.held(file):
        assert lock.is_held(file)
        with pytest.raises(StartError, match="another copy already runs on"), lock.held(file):
            pass
    assert not lock.is_held(file)
    with lock.held(file):
        pass


def test_a_child_that_lives_on_keeps_the_lock(tmp_path: Path) -> None:
    file = tmp_path / "lock"
    with lock.held(file) as descriptor:
        child = subprocess.Popen(["sleep", "60"], pass_fds=[descriptor])
    assert lock.is_held(file)
    child.kill()
    child.wait()
    assert not lock.is_held(file)


def test_a_start_waits_for_the_children_of_a_killed_supervisor(tmp_path: Path) -> None:
    file = tmp_path / "lock"
    with lock.held(file) as descriptor:
        child = subprocess.Popen(["sleep", "0.3"], pass_fds=[descriptor])
    began = time.monotonic()
    with lock.held(file):
        assert time.monotonic() - began > 0.1
    child.wait()


def test_no_folder_is_no_running_copy(tmp_path: Path) -> None:
    assert not lock.is_held(tmp_path / "nothing" / "lock")
