"""What members of the team do with a report, each step pressed until it is confirmed."""

import re
from collections.abc import Callable

from tests.pages import Form, words_of
from tests.storm.journal import Deed
from tests.storm.visitor import Fields, Visitor
from tests.storm.world import World

Chosen = Callable[[Form], Fields]
CHANGED = 409


async def case_of(world: World, reference: str) -> str:
    """The address of the case on a report, once it stands in the queue. Raises Over."""
    return await _found(world, f"/team/triage?lijst=alle-open&q={reference}", r"/team/triage/[0-9a-f-]{36}")


async def dossier_of(world: World, case: str) -> str:
    """The address of the dossier a case hangs under, not of one it resembles, once it has a number. Raises Over."""
    return await _found(world, case, r'(?<=id="dossier">Dossier</h2><p><a href=")/team/dossiers/D-\d\d-\d{3,}')


async def draft_of(world: World, title: str) -> str:
    """The address of the handover with this title, once it waits to be sent. Raises Over."""
    found = ""

    async def is_listed() -> bool:
        nonlocal found
        found = await _on_some_page(world, title)
        return bool(found)

    await world.weather.until(is_listed)
    return found


async def decide(world: World, case: str, decision: str, mark: str, chosen: Chosen) -> None:
    """Decide about a case. Raises Over, GaveUp."""
    world.weather.begin()
    async with world.team.member() as member:
        form = await member.form(case, "/beslissing")
        world.journal.tries(Deed.DECISION, mark)
        fields = {"decision": decision, "reason": f"Zo besloten, {mark}.", **chosen(form)}
        answer = await member.press(form, fields)
        # Changed meanwhile: by us, when the answer to the press before did not reach us.
        ours = answer.status_code == CHANGED and f"Reden: Zo besloten, {mark}." in words_of(answer.text)
        assert ours or answer.status_code == 303, f"{answer.status_code} for {decision} {mark}"
        world.journal.confirms(Deed.DECISION, mark)


async def submit(world: World, page: str, action: str, fields: Fields, deed: Deed | None = None, mark: str = "") -> str:
    """Fill in a form and press until it leads on; where to. Raises Over, GaveUp."""
    world.weather.begin()
    async with world.team.member() as member:
        form = await member.form(page, action)
        if deed:
            world.journal.tries(deed, mark)
        answer = await member.press(form, fields)
        # A part that was saved by a press before, of which the answer did not reach us, is shown as changed.
        assert answer.status_code in (303, CHANGED), f"{answer.status_code} for {action} on {page}"
        if deed:
            world.journal.confirms(deed, mark)
        return str(answer.headers.get("location", page))


async def shows(world: World, visitor: Visitor | None, page: str, words: str) -> None:
    """Wait until a page has these words; without a visitor a member looks. Raises Over."""

    async def is_shown() -> bool:
        if visitor:
            return words in (await visitor.look(page)).text
        async with world.team.member() as member:
            return words in (await member.look(page)).text

    await world.weather.until(is_shown)


async def _found(world: World, page: str, pattern: str) -> str:
    found: re.Match[str] | None = None

    async def is_there() -> bool:
        nonlocal found
        async with world.team.member() as member:
            found = re.search(pattern, (await member.look(page)).text)
        return found is not None

    await world.weather.until(is_there)
    assert found
    return found.group()


async def _on_some_page(world: World, title: str) -> str:
    number = 0
    while True:
        number += 1
        async with world.team.member() as member:
            listed = (await member.look(f"/team/doorzetten?stand=concept&pagina={number}")).text
        if found := re.search(rf'href="(/team/doorzetten/H-[^"]*)">{re.escape(title)}<', listed):
            return found.group(1)
        if f"pagina={number + 1}" not in listed:
            return ""
