"""What no template may hold, whoever writes it: the security policy forbids it, or a form would be refused."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
TEMPLATES = sorted((*(ROOT / "shared").rglob("templates/**/*.html"), *(ROOT / "services").rglob("templates/**/*.html")))
# Mail has no other way than inline style; nothing in a mail is run under our policy.
PAGES = [path for path in TEMPLATES if "mail" not in path.relative_to(ROOT).as_posix()]
COMMENT = re.compile(r"\{#.*?#\}", re.DOTALL)
FORM = re.compile(r"<form\b.*?</form>", re.DOTALL | re.IGNORECASE)
FORBIDDEN = {
    "inline style": r"\sstyle\s*=|<style",
    "inline script": r"<script(?![^>]*\ssrc=)",
    "inline handler": r"""\son[a-z]+\s*=|["']on[a-z]+["']\s*:""",
    "htmx that needs eval": r"hx-on|hx-vals\W+js:|\bjs:|hx-trigger[^>]*\[",
    "script address": r"javascript:",
    "text that is not escaped": r"\|\s*safe\b",
}


def source(path: Path) -> str:
    return COMMENT.sub("", path.read_text("utf-8"))


def names(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def test_there_are_templates_to_look_at() -> None:
    assert len(PAGES) > 5


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_template_holds(what: str) -> None:
    found = [names(path) for path in PAGES if re.search(FORBIDDEN[what], source(path), re.IGNORECASE)]
    assert not found, f"{what} in {found}"


def test_every_form_that_changes_something_carries_the_token() -> None:
    for path in PAGES:
        for form in FORM.findall(source(path)):
            posts = re.search(r"method\s*=\s*[\"']?post", form, re.IGNORECASE) or "hx-post" in form
            assert not posts or "csrf_field()" in form, f"{names(path)}: {form[:80]}"


def test_forms_close_in_the_template_that_opens_them() -> None:
    for path in PAGES:
        text = source(path).lower()
        assert text.count("<form") == text.count("</form>"), names(path)
