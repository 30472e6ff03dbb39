"""The pages every organisation of the sector has: how it works, privacy, accessibility, contact."""

from collections.abc import Sequence
from datetime import date
from email.utils import parseaddr

from fastapi import APIRouter, Request, Response

from services.intake.handlers import drafts
from services.intake.routes import draft_cookie, my_reports
from services.intake.settings import IntakeSettings
from shared.settings import Settings
from shared.web import csrf
from shared.web.cookies import cookie_name
from shared.web.middleware.csrf_guard import COOKIE_SECONDS
from shared.web.pages import page

router = APIRouter()
# When somebody last held these texts against the software.
LOOKED_AT = date(2026, 11, 22)
DAY = 86_400


@router.get("/hoe-het-werkt")
async def show_how_it_works(request: Request) -> Response:
    """What happens with a report, with every term."""
    return _about(request, "how_it_works")


@router.get("/privacy")
async def show_privacy(request: Request) -> Response:
    """What we keep of whom, how long, who sees it, and which cookies there are."""
    settings: Settings = request.app.state.settings
    cookies = [
        (cookie_name(settings, csrf.COOKIE), "Beveiligt formulieren tegen misbruik.", f"{COOKIE_SECONDS // DAY} dagen"),
        (cookie_name(settings, draft_cookie.COOKIE), "Vindt je concept terug.", f"{drafts.DRAFT_DAYS} dagen"),
        (cookie_name(settings, my_reports.COOKIE), "Laat je je eigen meldingen zien.", "2 uur, of tot je stopt"),
        (cookie_name(settings, "notice"), "Laat één zin zien, zoals ‘Opgeslagen’.", "1 minuut"),
        (cookie_name(settings, "sessie"), "Houdt ons team ingelogd.", "12 uur"),
    ]
    return _about(request, "privacy_page", cookies=cookies, draft_days=drafts.DRAFT_DAYS)


@router.get("/toegankelijkheid")
async def show_accessibility(request: Request) -> Response:
    """The accessibility statement."""
    return _about(request, "accessibility")


@router.get("/contact")
async def show_contact(request: Request) -> Response:
    """How to reach the people of the desk."""
    return _about(request, "contact")


def _about(
    request: Request, name: str, *, cookies: Sequence[tuple[str, str, str]] = (), draft_days: int = 0
) -> Response:
    settings = IntakeSettings.read()
    email = settings.desk_email or parseaddr(request.app.state.settings.mail_from)[1]
    return page(
        request,
        f"intake/about/{name}.html",
        settings=settings,
        email=email,
        privacy_email=settings.privacy_email or email,
        looked_at=LOOKED_AT,
        cookies=cookies,
        draft_days=draft_days,
    )
