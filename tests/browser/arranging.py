"""The pages on which leads and administrators arrange the desk."""

import httpx

from tests.browser.who import LEAD, RESEARCHER
from tests.pages import link_to, submit
from tests.team import Fields, page_once

# Pages that are at the same address in every system.
ARRANGED: dict[str, tuple[str, str]] = {
    "administration": (LEAD, "/team/beheer"),
    "standard texts": (LEAD, "/team/beheer/standaardteksten"),
    "standard text": (LEAD, "/team/beheer/standaardteksten/nieuw?besluit=question"),
    "practices": (LEAD, "/team/beheer/praktijken"),
    "practices, nothing found": (LEAD, "/team/beheer/praktijken?q=xyzzy"),
    "add a practice": (LEAD, "/team/beheer/praktijken/nieuw"),
    "bring in practices": (LEAD, "/team/beheer/praktijken/lijst"),
    "themes": (LEAD, "/team/beheer/themas"),
    "theme": (LEAD, "/team/beheer/themas/medication"),
    "rules that hand out": (LEAD, "/team/beheer/verdelen"),
    "add a rule that hands out": (LEAD, "/team/beheer/verdelen/nieuw"),
    "terms": (LEAD, "/team/beheer/termijnen"),
    "organisations": (LEAD, "/team/organisaties"),
    "organisations, for who only reads": (RESEARCHER, "/team/organisaties?soort=government"),
    "organisations, nothing found": (LEAD, "/team/organisaties?q=xyzzy"),
    "organisations, off the list": (LEAD, "/team/organisaties?stand=weg"),
    "add an organisation": (LEAD, "/team/organisaties/nieuw"),
    "invite": (LEAD, "/team/beheer/mensen/uitnodigen"),
}
# Pages that are about something that has to be made first.
ARRANGED_MADE: dict[str, str] = {
    "organisation": LEAD,
    "change an organisation": LEAD,
    "take an organisation off the list": LEAD,
    "add a contact": LEAD,
    "contact": LEAD,
    "practice": LEAD,
}
PRACTICE: Fields = {
    "agb_code": "01054321", "name": "Praktijk De Zevende Zolder", "place": "Zeist", "region": "Oost",
}  # fmt: skip
CONTACT: Fields = {"name": "Ans de Boer", "role": "Beleidsadviseur", "email": "ans@nza.example"}


async def arranged_pages(lead: httpx.AsyncClient) -> dict[str, str]:
    """An organisation with somebody who speaks for it."""
    listed = await page_once(lead, "/team/organisaties?q=nza", "Zorgautoriteit")
    party = link_to(listed, "/team/organisaties/[0-9a-f]{8}-[0-9a-f-]{27}")
    await submit(lead, f"{party}/contacten/nieuw", "/contacten/nieuw", CONTACT)
    await submit(lead, "/team/beheer/praktijken/nieuw", "/praktijken/nieuw", PRACTICE)
    practices = await page_once(lead, "/team/beheer/praktijken?q=zevende", "Zevende Zolder")
    return {
        "practice": link_to(practices, "/team/beheer/praktijken/[0-9a-f]{8}-[0-9a-f-]{27}"),
        "organisation": party,
        "change an organisation": f"{party}/wijzigen",
        "take an organisation off the list": f"{party}/van-de-lijst",
        "add a contact": f"{party}/contacten/nieuw",
        "contact": link_to((await lead.get(party)).text, f"{party}/contacten/[0-9a-f-]{{36}}"),
    }
