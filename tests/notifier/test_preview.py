from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager

import httpx
import pytest

from shared.contracts.intake import ReportSubmittedV1
from shared.contracts.knowledge import ItemPublishedV1, PartyListedV1
from shared.contracts.research import DossierOpenedV1
from shared.contracts.triage import ReportLinkedV1
from shared.contracts.vocabulary import Role
from shared.database import Database
from shared.ids import new_id
from shared.web import csrf
from shared.web.cookies import cookie_name
from shared.web.csrf import Visitor
from tests.browserlike import ORIGIN, settings_for_tests, sign_in_as
from tests.builders import a_contact_given, a_report_submitted
from tests.facts import said
from tests.notifier.examples import DOSSIER, ITEM, PARTY, THE_HIT, a

Hear = Callable[..., Awaitable[None]]
URL = "/team/berichten/voorbeeld"
PARTIAL = {"HX-Request": "true", "HX-Request-Type": "partial"}


@pytest.fixture
async def client(
    client_for: Callable[..., AbstractAsyncContextManager[httpx.AsyncClient]], database: Database
) -> AsyncIterator[httpx.AsyncClient]:
    async with client_for("notifier") as opened:
        await sign_in_as(opened, [database])
        yield opened


@pytest.fixture
async def report(hear: Hear) -> ReportSubmittedV1:
    submitted = a_report_submitted()
    await hear(submitted, a_contact_given(report_id=submitted.report_id))
    await hear(a(ItemPublishedV1), a(PartyListedV1), a(DossierOpenedV1))
    return submitted


async def _show(client: httpx.AsyncClient, *, headers: dict[str, str] | None = None, **fields: str) -> httpx.Response:
    # The form stands on a page of triage, so the browser brings the cookie and the token from there.
    settings = settings_for_tests()
    visitor = Visitor(settings.secret_key.get_secret_value(), None)
    client.cookies.set(cookie_name(settings, csrf.COOKIE), visitor.cookie(), domain="localhost.local")
    token = visitor.token()
    return await client.post(URL, data={**fields, "csrf_token": token}, headers={"Origin": ORIGIN, **(headers or {})})


DECISIONS = {
    "question": ({"question": "Om welke verzekeraar gaat het?"}, "We hebben een vraag over je melding"),
    "link": ({"dossier_id": str(DOSSIER)}, "We gaan dit onderzoeken"),
    "open_dossier": ({"dossier_title": "Een nieuw dossier"}, "We gaan dit onderzoeken"),
    "agreement": ({"item_id": str(ITEM)}, "Goed nieuws: hier is al een afspraak over"),
    "elsewhere": ({"party_id": str(PARTY), "check_on": "2027-01-15"}, f"{THE_HIT} werkt al aan jouw melding"),
    "handover": ({"handover_party_id": str(PARTY)}, "We gaan je melding landelijk doorgeven"),
    "conclude": (
        {
            "dossier_id": str(DOSSIER),
            "reference": "D-26-001",
            "title": "Machtiging",
            "outcome": "recorded_nowhere",
            "public_text": "Dit hoeft niemand te vragen.",
        },
        "Deze regel staat nergens",
    ),
    "reopen": ({"message_reopen": "Een collega kijkt."}, "We openen je melding weer"),
    "keep_closed": ({"explanation": "De afspraak geldt vanaf januari."}, "We openen je melding niet opnieuw"),
    "close": ({"close_reason": "too_little", "tip": "Bel ons."}, "We stoppen met je melding, dit is waarom"),
}


@pytest.mark.parametrize("decision", DECISIONS)
async def test_each_decision_shows_its_mail(
    client: httpx.AsyncClient, report: ReportSubmittedV1, decision: str
) -> None:
    fields, subject = DECISIONS[decision]
    shown = await _show(
        client, headers=PARTIAL, report_id=str(report.report_id), decision=decision, send_mail="ja", **fields
    )

    assert shown.status_code == 200
    assert f"{subject} (RW-26-0001)" in shown.text
    assert "Dag Noor Bakker," in shown.text
    assert "<html" not in shown.text
    assert "gaat niet uit" not in shown.text


async def test_a_preview_says_and_keeps_nothing(
    client: httpx.AsyncClient, report: ReportSubmittedV1, database: Database
) -> None:
    before = await said(database)
    await _show(client, report_id=str(report.report_id), decision="close", close_reason="too_little", tip="Bel ons.")

    assert await said(database) == before


async def test_a_link_counts_the_practices_that_are_there_already(
    client: httpx.AsyncClient, report: ReportSubmittedV1, hear: Hear
) -> None:
    for practice in (new_id(), new_id(), report.practice_id):
        other = a_report_submitted(practice_id=practice)
        await hear(other, a(ReportLinkedV1, report_id=other.report_id))
    shown = await _show(
        client, headers=PARTIAL, report_id=str(report.report_id), decision="link", dossier_id=str(DOSSIER)
    )

    assert "3 praktijken melden dit" in shown.text


async def test_without_the_tick_the_preview_says_that_no_mail_goes_out(
    client: httpx.AsyncClient, report: ReportSubmittedV1
) -> None:
    shown = await _show(
        client, headers=PARTIAL, report_id=str(report.report_id), decision="open_dossier", dossier_title="Dossier"
    )

    assert "Deze mail gaat niet uit." in shown.text


