"""The HTML of a mail: one table, styles on the elements, nothing loaded from anywhere."""

from functools import lru_cache
from pathlib import Path

from css_inline import CSSInliner
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from services.notifier.rendering.content import MailContent
from shared.desk import desk

TEMPLATES = Path(__file__).parents[1] / "templates" / "email"


@lru_cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )


@lru_cache
def _inliner() -> CSSInliner:
    # keep_at_rules: the rule for small screens cannot stand on an element.
    return CSSInliner(load_remote_stylesheets=False, keep_at_rules=True, minify_css=True)


def html_text(content: MailContent) -> str:
    """The HTML part."""
    page = _environment().get_template("mail.html").render(mail=content, desk=desk())
    inlined: str = _inliner().inline(desk().dressed(page))
    return inlined
