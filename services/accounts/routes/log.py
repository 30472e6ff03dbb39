"""The log of who did and saw what: to read, to filter, to take along as a file."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Annotated
from urllib.parse import urlencode
from uuid import UUID

from fastapi import APIRouter, Depends, Request, Response

from services.accounts import log
from services.accounts.domain import OF_KIND, AuditKind
from services.accounts.repository import audit, members
from services.accounts.routes.access import MayAdminister, Session
from shared import clock
from shared.paging import PAGE_SIZE
from shared.web.navigation import LOG
from shared.web.pages import page

router = APIRouter()
LONGEST_FILE = 10_000
LABELS = {"van": "vanaf", "tot": "tot en met"}


@dataclass(frozen=True)
class Asked:
    """The filter, as it stands in the address; what cannot be read is left out."""

    wie: str = ""
    soort: str = ""
    van: str = ""
    tot: str = ""

    @property
    def wanted(self) -> audit.Wanted:
        """The same, for the repository."""
        until = _day(self.tot)
        return audit.Wanted(
            _id(self.wie),
            OF_KIND[AuditKind.parse(self.soort)] if self.soort in set(AuditKind) else (),
            _midnight(_day(self.van)),
            _midnight(until + timedelta(days=1)) if until else None,
        )

    def href(self, path: str = LOG, **changes: str) -> str:
        """The address of this filter with other values."""
        kept = {name: value for name, value in (vars(self) | changes).items() if value}
        return f"{path}?{urlencode(kept)}" if kept else path


def _asked(wie: str = "", soort: str = "", van: str = "", tot: str = "") -> Asked:
    return Asked(wie, soort, van, tot)


Filter = Annotated[Asked, Depends(_asked)]


@router.get(LOG)
async def show_log(
    request: Request, _member: MayAdminister, session: Session, asked: Filter, voor: str = ""
) -> Response:
    """A stretch of the log, newest first."""
    found = await audit.stretch(session, asked.wanted, _id(voor), PAGE_SIZE + 1)
    people = [(str(one.id), one.name) for one in await members.all_members(session)]
    return page(
        request,
        "accounts/log.html",
        entries=found[:PAGE_SIZE],
        said=log.said,
        about=log.about,
        who=log.who,
        asked=asked,
        people=people,
        kinds=list(AuditKind),
        chips=_chips(asked, dict(people)),
        newest=asked.href() if voor else "",
        older=asked.href(voor=str(found[PAGE_SIZE - 1].id)) if len(found) > PAGE_SIZE else "",
        file=asked.href(f"{LOG}/bestand"),
    )


@router.get(f"{LOG}/bestand")
async def give_file(_member: MayAdminister, session: Session, asked: Filter) -> Response:
    """What the filter lets through, as a file for a spreadsheet: the newest ten thousand at most."""
    found = await audit.stretch(session, asked.wanted, None, LONGEST_FILE)
    name = f"logboek-{clock.today().isoformat()}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(log.as_csv(found), media_type="text/csv; charset=utf-8", headers=headers)


def _chips(asked: Asked, people: dict[str, str]) -> list[tuple[str, str]]:
    shown = {"wie": people.get(asked.wie, asked.wie), "soort": asked.soort}
    if asked.soort in set(AuditKind):
        shown["soort"] = AuditKind.parse(asked.soort).label
    shown |= {name: f"{label} {getattr(asked, name)}" for name, label in LABELS.items() if getattr(asked, name)}
    return [(text, asked.href(**{name: ""})) for name, text in shown.items() if text]


def _id(given: str) -> UUID | None:
    try:
        return UUID(given)
    except ValueError:
        return None


def _day(given: str) -> date | None:
    try:
        return date.fromisoformat(given)
    except ValueError:
        return None


def _midnight(day: date | None) -> datetime | None:
    return datetime.combine(day, time(), clock.LOCAL) if day else None
