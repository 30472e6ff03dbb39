"""Pages as a visitor meets them: their forms as they stand, and their words."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser

import httpx

SILENT = {"script", "style", "title", "svg"}


@dataclass
class Form:
    """A form with what a browser would send of it now."""

    action: str
    fields: dict[str, list[str]] = field(default_factory=dict)
    options: dict[str, dict[str, str]] = field(default_factory=dict)

    def put(self, name: str, value: str) -> None:
        """Add a value as the page holds it."""
        self.fields.setdefault(name, []).append(value)

    def code_of(self, name: str, words: str) -> str:
        """The code of the choice in a select that has these words in it."""
        return next(code for code, label in self.options[name].items() if words in label)


def forms_in(html: str) -> list[Form]:
    """The forms that are posted or searched with, in the order of the page."""
    reader = _FormReader()
    reader.feed(html)
    return reader.forms


def words_of(html: str) -> str:
    """What there is to read, with single spaces."""
    reader = _WordReader()
    reader.feed(html)
    return " ".join(" ".join(reader.words).split())


def link_to(html: str, pattern: str) -> str:
    """The first link whose address has this pattern in it."""
    found = re.search(rf'href="([^"]*{pattern}[^"]*)"', html)
    assert found, f"no link to {pattern}"
    return found.group(1)


def link_named(html: str, words: str) -> str:
    """Where the link with these words leads. Raises AssertionError when there is none."""
    found = re.search(rf'<a [^>]*href="([^"]*)"[^>]*>(?:(?!</a>).)*{re.escape(words)}', html, re.DOTALL)
    assert found, f"no link named {words}"
    return found.group(1)


async def open_form(client: httpx.AsyncClient, page: str, action: str) -> Form:
    """Open a page and find the form whose action ends so."""
    answer = await client.get(page)
    forms = [form for form in forms_in(answer.text) if form.action.endswith(action)]
    assert forms, f"no form for {action} on {page} ({answer.status_code})"
    return forms[0]


async def send(client: httpx.AsyncClient, form: Form, changes: Mapping[str, str | list[str]]) -> httpx.Response:
    """Send a form with these changes, as a browser would."""
    return await client.post(form.action, data={**form.fields, **changes}, headers={"Origin": origin_of(client)})


async def submit(
    client: httpx.AsyncClient, page: str, action: str, changes: Mapping[str, str | list[str]]
) -> httpx.Response:
    """Open a page, fill in the form whose action ends so, and send it."""
    return await send(client, await open_form(client, page, action), changes)


def origin_of(client: httpx.AsyncClient) -> str:
    """Where this client's pages come from, as a browser names it."""
    return str(client.base_url).rstrip("/")


class _FormReader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self._select = self._area = self._code = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "form":
            self.forms.append(Form(given.get("action") or ""))
        elif not self.forms:
            return
        elif tag == "input":
            self._input(given)
        elif tag == "select":
            self._select = given.get("name") or ""
            self.forms[-1].options[self._select] = {}
        elif tag == "option":
            self._option(given)
        elif tag == "textarea":
            self._area = given.get("name") or ""
            self.forms[-1].fields[self._area] = [""]

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._area = ""
        elif tag == "option":
            self._code = ""

    def handle_data(self, data: str) -> None:
        if self._area:
            self.forms[-1].fields[self._area][-1] += data.removeprefix("\n")
        elif self._code:
            self.forms[-1].options[self._select][self._code] = data.strip()

    def _input(self, given: dict[str, str | None]) -> None:
        name, kind = given.get("name"), given.get("type") or "text"
        if name and (kind not in ("radio", "checkbox") or "checked" in given):
            self.forms[-1].put(name, given.get("value") or "")

    def _option(self, given: dict[str, str | None]) -> None:
        self._code = given.get("value") or ""
        if "selected" in given:
            self.forms[-1].fields[self._select] = [self._code]


class _WordReader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, _attrs: list[tuple[str, str | None]]) -> None:
        self._silent += tag in SILENT

    def handle_endtag(self, tag: str) -> None:
        self._silent -= tag in SILENT

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.words.append(data)
