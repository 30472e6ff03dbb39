"""The front door sends every page to the service that owns it."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.routing import iter_route_contexts

from deploy.services import existing, router_of

CADDYFILE = Path("deploy/caddy/Caddyfile").read_text()
DEFAULT = "intake"


def paths_of(service: str) -> list[str]:
    router = router_of(service)
    return [context.path or "" for context in iter_route_contexts(router.routes)] if router else []


def routes() -> Iterator[tuple[str, str]]:
    for service in existing():
        for path in paths_of(service):
            yield re.sub(r"\{[^}]+\}", "x1", path), service


def service_behind(path: str) -> str:
    for service, patterns in re.findall(r"^\t@(\w+) path (.*)$", CADDYFILE, re.MULTILINE):
        for pattern in patterns.split():
            if path == pattern or (pattern.endswith("*") and path.startswith(pattern[:-1])):
                return str(service)
    return DEFAULT


@pytest.mark.parametrize(("path", "service"), list(routes()))
def test_each_page_reaches_its_service(path: str, service: str) -> None:
    assert service_behind(path) == service


def test_health_is_not_for_the_outside() -> None:
    assert service_behind("/health/ready") == "inside"


def test_every_service_named_is_reached_by_its_own_name() -> None:
    for service in re.findall(r"reverse_proxy @(\w+) ", CADDYFILE):
        assert f"reverse_proxy @{service} {service}-web:8000" in CADDYFILE
