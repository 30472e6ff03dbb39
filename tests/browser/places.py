"""The pages there are, by name: who opens them and where they are in a running system."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import httpx
from playwright.async_api import StorageState

from tests.browser.arranging import ARRANGED, ARRANGED_MADE, arranged_pages
from tests.browser.dossier_page import dossier_pages
from tests.browser.ended import ended_reports
from tests.browser.over_everything import OVER_EVERYTHING
from tests.browser.own_page import own_pages
from tests.browser.who import DRAFTER, LEAD, RESEARCHER, VISITOR
from tests.mailbox import Mailbox
from tests.pages import link_to, open_form, submit
from tests.practice import an_address, fill_in, report_by_api, report_by_form
from tests.team import Fields, case_of, decide, page_once

# Pages that are at the same address in every system.
FIXED: Mapping[str, tuple[str, str]] = {
    **ARRANGED,
    **OVER_EVERYTHING,
    "home": (VISITOR, "/"),
    "how it works": (VISITOR, "/hoe-het-werkt"),
    "privacy": (VISITOR, "/privacy"),
    "accessibility": (VISITOR, "/toegankelijkheid"),
    "contact": (VISITOR, "/contact"),
    "start": (VISITOR, "/melden"),
    "start, with a draft": (DRAFTER, "/melden"),
    "step 1": (VISITOR, "/melden/1"),
    "step 2": (DRAFTER, "/melden/2"),
    "step 3": (DRAFTER, "/melden/3"),
    "step 4": (DRAFTER, "/melden/4"),
    "files": (DRAFTER, "/melden/bijlagen"),
    "check": (DRAFTER, "/melden/5"),
    "draft not found": (VISITOR, "/melden/3"),
    "save for later": (DRAFTER, "/melden/bewaren"),
    "go on with a draft": (VISITOR, "/melden/verder"),
    "go on with a draft, asked": (VISITOR, "/melden/verder/gevraagd"),
    "go on with a draft, dead link": (VISITOR, "/melden/verder/bestaat-niet"),
    "my reports": (VISITOR, "/mijn-meldingen"),
    "my reports, asked": (VISITOR, "/mijn-meldingen/gevraagd"),
    "my reports, dead link": (VISITOR, "/mijn-meldingen/link/bestaat-niet"),
    "follow with a code": (VISITOR, "/volgen"),
    "known items": (VISITOR, "/kennis"),
    "known items, nothing found": (VISITOR, "/kennis?q=xyzzy"),
    "known item": (VISITOR, "/kennis/R01"),
    "does this help?": (VISITOR, "/melden/geholpen/R01"),
    "an agreement does not work": (VISITOR, "/melden/werkt-niet/R01"),
    "an agreement that is gone": (VISITOR, "/melden/werkt-niet/R99"),
    "sign in": (VISITOR, "/team/inloggen"),
    "page not found": (VISITOR, "/bestaat-niet"),
    "round table, dead link": (VISITOR, "/overleg/bestaat-niet"),
    "dead link": (VISITOR, "/melding/bestaat-niet"),
    "report of a caller": (LEAD, "/team/meldingen/nieuw"),
    "forgotten password": (VISITOR, "/team/inloggen/vergeten"),
    "forgotten password, asked": (VISITOR, "/team/inloggen/vergeten/gevraagd"),
    "invitation, dead link": (VISITOR, "/team/inloggen/uitnodiging/bestaat-niet"),
    "new password, dead link": (VISITOR, "/team/inloggen/wachtwoord/bestaat-niet"),
    "people, for who only reads": (RESEARCHER, "/team/beheer/mensen"),
    "profile": (LEAD, "/team/profiel"),
    "profile, an app": (LEAD, "/team/profiel/app"),
    "team page not found": (LEAD, "/team/dossiers/D-00-000"),
}
# Pages that are about something that has to be made first.
MADE: Mapping[str, str] = ARRANGED_MADE | {
    "confirmation": VISITOR,
    "status, just sent": VISITOR,
    "status, question": VISITOR,
    "status, agreement": VISITOR,
    "status, closed": VISITOR,
    "status, asked to reopen": VISITOR,
    "status, something added": VISITOR,
    "add something": VISITOR,
    "add something, closed": VISITOR,
    "choose mails": VISITOR,
    "another address": VISITOR,
    "another address, code": VISITOR,
    "take back, why?": VISITOR,
    "take back, code": VISITOR,
    "take back, closed": VISITOR,
    "taken back": VISITOR,
    "erase, sure?": VISITOR,
    "erased": VISITOR,
    "case": LEAD,
    "case, erased": LEAD,
    "case, something added": LEAD,
    "case, taken back": LEAD,
    "case, question out": LEAD,
    "compare": LEAD,
    "case, asked to reopen": LEAD,
    "which report is the same?": LEAD,
    "two reports compared": LEAD,
    "new task for a report": LEAD,
    "task for a report": LEAD,
    "link many": LEAD,
    "dossier, not solved": LEAD,
    "reporter": LEAD,
    "hide a piece": LEAD,
    "split a report": LEAD,
    "case, split": LEAD,
    "status, split": VISITOR,
    "dossier": LEAD,
    "source": LEAD,
    "source of a finding": LEAD,
    "files with a source": LEAD,
    "erase a file of a source": LEAD,
    "stakeholder": LEAD,
    "round table": LEAD,
    "round table, invited": VISITOR,
    "publish an agreement": LEAD,
    "plan a round table": LEAD,
    "invite to a round table": LEAD,
    "cancel a round table": LEAD,
    "merge": LEAD,
    "split": LEAD,
    "conclude": LEAD,
    "handover": LEAD,
    "handover text": LEAD,
    "handover send": LEAD,
    "no right to this": RESEARCHER,
}
PACKAGE: Fields = {
    "category": "request",
    "asked_text": "Een verklaring bij elke levering.",
    "recorded_text": "Wij hebben dit nergens gevonden.",
    "wanted": "Laat deze verklaring vervallen.",
    "contact_name": "Contactpersoon",
    "contact_email": "contact@hit.example",
}

TO_DO = "Bel de leverancier."
SECOND_PART: Fields = {
    "titel": "Een vragenlijst per kwartaal",
    "verhaal": "Daarnaast komt er elk kwartaal een vragenlijst over dezelfde zorg.",
    "waaromSplitsen": "De vragenlijst staat in een andere afspraak.",
}


@dataclass(frozen=True)
class Place:
    """A page and who opens it."""

    who: str
    address: str


async def make_places(practice: httpx.AsyncClient, lead: httpx.AsyncClient, mailbox: Mailbox) -> dict[str, Place]:
    """All pages, with something on each of them."""
    made = await own_pages(practice, lead, mailbox)
    made |= await _reports(practice, lead) | await ended_reports(practice, lead) | await _split(practice, lead)
    made |= await dossier_pages(practice, lead, mailbox) | await _handover(practice, lead) | await arranged_pages(lead)
    fixed = {name: Place(who, address) for name, (who, address) in FIXED.items()}
    return fixed | {name: Place(who, made[name]) for name, who in MADE.items()}


async def _reports(practice: httpx.AsyncClient, lead: httpx.AsyncClient) -> dict[str, str]:
    sent, asked = await report_by_form(practice, an_address()), await report_by_api(practice, an_address())
    case, other = await case_of(lead, sent.reference), await case_of(lead, asked.reference)
    await decide(lead, other, "question", {"question": "Bij welke leverancier is dit?"})
    await page_once(practice, asked.status_page, "Jij bent aan zet")
    await submit(lead, f"{case}/taken/nieuw", "/taken/nieuw", {"what": TO_DO, "due_on": "2027-01-15"})
    task = link_to(await page_once(lead, case, TO_DO), "/taken/[0-9a-f-]{36}")
    gone = await report_by_api(practice, an_address())
    emptied = await case_of(lead, gone.reference)
    await submit(practice, f"{gone.status_page}/wissen", "/wissen", {"zeker": "ja"})
    await page_once(lead, emptied, "Melding gewist")
    return {
        "erase, sure?": f"{sent.status_page}/wissen",
        "erased": gone.status_page,
        "case, erased": emptied,
        "confirmation": f"{sent.status_page}/bevestiging",
        "status, just sent": sent.status_page,
        "status, question": asked.status_page,
        "case": case,
        "compare": f"{case}/vergelijk/{other.rpartition('/')[2]}",
        "case, question out": other,
        "which report is the same?": f"{case}/samenvoegen",
        "two reports compared": f"{case}/samenvoegen?met={asked.reference}",
        "new task for a report": f"{case}/taken/nieuw",
        "task for a report": task,
        "link many": f"/team/triage/koppelen?gekozen={case.rpartition('/')[2]}_1_",
        "reporter": f"/team/meldingen/{case.rpartition('/')[2]}/melder",
        "hide a piece": f"/team/meldingen/{case.rpartition('/')[2]}/verbergen",
    }


async def _split(practice: httpx.AsyncClient, lead: httpx.AsyncClient) -> dict[str, str]:
    sent = await report_by_api(practice, an_address(), titel="Een brief en een vragenlijst")
    case = await case_of(lead, sent.reference)
    page = f"/team/meldingen/{case.rpartition('/')[2]}/splitsen"
    await submit(lead, page, "/splitsen", SECOND_PART)
    await page_once(lead, case, 'id="delen"')
    return {"split a report": page, "case, split": case, "status, split": sent.status_page}


async def _handover(practice: httpx.AsyncClient, lead: httpx.AsyncClient) -> dict[str, str]:
    title = "Verklaring voor een hulpmiddel"
    sent = await report_by_api(practice, an_address(), titel=title)
    case = await case_of(lead, sent.reference)
    form = await open_form(lead, case, "/beslissing")
    await decide(lead, case, "handover", {"handover_party_id": form.code_of("handover_party_id", "Interventie Team")})
    handover = link_to(await page_once(lead, "/team/doorzetten", title), "/team/doorzetten/H-")
    await submit(lead, f"{handover}/tekst", "/tekst", PACKAGE)
    return {
        "handover": handover,
        "handover text": f"{handover}/tekst",
        "handover send": f"{handover}/versturen",
        "no right to this": f"{handover}/versturen",
    }


async def start_draft(practice: httpx.AsyncClient) -> None:
    """Fill in all steps but the last."""
    await fill_in(practice, an_address(), steps=4)


def state_of(client: httpx.AsyncClient) -> StorageState:
    """A browser with this client's cookies."""
    host = client.base_url.host
    common = {"domain": host, "expires": -1, "httpOnly": True, "secure": False, "sameSite": "Lax"}
    jar = client.cookies.jar
    cookies: list[Any] = [{"name": one.name, "value": one.value or "", "path": one.path, **common} for one in jar]
    return StorageState(cookies=cookies, origins=[])
