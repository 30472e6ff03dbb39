"""Serves the assets from memory. A name changes with its content, so browsers may keep each one for ever."""

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from shared.web.assets import build_assets

PREFIX = "/static/"
_FOR_EVER = "public, max-age=31536000, immutable"


class StaticFiles:
    """The assets, built once at start; an ASGI application to mount at PREFIX."""

    def __init__(self) -> None:
        self._by_plain_name = build_assets(PREFIX)
        self._by_name = {asset.name: asset for asset in self._by_plain_name.values()}

    def url(self, name: str) -> str:
        """The address of an asset by its plain name. Raises KeyError when there is none."""
        return PREFIX + self._by_plain_name[name].name

    def text(self, name: str) -> str:
        """The content of a text asset."""
        return self._by_plain_name[name].content.decode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI entry."""
        if scope["method"] not in ("GET", "HEAD"):
            raise HTTPException(405, headers={"Allow": "GET, HEAD"})
        asset = self._by_name.get(scope["path"].removeprefix(PREFIX))
        if asset is None:
            raise HTTPException(404)
        headers = {"Cache-Control": _FOR_EVER, "Vary": "Accept-Encoding"}
        content = asset.content
        if asset.gzipped and "gzip" in Headers(scope=scope).get("accept-encoding", ""):
            content = asset.gzipped
            headers["Content-Encoding"] = "gzip"
        response = Response(content, headers=headers, media_type=asset.media_type)
        await response(scope, receive, send)
