"""Fetch uv, pinned and hashed by uv.lock like every other package.

Debian's python3 has neither pip nor ensurepip, so uv comes straight from its wheel.
"""

import hashlib
import io
import platform
import subprocess
import tomllib
import urllib.request
import zipfile
from pathlib import Path
from typing import Any


class InstallError(Exception):
    """The environment cannot be made; the message is one line for a person."""


def locked_package(lock: Path, name: str) -> dict[str, Any]:
    packages = tomllib.loads(lock.read_text())["package"]
    found: dict[str, Any] = next(p for p in packages if p["name"] == name)
    return found


def fetch_uv(uv: Path, python: Path, lock: Path, *, may_use_pip: bool) -> None:
    """Put the locked uv in place: from its wheel, else through pip where Python brings one.

    Raises InstallError when neither can be had.
    """
    package = locked_package(lock, "uv")
    if uv.exists() and installed_version(uv) == package["version"]:
        return
    try:
        unpack(download(wheel_for(platform.machine(), package["wheels"])), uv)
    except InstallError:
        if not (may_use_pip and fetch_with_pip(python, package["version"])):
            raise


def installed_version(uv: Path) -> str:
    answer = subprocess.run([uv, "--version"], capture_output=True, text=True).stdout.split()
    return answer[1] if len(answer) > 1 else ""


def wheel_for(machine: str, wheels: list[dict[str, Any]]) -> dict[str, Any]:
    for wheel in wheels:
        if "manylinux" in wheel["url"] and machine in wheel["url"]:
            return wheel
    raise InstallError(f"there is no uv for Linux on {machine}")


def download(wheel: dict[str, Any]) -> bytes:
    """The wheel's bytes, through the proxies of the environment; refused when the hash differs."""
    try:
        with urllib.request.urlopen(wheel["url"], timeout=60) as answer:  # noqa: S310 (https, from uv.lock)
            content: bytes = answer.read()
    except OSError as error:
        host = wheel["url"].split("/")[2]
        raise InstallError(f"cannot reach {host}, which the first start needs: {error}") from error
    if "sha256:" + hashlib.sha256(content).hexdigest() != wheel["hash"]:
        raise InstallError(f"{wheel['url']} is not the file that uv.lock names")
    return content


def unpack(wheel: bytes, uv: Path) -> None:
    with zipfile.ZipFile(io.BytesIO(wheel)) as archive:
        name = next(n for n in archive.namelist() if n.endswith("/scripts/uv"))
        fresh = uv.with_name("uv.new")
        fresh.write_bytes(archive.read(name))
    fresh.chmod(0o755)
    fresh.replace(uv)


def fetch_with_pip(python: Path, version: str) -> bool:
    """Pip knows mirrors and certificates of its own, so it can work where a plain download fails."""
    steps = [["-m", "ensurepip", "--upgrade"], ["-m", "pip", "install", "--quiet", f"uv=={version}"]]
    return all(subprocess.run([str(python), *step], capture_output=True).returncode == 0 for step in steps)
