"""Known items as readers get them: which ones, in what order, in which words."""

from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from services.knowledge import domain, repository
from services.knowledge.repository import Wanted
from services.knowledge.tables import Item, Source
from shared import clock
from shared.contracts.vocabulary import AgreementStatus, ImposedBy, Level, RecordedIn
from shared.dutch import date_text
from shared.paging import Page
from shared.themes.theme import Theme, all_themes

LONGEST_QUESTION = 200


@dataclass(frozen=True)
class ShownItem:
    """One item with its codes in words."""

    item: Item

    @property
    def theme(self) -> Theme:
        """What it is about."""
        return Theme(self.item.theme)

    @property
    def level(self) -> Level:
        """Where it can be changed."""
        return Level.parse(self.item.level)

    @property
    def recorded_in(self) -> RecordedIn:
        """Where the rule is recorded."""
        return RecordedIn.parse(self.item.recorded_in)

    @property
    def status(self) -> AgreementStatus:
        """How the agreement stands."""
        return AgreementStatus.parse(self.item.status)

    @property
    def is_offered(self) -> bool:
        """Whether the desk offers it to who reports: then it can be said that it helps."""
        return self.item.public and self.status is not AgreementStatus.EXPIRED

    @property
    def is_agreement(self) -> bool:
        """Whether something is agreed, which then may not work somewhere."""
        return self.status is not AgreementStatus.NONE

    @property
    def origins(self) -> str:
        """From whom it comes, as `Ziekenhuis of specialist, Paramedicus`."""
        return ", ".join(ImposedBy.parse(origin).label for origin in self.item.imposed_by)

    @property
    def short_answer(self) -> str:
        """What is agreed, in short."""
        return domain.short_answer(self.item.summary)

    @property
    def letter(self) -> str | None:
        """The letter that practices may send, as long as what it says holds."""
        return None if self.status is AgreementStatus.EXPIRED else self.item.letter

    @property
    def suggestion(self) -> str:
        """The catalogue's idea of a first reaction, for the team."""
        return domain.Suggestion.parse(self.item.suggestion).label

    @property
    def valid_from(self) -> str:
        """Since when, as exact as the source; empty when nobody says."""
        return domain.since_text(self.item.valid_from) if self.item.valid_from else ""

    @property
    def valid_until(self) -> str:
        """Until when; empty when nobody says, or for as long as nobody says otherwise."""
        return date_text(self.item.valid_until) if self.item.valid_until else ""

    @property
    def wants_a_look(self) -> bool:
        """Whether the day has come on which somebody looks if the agreement still holds."""
        check_on, checked_on = self.item.check_on, self.item.checked_on
        return check_on is not None and check_on <= clock.today() and (checked_on is None or checked_on < check_on)

    @property
    def source_link(self) -> str | None:
        """The source's address when it can be followed."""
        return domain.web_link(self.item.source_place)

    @property
    def time(self) -> str:
        """What it costs one practice; empty when nobody can say. Never shown without its basis."""
        if self.item.times_per_month is None or self.item.minutes is None:
            return ""
        return f"{domain.times_text(self.item.times_per_month)}, {self.item.minutes:.0f} minuten per keer"

    @property
    def time_basis(self) -> str:
        """What that rests on: `schatting` or `meting`."""
        return domain.EstimateBasis.parse(self.item.estimate_basis).label


@dataclass(frozen=True)
class Overview:
    """The list of items. `exact` is false when no item had all the words and these come nearest."""

    groups: list[tuple[str, list[ShownItem]]]
    listed: Page[Item]
    origins: list[ImposedBy]
    exact: bool


def wanted(question: str, imposed_by: str, *, drafts: bool, number: int = 1) -> Wanted:
    """What a reader asks for. An origin that does not exist is no filter."""
    words = domain.plain(question[:LONGEST_QUESTION])
    known = imposed_by if imposed_by in set(ImposedBy) else ""
    return Wanted(words, known, drafts, number)


async def overview(session: AsyncSession, asked: Wanted) -> Overview:
    """One page of the items asked for: by theme, or the best match first when somebody searches."""
    listed = await repository.readable_items(session, asked)
    exact = bool(listed.total) or not asked.words
    if not exact:
        listed = await repository.items_with_any_word(session, asked)
    shown = [ShownItem(item) for item in listed.rows]
    occurring = await repository.origins(session, drafts=asked.drafts)
    return Overview(
        groups=[("", shown)] if asked.words and shown else _by_theme(shown),
        listed=listed,
        origins=[origin for origin in ImposedBy if origin.value in occurring],
        exact=exact,
    )


def _by_theme(items: list[ShownItem]) -> list[tuple[str, list[ShownItem]]]:
    groups = [(theme.label, [item for item in items if item.theme == theme]) for theme in all_themes()]
    return [(label, members) for label, members in groups if members]


async def item_with_sources(session: AsyncSession, code: str, *, drafts: bool) -> tuple[ShownItem, list[Source]] | None:
    """One item and where its facts were found; None when it does not exist or is not for this reader."""
    item = await repository.item_by_code(session, code.upper())
    if item is None or not (drafts or item.checked_on):
        return None
    return ShownItem(item), await repository.sources(session, item.sources)
