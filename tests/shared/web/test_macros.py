"""Every macro is drawn once; what it draws must hang together for a screen reader and escape what people typed."""

import re
from collections import Counter
from collections.abc import Callable
from html.parser import HTMLParser
from typing import Any

import pytest
from fastapi import FastAPI

from shared import clock
from shared.contracts.vocabulary import Frequency
from shared.history import Entry
from shared.paging import Page
from shared.web.forms import Values

NASTY = '<img src=x onerror="alert(1)">'
FORM = "text textarea select radios checkboxes tick unfold part error_summary steps back button button_link"
CONTENT = "note tag turn turn_card card route facts quote summary_list confirmation known"
TEAM = (
    "avatar page_head tabs filters filter_text filter_select chips table row cell due decision option "
    "log pager empty confirm"
)
EVERYTHING = {
    "form": """
        {{ error_summary(errors) }}{{ steps(2) }}{{ back("/melden") }}
        {{ text("titel", "Titel", values, errors, hint="Kort", attrs={"hx-post": "/melden/bekend"}) }}
        {{ textarea("tekst", "Tekst", values, errors, hint="Lang", note="Bewaard") }}
        {{ select("thema", "Thema", frequencies, values, errors, optional=true) }}
        {{ text("minuten", "Minuten", values, errors, inputmode="numeric", short=true) }}
        {{ radios("vaak", "Hoe vaak?", frequencies, values, errors, hint="Schat") }}
        {% call unfold() %}
        {{ checkboxes("gedaan", "Gedaan?", [("a", nasty), ("geen", "Niets", "uitleg")],
                      values, errors, none_code="geen") }}
        {% call part("any") %}{{ text("toen", "En toen?", values, errors) }}{% endcall %}
        {% endcall %}
        {{ tick("akkoord", "Ik heb het nagekeken", values, errors) }}
        {{ button(nasty, "plain", "send", "actie", "nu") }}{{ button_link("Verder", "/x") }}""",
    "content": """
        {% call note(nasty, "warning") %}{{ nasty }}{% endcall %}{{ tag(nasty, "groen", "handshake") }}
        {% for actor in ("reporter", "team", "party", "nobody") %}{{ turn(actor) }}{% endfor %}
        {% call turn_card("reporter", nasty, nasty) %}{{ quote(nasty, nasty) }}{% endcall %}
        {% call card(nasty) %}{{ facts([(nasty, nasty)], nasty) }}{% endcall %}
        {{ route([("team", nasty, nasty)]) }}{{ summary_list([(nasty, nasty, "/x"), ("Leeg", "", "")]) }}
        {% call confirmation(nasty, nasty) %}{{ nasty }}{% endcall %}
        {% call known(nasty, nasty) %}<li>{{ nasty }}</li>{% endcall %}""",
    "team": """
        {{ avatar(nasty) }}{{ page_head(nasty, nasty) }}{{ tabs([("/x", nasty, 3, true), ("/y", "B", none, false)]) }}
        {% call filters("/x") %}{{ filter_text("q", "Zoek", nasty) }}
        {{ filter_select("vaak", "Vaak", frequencies) }}{% endcall %}
        {{ chips([(nasty, "/x")], "/y") }}
        {% call table(nasty, ["A", ("B", "num"), ("C", "sorted")]) %}{% call row() %}
        {% call cell() %}{{ nasty }}{% endcall %}
        {% call cell("B", true) %}{{ nasty }}{% endcall %}
        {% call cell("C") %}{{ due(nasty, nasty, true) }}{% endcall %}{% endcall %}{% endcall %}
        {% call decision("besluit", "Besluit", errors) %}
        {% call option("besluit", "a", nasty, values, nasty) %}x{% endcall %}
        {% endcall %}
        {{ log(history) }}
        {{ pager(page, "/x?pagina=") }}{{ empty(nasty, nasty, "/x", nasty) }}
        {% call confirm(nasty, "/x", nasty, "/y", csrf_field) %}{{ nasty }}{% endcall %}""",
}
ERRORS = dict.fromkeys(("titel", "tekst", "minuten", "vaak", "gedaan", "akkoord", "besluit"), f"Fout bij {NASTY}")


