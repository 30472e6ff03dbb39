"""A short page about something known that makes a report of its own: *ik ook*, *de afspraak werkt niet*."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from fastapi import Request, Response
from sqlalchemy.ext.asyncio import AsyncSession

from services.intake.forms import JoinForm
from services.intake.messages import MESSAGES
from services.intake.routes.choices import CHOICES
from services.intake.routes.draft_cookie import start_draft
from services.intake.routes.known import NO_STORE, over_page
from services.intake.tables import Draft, KnownThing
from shared.ids import new_id
from shared.web.forms import Values, fill, values_of
from shared.web.pages import page, see_other, see_other_saying

# What was filled in for a report and is not asked again.
FROM_DRAFT = ("naam", "functie", "praktijk", "agbCode", "email", "frequentie", "minuten")


@dataclass(frozen=True)
class ShortPage:
    """One such page. `find` gives what it is about by its number, `send` makes the report and gives the token of its
    link; both give None when that cannot be. `over` is said to who sends it when what it is about is over.
    """

    address: str
    template: str
    form: type[JoinForm]
    find: Callable[[AsyncSession, str], Awaitable[KnownThing | None]]
    send: Callable[..., Awaitable[str | None]]
    over_title: str
    over: str

    async def shown(self, request: Request, session: AsyncSession, number: str, draft: Draft | None) -> Response:
        """The empty page, with what the draft in this browser knows."""
        thing = await self.find(session, number)
        return self._page(request, thing, _first_values(draft)) if thing else over_page(request, self.over_title)

    async def taken(
        self, request: Request, session: AsyncSession, number: str, draft: Draft | None, key: str
    ) -> Response:
        """Make the report. What it is about may be over since the page was opened: then it becomes an ordinary one."""
        filled = await fill(request, self.form, MESSAGES)
        thing = await self.find(session, number)
        if thing is None:
            return await self._ordinary(request, session, draft, filled.values)
        if filled.form is None:
            return self._page(request, thing, filled.values, filled.errors)
        token = await self.send(session, thing, filled.form, filled.values["formulier"] or str(new_id()), key=key)
        return see_other(f"/melding/{token}/bevestiging" if token else f"{self.address}/{thing.key}")

    async def _ordinary(self, request: Request, session: AsyncSession, draft: Draft | None, typed: Values) -> Response:
        """On to the form of an ordinary report with what was typed."""
        response = see_other_saying(request, "/melden/1", self.over)
        if draft is None:
            fields = {name: typed.all(name) for name in FROM_DRAFT}
            await start_draft(request, session, response, fields | {"verhaal": typed.all("aanvulling")})
        return response

    def _page(
        self, request: Request, thing: KnownThing, values: Values, errors: dict[str, str] | None = None
    ) -> Response:
        status, shown = (422 if errors else 200), {"thing": thing, "values": values, "errors": errors or {}}
        return page(request, self.template, status=status, headers=NO_STORE, choices=CHOICES, **shown)


def _first_values(draft: Draft | None) -> Values:
    """The answers of the draft in this browser, and a name for the form."""
    known = Values(draft.fields if draft and not draft.report_id else {})
    kept = Values({name: known.all(name) for name in FROM_DRAFT} | {"aanvulling": known.all("verhaal")})
    return values_of({"formulier": str(new_id())}).over(kept)
