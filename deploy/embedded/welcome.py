"""The addresses and the demo sign-ins, once everything is ready."""

from deploy.embedded.ports import LOOPBACK
from deploy.embedded.supervisor import Supervisor

DEMO_MEMBERS = ("lead", "researcher", "editor", "admin")
DEMO_DOMAIN = "demo.regelwijzer.nl"
DEMO_PASSWORD = "regelwijzer-demo"  # noqa: S105 (the demo's own, on loopback only)


def welcome(supervisor: Supervisor) -> None:
    """Tell where everything is."""
    site, mail = (f"http://{LOOPBACK}:{port}" for port in map(supervisor.port, ("http", "mail")))
    terminal, wanted = supervisor.terminal, supervisor.options.http
    terminal.step("RegelWijzer", "ready")
    if supervisor.port("http") != wanted.number:
        terminal.line(f"\n  Port {wanted.number} is busy; {supervisor.port('http')} is used instead.")
    lines = [
        "",
        f"  Report       {site}/melden",
        f"  Team         {site}/team",
        f"  Mails        {mail}",
        f"  Data, logs   {supervisor.folder.root}",
    ]
    if supervisor.options.demo:
        members = ", ".join(f"{name}@{DEMO_DOMAIN}" for name in DEMO_MEMBERS)
        lines += ["", f"  Demo sign-ins: {members}", f"  Password:      {DEMO_PASSWORD}"]
    for line in [*lines, "", "  Ctrl-C stops everything; the data stays."]:
        terminal.line(line)
