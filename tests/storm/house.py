"""The system under the storm: started as a person starts it, and started again after a power cut."""

import asyncio
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.storm.visitor import Visitor
from tests.system import ANSWER_SECONDS, RunningSystem, within
from tests.telephone import Telephone

READY = "Ctrl-C"
READY_SECONDS = 60
LAST_WORDS = 2000
EMAIL = "lead@team.example"
PASSWORD = "een lang genoeg wachtwoord voor de storm"
SIGN_IN, CODE, APP = "/team/inloggen", "/team/inloggen/code", "/team/inloggen/app"


class House(RunningSystem):
    """A running system without demo data, which writes what it prints to a file."""

    def launch(self) -> "subprocess.Popen[str]":
        """Start it; what it prints goes on in the same file."""
        self.printed = self.folder.parent / "supervisor.log"
        with self.printed.open("a") as output:
            self._printed_before = output.tell()
            return subprocess.Popen(
                self._command("run"),
                env=self.environment,
                stdout=output,
                stderr=subprocess.STDOUT,
                text=True,
                start_new_session=True,
            )

    def wait_until_ready(self) -> str:
        """What this start printed until it was ready. Raises AssertionError."""

        def is_over() -> bool:
            return READY in self._says() or self.process.poll() is not None

        assert within(READY_SECONDS, is_over), f"not ready in time:\n{self._says()}"
        assert READY in self._says(), f"the system ended:\n{self._says()}"
        return self._says()

    def require_running(self) -> None:
        """Raises AssertionError, with what it said last, when it ended by itself."""
        assert self.process.poll() is None, f"the system ended:\n{self._says()[-LAST_WORDS:]}"

    def cut_power(self) -> None:
        """End everything at once and start it again, as a person would."""
        self.kill()
        self.process = self.launch()

    async def is_ready(self) -> None:
        """Wait until it is ready, without holding up who else is at work."""
        await asyncio.to_thread(self.wait_until_ready)

    def _says(self) -> str:
        with self.printed.open() as file:
            file.seek(self._printed_before)
            return file.read()


@contextmanager
def house(folder: Path) -> Iterator[House]:
    """A house on a folder, ready; ended afterwards, its files are left."""
    folder.chmod(0o711)
    # Mails about links do not wait: all must be out soon after a storm.
    built = House(folder / "data", ANSWER_SECONDS=ANSWER_SECONDS, TRIAGE_UNDO_MINUTES="0")
    try:
        built.wait_until_ready()
        built.hire(EMAIL, "lead", PASSWORD)
        yield built
    finally:
        built.kill()


async def sign_in(member: Visitor, telephone: Telephone) -> None:
    """Come in as the lead; the first who does sets up the app, the others use the paper beside it."""
    form = await member.form(SIGN_IN, SIGN_IN)
    answer = await member.press(form, {"e-mailadres": EMAIL, "wachtwoord": PASSWORD})
    assert answer.status_code == 303, answer.text
    if telephone.paper:
        done = await member.press(await member.form(CODE, CODE), {"code": telephone.paper.pop()})
        assert done.status_code == 303, done.text
    else:
        code = telephone.scan((await member.look(APP)).text)
        telephone.keep((await member.press(await member.form(APP, APP), {"code": code})).text)


async def check_item(member: Visitor, code: str) -> None:
    """Check a known item, so that reports can be answered with it, and wait until triage knows it."""
    page = f"/kennis/{code}"
    await member.press(await member.form(page, "/gecontroleerd"), {})
