import sys
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from deploy.event_map import EventRow


def add_to(app: typer.Typer) -> None:
    app.command("events")(events)


def events() -> None:
    """Show every fact: who says it and who hears it."""
    from deploy.event_map import event_map

    rows = event_map()
    if sys.stdout.isatty():
        _show_table(rows)
        return
    for row in rows:
        typer.echo(f"{row.subject}\t{row.stream}\t{row.said_by}\t{', '.join(row.heard_by) or '-'}")


def _show_table(rows: "list[EventRow]") -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table("fact", "stream", "said by", "heard by")
    for row in rows:
        table.add_row(row.subject, row.stream, row.said_by, ", ".join(row.heard_by) or "–")
    Console().print(table)
