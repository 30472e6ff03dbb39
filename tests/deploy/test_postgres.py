import os
from pathlib import Path
from urllib.parse import unquote

import pytest

from deploy.embedded import postgres, unprivileged
from deploy.embedded.folder import DataFolder
from deploy.embedded.postgres import Postgres


@pytest.fixture
def placed(tmp_path: Path) -> Postgres:
    return Postgres(unprivileged.binaries(None), tmp_path / "postgres", tmp_path / "run", None)


def test_what_a_power_cut_left_behind_does_not_stop_the_next_start(placed: Postgres) -> None:
    placed.data.mkdir()
    (placed.data / "PG_VERSION").write_text("18\n")
    # After a reboot this number can belong to any other process, such as this one.
    (placed.data / "postmaster.pid").write_text(f"{os.getpid()}\n")
    postgres.prepare(placed)
    assert [file.name for file in placed.data.iterdir()] == ["PG_VERSION"]


def test_ready_is_what_this_very_server_says(placed: Postgres) -> None:
    placed.data.mkdir()
    file = placed.data / "postmaster.pid"
    assert not placed.is_ready(7)
    lines = ["7", "data", "1", "5432", "run", "", "0 0"]
    file.write_text("\n".join([*lines, "starting"]))
    assert not placed.is_ready(7)
    file.write_text("\n".join([*lines, "ready   \n"]))
    assert placed.is_ready(7)
    assert not placed.is_ready(8)


def test_a_long_data_folder_gets_a_short_socket(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    near, far = DataFolder(tmp_path / "a"), DataFolder(tmp_path / ("long" * 30))
    for folder in (near, far):
        folder.prepare()
    monkeypatch.setattr(postgres, "LONGEST_FOLDER", len(str(near.run)) + len("/postgres"))
    assert postgres.socket_folder(near, None) == near.run / "postgres"
    assert postgres.socket_folder(far, None).parent == tmp_path


def test_the_address_survives_odd_folder_names(tmp_path: Path) -> None:
    placed = Postgres(tmp_path, tmp_path, tmp_path / "a b&c", None)
    assert " " not in placed.url
    assert unquote(placed.url).endswith(str(placed.sockets))
