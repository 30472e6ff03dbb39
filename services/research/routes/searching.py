"""Dossiers and meetings with certain words."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from services.research.domain import DossierState
from services.research.reading.round_table import ShownRoundTable
from services.research.repository import dossiers, searching
from services.research.routes.access import Reader, Session
from services.research.tables import Dossier, RoundTable
from shared.web.pages import see_other
from shared.web.search import DOSSIERS, SEARCH, TABLES, Found, Searched, results

router = APIRouter(include_in_schema=False)


@router.get(f"{SEARCH}/{DOSSIERS.code}")
async def find_dossiers(request: Request, session: Session, _member: Reader, asked: Searched) -> Response:
    """The last changed first; with a reference straight to the dossier."""
    reference = DOSSIERS.reference(asked.words)
    if reference and await dossiers.by_reference(session, reference):
        return see_other(f"/team/dossiers/{reference}")
    found, total = await searching.dossiers(session, asked) if asked.enough else ([], 0)
    return results(request, DOSSIERS, asked, [_dossier(one) for one in found], total)


@router.get(f"{SEARCH}/{TABLES.code}")
async def find_tables(request: Request, session: Session, _member: Reader, asked: Searched) -> Response:
    """The last first."""
    found, total = await searching.round_tables(session, asked) if asked.enough else ([], 0)
    return results(request, TABLES, asked, [_table(meeting, dossier) for meeting, dossier in found], total)


def _dossier(dossier: Dossier) -> Found:
    about = (DossierState.parse(dossier.state).label,)
    return Found(f"/team/dossiers/{dossier.reference}", dossier.title, dossier.question or "", dossier.reference, about)


def _table(meeting: RoundTable, dossier: Dossier) -> Found:
    off = ("Afgezegd",) if meeting.cancelled_at else ()
    where = f"/team/dossiers/{dossier.reference}/overleggen/{meeting.id}"
    about = (ShownRoundTable(meeting).when, *((meeting.place,) if meeting.place else ()), *off)
    return Found(where, meeting.subject, dossier.title, dossier.reference, about)
