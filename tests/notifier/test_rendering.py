import re
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP

import pytest

from services.notifier.notices import Known, notice_of
from services.notifier.rendering import (
    Envelope,
    Letterhead,
    MailContent,
    UnusableAddress,
    build,
    notice_mail,
    package_mail,
)
from services.notifier.wording import Notice
from shared.contracts.triage import ReportAnsweredV1, ReportClosedV1, ReportReferredV1
from shared.ids import new_id
from tests.browserlike import settings_for_tests
from tests.notifier.examples import DAY, KNOWN, a, every_notice

SITE = "https://regelwijzer.example"
LETTERHEAD = Letterhead("RegelWijzer", "loket@regelwijzer.example", SITE)
MAIL, REPORT = new_id(), new_id()
AT = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
NASTY = 'Jan\r\nBcc: everybody@x.example\x00\u2028"<script>alert(1)</script>" =?utf-8?b?aGk=?= \u202edraaiom'


def _content(notice: Notice, name: str = "Noor Bakker") -> MailContent:
    return notice_mail(notice, reference="RW-26-0001", name=name, link_token="secret-token", site=SITE)


def _message(content: MailContent, to_name: str = "Noor Bakker", to: str = "noor@molen.example") -> EmailMessage:
    return build(content, Envelope(MAIL, REPORT, AT, to_name, to), LETTERHEAD)


def _arrived(message: EmailMessage) -> EmailMessage:
    received = message_from_bytes(message.as_bytes(), policy=SMTP)
    assert isinstance(received, EmailMessage)
    return received


def _part(message: EmailMessage, kind: str) -> str:
    body = _arrived(message).get_body((kind,))
    assert body is not None
    text: str = body.get_content()
    return text.replace("\r\n", "\n")


@pytest.mark.parametrize("notice", every_notice(), ids=lambda notice: notice.kind)
def test_every_mail_says_the_same_in_text_and_html_and_is_small(notice: Notice) -> None:
    message = _message(_content(notice))
    text, html = _part(message, "plain"), _part(message, "html")
    plain, shown = " ".join(text.split()), " ".join(re.sub(r"<[^>]+>", " ", html).split())

    for words in (notice.turn, *(part.text for part in notice.parts), *notice.mail_only):
        assert words in plain
        assert words in shown
    assert "Dag Noor Bakker," in plain
    assert f"{SITE}/melding/secret-token" in text
    assert len(message.as_bytes()) < 20_000


@pytest.mark.parametrize("notice", every_notice(), ids=lambda notice: notice.kind)
def test_every_link_is_absolute_and_nothing_is_loaded_from_elsewhere(notice: Notice) -> None:
    html = _part(_message(_content(notice)), "html")

    addresses = re.findall(r'(?:href|src|url)\s*[=(]\s*["\']?([^"\')\s>]+)', html)
    assert addresses
    assert all(address.startswith(f"{SITE}/") for address in addresses)
    assert not re.search(r"<(img|link|script|iframe|object|form)\b", html)
    assert '<html lang="nl">' in html


def test_the_headers_make_replies_land_and_copies_fold() -> None:
    message = _arrived(_message(_content(every_notice()[0])))

    assert message["From"] == "RegelWijzer <loket@regelwijzer.example>"
    assert message["Reply-To"] == message["From"]
    assert message["To"] == "Noor Bakker <noor@molen.example>"
    assert message["Subject"] == "We hebben je melding ontvangen (RW-26-0001)"
    assert message["Message-ID"] == f"<{MAIL}@regelwijzer.example>"
    assert message["References"] == f"<{REPORT}@regelwijzer.example>"
    assert message["Date"].datetime == AT
    assert message["Auto-Submitted"] == "auto-generated"


def test_what_a_person_sends_to_a_body_is_not_marked_as_automatic_and_a_second_copy_is_marked() -> None:
    content = package_mail(
        subject="Signaal over machtigingen", reference="H-26-001", name="meneer Jansen", paragraphs=["Eén.", "Twee."]
    )
    envelope = Envelope(MAIL, REPORT, AT, "LHV", "hit@lhv.example", by_itself=False, resent=True)
    message = _arrived(build(content, envelope, LETTERHEAD))

    assert message["Auto-Submitted"] is None
    assert message["X-RegelWijzer-Resent"] == "1"
    assert message["Subject"] == "Signaal over machtigingen (H-26-001)"
    assert "Geachte meneer Jansen," in _part(message, "plain")


def test_a_reference_is_not_named_twice_in_a_subject() -> None:
    content = package_mail(subject="Signaal H-26-001", reference="H-26-001", name="HIT", paragraphs=[])

    assert content.subject == "Signaal H-26-001"


@pytest.mark.parametrize("field", ["title", "name", "party", "answer"])
def test_typed_text_adds_no_header_no_receiver_and_no_markup(field: str) -> None:
    party = NASTY if field == "party" else "ZN"
    known = Known(NASTY if field == "title" else "Titel", DAY)
    referred = notice_of(a(ReportReferredV1, party_name=party), known)
    answered = notice_of(a(ReportAnsweredV1, short_answer=NASTY if field == "answer" else "Kort."), known)
    name = NASTY if field == "name" else "Noor"
    message = _message(_content(referred if field == "party" else answered, name), to_name=NASTY)
    received = _arrived(message)

    assert received.keys() == _arrived(_message(_content(every_notice()[0]))).keys()
    assert [address.addr_spec for address in received["To"].addresses] == ["noor@molen.example"]
    assert b"\nBcc:" not in message.as_bytes().partition(b"\r\n\r\n")[0]
    assert "<script" not in _part(message, "html")
    for kind in ("plain", "html"):
        assert not re.search(r"[\x00\u2028\u202e]", _part(message, kind))


def test_very_long_names_are_cut_off() -> None:
    notice = notice_of(a(ReportReferredV1, party_name="Z" * 4000), KNOWN)
    message = _message(_content(notice, "N" * 4000), to_name="N" * 4000)

    assert len(_content(notice).subject) < 200
    assert _content(notice).subject.endswith("(RW-26-0001)")
    assert len(message["To"]) < 100
    assert all(len(line) <= 998 for line in message.as_bytes().split(b"\r\n"))


def test_lines_that_start_with_a_dot_or_from_survive() -> None:
    notice = notice_of(a(ReportClosedV1, tip=".\n.verborgen\nFrom hier"), KNOWN)

    assert ".\n  .verborgen\n  From hier" in _part(_message(_content(notice)), "plain")


def test_a_domain_with_an_accent_is_written_as_mail_servers_know_it() -> None:
    message = _message(_content(every_notice()[0]), to="noor@praktijk-zoé.example")

    assert message["To"].addresses[0].addr_spec == "noor@xn--praktijk-zo-lbb.example"


NO_ADDRESS = (
    "",
    "noor",
    "@x.example",
    "noor@",
    "nóór@x.example",
    "a@b.nl, c@d.nl",
    "a@b.nl\r\nBcc: c@d.nl",
    "a b@c.nl",
    "<a@b.nl>",
)


@pytest.mark.parametrize("address", NO_ADDRESS)
def test_an_address_no_server_takes_is_refused_before_anything_is_sent(address: str) -> None:
    with pytest.raises(UnusableAddress):
        _message(_content(every_notice()[0]), to=address)


def test_the_letterhead_comes_from_the_settings() -> None:
    letterhead = Letterhead.of(settings_for_tests(mail_from="Loket <loket@unicum.example>"))

    assert (letterhead.name, letterhead.domain) == ("Loket", "unicum.example")
    assert letterhead.site == "http://localhost"
