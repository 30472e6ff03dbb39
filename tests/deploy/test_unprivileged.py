import pwd
from pathlib import Path

import pytest

from deploy.embedded import unprivileged
from deploy.embedded.failure import StartError

NOBODY = pwd.getpwnam("nobody")


@pytest.fixture
def open_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that counts as open to all; pytest's own stands in a closed one."""
    monkeypatch.setattr(unprivileged, "is_open", lambda path: "closed" not in path.parts)
    monkeypatch.setattr(unprivileged, "OUTSIDE", tmp_path / "outside")
    return tmp_path


def test_a_closed_parent_closes_what_is_below(tmp_path: Path) -> None:
    below = tmp_path / "closed" / "below"
    below.mkdir(parents=True)
    below.parent.chmod(0o700)
    assert not unprivileged.is_open(below)
    assert unprivileged.is_open(Path("/usr/bin"))


def test_data_stands_in_the_data_folder_when_it_can(open_folder: Path) -> None:
    link = open_folder / "postgres"
    assert unprivileged.data_home(link, NOBODY) == link
    assert unprivileged.data_home(open_folder / "closed" / "postgres", None) == open_folder / "closed" / "postgres"


def test_data_stands_elsewhere_with_a_link_where_it_must(open_folder: Path) -> None:
    link = open_folder / "closed" / "postgres"
    link.parent.mkdir()
    home = unprivileged.data_home(link, NOBODY)
    home.mkdir()
    assert home.is_relative_to(open_folder / "outside")
    assert unprivileged.data_home(link, NOBODY) == home


def test_a_link_to_nowhere_is_told(open_folder: Path) -> None:
    link = open_folder / "postgres"
    link.symlink_to(open_folder / "gone")
    with pytest.raises(StartError, match="which is gone"):
        unprivileged.data_home(link, NOBODY)


def test_the_programs_are_copied_where_they_can_be_reached(open_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unprivileged, "is_open", lambda path: "outside" in path.parts)
    programs = unprivileged.binaries(NOBODY)
    assert programs.is_relative_to(open_folder / "outside")
    assert (programs / "postgres").exists()
    assert unprivileged.binaries(NOBODY) == programs
    assert unprivileged.binaries(None) != programs
