from pathlib import Path

import pytest

from deploy.embedded import logfile
from deploy.embedded.logfile import BoundedLog, read_line


@pytest.mark.parametrize(
    ("line", "warning", "text"),
    [
        (b'{"event": "worker_started", "level": "info", "service": "triage"}', False, "worker_started service=triage"),
        (b'{"event": "fact_parked", "level": "error", "consumer": "c"}', True, "fact_parked consumer=c"),
        (b"[12] 2026/11/22 [WRN] disk is slow", True, "disk is slow"),
        (b"[12] 2026/11/22 [INF] Server is ready", False, "[12] 2026/11/22 [INF] Server is ready"),
        (b"2026-11-22 UTC [1] FATAL:  out of space", True, "out of space"),
        (b"{not json", False, "{not json"),
        (b"progress: database: up to date", True, "progress: database: up to date"),
    ],
)
def test_only_lines_that_ask_for_attention_reach_the_terminal(line: bytes, warning: bool, text: str) -> None:
    assert read_line(line) == (warning, text)


def test_lines_are_found_however_they_are_cut(tmp_path: Path) -> None:
    seen: list[str] = []
    log = BoundedLog(tmp_path / "x.log", seen.append)
    for chunk in (b"[1] [WR", b"N] half\n[1] [INF] no\n[1] [ERR] ", b"whole\n"):
        log.write(chunk)
    log.close()
    assert seen == ["half", "whole"]


def test_the_file_stays_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(logfile, "LARGEST", 1000)
    log = BoundedLog(tmp_path / "x.log", lambda _text: None)
    for _ in range(100):
        log.write(b"a line of some length\n" * 5)
    log.close()
    assert sum(file.stat().st_size for file in tmp_path.iterdir()) < 2500
    assert {file.name for file in tmp_path.iterdir()} == {"x.log", "x.log.1"}
