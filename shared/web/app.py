"""Puts the web process together: the services' routes inside one frame with the same safety for all."""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from fastapi import APIRouter, FastAPI
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware

from shared.database import Database
from shared.following import what_was_said_followed
from shared.privacy.ready import NAMES
from shared.settings import Settings
from shared.web.allowed_names import AllowedNames
from shared.web.decisions import Remembering
from shared.web.errors import add_error_answers
from shared.web.middleware.body_limit import BodyLimit
from shared.web.middleware.csrf_guard import CsrfGuard
from shared.web.middleware.deadline import Deadline
from shared.web.middleware.failures import Failures
from shared.web.middleware.head_requests import HeadRequests
from shared.web.middleware.request_log import RequestLog
from shared.web.middleware.security_headers import SecurityHeaders
from shared.web.middleware.tracing import Tracing
from shared.web.middleware.uploads import Uploads
from shared.web.static import PREFIX, StaticFiles
from shared.web.templates import build_templates
from shared.web.uploads import UploadRoute


@dataclass(frozen=True)
class WebService:
    """What a service shows on the web."""

    name: str
    routers: Sequence[APIRouter] = field(default=())
    uploads: Sequence[UploadRoute] = field(default=())


def create_app(settings: Settings, services: Sequence[WebService], databases: Mapping[str, Database]) -> FastAPI:
    """The web application for the services given. It closes the databases when it stops."""
    app = FastAPI(openapi_url=None, lifespan=_lifespan, middleware=_middleware(settings, services))
    static = StaticFiles()
    app.state.settings = settings
    use_databases(app, databases)
    app.state.templates = build_templates(settings, static, [service.name for service in services])
    app.mount(PREFIX.rstrip("/"), static, name="static")
    for service in services:
        for router in service.routers:
            app.include_router(router)
    add_error_answers(app)
    return app


def use_databases(app: FastAPI, databases: Mapping[str, Database]) -> None:
    """From now on the application reads and writes here, and remembers nothing of where it did before."""
    app.state.databases = databases
    app.state.allowed_names = AllowedNames(databases)
    app.middleware_stack = None


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    NAMES.warm()
    async with what_was_said_followed(app.state.databases):
        yield
    for database in app.state.databases.values():
        await database.close()


def _middleware(settings: Settings, services: Sequence[WebService]) -> list[Middleware]:
    uploads = [upload for service in services for upload in service.uploads]
    # Outermost first. Failures is inside the headers, so that an error page has them too.
    return [
        Middleware(RequestLog),
        Middleware(HeadRequests),
        Middleware(Tracing),
        Middleware(SecurityHeaders, https=settings.secure),
        Middleware(Failures),
        Middleware(GZipMiddleware, minimum_size=1024, compresslevel=5),
        Middleware(Uploads, routes=uploads),
        Middleware(BodyLimit),
        Middleware(CsrfGuard, settings=settings),
        Middleware(Remembering, settings=settings),
        Middleware(Deadline, seconds=settings.answer_seconds),
    ]
