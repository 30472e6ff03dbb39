"""The commands, as a person or a container uses them."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from typer.testing import CliRunner, Result

from deploy.backup import keeping, keys
from deploy.embedded.failure import StartError
from deploy.run import app
from shared import clock
from shared.settings import SettingsError
from tests.deploy.backup.conftest import Place

Run = Callable[..., Result]


@pytest.fixture
def run(place: Place, target: str, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run one command of ours where the place's database and backups are."""
    monkeypatch.setenv("DATABASE_URL", place.url)
    monkeypatch.setenv("BACKUP_FOLDER", str(place.maker.folder))
    monkeypatch.setenv("BACKUP_RECIPIENT", keys.public_key(place.key_file))

    def command(*words: str, typed: str = "") -> Result:
        return CliRunner().invoke(app, list(words), input=typed)

    return command


def test_a_backup_is_told_in_one_line_and_older_ones_go(run: Run, place: Place) -> None:
    place.maker.folder.mkdir()
    old = place.maker.folder / "regelwijzer-20261101T000000Z.age"
    old.touch()
    told = run("backup", "--keep=1").stdout
    (made,) = place.maker.folder.iterdir()
    assert told.startswith(f"{made}: ")
    assert " rows, 0." in told
    assert made != old


def test_a_key_that_was_made_opens_what_was_locked_with_its_public_half(
    run: Run, place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = run("backup-key").stdout
    monkeypatch.setenv("BACKUP_RECIPIENT", key.splitlines()[0].removeprefix("# public key: "))
    run("backup")
    (made,) = place.maker.folder.iterdir()
    # As in a container, where no file with a private key should be.
    checked = run("restore", str(made), "--check", "--identity=-", typed=key)
    assert checked.stdout.startswith(f"{made}: ")
    assert " rows as of " in checked.stdout
    refused = run("restore", str(made), "--check", f"--identity={place.key_file}")
    assert isinstance(refused.exception, StartError)


def test_the_age_of_the_newest_backup_is_an_alarm(run: Run, place: Place) -> None:
    none = run("backup-status")
    assert str(none.exception) == f"there is no backup in {place.maker.folder}"
    run("backup")
    young = run("backup-status")
    assert (young.exit_code, young.stdout.split(": ")[1].split()[1:]) == (0, ["s", "old"])
    (made,) = place.maker.folder.iterdir()
    made.rename(made.with_name(keeping.name_of(clock.now() - timedelta(minutes=6))))
    assert run("backup-status").exit_code == 1
    assert run("backup-status", "--max-age=3600").exit_code == 0


def test_without_a_public_key_nothing_is_written(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("BACKUP_RECIPIENT")
    assert isinstance(run("backup").exception, SettingsError)
    monkeypatch.setenv("BACKUP_RECIPIENT", "age1…")
    assert "must hold public keys" in str(run("backup").exception)
