from typing import Annotated

import typer

Services = Annotated[list[str] | None, typer.Argument(help="The services to run; all of them when none is named.")]


def add_to(app: typer.Typer) -> None:
    app.command("web")(web)
    app.command("worker")(worker)


def web(
    services: Services = None,
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="The port to listen on.")] = 8000,
    proxy: Annotated[str, typer.Option(help="The one proxy whose X-Forwarded headers are believed.")] = "",
) -> None:
    """Serve the pages of the services named; needs PostgreSQL only."""
    from deploy.web import serve

    serve(services, host=host, port=port, proxy=proxy)


def worker(services: Services = None) -> None:
    """Hear facts, publish the outbox and do the timed work of the services named."""
    from deploy.worker import work

    raise typer.Exit(work(services))
