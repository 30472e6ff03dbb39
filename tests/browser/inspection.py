"""What has to be true of every page at every width (QUALITY: people)."""

from functools import cache
from pathlib import Path
from typing import Any

from playwright.async_api import Page

WIDTHS = (1280, 390, 320)
HEIGHT = 900
AXE = Path(__file__).parent / "vendor" / "axe.min.js"
STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN = """async (standards) => {
  const found = await axe.run(document, { runOnly: standards, resultTypes: ["violations"] });
  return found.violations.flatMap((rule) => rule.nodes.map((node) => `${rule.id}: ${node.html}`));
}"""
# What is folded up belongs to the page as well.
UNFOLD = "() => document.querySelectorAll('main details').forEach((one) => { one.open = true; })"
OVERFLOW = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
STYLED = "() => [...document.querySelectorAll('[style], style')].map((one) => one.outerHTML.slice(0, 120))"
# In the forms of practices everything is big enough for a thumb; the team has a mouse.
SMALL = """() => [...document.querySelectorAll(
    "main:not(.deskmain) form :is(input:not([type=hidden]), select, textarea, button, a.btn)")]
  .map((one) => one.closest(".choice") ?? one)
  .filter((one) => one.checkVisibility() && !one.closest(".sr, .trap") && one.getBoundingClientRect().height < 44)
  .map((one) => one.outerHTML.slice(0, 120))"""
# Where Tab comes, and nothing shows it; on a page that nobody clicked on yet.
UNSEEN = """() => [...document.querySelectorAll(
    "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']")]
  .filter((one) => one.checkVisibility() && !one.disabled && !one.closest(".trap"))
  .filter((one) => {
    one.focus({ preventScroll: true });
    const shown = [one, one.closest(".choice")].filter(Boolean);
    return document.activeElement !== one || shown.every((each) => getComputedStyle(each).outlineStyle === "none");
  }).map((one) => one.outerHTML.slice(0, 120))"""


@cache
def _axe() -> str:
    return AXE.read_text(encoding="utf-8")


async def faults_of(page: Page) -> list[str]:
    """Everything that is wrong with the page that is open, at all widths."""
    await page.evaluate(_axe())
    await page.evaluate(UNFOLD)
    faults: list[str] = [f"inline style: {found}" for found in await page.evaluate(STYLED)]
    faults += [f"less than 44 px high: {found}" for found in await page.evaluate(SMALL)]
    for width in WIDTHS:
        faults += [f"{width} px: {fault}" for fault in await _faults_at(page, width)]
    return faults


async def _faults_at(page: Page, width: int) -> list[str]:
    await page.set_viewport_size({"width": width, "height": HEIGHT})
    wider: int = await page.evaluate(OVERFLOW)
    violations: list[Any] = await page.evaluate(RUN, STANDARDS)
    return [*violations, *([f"{wider} px wider than the screen"] if wider > 0 else [])]
