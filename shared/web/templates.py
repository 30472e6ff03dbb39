"""The one Jinja environment: shared templates first, each service's own under its name."""

from collections.abc import Iterable
from functools import cache
from pathlib import Path

from jinja2 import (
    ChoiceLoader,
    Environment,
    FileSystemBytecodeCache,
    FileSystemLoader,
    PrefixLoader,
    StrictUndefined,
)
from markupsafe import Markup

from shared import clock, dutch
from shared.desk import desk
from shared.settings import Settings
from shared.web.static import StaticFiles

SHARED_TEMPLATES = Path(__file__).parent / "templates"
SERVICES = Path(__file__).parents[2] / "services"


def build_templates(settings: Settings, static: StaticFiles, services: Iterable[str]) -> Environment:
    """The environment for the services named. A variable a page was not given is an error, not a blank."""
    own = {name: FileSystemLoader(SERVICES / name / "templates") for name in services}
    environment = Environment(
        loader=ChoiceLoader([FileSystemLoader(SHARED_TEMPLATES), PrefixLoader(own)]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        # Compiled templates are kept between starts: the first page comes at once.
        bytecode_cache=FileSystemBytecodeCache(),
    )
    environment.globals |= {
        "static_url": static.url,
        "icon": _icon_drawer(static),
        "demo": settings.demo,
        "desk": desk(),
        "public_url": settings.public_url,
        "today": clock.today,
    }
    environment.filters |= {
        "datum": dutch.date_text,
        "moment": dutch.moment_text,
        "tijd": dutch.time_text,
        "wanneer": dutch.when_text,
        "uren": dutch.hours_text,
        "getal": dutch.number_text,
        "aantal": dutch.count_text,
    }
    return environment


class UnknownIconError(Exception):
    """A template asks for an icon that is not in icons.svg."""


def _icon_drawer(static: StaticFiles) -> object:
    sprite = static.text("icons.svg")
    url = static.url("icons.svg")

    @cache
    def icon(name: str, classes: str = "") -> Markup:
        if f'id="{name}"' not in sprite:
            raise UnknownIconError(name)
        return Markup('<svg class="i {}" aria-hidden="true" focusable="false"><use href="{}#{}"/></svg>').format(
            classes, url, name
        )

    return icon
