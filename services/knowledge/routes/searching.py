"""Known items and organisations with certain words, for the team."""

import re

from fastapi import APIRouter, Request
from fastapi.responses import Response

from services.knowledge import reading, repository
from services.knowledge.reading import ShownItem
from services.knowledge.repository import parties
from services.knowledge.repository.parties import Sought
from services.knowledge.routes.access import MayRead, Session
from services.knowledge.tables import Party
from shared.web.pages import see_other
from shared.web.search import ITEMS, PARTIES, SEARCH, Found, Searched, results

router = APIRouter()


@router.get(f"{SEARCH}/{ITEMS.code}")
async def find_items(request: Request, session: Session, _member: MayRead, asked: Searched) -> Response:
    """Items as the knowledge base finds them, the best first; with a code straight to the item."""
    if re.fullmatch(r"\w{1,4}\d{1,4}", asked.words) and await repository.item_by_code(session, asked.words.upper()):
        return see_other(f"/kennis/{asked.words.upper()}")
    if not asked.enough:
        return results(request, ITEMS, asked, [], 0)
    wanted = reading.wanted(asked.words, "", drafts=True, number=asked.number)
    listed = await repository.readable_items(session, wanted)
    return results(request, ITEMS, asked, [_item(ShownItem(one)) for one in listed.rows[: asked.size]], listed.total)


@router.get(f"{SEARCH}/{PARTIES.code}")
async def find_parties(request: Request, session: Session, _member: MayRead, asked: Searched) -> Response:
    """Organisations, by name."""
    if not asked.enough:
        return results(request, PARTIES, asked, [], 0)
    listed = await parties.listed(session, Sought(asked.words, page=asked.number))
    return results(request, PARTIES, asked, [_party(one) for one in listed.rows[: asked.size]], listed.total)


def _item(shown: ShownItem) -> Found:
    about = (shown.status.label, *(() if shown.item.checked_on else ("Nog niet gecontroleerd",)))
    return Found(f"/kennis/{shown.item.code}", shown.item.title, shown.short_answer, shown.item.code, about)


def _party(party: Party) -> Found:
    about = ("Neemt dossiers aan",) if party.takes_handovers else ()
    name = f"{party.name} ({party.abbreviation})" if party.abbreviation else party.name
    return Found(f"/team/organisaties/{party.id}", name, about=about)
