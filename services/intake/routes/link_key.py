from typing import Annotated

from fastapi import Depends, Request


def _link_key(request: Request) -> str:
    key: str = request.app.state.settings.secret_key.get_secret_value()
    return key


# What the links to status pages are made with, besides each report's own seed.
LinkKey = Annotated[str, Depends(_link_key)]
