"""The way of one report through the house, as its fate in the plan says."""

from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import timedelta

from shared import clock
from tests.flows.test_handover import PACKAGE
from tests.storm.deciding import Chosen, case_of, decide, dossier_of, draft_of, shows, submit
from tests.storm.journal import Deed
from tests.storm.plan import Fate, PlannedReport
from tests.storm.visitor import Over, Visitor
from tests.storm.world import World

BODY = "Huisartsen Interventie Team"
ITEM = "R01"
BODY_ANSWERS = ("accepted", "answered", "refused")
CLOSING: Chosen = lambda _form: {"close_reason": "not_a_rule", "tip": "Bespreek dit eens in je hagro."}  # noqa: E731


class Story:
    """One report and who are busy with it."""

    def __init__(self, world: World, planned: PlannedReport, reference: str, status_page: str) -> None:
        self.world, self.planned = world, planned
        self.reference, self.status_page = reference, status_page
        self.case = ""

    async def run(self, practice: Visitor) -> None:
        """Live until the story or the storm is over."""
        with suppress(Over):
            await self.world.weather.until(self._has_mail)
            if self.planned.fate is Fate.LEAVE:
                return
            self.case = await case_of(self.world, self.reference)
            await _FATES[self.planned.fate](self, practice)

    async def _has_mail(self) -> bool:
        return self.world.arrivals.count(self.planned.email) > 0

    def _mark(self, what: str) -> str:
        return f"{self.planned.name} {what}"

    async def _decide(self, decision: str, chosen: Chosen, what: str = "") -> None:
        await decide(self.world, self.case, decision, self._mark(what or decision), chosen)

    async def question(self, practice: Visitor) -> None:
        """The team asks, the practice answers, the team closes."""
        await self._decide("question", lambda _form: {"question": "Bij welke leverancier is dit?"})
        await shows(self.world, practice, self.status_page, "/antwoord")
        self.world.weather.begin()
        mark = self._mark("antwoord")
        form = await practice.form(self.status_page, "/antwoord")
        self.world.journal.tries(Deed.ANSWER, mark)
        answer = await practice.press(form, {"antwoord": f"Bij twee leveranciers, {mark}."})
        assert answer.status_code == 303, answer.status_code
        self.world.journal.confirms(Deed.ANSWER, mark)
        await shows(self.world, None, self.case, mark)
        await self._decide("close", CLOSING)

    async def agreement(self, _practice: Visitor) -> None:
        """The team answers with what is agreed already."""
        await self._decide("agreement", lambda form: {"item_id": form.code_of("item_id", ITEM)})

    async def elsewhere(self, _practice: Visitor) -> None:
        """Another body works on it."""
        in_two_months = (clock.today() + timedelta(days=60)).isoformat()
        await self._decide(
            "elsewhere", lambda form: {"party_id": form.code_of("party_id", BODY), "check_on": in_two_months}
        )

    async def close(self, _practice: Visitor) -> None:
        """The team closes it."""
        await self._decide("close", CLOSING)

    async def link(self, practice: Visitor) -> None:
        """The report joins a dossier; the first one opens it."""
        if not self.world.dossiers:
            await self.open_dossier(practice)
            return
        title = self.world.dossiers[int(self.planned.turn * len(self.world.dossiers))]
        await self._decide("link", lambda form: {"dossier_id": form.code_of("dossier_id", title)})

    async def open_dossier(self, _practice: Visitor) -> None:
        """A new dossier, which is concluded when its turn comes: solved by nobody, or sent to a body."""
        title = f"Jaarlijkse machtigingen {self.planned.name}."
        await self._decide("open_dossier", lambda _form: {"dossier_title": title})
        dossier = await dossier_of(self.world, self.case)
        self.world.dossiers.append(title)
        if self.planned.turn < 0.5:
            await self._conclude(dossier, {"outcome": "recorded_nowhere"})
        elif self.planned.turn < 0.8:
            await self._conclude(dossier, {"outcome": "handed_over"})
            await self._hand_over(title, comes_back=False)

    async def handover(self, _practice: Visitor) -> None:
        """The report itself goes to a body, and may come back."""
        await self._decide("handover", lambda form: {"handover_party_id": form.code_of("handover_party_id", BODY)})
        await self._hand_over(self.planned.title, comes_back=True)

    async def _conclude(self, dossier: str, outcome: dict[str, str | list[str]]) -> None:
        mark = self._mark("uitkomst")
        texts = {"public_text": f"De leverancier mag dit niet vragen, {mark}.", "outcome_reason": "Nagekeken."}
        async with self.world.team.member() as member:
            form = await member.form(dossier, "/uitkomst")
        body = {"handover_party_id": form.code_of("handover_party_id", BODY)}
        await submit(self.world, dossier, "/uitkomst", {**texts, **body, **outcome})
        led_to = await submit(self.world, f"{dossier}/afronden", "/afronden", {}, Deed.CONCLUSION, mark)
        assert not led_to.endswith("/afronden"), f"the outcome of {mark} was changed by somebody"

    async def _hand_over(self, title: str, *, comes_back: bool) -> None:
        handover = await draft_of(self.world, title)
        address = f"hit-{self.planned.name}@storm.example"
        await submit(self.world, f"{handover}/tekst", "/tekst", {**PACKAGE, "contact_email": address})
        ticks = {"no_names": "ja", "read_through": "ja"}
        led_to = await submit(self.world, f"{handover}/versturen", "/versturen", ticks, Deed.PACKAGE, address)
        assert not led_to.endswith("/versturen"), f"the package of {title} was changed by somebody"
        answer = BODY_ANSWERS[int(self.planned.turn * 100) % len(BODY_ANSWERS)]
        mark = self._mark("antwoord van HIT")
        says = {"answer": answer, "public_text": f"Wij spreken hen hierop aan, {mark}."}
        await submit(self.world, handover, "/antwoord", says, Deed.BODY_ANSWER, mark)
        if answer != "accepted":
            await self._round_off(handover, comes_back=comes_back)

    async def _round_off(self, handover: str, *, comes_back: bool) -> None:
        mark = self._mark("klaar")
        await submit(self.world, handover, "/sluiten", {"close_reason": f"Klaar, {mark}."}, Deed.CLOSING, mark)
        if comes_back:
            await shows(self.world, None, self.case, 'name="decision"')
            await self._decide("close", CLOSING)


_FATES: dict[Fate, Callable[[Story, Visitor], Awaitable[None]]] = {
    Fate.QUESTION: Story.question,
    Fate.AGREEMENT: Story.agreement,
    Fate.ELSEWHERE: Story.elsewhere,
    Fate.CLOSE: Story.close,
    Fate.OPEN_DOSSIER: Story.open_dossier,
    Fate.LINK: Story.link,
    Fate.HANDOVER: Story.handover,
}
