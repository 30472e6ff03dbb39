"""How long it takes a person to report: `python -m tests.load.form_time` (`make bench-form`).

Three reports of a practice, a short, a middling and the longest one, go through the real form in Chromium, on a system
with the demo in it. What a person does is reckoned, so that a second run gives the same; what the system does is timed.

- reading: every word that is to be seen on a page at the moment it is left, what is known already included; what was
  read once, as the name of a choice, is not read again
- typing: every character, and what is meant to be answered is thought over once a question
- choosing: pointing and pressing, for each choice and each button (Card, Moran & Newell 1983: 1.1 + 0.2 s, 1.35 s)
- waiting: from a press until the next page is there
"""

import asyncio
import sys
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from collections.abc import Set as AbstractSet
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from typing import Any

import yaml
from playwright.async_api import Page, async_playwright

from shared.contracts.vocabulary import ASKED_ORIGINS, Frequency, ImposedBy, OwnAttempt, ReporterRole
from tests.browser.chromium import ARGUMENTS, chromium_path
from tests.browser.leaving import to_another_page
from tests.browser.reporting import NEXT, SEND
from tests.knowing.quality import FILES
from tests.system import running

WORDS_READ, WORDS_TYPED = 200, 40  # a minute
CHARACTERS = 5  # in a word, as typing is counted
POINT_AND_PRESS, THINK = 1.3, 1.35  # seconds
# Of the measured reports: 26, 42 and 119 words of story. None of them is in the demo.
CHOSEN = ("D098", "D021", "D064")
SEEN = """() => {
  const texts = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT), seen = [];
  while (texts.nextNode()) {
    const { parentElement: around, textContent: text } = texts.currentNode;
    if (around.checkVisibility({ visibilityProperty: true }) && !around.closest(".sr, .trap, textarea, option"))
      seen.push(text.trim());
  }
  return seen;
}"""


PARTS = ("reading", "typing", "choosing", "waiting")


@dataclass
class Effort:
    """Seconds of one person, by what they went to."""

    reading: float = 0
    typing: float = 0
    choosing: float = 0
    waiting: float = 0

    @property
    def by_part(self) -> tuple[float, ...]:
        """In the order of PARTS."""
        return tuple(getattr(self, part) for part in PARTS)

    @property
    def total(self) -> float:
        """All of it."""
        return sum(self.by_part)


@dataclass
class Person:
    """Somebody who fills in the form, with the seconds each page took."""

    page: Page
    words_typed: int = WORDS_TYPED
    pages: dict[str, Effort] = field(default_factory=dict)
    read: dict[str, str] = field(default_factory=dict)  # each text, with the page where it was read
    now: Effort = field(default_factory=Effort)

    def begin(self, name: str) -> None:
        """What follows belongs to the page of this name."""
        self.now = self.pages[name] = Effort()

    def spent(self, name: str, known: AbstractSet[str] = frozenset()) -> Effort:
        """What a page took somebody who had read these texts before."""
        new = [text for text, page in self.read.items() if page == name and text not in known]
        return replace(self.pages[name], reading=sum(len(text.split()) for text in new) / WORDS_READ * 60)

    def spent_in_all(self, known: AbstractSet[str] = frozenset()) -> Effort:
        """The same for all pages together."""
        pages = [self.spent(name, known).by_part for name in self.pages]
        return Effort(*map(sum, zip(*pages, strict=True)))

    async def type(self, label: str, text: str) -> None:
        """Answer a question with words."""
        if text:
            area = self.page.get_by_label(label, exact=label.startswith("Je "))
            await area.press_sequentially(text)
            self.now.typing += THINK + len(text) / CHARACTERS / self.words_typed * 60
            self.now.choosing += POINT_AND_PRESS

    async def choose(self, question: str, *answers: str) -> None:
        """Answer a question by ticking."""
        for answer in answers:
            await self.page.get_by_role("group", name=question).get_by_label(answer, exact=True).check()
        self.now.choosing += THINK + POINT_AND_PRESS * len(answers)

    async def press(self, words: str, role: Any = "button") -> None:
        """Read what is on the page, and go on."""
        here = next(reversed(self.pages))
        self.read |= {text: here for text in await self.page.evaluate(SEEN) if text not in self.read}
        self.now.choosing += POINT_AND_PRESS
        began = time.monotonic()
        async with to_another_page(self.page):
            await self.page.get_by_role("main").get_by_role(role, name=words).last.click()
        self.now.waiting += time.monotonic() - began


