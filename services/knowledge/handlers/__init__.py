"""What can happen to known items; what can happen to organisations is in `parties.py`."""

from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.knowledge import domain, repository
from services.knowledge.catalogue import Catalogue, CatalogueItem
from services.knowledge.tables import Item
from shared import clock
from shared.contracts.knowledge import AgreementAnnouncedV1, ItemPublishedV1
from shared.contracts.vocabulary import AgreementStatus, ImposedBy, Level, RecordedIn
from shared.ids import new_id
from shared.messaging import outbox
from shared.themes.theme import first_theme


class UnknownItem(Exception):
    """There is no item with this code."""


class ItemChanged(Exception):
    """The item is not what the member read: somebody changed it meanwhile."""


async def import_catalogue(session: AsyncSession, catalogue: Catalogue, *, demo: bool) -> list[str]:
    """Bring the items in line with the catalogue and publish what is new or different; returns those codes.

    An item that is the same stays as it is, with the check somebody did. One whose content changed
    loses that check, because somebody checked another text. Items the catalogue lacks are kept.
    """
    for code, description in catalogue.sources.items():
        await repository.store_source(session, code, description)
    known = await repository.items_by_code(session)
    changed = [item for entry in catalogue.items if (item := _brought_in_line(known.get(entry.code), entry, demo))]
    session.add_all(changed)
    await publish(session, changed, demo=demo)
    return [item.code for item in changed]


def _brought_in_line(item: Item | None, entry: CatalogueItem, demo: bool) -> Item | None:
    """The item as the catalogue has it, or None when there is nothing new to say about it."""
    content = _content(entry)
    if item is None:
        return Item(id=new_id(), code=entry.code, revision=0, public=False, checked_on=entry.checked_on, **content)
    if any(getattr(item, name) != value for name, value in content.items()):
        item.sqlmodel_update(content | {"checked_on": entry.checked_on, "checked_by": None})
        return item
    if entry.checked_on and item.checked_on is None:
        item.checked_on = entry.checked_on
        return item
    return None if item.public == domain.is_public(item.checked_on, demo=demo) else item


def _content(entry: CatalogueItem) -> dict[str, Any]:
    fields = entry.model_dump(exclude={"code", "agreement", "estimate", "checked_on"})
    agreement = entry.agreement.model_dump()
    estimate = {
        "times_per_month": entry.estimate.times_per_month,
        "minutes": entry.estimate.minutes,
        "estimate_basis": entry.estimate.basis,
    }
    heading = domain.plain(" ".join([entry.code, entry.title, *entry.keywords]))
    body = domain.plain(f"{entry.rule} {entry.agreement.summary or ''}")
    return fields | agreement | estimate | {"search_heading": heading, "search_body": body}


async def mark_checked(session: AsyncSession, code: str, revision: int, checked_by: str, *, demo: bool) -> None:
    """Record that a member checked the item at its source today; it is public from now on.

    Raises UnknownItem, and ItemChanged when the item is not the revision they read. Doing it twice is one check.
    """
    item = await _held(session, code)
    if (item.checked_on, item.checked_by) == (clock.today(), checked_by):
        return
    _require(item, revision)
    item.checked_on, item.checked_by = clock.today(), checked_by
    await publish(session, [item], demo=demo)


async def withdraw_check(session: AsyncSession, code: str, revision: int, *, demo: bool) -> None:
    """Take the check back: the item is for the team only again. Raises as mark_checked does."""
    item = await _held(session, code)
    if item.checked_on is None:
        return
    _require(item, revision)
    item.checked_on = item.checked_by = None
    await publish(session, [item], demo=demo)


async def _held(session: AsyncSession, code: str) -> Item:
    item = await repository.item_for_update(session, code)
    if item is None:
        raise UnknownItem(code)
    return item


def _require(item: Item, revision: int) -> None:
    if item.revision != revision:
        raise ItemChanged(item.code)


async def publish(session: AsyncSession, items: list[Item], *, demo: bool) -> None:
    """Say how these items are now, and of an agreement of the team, once, that everybody may read it."""
    for item in items:
        item.revision += 1
        item.public = domain.is_public(item.checked_on, demo=demo)
    if items:
        await outbox.add(session, *(_published(item) for item in items))
    for item in items:
        if item.dossier_id and item.public and item.announced_at is None:
            item.announced_at = clock.now()
            await outbox.add(session, _announced(item, item.dossier_id))


def _published(item: Item) -> ItemPublishedV1:
    return ItemPublishedV1(
        item_id=item.id,
        code=item.code,
        revision=item.revision,
        title=item.title,
        rule=item.rule,
        short_answer=domain.short_answer(item.summary),
        imposed_by=[ImposedBy.parse(origin) for origin in item.imposed_by],
        theme=first_theme(item.theme),
        level=Level.parse(item.level),
        recorded_in=RecordedIn.parse(item.recorded_in),
        status=AgreementStatus.parse(item.status),
        handled_by=item.handled_by,
        keywords=item.keywords,
        public=item.public,
        checked_on=item.checked_on,
        has_letter=item.letter is not None,
        agreement_id=item.agreement_id,
        theme_code=item.theme,
    )


def _announced(item: Item, dossier_id: UUID) -> AgreementAnnouncedV1:
    return AgreementAnnouncedV1(
        item_id=item.id,
        code=item.code,
        dossier_id=dossier_id,
        title=item.title,
        short_answer=domain.short_answer(item.summary),
    )
