import typer


def add_to(app: typer.Typer) -> None:
    app.command("run")(run)


def run() -> None:
    """Run the whole system here, with its own PostgreSQL and NATS, until Ctrl-C.

    Variables: PORT, MAIL_PORT, DATA_DIR, DEMO=0|1.
    """
    from deploy.embedded import start

    start.run()
