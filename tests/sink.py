"""A mail sink of a test's own, that can go away and come back."""

import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from deploy.mailsink.serving import serve_forever
from tests.servers import free_port
from tests.system import within


class MailSink:
    """The program that `make run` starts as well, on ports that stay the same."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._smtp, self._http = free_port(), free_port()
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def smtp(self) -> str:
        """Where mails are handed in."""
        return f"smtp://127.0.0.1:{self._smtp}"

    @property
    def web(self) -> str:
        """Where they are shown."""
        return f"http://127.0.0.1:{self._http}"

    def start(self) -> None:
        """Take mails."""
        ports = (str(self._smtp), str(self._http))
        self._process = subprocess.Popen([sys.executable, "-m", "tests.sink", str(self._folder), *ports])
        assert within(30, lambda: _answers(self._smtp) and _answers(self._http))

    def stop(self) -> None:
        """Go away: nobody listens any more."""
        if self._process:
            self._process.kill()
            self._process.wait()


@contextmanager
def mail_sink() -> Iterator[MailSink]:
    """A sink that runs."""
    with tempfile.TemporaryDirectory(prefix="rw-sink-") as folder:
        sink = MailSink(Path(folder))
        sink.start()
        try:
            yield sink
        finally:
            sink.stop()


def _answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _listening(port: str) -> socket.socket:
    return socket.create_server(("127.0.0.1", int(port)))


if __name__ == "__main__":
    serve_forever(Path(sys.argv[1]), _listening(sys.argv[2]), _listening(sys.argv[3]))
