"""The one place that joins the services: who exists, and what each brings to web, worker and broker."""

from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, cast

from shared.contracts.base import Stream
from shared.messaging.streams import Durable, advisory_durable
from shared.settings import SettingsError

if TYPE_CHECKING:
    from fastapi import APIRouter

    from shared.messaging.jobs import Job
    from shared.messaging.subscribing import FactSubscribers
    from shared.settings import EnvironmentSettings
    from shared.web.uploads import UploadRoute

SERVICES = ("accounts", "intake", "triage", "research", "knowledge", "escalation", "notifier")


def existing() -> list[str]:
    """The services whose code is here, in a fixed order. An image may hold only some."""
    return [service for service in SERVICES if find_spec(f"services.{service}")]


def chosen(names: list[str] | None) -> list[str]:
    """The services named, or all when none is. Raises SettingsError."""
    for name in names or []:
        if name not in existing():
            raise SettingsError(f"there is no service {name!r}; there are {', '.join(existing())}")
    return [service for service in existing() if not names or service in names]


def router_of(service: str) -> "APIRouter | None":
    """The pages of a service, with those about what is parked there; None when it has none."""
    from fastapi import APIRouter

    from shared.web.parked.router import parked_pages

    parked = parked_pages(service, _part(service, "known", "find_member"))
    parts = [part for part in (_part(service, "routes", "router"), parked) if part]
    router = APIRouter()
    for part in parts:
        router.include_router(part)
    return router if parts else None


def uploads_of(service: str) -> "list[UploadRoute]":
    """The pages of a service that take files."""
    uploads: list[UploadRoute] | None = _part(service, "uploads", "uploads")
    return uploads or []


def subscribers_of(service: str) -> "FactSubscribers | None":
    """What a service hears; None when it hears nothing."""
    facts: FactSubscribers | None = _part(service, "subscribers", "facts")
    return facts


def jobs_of(service: str) -> "list[Job]":
    """The loops and sweeps of a service."""
    jobs: list[Job] | None = _part(service, "jobs", "jobs")
    return jobs or []


def durables_of(service: str) -> list[Durable]:
    """Every place a service has at the broker: one for each fact it hears, one for what they gave up on."""
    facts = subscribers_of(service)
    if facts is None or not facts.durables:
        return []
    return [*facts.durables, advisory_durable(service, facts.durables)]


def hearers_of(service: str) -> list[Durable]:
    """Where the facts of a service are heard, the stream of contact data left aside."""
    heard = [one for other in existing() if (facts := subscribers_of(other)) for one in facts.subscriptions]
    return [one.durable for one in heard if one.kind.owner() == service and one.kind.STREAM is Stream.FACTS]


def read_settings_of(services: "list[str]") -> None:
    """Read the settings of these services once, so that a bad one ends the start. Raises SettingsError."""
    for service in services:
        path = f"services.{service}.settings"
        for kind in vars(import_module(path)).values() if find_spec(path) else ():
            if isinstance(kind, type) and kind.__module__ == path:
                cast("type[EnvironmentSettings]", kind).read()


def _part(service: str, module: str, name: str) -> Any:
    path = f"services.{service}.{module}"
    return getattr(import_module(path), name) if find_spec(path) else None
