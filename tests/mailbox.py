"""The mails that a running system sent, as its mail sink shows them."""

import asyncio
from dataclasses import dataclass

import httpx

PATIENCE_SECONDS = 45


@dataclass(frozen=True)
class Mail:
    """One mail that arrived."""

    id: str
    to: str
    subject: str
    text: str
    html: str
    calendar: str
    headers: dict[str, str]

    @property
    def words(self) -> str:
        """Its text on one line."""
        return " ".join(self.text.split())

    @property
    def everything(self) -> str:
        """Every part and header of it, on one line."""
        return " ".join(f"{self.headers} {self.subject} {self.text} {self.html}".split())


class Mailbox:
    """The mail sink at an address."""

    def __init__(self, url: str) -> None:
        self._url = url

    async def mails(self, to: str = "") -> list[Mail]:
        """What arrived at an address, or at all; oldest first."""
        async with httpx.AsyncClient(base_url=self._url, timeout=20, trust_env=False) as client:
            answer = await client.get("/api/messages", params={"to": to})
        names = ("id", "to", "subject", "text", "html", "calendar", "headers")
        return [Mail(**{name: found[name] for name in names}) for found in reversed(answer.json())]

    async def mail_to(self, address: str, subject: str = "") -> Mail:
        """The first mail to an address with this in its subject, waited for. Raises TimeoutError."""
        async with asyncio.timeout(PATIENCE_SECONDS):
            while True:
                for mail in await self.mails(address):
                    if subject in mail.subject:
                        return mail
                await asyncio.sleep(0.05)

    async def subjects(self, address: str) -> list[str]:
        """What arrived at an address, in the order of arrival."""
        return [mail.subject for mail in await self.mails(address)]
