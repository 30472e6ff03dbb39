"""Somebody with a browser or a program who does not give up: after an error page or silence they press again."""

import asyncio
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from functools import partial

import httpx

from tests.pages import Form, forms_in, origin_of

Fields = Mapping[str, str | list[str]]

# Who waits longer than this for an answer presses again.
PATIENCE_SECONDS = 8.0
BETWEEN_PRESSES_SECONDS = 0.4
BETWEEN_LOOKS_SECONDS = 0.5


class Over(Exception):
    """The storm is over: nobody begins anything new."""


class GaveUp(Exception):
    """Somebody could not get something done, long after the last fault."""


@dataclass
class Weather:
    """What everybody shares: whether the storm still goes on, and how often people were sent away."""

    closing: asyncio.Event = field(default_factory=asyncio.Event)
    gives_up_at: float = float("inf")
    refused: Counter[int] = field(default_factory=Counter)
    unanswered: int = 0

    def close(self, patience_seconds: float) -> None:
        """Nobody begins anything new; what was begun may take so long."""
        self.closing.set()
        self.gives_up_at = time.monotonic() + patience_seconds

    def begin(self) -> None:
        """Raises Over when nothing new is begun any more."""
        if self.closing.is_set():
            raise Over

    async def again(self) -> None:
        """Wait a moment before pressing again. Raises GaveUp."""
        if time.monotonic() > self.gives_up_at:
            raise GaveUp
        await asyncio.sleep(BETWEEN_PRESSES_SECONDS)

    async def until(self, is_so: Callable[[], Awaitable[bool]]) -> None:
        """Look now and then until something is so. Raises Over."""
        while not await is_so():
            self.begin()
            await asyncio.sleep(BETWEEN_LOOKS_SECONDS)


class Visitor:
    """One person with one browser."""

    def __init__(self, client: httpx.AsyncClient, weather: Weather) -> None:
        self.client = client
        self.weather = weather

    async def ask(self, question: Callable[[], Awaitable[httpx.Response]]) -> httpx.Response:
        """The first answer that is no excuse. Raises GaveUp."""
        while True:
            answer = await self._once(question)
            if answer is not None and answer.status_code < 500:
                return answer
            await self.weather.again()

    async def look(self, address: str) -> httpx.Response:
        """What stands at an address. Raises GaveUp."""
        return await self.ask(lambda: self.client.get(address))

    async def form(self, page: str, action: str) -> Form:
        """The form on a page whose action ends so. Raises LookupError when there is none."""
        answer = await self.look(page)
        for form in forms_in(answer.text):
            if form.action.endswith(action):
                return form
        raise LookupError(f"no form for {action} on {page} ({answer.status_code})")

    async def press(self, form: Form, changes: Fields) -> httpx.Response:
        """Send a form until it is answered, each time as the page in front of them offers it. Raises GaveUp."""
        fields: Fields = {**form.fields, **changes}
        while True:
            answer = await self._once(partial(self._post, form.action, fields))
            if answer is not None:
                if answer.status_code < 500:
                    return answer
                fields = _offered_again(answer, form.action, fields)
            await self.weather.again()

    async def _post(self, action: str, fields: Fields) -> httpx.Response:
        return await self.client.post(action, data=fields, headers={"Origin": origin_of(self.client)})

    async def _once(self, question: Callable[[], Awaitable[httpx.Response]]) -> httpx.Response | None:
        try:
            answer = await question()
        except httpx.TransportError:
            self.weather.unanswered += 1
            return None
        if answer.status_code >= 500:
            self.weather.refused[answer.status_code] += 1
        return answer


def _offered_again(answer: httpx.Response, action: str, sent: Fields) -> Fields:
    """What the error page offers to send again. Raises AssertionError when something that was typed is missing."""
    offered = [form.fields for form in forms_in(answer.text) if form.action == action]
    assert offered, f"the error page of {action} offers nothing again"
    typed = {name: value for name, value in sent.items() if name != "csrf_token"}
    kept = offered[0]
    lost = [name for name, value in typed.items() if kept.get(name) != (value if isinstance(value, list) else [value])]
    assert not lost, f"the error page of {action} lost {lost}"
    return kept
