"""Web and worker as processes of their own, with a proxy on each of their lines."""

import json
import os
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit

import psycopg
from sqlalchemy.engine import URL

from deploy.services import existing
from tests.browserlike import private_key, settings_for_tests
from tests.faults.proxy import FaultProxy
from tests.servers import free_port
from tests.system import ANSWER_SECONDS, within

START_SECONDS = 60
TICKS = os.sysconf("SC_CLK_TCK")


class Part:
    """A process of ours; what it logs goes to a file."""

    def __init__(self, words: list[str], environment: dict[str, str], log: Path) -> None:
        self._log = log
        with log.open("wb") as file:
            command = [sys.executable, "-m", "deploy.run", *words]
            self.process = subprocess.Popen(command, env=environment, stdout=file, stderr=subprocess.STDOUT)

    def logged(self) -> list[dict[str, object]]:
        """Everything it logged so far."""
        lines = self._log.read_text().splitlines()
        return [json.loads(line) for line in lines if line.startswith("{")]

    def has_logged(self, event: str, count: int = 1) -> bool:
        """Whether it logged this at least so often."""
        return sum(line.get("event") == event for line in self.logged()) >= count

    def tail(self) -> str:
        """The last it said."""
        return self._log.read_text()[-2000:]

    def cpu_seconds(self) -> float:
        """The time it worked so far, by any of its threads."""
        used = Path(f"/proc/{self.process.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(used[11]) + int(used[12])) / TICKS

    def lives(self) -> bool:
        """Whether it has not ended."""
        return self.process.poll() is None

    def end(self) -> None:
        """End it at once."""
        self.process.kill()
        self.process.wait()


class Apart:
    """The parts of a system and the lines between them: to PostgreSQL of each, to broker and mail of the worker."""

    def __init__(self, database: URL, nats_port: int, smtp_url: str, folder: Path) -> None:
        self.database = database
        socket = Path(str(database.query["host"])) / ".s.PGSQL.5432"
        self.web_database, self.worker_database = FaultProxy(socket), FaultProxy(socket)
        self.broker, self.mail = FaultProxy(nats_port), FaultProxy(urlsplit(smtp_url).port or 25)
        self.port = free_port()
        self._folder = folder

    @property
    def lines(self) -> list[FaultProxy]:
        """All proxies."""
        return [self.web_database, self.worker_database, self.broker, self.mail]

    @property
    def url(self) -> str:
        """Where the pages are."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def dsn(self) -> str:
        """The database as its owner reaches it, past all proxies."""
        return self.database.set(drivername="postgresql").render_as_string(hide_password=False)

    def start(self) -> None:
        """Start both; returns once the system says that it is ready."""
        self.web = Part(["web", "--port", str(self.port)], self._environment(self.web_database), self._folder / "web")
        self._start_worker()

    def heal(self) -> None:
        """Make every line whole, and start the worker again if it ended."""
        for line in self.lines:
            line.heal()
        if not self.worker.lives():
            self._start_worker()

    def _start_worker(self) -> None:
        self.worker = Part(["worker"], self._environment(self.worker_database), self._folder / "worker")
        ready = within(START_SECONDS, lambda: not self.worker.lives() or self._is_ready())
        assert ready and self.worker.lives(), self.worker.tail()

    def _is_ready(self) -> bool:
        # What waits for the broker when a test takes it away ends the worker, and only a supervisor starts it again.
        return self.worker.has_logged("worker_started", len(existing())) and self.status("/health/ready") == 200

    def end(self) -> None:
        """End both."""
        self.web.end()
        self.worker.end()

    def status(self, path: str) -> int:
        """The status code of a page; 0 when nothing answers."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=10) as answer:
                return int(answer.status)
        except urllib.error.HTTPError as error:
            return error.code
        except OSError:
            return 0

    def parked(self) -> int:
        """How many facts were given up by any service."""
        tables = " union all ".join(f"select parked_at from {service}.parked" for service in existing())
        with psycopg.connect(self.dsn) as connection:
            (found,) = connection.execute(f"select count(parked_at) from ({tables}) as parked").fetchone() or (0,)
        return int(found)

    def _environment(self, line: FaultProxy) -> dict[str, str]:
        settings = settings_for_tests()
        address = self.database.set(host="127.0.0.1", port=line.port, query={"ssl": "disable"})
        return os.environ | {
            "DATABASE_URL": address.render_as_string(hide_password=False),
            "NATS_URL": f"nats://127.0.0.1:{self.broker.port}",
            "SMTP_URL": f"smtp://127.0.0.1:{self.mail.port}",
            "PUBLIC_URL": self.url,
            "ANSWER_SECONDS": ANSWER_SECONDS,
            "SECRET_KEY": settings.secret_key.get_secret_value(),
            "SESSION_PUBLIC_KEY": settings.session_public_key,
            "ACCOUNTS_SESSION_PRIVATE_KEY": private_key(),
        }


@contextmanager
def apart(database: URL, nats_port: int, smtp_url: str) -> Iterator[Apart]:
    """Both run; ended afterwards. The broker must have been provisioned."""
    with TemporaryDirectory(prefix="rw-apart-") as folder, ExitStack() as stack:
        parts = Apart(database, nats_port, smtp_url, Path(folder))
        for line in parts.lines:
            line.start()
            stack.callback(line.stop)
        stack.callback(lambda: parts.end())
        parts.start()
        yield parts
