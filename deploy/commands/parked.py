import asyncio
from collections.abc import Sequence
from getpass import getuser
from typing import TYPE_CHECKING, Annotated
from uuid import UUID

import typer

from deploy.commands.surroundings import find_system

if TYPE_CHECKING:
    from shared.messaging.parked.reading import Parked
    from shared.messaging.parked.screening import Line, Screened

app = typer.Typer(help="Messages that could not be handled and wait for people.", no_args_is_help=True)

Id = Annotated[UUID, typer.Argument(help="The id that `parked list` shows.")]
Service = Annotated[str | None, typer.Option(help="Only this service.")]


@app.command("list")
def list_all(
    service: Service = None,
    dropped: Annotated[bool, typer.Option(help="What was dropped and can be put back, instead.")] = False,
) -> None:
    """Show what is parked, oldest first."""
    find_system()
    from deploy import parked

    rows = asyncio.run(parked.dropped(service) if dropped else parked.waiting(service))
    for name, message in rows:
        moment = f"{message.parked_at:%Y-%m-%d %H:%M}"
        origin = f"{name}  {message.consumer}  {_printable(message.subject)}"
        typer.echo(f"{message.id}  {moment}  {origin}  {message.state}  {message.reason}")
    if not rows:
        typer.echo("Nothing was dropped." if dropped else "Nothing is parked.")


@app.command("show")
def show(parked_id: Id) -> None:
    """Show one message: where it came from, why it failed, and its body without anything that somebody wrote."""
    find_system()
    from deploy import parked

    found = asyncio.run(parked.shown(parked_id))
    if found is None:
        _answer(False, "")
        return
    lines = [("service", found.service)]
    if found.message and found.body:
        lines += [*_facts(found.message), *_body(found.body)]
    lines += [(f"{entry.at:%Y-%m-%d %H:%M:%S}", f"{entry.action} by {entry.who}") for entry in reversed(found.entries)]
    _print(lines)


@app.command("retry")
def retry(parked_id: Id) -> None:
    """Have a parked message handled once more."""
    find_system()
    from deploy import parked

    _answer(asyncio.run(parked.retry(parked_id, _who())), f"{parked_id} is handled again within seconds.")


@app.command("retry-all")
def retry_all(
    service: Annotated[str, typer.Argument(help="The service at which they are parked.")],
    consumer: Annotated[str, typer.Option(help="Only of this consumer.")] = "",
    reason: Annotated[str, typer.Option(help="Only with this reason, as `parked list` shows it.")] = "",
) -> None:
    """Have everything that is parked at a service handled once more, or only one consumer or reason."""
    find_system()
    from deploy import parked
    from shared.messaging.parked.reading import Cause

    count = asyncio.run(parked.retry_all(service, Cause(consumer, reason), _who()))
    typer.echo(f"{count} parked at {service} are handled again within seconds.")


@app.command("drop")
def drop(parked_id: Id, because: Annotated[str, typer.Option(prompt=True, help="Why it may be given up.")]) -> None:
    """Give a parked message up; for thirty days it can be put back."""
    find_system()
    from deploy import parked

    if not because.strip():
        typer.echo("Say why it may be given up.", err=True)
        raise typer.Exit(1)
    _answer(asyncio.run(parked.drop(parked_id, _who(), because.strip())), f"{parked_id} is dropped.")


@app.command("restore")
def restore(parked_id: Id) -> None:
    """Put a dropped message back."""
    find_system()
    from deploy import parked

    _answer(asyncio.run(parked.restore(parked_id, _who())), f"{parked_id} is parked again.")


def _who() -> str:
    return f"opdrachtregel ({getuser()})"


def _facts(message: "Parked") -> list[tuple[str, str]]:
    return [
        ("state", message.state),
        ("consumer", message.consumer),
        ("stream", f"{message.stream} {message.stream_sequence}"),
        ("subject", _printable(message.subject)),
        ("event", str(message.event_id or "-")),
        ("reason", message.reason),
        ("failures", str(message.failures)),
        ("first failed", f"{message.first_failed_at:%Y-%m-%d %H:%M:%S}"),
        ("last failed", f"{message.last_failed_at:%Y-%m-%d %H:%M:%S}"),
        ("body", f"{message.body_size} bytes"),
    ]


def _body(body: "Screened") -> list[tuple[str, str]]:
    if body.unreadable:
        outline = [("outline", body.outline)] if body.outline else []
        return [("unreadable", body.unreadable), *outline]
    more = [("…", f"{body.more} more")] if body.more else []
    return [*((f"  {line.path}", _value(line)) for line in body.lines), *more]


def _value(line: "Line") -> str:
    if line.shown is not None:
        return line.shown
    return f"({line.kind.replace('_', '/')}{'' if line.size is None else f', {line.size} long'})"


def _printable(subject: str) -> str:
    """What a terminal may be given of a subject that anybody could have made up."""
    return "".join(sign if sign.isprintable() else "?" for sign in subject[:200])


def _print(lines: Sequence[tuple[str, str]]) -> None:
    width = max(len(name) for name, _ in lines)
    for name, value in lines:
        typer.echo(f"{name:{width}}  {value}")


def _answer(found: bool, text: str) -> None:
    if not found:
        typer.echo("Nothing is parked under that id.", err=True)
        raise typer.Exit(1)
    typer.echo(text)
