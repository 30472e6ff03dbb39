import asyncio
import os
from typing import Annotated

import typer

from deploy.commands.surroundings import find_system
from deploy.embedded.failure import StartError

Reference = Annotated[str, typer.Argument(help="The report, as RW-26-0001.")]
Reason = Annotated[str, typer.Option(help="requested, patient_data, mistake or legal. A code only: it is kept.")]
By = Annotated[str, typer.Option(help="Who does it, for the record; your account's name unless said.")]
Yes = Annotated[bool, typer.Option("--yes", help="Do not ask whether you are sure.")]
Replay = Annotated[bool, typer.Option("--replay", help="Do every erasure again, in a database that was put back.")]


def add_to(app: typer.Typer) -> None:
    app.command("erase")(erase)


def erase(
    reference: Reference = "", reason: Reason = "", by: By = "", yes: Yes = False, replay: Replay = False
) -> None:
    """Erase a report: every text, and who sent it. Its number, days and figures stay."""
    find_system()
    if replay:
        _replay()
        return
    if not reference or not reason:
        raise StartError("say which report and why: regelwijzer erase RW-26-0001 --reason requested")
    if not yes:
        typer.confirm(f"Erase {reference}? There is no way back", abort=True)
    from deploy.erasure import erase_report

    who = by or os.environ.get("USER") or "command line"
    done = asyncio.run(erase_report(reference, reason=reason, asked_by=who))
    typer.echo(f"{reference} is erased." if done else f"{reference} was erased before.")
    typer.echo("What the team wrote in a dossier stays: look there whether it repeats words of the reporter.")


def _replay() -> None:
    from deploy.erasure import replay
    from services.intake.settings import IntakeSettings
    from shared.settings import Settings

    url = Settings.read().database_url.get_secret_value()
    count = asyncio.run(replay(url, IntakeSettings.read().erasure_list))
    typer.echo(f"{count} erasures are done in this database.")
