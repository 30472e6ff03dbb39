"""What is known already, the words it is found by, and what the team linked to it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Text, case, cast, delete, exists, func, or_, select, text, update
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from services.intake.knowing import spelling
from services.intake.tables import Help, KnownLink, KnownSpelling, KnownThing, KnownWord, Report


@dataclass(frozen=True)
class Candidate:
    """A known thing that shares words with a text.

    `ideas` and `words` are the shares of what the text asks for that it answers, each word by how rare it is.
    """

    id: UUID
    kind: str
    key: str
    title: str
    summary: str
    imposed_by: Sequence[str]
    practices: int
    ideas: float
    words: float


LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
# Among fewer things no word is rare: they are counted as so many.
FEW_THINGS = 40
# A word that this many things share tells nothing about one of them; few things are all compared.
MOST_THINGS = 100
SHARE_OF_THINGS = 0.08

CANDIDATES = text("""
with asked as (
    select word, weight from unnest(cast(:words as text[]), cast(:weights as real[])) as asked (word, weight)
), known as (
    select greatest(count(*), :few) as things, greatest(:most, (count(*) * :share)::int) as most
    from known_things where shown
), held as (
    select asked.word, found.thing_id, thing.kind, thing.shown,
        found.own + case thing.kind
            when 'dossier' then cast(:lent_to_dossier as real) * found.linked / (found.linked + 0.5 + thing.links * 0.1)
            else cast(:lent as real) * found.linked / (found.linked + 8 + thing.links * 0.2)
        end as said
    from asked, known, lateral (
        select thing_id, own, linked from known_words where known_words.word = asked.word limit known.most + 1
    ) as found join known_things as thing on thing.id = found.thing_id
), spread as (
    select word, count(held.thing_id) as holders, coalesce(sum(said), 0) as said
    from asked left join held using (word) group by word
), rare as (
    select asked.word, starts_with(asked.word, '#') as is_idea,
        asked.weight * ln(1 + greatest(known.things - said + 0.5, 0.5) / (said + 0.5)) as counts
    from asked join spread using (word), known where holders <= known.most
), whole as (
    select greatest(sum(counts) filter (where is_idea), 1) as ideas,
        greatest(sum(counts) filter (where not is_idea), 1) as words
    from rare
), likeness as (
    select thing_id,
        coalesce(sum(counts * said) filter (where is_idea), 0) / whole.ideas as ideas,
        coalesce(sum(counts * said) filter (where not is_idea), 0) / whole.words as words
    from rare join held using (word), whole
    where shown group by thing_id, whole.ideas, whole.words
), ranked as (
    select thing.*, ideas, words,
        row_number() over (partition by thing.kind order by ideas + cast(:mix as real) * words desc, thing.id) as place
    from likeness join known_things as thing on thing.id = thing_id
)
select id, kind, key, title, summary, imposed_by, practices, ideas, words from ranked where place <= :at_most
""")


async def candidates(
    session: AsyncSession, asked: Mapping[str, float], counts: Mapping[str, float], at_most: int
) -> list[Candidate]:
    """The things nearest to what is asked, so many of each kind.

    `counts`: `mix` is what a word counts beside an idea, `lent` and `lent_to_dossier` one that linked reports lent, at
    most: half of it when 8 reports and a fifth of those linked say it, for a dossier one report and a tenth.
    """
    given = {"words": list(asked), "weights": list(asked.values()), "at_most": at_most}
    limits = {"few": FEW_THINGS, "most": MOST_THINGS, "share": SHARE_OF_THINGS}
    found = await session.execute(CANDIDATES, given | limits | dict(counts))
    return [Candidate(**row) for row in found.mappings()]


async def spelled_like(session: AsyncSession, cuts: Collection[str]) -> set[str]:
    """How words that things say are written, where they share one of these cuts: they may be what was meant."""
    asked = func.unnest(cast(list(cuts), ARRAY(Text))).table_valued("cut", name="asked").render_derived()
    alike = select(col(KnownSpelling.spelling)).join(asked, asked.c.cut == col(KnownSpelling.cut))
    return set((await session.scalars(alike)).all())


async def put_thing(session: AsyncSession, row: dict[str, Any]) -> bool:
    """Keep how a known thing is now; False when something newer is known of it."""
    told = {name: value for name, value in row.items() if name != "id"}
    newer = upsert(KnownThing).values(**{"links": 0, "practices": 0, "has_letter": False, **row})
    kept = newer.on_conflict_do_update(
        index_elements=["id"], set_=told, where=col(KnownThing.as_of) <= newer.excluded.as_of
    )
    return (await session.execute(kept.returning(col(KnownThing.id)))).first() is not None


async def retitle(session: AsyncSession, thing_id: UUID, title: str) -> bool:
    """Give a known thing another title; whether it is shown. It need not be known."""
    named = update(KnownThing).where(col(KnownThing.id) == thing_id, col(KnownThing.title) != "")
    return bool(await session.scalar(named.values(title=title).returning(col(KnownThing.shown))))


async def hide(session: AsyncSession, thing_id: UUID, at: datetime) -> bool:
    """Show a thing no more; False when something newer is known of it. It need not be known yet."""
    hidden = upsert(KnownThing).values(_unknown(thing_id, at).model_dump())
    no_more = {"shown": False, "as_of": at}
    older = col(KnownThing.as_of) <= at
    kept = hidden.on_conflict_do_update(index_elements=["id"], set_=no_more, where=older)
    return (await session.execute(kept.returning(col(KnownThing.id)))).first() is not None


def _unknown(thing_id: UUID, at: datetime) -> KnownThing:
    return KnownThing(id=thing_id, kind="", key="", title="", summary="", imposed_by=[], shown=False, as_of=at)


async def put_words(
    session: AsyncSession, thing_id: UUID, words: Mapping[str, float], spellings: Mapping[str, str]
) -> None:
    """Let a thing be found by these words of its own, and by no others of its own.

    `spellings` are the words as they are written, each with the one of `words` it stands for.
    """
    of_thing = col(KnownWord.thing_id) == thing_id
    gone = (of_thing, col(KnownWord.own) > 0, col(KnownWord.word).not_in(words))
    taken = await session.scalars(update(KnownWord).where(*gone).values(own=0).returning(col(KnownWord.word)))
    await _forget_spellings(session, taken.all())
    await session.execute(delete(KnownWord).where(of_thing, col(KnownWord.own) == 0, col(KnownWord.linked) == 0))
    rows = [{"word": word, "thing_id": thing_id, "own": own, "linked": 0} for word, own in sorted(words.items())]
    if rows:
        new = upsert(KnownWord).values(rows)
        await session.execute(
            new.on_conflict_do_update(index_elements=["word", "thing_id"], set_={"own": new.excluded.own})
        )
    spelled = [
        {"cut": cut, "spelling": written, "word": word}
        for written, word in sorted(spellings.items())
        for cut in sorted(spelling.cuts(written))
    ]
    if spelled:
        await session.execute(upsert(KnownSpelling).on_conflict_do_nothing(), spelled)


async def _forget_spellings(session: AsyncSession, words: Collection[str]) -> None:
    """Keep no spelling of these words when no thing says them itself any more."""
    said = exists().where(col(KnownWord.word) == col(KnownSpelling.word), col(KnownWord.own) > 0)
    await session.execute(delete(KnownSpelling).where(col(KnownSpelling.word).in_(words), ~said))


async def take_link(session: AsyncSession, report_id: UUID) -> KnownLink | None:
    """Which thing a report is linked to; nobody else changes that until this transaction ends."""
    held = select(KnownLink).where(col(KnownLink.report_id) == report_id).with_for_update()
    return (await session.scalars(held.execution_options(populate_existing=True))).one_or_none()


async def add_link(session: AsyncSession, link: KnownLink) -> None:
    """Lend the words of a report to a thing, which need not be known yet; or remember that it hangs under nothing."""
    session.add(link)
    await session.flush()
    if link.thing_id is None:
        return
    unknown = _unknown(link.thing_id, LONG_AGO).model_dump()
    await session.execute(upsert(KnownThing).values(unknown).on_conflict_do_nothing())
    await _lend(session, link.thing_id, link.words)
    await count_links(session, link.thing_id)


async def remove_link(session: AsyncSession, link: KnownLink) -> None:
    """Take back the words a report lent."""
    await session.delete(link)
    await session.flush()
    if link.thing_id is None:
        return
    of_thing = (col(KnownWord.thing_id) == link.thing_id, col(KnownWord.word).in_(link.words))
    await session.execute(update(KnownWord).where(*of_thing).values(linked=KnownWord.linked - 1))
    await session.execute(delete(KnownWord).where(*of_thing, col(KnownWord.linked) <= 0, col(KnownWord.own) == 0))
    await count_links(session, link.thing_id)


async def _lend(session: AsyncSession, thing_id: UUID, words: Collection[str]) -> None:
    rows = [{"word": word, "thing_id": thing_id, "own": 0, "linked": 1} for word in sorted(words)]
    if rows:
        new = upsert(KnownWord).values(rows)
        more = {"linked": KnownWord.linked + 1}
        await session.execute(new.on_conflict_do_update(index_elements=["word", "thing_id"], set_=more))


async def count_links(session: AsyncSession, thing_id: UUID) -> None:
    """Note how much is linked to a thing, and for a dossier from whom the linked reports say that it comes."""
    links = select(
        func.count(),
        func.count(col(KnownLink.practice_id).distinct()),
        func.coalesce(func.array_agg(col(KnownLink.imposed_by).distinct()), cast([], ARRAY(Text))),
    ).where(col(KnownLink.thing_id) == thing_id)
    counted, practices, origins = (await session.execute(links)).one()
    origin = case((col(KnownThing.kind) == "dossier", cast(origins, ARRAY(Text))), else_=KnownThing.imposed_by)
    thing = update(KnownThing).where(col(KnownThing.id) == thing_id)
    await session.execute(thing.values(links=counted, practices=practices, imposed_by=origin))


async def shown_thing(session: AsyncSession, key: str) -> KnownThing | None:
    """The known thing people call by this key, if it may be shown now."""
    wanted = select(KnownThing).where(col(KnownThing.key) == key, col(KnownThing.shown))
    return (await session.scalars(wanted)).first()


async def count_joiners(session: AsyncSession, thing_id: UUID) -> None:
    """Note from how many practices an open report and those that joined it came."""
    joined = col(Report.content)["joins_report"].as_string() == str(thing_id)
    practices = select(func.count(col(Report.practice_id).distinct())).where(or_(joined, col(Report.id) == thing_id))
    thing = update(KnownThing).where(col(KnownThing.id) == thing_id, col(KnownThing.kind) == "report")
    await session.execute(thing.values(practices=practices.scalar_subquery()))


async def forget_thing(session: AsyncSession, thing_id: UUID) -> None:
    """Delete a thing and everything it is found by."""
    words = delete(KnownWord).where(col(KnownWord.thing_id) == thing_id).returning(col(KnownWord.word))
    await _forget_spellings(session, (await session.scalars(words)).all())
    await session.execute(delete(KnownThing).where(col(KnownThing.id) == thing_id))


async def help_of(session: AsyncSession, help_id: UUID) -> Help | None:
    """What was said under this id about being helped."""
    return await session.get(Help, help_id)


async def put_help(session: AsyncSession, help_id: UUID, thing_id: UUID, at: datetime, *, helped: bool) -> bool:
    """Keep whether a thing helped; False when that was known, or when what is taken back was never said."""
    if not helped:
        said = update(Help).where(col(Help.id) == help_id, col(Help.helped))
        taken_back = await session.execute(said.values(helped=False, changed_at=at).returning(col(Help.id)))
        return taken_back.first() is not None
    new = upsert(Help).values(id=help_id, thing_id=thing_id, helped=True, changed_at=at)
    kept = new.on_conflict_do_update(
        index_elements=["id"], set_={"helped": True, "changed_at": at}, where=~col(Help.helped)
    )
    return (await session.execute(kept.returning(col(Help.id)))).first() is not None
