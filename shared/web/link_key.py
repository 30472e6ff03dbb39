"""The server's key, for routes."""

from typing import Annotated

from fastapi import Depends, Request


def link_key(request: Request) -> str:
    """The server's key, for who has the request at hand."""
    key: str = request.app.state.settings.secret_key.get_secret_value()
    return key


# What links, codes and the secrets of apps are made with, besides a seed of their own.
LinkKey = Annotated[str, Depends(link_key)]