async def test_without_javascript_the_page_saves_the_same_decision(
    client: httpx.AsyncClient, report: ReportSubmittedV1
) -> None:
    shown = await _show(
        client,
        report_id=str(report.report_id),
        decision="close",
        close_reason="too_little",
        tip='Regel 1\n"Regel 2"',
        reason="Voor ons",
        version="3",
    )

    assert "<html" in shown.text
    assert f'action="/team/triage/{report.report_id}/beslissing"' in shown.text
    assert '<input type="hidden" name="version" value="3">' in shown.text
    assert '<input type="hidden" name="reason" value="Voor ons">' in shown.text
    assert 'name="tip" value="Regel 1\n&#34;Regel 2&#34;"' in shown.text
    assert shown.text.count('name="csrf_token"') >= 1
    assert "Bewaar beslissing" in shown.text
    assert f'formaction="/team/triage/{report.report_id}/beslissing/tekst#beslissing">Verander de tekst' in shown.text


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({}, "Kies wat er met deze melding gebeurt"),
        ({"decision": "nonsense"}, "Kies wat er met deze melding gebeurt"),
        ({"decision": "question"}, "Schrijf de vraag aan de melder op"),
        ({"decision": "question", "question": "   "}, "Schrijf de vraag aan de melder op"),
        ({"decision": "link"}, "Kies een dossier"),
        ({"decision": "link", "dossier_id": "geen id"}, "Kies een dossier"),
        ({"decision": "link", "dossier_id": str(PARTY)}, "Kies een dossier"),
        ({"decision": "open_dossier"}, "Geef het nieuwe dossier een naam"),
        ({"decision": "agreement", "item_id": str(DOSSIER)}, "Kies de afspraak"),
        ({"decision": "elsewhere", "party_id": str(PARTY), "check_on": "morgen"}, "Vul een datum in"),
        ({"decision": "elsewhere", "check_on": "2027-01-15"}, "Kies de organisatie die eraan werkt"),
        ({"decision": "handover"}, "Kies naar wie het gaat"),
        ({"decision": "close", "tip": "Bel."}, "Kies waarom je de melding sluit"),
        ({"decision": "close", "close_reason": "too_little"}, "Schrijf op wat de praktijk zelf nog kan doen"),
    ],
)
async def test_what_is_missing_is_named(
    client: httpx.AsyncClient, report: ReportSubmittedV1, fields: dict[str, str], sentence: str
) -> None:
    for headers in (PARTIAL, {}):
        shown = await _show(client, headers=headers, report_id=str(report.report_id), **fields)
        assert shown.status_code == 200
        assert f"<li>{sentence}</li>" in shown.text
        assert "Bewaar beslissing" not in shown.text
        assert ("Ga terug en vul aan" in shown.text) == (headers == {})


@pytest.mark.parametrize("report_id", ["", "geen id", "../../x"])
async def test_a_form_without_a_report_is_answered_too(client: httpx.AsyncClient, report_id: str) -> None:
    shown = await _show(client, report_id=report_id, decision="open_dossier", dossier_title="Dossier")

    assert shown.status_code == 200
    assert "Open de melding opnieuw" in shown.text
    assert report_id == "" or report_id not in shown.text


async def test_an_unknown_report_or_reporter_is_a_sentence(client: httpx.AsyncClient, hear: Hear) -> None:
    without_address = a_report_submitted()
    await hear(without_address)
    for report_id, sentence in ((new_id(), "kennen deze melding"), (without_address.report_id, "de melder bereiken")):
        shown = await _show(client, report_id=str(report_id), decision="open_dossier", dossier_title="Dossier")
        assert shown.status_code == 200
        assert sentence in shown.text


@pytest.mark.parametrize("role", [Role.READER, Role.EDITOR, Role.ADMINISTRATOR])
async def test_only_who_may_decide_sees_a_reporters_mail(
    client: httpx.AsyncClient, database: Database, report: ReportSubmittedV1, role: Role
) -> None:
    await sign_in_as(client, [database], role)
    shown = await _show(client, report_id=str(report.report_id), decision="question", question="Welke?")

    assert shown.status_code == 403
    assert "Noor" not in shown.text


async def test_a_stranger_is_sent_to_sign_in(client: httpx.AsyncClient) -> None:
    client.cookies.clear()
    shown = await _show(client, decision="question")

    assert shown.status_code == 303
    assert shown.headers["Location"].startswith("/team/inloggen")


async def test_typed_text_is_shown_as_text(client: httpx.AsyncClient, report: ReportSubmittedV1) -> None:
    shown = await _show(
        client, report_id=str(report.report_id), decision="open_dossier", dossier_title="<script>alert(1)</script>"
    )

    assert "<script>alert" not in shown.text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in shown.text


async def test_for_who_gave_no_address_it_says_that_the_page_is_all(client: httpx.AsyncClient, hear: Hear) -> None:
    submitted = a_report_submitted(by_mail=False)
    await hear(submitted)
    page = await _show(client, report_id=str(submitted.report_id), decision="question", question="Bij wie?")
    assert "De melder leest dit alleen op de eigen pagina." in page.text
