"""Who sends too much is asked to wait, before anything is done with it; nothing typed is lost."""

from fastapi import Request

from services.intake.forms import STEPS
from services.intake.send_limits import seconds_to_wait
from shared.database import is_infrastructure
from shared.networks import network_of
from shared.web.errors import TooMany
from shared.web.middleware.csrf_guard import SAFE_METHODS

# Sending a report, by its route; the last step of the form besides.
REPORTS = frozenset({"/api/v1/meldingen", "/melden/ik-ook/{number}", "/melden/werkt-niet/{code}"})


async def within_limits(request: Request) -> None:
    """Raises TooMany when this network, or everybody together, sent too much. The team may go on."""
    if request.method in SAFE_METHODS or request.url.path.startswith("/team"):
        return
    network = network_of(request.client.host if request.client else "")
    state = request.app.state
    try:
        wait = await seconds_to_wait(
            state.databases["intake"], state.settings.secret_key.get_secret_value(), network, report=_is_report(request)
        )
    except Exception as error:
        # Without counts nobody is refused: what follows needs the same database, and says what is wrong.
        if not is_infrastructure(error):
            raise
        return
    if wait:
        raise TooMany(wait)


def _is_report(request: Request) -> bool:
    route = request.scope["route"].path
    return route in REPORTS or (route == "/melden/{number}" and request.path_params["number"] == str(len(STEPS)))