async def fill_in(person: Person, report: dict[str, Any], agb_code: str, email: str) -> None:
    """A whole report, from the start page of the form until it is sent."""
    await person.page.goto("/melden")
    person.begin("start")
    await person.press("Begin met melden")
    person.begin("step 1")
    await person.type("Waar gaat het over?", report["title"])
    await person.type("Wat gebeurt er precies?", report["story"])
    # What is known stands beside the text by now; a person reads it before going on.
    async with person.page.expect_response("**/melden/bekend") as told:
        await person.choose("Van wie komt deze regel of vraag?", _origin(report["party"]))
    await (await told.value).finished()
    await person.press(NEXT)
    if person.page.url.endswith("/melden/bekend"):
        person.begin("known already?")
        await person.press("Nee, mijn melding is anders", "link")
    person.begin("step 2")
    await person.choose("Hoe vaak komt het voor", Frequency.parse(report["frequency"]).label)
    await person.type("Hoeveel minuten kost het per keer?", str(report["minutes"]))
    await person.choose("Wie doet dit werk?", "Assistente", "Huisarts")
    await person.choose("Wat merkt de patiënt?", "Wacht langer")
    await person.press(NEXT)
    await _say_who(person, report, agb_code, email)


async def _say_who(person: Person, report: dict[str, Any], agb_code: str, email: str) -> None:
    person.begin("step 3")
    await person.choose("Ik heb", *(OwnAttempt.parse(one).label for one in report["tried"]))
    await person.type("Wat gebeurde er toen?", report["tried_result"])
    await person.type("Hoe kan het volgens jou beter?", report["wish"])
    await person.choose("Wil je meedenken?", "Nee, houd me alleen op de hoogte")
    await person.press(NEXT)
    person.begin("step 4")
    await person.type("Je naam", "Noor Bakker")
    await person.choose("Je functie", ReporterRole.parse(report["role"]).label)
    await person.type("Je praktijk", report["practice"])
    await person.type("AGB-code van je praktijk", agb_code)
    await person.type("Je e-mailadres", email)
    await person.choose("Mogen we je naam noemen", "Nee, alleen het onderwerp")
    await person.press(NEXT)
    person.begin("check")
    await person.page.get_by_label("Ik heb gecontroleerd").check()
    person.now.choosing += THINK + POINT_AND_PRESS
    await person.press(SEND)
    await person.page.get_by_role("heading", name="Je melding is binnen").wait_for()


def _origin(party: str) -> str:
    origin = ImposedBy.parse(party)
    return (origin if origin in ASKED_ORIGINS else ImposedBy.OTHER_BODY).label


def chosen(wanted: Sequence[str] = CHOSEN) -> Iterator[tuple[dict[str, Any], str]]:
    """The reports, each with the AGB-code of its practice."""
    given = yaml.safe_load(FILES[0].read_text("utf-8"))
    codes = {practice["name"]: practice["agb"] for practice in given["practices"]}
    by_id = {report["id"]: report for report in given["reports"]}
    for one in wanted:
        yield by_id[one], codes[by_id[one]["practice"]]


@asynccontextmanager
async def _pages(url: str) -> AsyncIterator[Any]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium_path(), args=list(ARGUMENTS))
        yield lambda: browser.new_page(base_url=url, locale="nl-NL")
        await browser.close()


async def measure(url: str, words_typed: int) -> None:
    """Report them all, and print the minutes."""
    done: list[tuple[dict[str, Any], Person]] = []
    async with _pages(url) as new_page:
        for number, (report, agb_code) in enumerate(chosen()):
            person = Person(await new_page(), words_typed)
            await fill_in(person, report, agb_code, f"meting-{number}@denkbeeldig.example")
            done.append((report, person))
    for report, person in done:
        _tell(report, person, [set(other.read) for _, other in done if other is not person])


def _tell(report: dict[str, Any], person: Person, others: list[set[str]]) -> None:
    words = sum(len(str(report[name]).split()) for name in ("title", "story", "tried_result", "wish"))
    print(f"\n{report['id']}, {words} words of their own; seconds")
    print(f"{'':16}" + "".join(f"{name:>10}" for name in (*PARTS, "all")))
    for name in person.pages:
        _line(name, person.spent(name))
    _line("all", person.spent_in_all())
    first, again = person.spent_in_all().total, person.spent_in_all(set[str]().union(*others)).total
    print(f"{first / 60:.1f} minutes; {again / 60:.1f} for who reported before, and reads what is new")


def _line(name: str, effort: Effort) -> None:
    print(f"{name:16}" + "".join(f"{seconds:10.1f}" for seconds in (*effort.by_part, effort.total)))


def main() -> None:
    """Start a system of its own with the demo, and report on it; words typed a minute may be given."""
    words_typed = int(sys.argv[1]) if sys.argv[1:] else WORDS_TYPED
    print(f"reading {WORDS_READ} and typing {words_typed} words a minute")
    with running(DEMO="1") as system:
        asyncio.run(measure(system.web, words_typed))


if __name__ == "__main__":
    main()
