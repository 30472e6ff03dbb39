"""Errors as people and machines get to see them: a page, a fragment of a page, or a problem document."""

from collections.abc import Iterable, Mapping
from typing import Literal

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from shared.dutch import count_text
from shared.web import error_texts, sent_forms
from shared.web.error_texts import ErrorText, text_for
from shared.web.forms import Values
from shared.web.pages import page, partial
from shared.web.problems import Fault, faults_of, problem
from shared.web.screening import PatientDataSeen

RETRY_SECONDS = 30


class ShownError(HTTPException):
    """An error with a heading and explanation of its own; leave them out for the usual ones."""

    status = 400

    def __init__(self, text: str = "", *, title: str = "", headers: Mapping[str, str] | None = None) -> None:
        super().__init__(self.status, headers=dict(headers or {}))
        self.title = title
        self.text = text


class NotFound(ShownError):
    """What was asked for is not there, or not for this reader (404)."""

    status = 404


class Gone(ShownError):
    """What was asked for was here, and is not any more for good (410)."""

    status = 410


class Forbidden(ShownError):
    """Signed in, but without the right to this (403)."""

    status = 403


class Invalid(ShownError):
    """The request cannot be acted on (400); in the API with the fields that are wrong."""

    def __init__(self, text: str = "", *, title: str = "", faults: Iterable[Fault] = ()) -> None:
        super().__init__(text, title=title)
        self.faults = tuple(faults)


class TooMany(ShownError):
    """More came in than we take from one place, or at all (429); `wait` in seconds."""

    status = 429

    def __init__(self, wait: int) -> None:
        text = error_texts.TRY_AGAIN.format(minutes=count_text(-(-wait // 60), "minuut", "minuten"))
        super().__init__(text, headers={"Retry-After": str(wait)})


class ServiceUnavailable(ShownError):
    """Something we need is away (503). Say `saved=True` only when what was typed is safe in the database."""

    status = 503

    def __init__(self, *, saved: bool) -> None:
        super().__init__(headers={"Retry-After": str(RETRY_SECONDS)})
        self.saved = saved


def is_api(path: str) -> bool:
    """Whether a machine is asking."""
    return path == "/api" or path.startswith("/api/")


def error_response(
    request: Request,
    status: int,
    *,
    text: str = "",
    title: str = "",
    reason: Literal["", "csrf"] = "",
    saved: bool = False,
    again: Values | None = None,
    faults: Iterable[Fault] = (),
    headers: Mapping[str, str] | None = None,
) -> Response:
    """The answer for an error. Needs no database. Under /api/ a problem document, for htmx a fragment."""
    usual = error_texts.CSRF if reason == "csrf" else text_for(status)
    shown = ErrorText(title or usual.title, text or usual.text, usual.short)
    if is_api(request.url.path):
        return problem(status, text, faults, headers)
    return page(
        request,
        "error_part.html" if partial(request) else "error.html",
        status=status,
        headers=headers,
        error=shown,
        code=status,
        typed=error_texts.SAVED if saved else "",
        again=again,
        retry=request.method == "GET" and status >= 500,
    )


async def typed_in(request: Request) -> Values | None:
    """What somebody typed in the form that failed, to be offered again; None when there is no such form."""
    return await sent_forms.typed_in(request.scope, getattr(request.state, "sent_body", b""))


async def answer_http_exception(request: Request, error: HTTPException) -> Response:
    """Redirects stay redirects; every other status becomes a page or a problem."""
    if error.status_code < 400:
        return Response(status_code=error.status_code, headers=error.headers)
    if not isinstance(error, ShownError):
        # The detail of a plain HTTPException is English, for programmers.
        return error_response(request, error.status_code, headers=error.headers)
    return error_response(
        request,
        error.status_code,
        text=error.text,
        title=error.title,
        saved=isinstance(error, ServiceUnavailable) and error.saved,
        again=await typed_in(request) if error.status_code == 429 or error.status_code >= 500 else None,
        faults=error.faults if isinstance(error, Invalid) else (),
        headers=error.headers,
    )


async def answer_validation_error(request: Request, error: RequestValidationError) -> Response:
    """400 with the faults for machines; for people 404 when the address is wrong, else 422."""
    if is_api(request.url.path):
        return problem(400, faults=faults_of(error))
    in_address = any(fault["loc"][0] == "path" for fault in error.errors())
    return error_response(request, 404 if in_address else 422)


async def ask_about_patients(request: Request, seen: PatientDataSeen) -> Response:
    """The page on which whoever typed a text decides what happens with what may tell who a patient is."""
    template = "parts/privacy_choices.html" if partial(request) else "privacy.html"
    return page(request, template, status=422, carried=seen.carried, pieces=seen.pieces)


def add_error_answers(app: FastAPI) -> None:
    """Make the application answer errors our way."""
    app.exception_handler(PatientDataSeen)(ask_about_patients)
    app.exception_handler(HTTPException)(answer_http_exception)
    app.exception_handler(RequestValidationError)(answer_validation_error)
