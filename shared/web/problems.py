"""Errors for machines: problem details (RFC 9457) in Dutch, under /api/."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from fastapi.exceptions import RequestValidationError
from starlette.responses import JSONResponse

from shared.web.error_texts import text_for
from shared.web.faults import sentence_of

LOOK_AT_FAULTS = "Niet alle velden kloppen; `fouten` noemt elk veld met wat eraan schort."


@dataclass(frozen=True)
class Fault:
    """One field that is wrong, and what is wrong with it."""

    veld: str
    melding: str


class ProblemResponse(JSONResponse):
    """A JSON answer that says it is a problem."""

    media_type = "application/problem+json"


def problem(
    status: int,
    detail: str = "",
    faults: Iterable[Fault] = (),
    headers: Mapping[str, str] | None = None,
) -> ProblemResponse:
    """A problem with our title for its status; `fouten` is there only when fields are wrong."""
    fouten = [asdict(fault) for fault in faults]
    # The texts of error pages speak to somebody with a browser; a program is told where to look instead.
    told = detail or (LOOK_AT_FAULTS if fouten else f"{text_for(status).short}.")
    body: dict[str, Any] = {"status": status, "title": text_for(status).short, "detail": told}
    if fouten:
        body["fouten"] = fouten
    return ProblemResponse(body, status, headers=dict(headers or {}))


def faults_of(error: RequestValidationError) -> list[Fault]:
    """The faults FastAPI found in a request; nothing of what was sent is repeated."""
    return [Fault(_path(fault["loc"]), sentence_of(fault)) for fault in error.errors()]


def _path(location: tuple[int | str, ...]) -> str:
    # The first part says body, query or path; the sender knows that.
    return ".".join(str(part) for part in location[1:]) or "body"
