import hashlib
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from deploy import bootstrap, fetch_uv

ROOT = bootstrap.ROOT


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("uv.lock", "pyproject.toml"):
        (tmp_path / name).write_bytes((ROOT / name).read_bytes())
    for name, value in {
        "ROOT": tmp_path,
        "VENV": tmp_path / ".venv",
        "PYTHON": tmp_path / ".venv/bin/python",
        "UV": tmp_path / ".venv/bin/uv",
    }.items():
        monkeypatch.setattr(bootstrap, name, value)
    return tmp_path


def test_the_environment_needs_no_pip_and_no_ensurepip(checkout: Path) -> None:
    bootstrap.make_environment()
    assert bootstrap.runs(checkout / ".venv/bin/python")
    assert not list((checkout / ".venv").glob("lib/*/site-packages/pip"))


def test_an_environment_whose_python_is_gone_is_made_anew(checkout: Path) -> None:
    (checkout / ".venv/bin").mkdir(parents=True)
    (checkout / ".venv/bin/python").symlink_to("/nowhere/python3")
    bootstrap.make_environment()
    assert bootstrap.runs(checkout / ".venv/bin/python")


def test_an_unchanged_lock_file_is_not_installed_again(checkout: Path) -> None:
    bootstrap.make_environment()
    assert not bootstrap.is_installed("run")
    bootstrap.stamp("dev").write_text(bootstrap.fingerprint())
    assert bootstrap.is_installed("run")
    (checkout / "pyproject.toml").write_text("changed")
    assert bootstrap.is_installed("run")
    (checkout / "uv.lock").write_text("changed")
    assert not bootstrap.is_installed("run")


def test_a_checkout_that_shares_an_environment_installs_nothing_again(
    checkout: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bootstrap.make_environment()
    bootstrap.stamp("dev").write_text(bootstrap.fingerprint())
    (checkout / "other").mkdir()
    (checkout / "other/.venv").symlink_to(checkout / ".venv")
    monkeypatch.setattr(bootstrap, "VENV", checkout / "other/.venv")
    assert bootstrap.is_installed("dev")


def test_uv_is_pinned_with_a_hash_for_the_usual_machines() -> None:
    package = fetch_uv.locked_package(ROOT / "uv.lock", "uv")
    for machine in ("x86_64", "aarch64"):
        wheel = fetch_uv.wheel_for(machine, package["wheels"])
        assert machine in wheel["url"]
        assert wheel["hash"].startswith("sha256:")


def test_a_machine_without_a_wheel_is_told() -> None:
    package = fetch_uv.locked_package(ROOT / "uv.lock", "uv")
    with pytest.raises(fetch_uv.InstallError, match="there is no uv for Linux on sparc"):
        fetch_uv.wheel_for("sparc", package["wheels"])


def test_another_file_than_the_lock_names_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "uv.whl"
    file.write_bytes(b"something else")
    good: dict[str, Any] = {
        "url": file.as_uri(),
        "hash": "sha256:" + hashlib.sha256(b"something else").hexdigest(),
    }
    assert fetch_uv.download(good) == b"something else"
    with pytest.raises(fetch_uv.InstallError, match="is not the file"):
        fetch_uv.download(good | {"hash": "sha256:00"})


def test_no_network_is_one_line(tmp_path: Path) -> None:
    for name in ("uv.lock", "pyproject.toml"):
        (tmp_path / name).write_bytes((ROOT / name).read_bytes())
    (tmp_path / "deploy").symlink_to(ROOT / "deploy")
    code = (
        "import pathlib, sys; from deploy import bootstrap as b; here = pathlib.Path.cwd();"
        "b.ROOT, b.VENV = here, here / '.venv'; b.PYTHON, b.UV = b.VENV / 'bin/python', b.VENV / 'bin/uv';"
        "sys.exit(b.main(['run', '--no-pip']))"
    )
    nowhere = dict.fromkeys(("https_proxy", "HTTPS_PROXY"), "http://127.0.0.1:9")
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, env=os.environ | nowhere, capture_output=True, text=True
    )
    assert done.returncode == 1
    assert done.stderr.startswith("regelwijzer: cannot reach files.pythonhosted.org")
    assert len(done.stderr.splitlines()) == 1
