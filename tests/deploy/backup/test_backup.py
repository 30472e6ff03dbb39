"""One backup: all of one moment, closed to others, whole or not there."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from deploy.backup import checking, database, keeping, keys, rounds
from deploy.embedded.failure import StartError
from tests.deploy.backup.conftest import Place


def test_a_backup_opens_with_the_private_key_and_says_what_it_holds(place: Place) -> None:
    made = place.back_up()
    manifest = checking.check(made.file, keys.identities(place.key_file))
    assert manifest == made.manifest
    assert manifest.tables["intake.reports"].split()[0] == "3"
    assert (manifest.facts, manifest.unpublished) == (3, 3)


def test_nobody_else_can_read_it(place: Place) -> None:
    made = place.back_up()
    assert made.file.stat().st_mode & 0o777 == 0o600
    assert made.file.parent.stat().st_mode & 0o777 == 0o700
    sealed = made.file.read_bytes()
    assert made.bytes == len(sealed)
    assert sealed.startswith(b"age-encryption.org/v1\n")
    assert b"intake" not in sealed


def test_a_dump_that_fails_leaves_nothing(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("deploy.backup.dumping.OPTIONS", ("--format=custom", "--table=no_such_table"))
    with pytest.raises(StartError, match=r"pg_dump failed: no matching tables were found"):
        place.back_up()
    assert list(place.maker.folder.iterdir()) == []


def test_a_disk_that_gives_back_something_else_is_noticed(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    def rot(descriptor: int, *_rest: Any) -> None:
        os.pwrite(descriptor, b"\0", 5000)

    monkeypatch.setattr("os.posix_fadvise", rot)
    with pytest.raises(StartError, match=r"what the disk gives back is not what was written"):
        place.back_up()
    assert list(place.maker.folder.iterdir()) == []


def test_a_folder_that_cannot_be_written_is_one_line(place: Place) -> None:
    place.maker.folder.write_text("a file")
    with pytest.raises(StartError, match=r"backups/regelwijzer-.* cannot be written: "):
        place.back_up()


def test_a_database_that_is_away_is_one_line() -> None:
    with pytest.raises(StartError, match=r"^the database does not answer: .*$") as failure:
        database.connect("postgresql+asyncpg://nobody@/nothing?host=/nowhere")
    assert "\n" not in str(failure.value)


def moments(*texts: str) -> list[str]:
    return [keeping.name_of(datetime.fromisoformat(text).replace(tzinfo=UTC)) for text in texts]


def test_the_newest_stay_and_the_last_one_of_each_day(tmp_path: Path) -> None:
    first_day = moments("2026-11-20 08:00", "2026-11-20 23:55")
    second_day = moments("2026-11-21 08:00", "2026-11-21 20:00")
    today = moments("2026-11-22 08:00", "2026-11-22 08:05", "2026-11-22 08:10")
    other = "regelwijzer-of-mine.age"
    for name in (*first_day, *second_day, *today, other):
        (tmp_path / name).touch()
    now = datetime(2026, 11, 22, 8, 11, tzinfo=UTC)
    keeping.tidy(tmp_path, keep=2, keep_days=2, now=now)
    assert {file.name for file in tmp_path.iterdir()} == {second_day[1], *today[1:], other}


def test_what_a_killed_backup_left_goes_after_some_hours(tmp_path: Path) -> None:
    old, new = tmp_path / "a.age.1.part", tmp_path / "b.age.2.part"
    now = datetime.now(UTC)
    for file, ago in ((old, timedelta(hours=7)), (new, timedelta(hours=1))):
        file.touch()
        os.utime(file, times=((now - ago).timestamp(),) * 2)
    keeping.tidy(tmp_path, keep=1, keep_days=0, now=now)
    assert list(tmp_path.iterdir()) == [new]


def test_a_round_that_fails_is_told_and_the_next_one_comes(monkeypatch: pytest.MonkeyPatch) -> None:
    pauses: list[float] = []
    complaints: list[str] = []
    outcomes: list[Exception | None] = [StartError("the database does not answer"), None]

    def make() -> None:
        if not outcomes:
            raise KeyboardInterrupt
        if failure := outcomes.pop(0):
            raise failure

    monkeypatch.setattr("time.sleep", pauses.append)
    monkeypatch.setattr("signal.signal", lambda *_: None)
    with pytest.raises(KeyboardInterrupt):
        rounds.every(240, make, complaints.append)
    assert complaints == ["no backup: the database does not answer"]
    assert [round(pause) for pause in pauses] == [30, 240]
