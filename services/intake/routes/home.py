"""The start page, and what machines that read the web want to know."""

from collections.abc import Sequence

from fastapi import APIRouter, Request, Response
from fastapi.responses import PlainTextResponse

from services.intake.repository import desk
from services.intake.settings import IntakeSettings
from services.intake.tables import Conclusion, DeskCount
from shared import dutch
from shared.contracts.vocabulary import Outcome
from shared.database import Database, is_infrastructure
from shared.web.pages import page

router = APIRouter()
SHOWN_LAST = 3
SOLVED = (Outcome.SOLVED, Outcome.ALREADY_SETTLED)
# Fewer than this might tell who it was.
LEAST = 5
ROBOTS = "User-agent: *\nDisallow: /melding/\nDisallow: /team\nDisallow: /api/\n"


@router.get("/")
async def show_home(request: Request) -> Response:
    """What the desk is, what it yields, and the way to it; without the figures while the database is away."""
    counted, solved = await _kept_ready(request.app.state.databases["intake"])
    enough = counted is not None and counted.reports >= LEAST
    return page(
        request,
        "intake/home.html",
        counted_at=counted.counted_at if counted else None,
        figures=_figures(counted) if counted and enough else (),
        solved=solved,
        outcomes={outcome.value: outcome.label for outcome in SOLVED},
        least=LEAST,
        answer_days=IntakeSettings.read().first_answer_working_days,
    )


async def _kept_ready(database: Database) -> tuple[DeskCount | None, Sequence[Conclusion]]:
    try:
        async with database.transaction() as session:
            latest = await desk.latest_conclusions(session, [outcome.value for outcome in SOLVED], SHOWN_LAST)
            return await desk.counted(session), latest
    except Exception as error:
        if not is_infrastructure(error):
            raise
        return None, ()


@router.get("/robots.txt", include_in_schema=False)
async def show_robots() -> PlainTextResponse:
    """What search engines may read; a secret link is no page for them."""
    return PlainTextResponse(ROBOTS)


def _figures(counted: DeskCount) -> list[tuple[str, str]]:
    hours = int(counted.minutes_per_month // 60)
    return [
        (
            _shown(counted.reports),
            f"meldingen van {dutch.number_text(counted.practices)} praktijken"
            if counted.practices >= LEAST
            else "meldingen van praktijken",
        ),
        (_shown(counted.solved), "opgelost of al een afspraak"),
        (_shown(counted.running), "zijn nu in behandeling"),
        (f"{dutch.number_text(hours)} uur", "kosten deze regels per maand (schatting)"),
    ]


def _shown(count: int) -> str:
    return dutch.number_text(count) if count >= LEAST or not count else f"< {LEAST}"
