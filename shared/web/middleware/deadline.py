"""Whoever asks gets an answer in time, also when what we need for it gives none."""

import asyncio

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shared.web.uploads import answer_seconds


class Deadline:
    """Ends the work for an answer that takes too long with a TimeoutError. It rolls back; the page then says 503.

    Stands behind what reads the body: a slow sender is not our doing. Once the answer has begun it may take its time.
    """

    def __init__(self, app: ASGIApp, seconds: float) -> None:
        self.app = app
        self.seconds = seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI entry. Raises TimeoutError."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        async with asyncio.timeout(answer_seconds(scope, self.seconds)) as deadline:

            async def send_in_time(message: Message) -> None:
                if message["type"] == "http.response.start":
                    deadline.reschedule(None)
                await send(message)

            await self.app(scope, receive, send_in_time)
