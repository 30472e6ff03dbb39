"""The command line: `regelwijzer run`, `web`, `worker`, …"""

import sys

import typer

from deploy.commands import backup, broker, erase, events, members, parked, preparing, processes, run
from deploy.embedded.failure import StartError

WRONG_SETTINGS = 2

app = typer.Typer(
    name="regelwijzer",
    help="RegelWijzer: the desk where GP practices report needless rules.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
for group in (run, processes, preparing, backup, erase, broker, events):
    group.add_to(app)
app.add_typer(members.app, name="user")
app.add_typer(parked.app, name="parked")


def main() -> int:
    """Run one command. A fault a person can mend is one line, without a traceback."""
    try:
        app(prog_name="regelwijzer")
    except StartError as error:
        return fail(error, 1)
    except Exception as error:
        from shared.settings import SettingsError  # only now: it would double the start of the supervisor

        if not isinstance(error, SettingsError):
            raise
        return fail(error, WRONG_SETTINGS)
    return 0


def fail(error: Exception, code: int) -> int:
    print(f"regelwijzer: {error}", file=sys.stderr)
    return code


if __name__ == "__main__":
    sys.exit(main())