class Elements(HTMLParser):
    """All elements of a page with their attributes, and whether each was closed."""

    VOID = frozenset({"input", "img", "br", "hr", "meta", "link", "use", "rect"})

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.feed(html)
        assert not self.open, f"not closed: {self.open}"

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attributes)))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in self.VOID:
            assert self.open.pop() == tag, f"{tag} closes what it did not open"

    def ids(self) -> list[str]:
        return [found for _, attributes in self.found if (found := attributes.get("id"))]


@pytest.fixture
def draw(app_at: Callable[[str], FastAPI]) -> Callable[[str], str]:
    environment = app_at("http://localhost").state.templates

    def draw_group(group: str, errors: dict[str, str] | None = None, source: str = "") -> str:
        macros = {"form": FORM, "content": CONTENT, "team": TEAM}[group].replace(" ", ", ")
        template = f'{{% from "macros/{group}.html" import {macros} %}}' + (source or EVERYTHING[group])
        context: dict[str, Any] = {
            "values": Values({"titel": [NASTY], "tekst": [NASTY], "vaak": ["daily"], "gedaan": ["a", "geen"]}),
            "errors": errors or {},
            "nasty": NASTY,
            "frequencies": list(Frequency),
            "history": [Entry(clock.now(), NASTY, None, NASTY, internal) for internal in (True, False)],
            "page": Page(2, range(25), 1250),
            "csrf_field": lambda: "",
        }
        html: str = environment.from_string(template).render(context)
        return html

    return draw_group


@pytest.mark.parametrize("group", EVERYTHING)
@pytest.mark.parametrize("errors", [{}, ERRORS])
def test_what_is_drawn_hangs_together(draw: Callable[..., str], group: str, errors: dict[str, str]) -> None:
    elements = Elements(draw(group, errors))
    ids = Counter(elements.ids())
    assert all(count == 1 for count in ids.values()), ids
    for tag, attributes in elements.found:
        for name in ("for", "aria-describedby", "aria-labelledby", "data-count"):
            for wanted in (attributes.get(name) or "").split():
                assert wanted in ids, f"{tag} {name}={wanted}"


@pytest.mark.parametrize("group", EVERYTHING)
def test_typed_text_stays_text(draw: Callable[..., str], group: str) -> None:
    html = draw(group, ERRORS)
    assert "<img" not in html
    assert "&lt;img" in html


def test_every_error_can_be_reached_from_the_summary(draw: Callable[..., str]) -> None:
    html = draw("form", ERRORS)
    ids = set(Elements(html).ids()) | {"besluit"}
    links = re.findall(r'href="#([^"]+)">Fout', html)
    assert links == list(ERRORS)
    assert set(links) <= ids
    assert "Kijk nog even naar 7 vragen" in html


def test_label_hint_error_and_control_come_in_that_order(draw: Callable[..., str]) -> None:
    html = draw("form", ERRORS)
    places = [
        html.index(f) for f in ('for="titel"', 'id="titel-h"', 'id="titel-e"', '<input class="input" type="text"')
    ]
    assert places == sorted(places)
    assert 'aria-describedby="titel-h titel-e"' in html
    assert 'aria-required="true" aria-invalid="true"' in html
    assert 'hx-post="/melden/bekend"' in html


def test_choices_are_kept(draw: Callable[..., str]) -> None:
    html = draw("form")
    assert re.search(r'value="daily" checked', html)
    assert len(re.findall(" checked", html)) == 3
    assert re.search(r'value="geen" checked data-none', html)
    assert "(niet verplicht)" in html


def test_skipped_answers_say_so_and_change_names_the_row(draw: Callable[..., str]) -> None:
    html = draw("content", source='{{ summary_list([("Hoe vaak?", "", "/melden/2#vaak")]) }}')
    assert "Niet ingevuld" in html
    assert 'Wijzig<span class="sr"> hoe vaak?</span>' in html


def test_an_icon_that_does_not_exist_is_found_at_once(draw: Callable[..., str]) -> None:
    with pytest.raises(Exception, match="geen-icoon"):
        draw("content", source='{{ tag("x", "", "geen-icoon") }}')
