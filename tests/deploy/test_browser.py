import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from deploy import browser

RECORDER = """#!{python}
import sys
print(*sys.argv[1:], file=open("{folder}/asked", "a"))
{ending}
"""


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str, str], Path]:
    """A machine that has only the programs put on it; what they were asked for is in `asked`."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr("os.geteuid", lambda: 0)

    def put(name: str, ending: str) -> Path:
        program = tmp_path / name
        program.write_text(RECORDER.format(python=sys.executable, folder=tmp_path, ending=ending))
        program.chmod(0o755)
        return tmp_path / "asked"

    return put


def test_the_browser_without_windows_is_enough(machine: Callable[[str, str], Path]) -> None:
    asked = machine("apt-get", "")
    machine("chromium-headless-shell", "")
    assert browser.main() == 0
    assert not asked.exists()


@pytest.mark.parametrize("others", [[], ["chromium"]])
def test_debians_is_installed_where_it_is_not_there(machine: Callable[[str, str], Path], others: list[str]) -> None:
    asked = machine("apt-get", "")
    for other in others:
        machine(other, "")
    assert browser.main() == 0
    update, install = asked.read_text().splitlines()
    assert update.startswith("update")
    assert install.startswith("install --yes")
    assert "chromium-headless-shell" in install.split()


def test_where_debian_has_only_the_one_with_windows_that_is_installed(machine: Callable[[str, str], Path]) -> None:
    asked = machine("apt-get", "sys.exit(100 if 'chromium-headless-shell' in sys.argv else 0)")
    assert browser.main() == 0
    assert "chromium" in asked.read_text().splitlines()[-1].split()


def test_where_it_cannot_be_installed_any_chromium_does(machine: Callable[[str, str], Path]) -> None:
    machine("apt-get", "sys.exit(100)")
    machine("google-chrome", "")
    assert browser.main() == 0


def test_where_it_cannot_be_installed_one_line_says_how(
    machine: Callable[[str, str], Path], capfd: pytest.CaptureFixture[str]
) -> None:
    machine("apt-get", "sys.exit(100)")
    assert browser.main() == 1
    assert capfd.readouterr().err == (
        "regelwijzer: the tests need chromium; install it with: apt-get install chromium\n"
    )
