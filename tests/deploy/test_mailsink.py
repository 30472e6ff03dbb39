import asyncio
import socket
from collections.abc import AsyncIterator
from email.message import EmailMessage
from pathlib import Path

import aiosmtplib
import httpx
import pytest

from deploy.embedded.ports import open_port, port_of
from deploy.mailsink.app import create_app
from deploy.mailsink.receiver import receive
from deploy.mailsink.store import MailStore


@pytest.fixture
def store(tmp_path: Path) -> MailStore:
    return MailStore(tmp_path)


@pytest.fixture
async def smtp_port(store: MailStore) -> AsyncIterator[int]:
    listening = open_port("SMTP", 0)
    assert isinstance(listening, socket.socket)
    server = await receive(store, listening)
    yield port_of(listening)
    server.close()


@pytest.fixture
async def page(store: MailStore) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(create_app(store))
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8025") as client:
        yield client


def mail(to: str = "praktijk@example.nl", subject: str = "Je melding is binnen – dank je") -> EmailMessage:
    message = EmailMessage()
    message["From"] = "RegelWijzer <loket@example.nl>"
    message["To"] = to
    message["Subject"] = subject
    message["X-Note"] = "one"
    message["X-Note"] = "two"
    message.set_content("Dag praktijk,\nbekijk https://loket.example.nl/melding/abc\n")
    message.add_alternative("<html><head></head><body><script>alert(1)</script>Dag</body></html>", subtype="html")
    return message


async def send(port: int, message: EmailMessage) -> None:
    await aiosmtplib.send(message, hostname="127.0.0.1", port=port)


async def test_a_mail_is_in_the_api_as_it_was_sent(smtp_port: int, page: httpx.AsyncClient) -> None:
    await send(smtp_port, mail())
    [found] = (await page.get("/api/messages")).json()
    assert found["from"] == "RegelWijzer <loket@example.nl>"
    assert found["to"] == "praktijk@example.nl"
    assert found["subject"] == "Je melding is binnen – dank je"
    assert "bekijk https://loket.example.nl/melding/abc" in found["text"]
    assert "<body>" in found["html"]
    assert found["headers"]["X-Note"] == "one\ntwo"
    assert found["receivedAt"].endswith("Z")
    assert set(found) == {"id", "from", "to", "subject", "text", "html", "calendar", "headers", "receivedAt"}


async def test_the_calendar_file_of_an_invitation_is_shown(smtp_port: int, page: httpx.AsyncClient) -> None:
    invitation = mail()
    invitation.add_alternative("BEGIN:VCALENDAR\r\nSEQUENCE:1\r\n", subtype="calendar", cte="base64")
    await send(smtp_port, invitation)
    [found] = (await page.get("/api/messages")).json()
    assert found["calendar"].split() == ["BEGIN:VCALENDAR", "SEQUENCE:1"]
    assert "SEQUENCE:1" in (await page.get(f"/mail/{found['id']}")).text


async def test_the_newest_mail_comes_first_and_one_address_can_be_asked(
    smtp_port: int, page: httpx.AsyncClient
) -> None:
    for number in range(3):
        await send(smtp_port, mail(to=f"p{number % 2}@example.nl", subject=f"mail {number}"))
    everything = (await page.get("/api/messages")).json()
    assert [found["subject"] for found in everything] == ["mail 2", "mail 1", "mail 0"]
    one = (await page.get("/api/messages", params={"to": "P0@example.nl"})).json()
    assert [found["subject"] for found in one] == ["mail 2", "mail 0"]


async def test_mails_survive_a_restart(smtp_port: int, page: httpx.AsyncClient, tmp_path: Path) -> None:
    await send(smtp_port, mail())
    [before] = (await page.get("/api/messages")).json()
    assert [found.as_json() for found in MailStore(tmp_path).newest()] == [before]


async def test_many_mails_at_once_are_all_kept(smtp_port: int, page: httpx.AsyncClient) -> None:
    await asyncio.gather(*(send(smtp_port, mail(subject=f"mail {number}")) for number in range(20)))
    assert len({found["subject"] for found in (await page.get("/api/messages")).json()}) == 20


async def test_the_page_shows_a_mail_without_running_it(smtp_port: int, page: httpx.AsyncClient) -> None:
    await send(smtp_port, mail(subject="<b>Besluit</b>"))
    [found] = (await page.get("/api/messages")).json()
    inbox, shown = await page.get("/"), await page.get(f"/mail/{found['id']}")
    for answer in (inbox, shown):
        assert "&lt;b&gt;Besluit&lt;/b&gt;" in answer.text
        assert "script" not in answer.headers["content-security-policy"].replace("default-src 'none'", "")
    assert 'sandbox="allow-popups allow-popups-to-escape-sandbox"' in shown.text
    assert 'href="https://loket.example.nl/melding/abc"' in shown.text
    part = await page.get(f"/mail/{found['id']}/html")
    assert "sandbox allow-popups" in part.headers["content-security-policy"]
    assert "allow-scripts" not in part.headers["content-security-policy"]
    assert '<head><base target="_blank"></head>' in part.text


async def test_an_empty_mailbox_says_so_and_an_unknown_mail_too(page: httpx.AsyncClient) -> None:
    assert "Er is nog geen mail" in (await page.get("/")).text
    for unknown in ("/mail/1-1", "/mail/..%2Fsecrets", "/nergens"):
        answer = await page.get(unknown)
        assert (answer.status_code, "Deze mail is er niet" in answer.text) == (404, True)


async def test_throwing_away_is_a_post_from_the_page_itself(smtp_port: int, page: httpx.AsyncClient) -> None:
    await send(smtp_port, mail())
    assert (await page.get("/leegmaken")).status_code == 405
    assert (await page.post("/leegmaken", headers={"sec-fetch-site": "cross-site"})).status_code == 403
    assert len((await page.get("/api/messages")).json()) == 1
    assert (await page.post("/leegmaken", headers={"sec-fetch-site": "same-origin"})).status_code == 303
    assert (await page.get("/api/messages")).json() == []


async def test_another_name_for_loopback_is_refused(store: MailStore) -> None:
    transport = httpx.ASGITransport(create_app(store))
    async with httpx.AsyncClient(transport=transport, base_url="http://rebound.example") as client:
        assert (await client.get("/api/messages")).status_code == 400
