"""What was agreed goes to the knowledge base, where an editor looks at it first."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.research.domain import Section
from services.research.forms import PublishForm
from services.research.handlers.held import UnknownDossier, held, record, same_version
from services.research.repository import entries
from services.research.tables import Agreement, Dossier
from shared.contracts.knowledge import ItemPublishedV1
from shared.contracts.research import AgreementPublishedV1
from shared.contracts.vocabulary import ImposedBy, Theme
from shared.messaging import outbox
from shared.themes.theme import first_theme


async def publish(session: AsyncSession, reference: str, entry_id: UUID, form: PublishForm, who: str) -> None:
    """Publish an agreement, or what changed about it; the same a second time says nothing.

    Raises UnknownDossier, ChangedMeanwhile.
    """
    dossier = await held(session, reference)
    agreement = await entries.entry(session, Agreement, dossier.id, entry_id)
    if agreement is None or agreement.removed_at:
        raise UnknownDossier(f"no agreement {entry_id}")
    await same_version(session, dossier, Section.AGREEMENT, (form.version, agreement.version), entry_id)
    before = agreement.model_dump()
    agreement.sqlmodel_update({**form.model_dump(mode="json", exclude={"version"}), "published_version": form.version})
    if agreement.model_dump() == before:
        return
    await _say(session, dossier, agreement, who)
    text = f"Bracht naar de kennisbank: {agreement.agreed}"
    await record(session, dossier, who, text, Section.AGREEMENT, entry_id)


async def withdraw(session: AsyncSession, dossier: Dossier, agreement: Agreement, who: str) -> None:
    """An agreement that is removed here holds no more in the knowledge base either, if it is there."""
    if agreement.published_version is not None:
        agreement.published_version = None
        await _say(session, dossier, agreement, who, withdrawn=True)


async def keep_item(session: AsyncSession, fact: ItemPublishedV1) -> None:
    """Remember how an agreement of ours stands in the knowledge base; other items are not ours."""
    if fact.agreement_id is None:
        return
    agreement = await session.get(Agreement, fact.agreement_id, with_for_update=True)
    if agreement and (agreement.item_revision or 0) < fact.revision:
        agreement.item_code, agreement.item_revision = fact.code, fact.revision
        agreement.item_public = fact.public


async def _say(
    session: AsyncSession, dossier: Dossier, agreement: Agreement, who: str, *, withdrawn: bool = False
) -> None:
    agreement.publications += 1
    fact = AgreementPublishedV1(
        agreement_id=agreement.id,
        revision=agreement.publications,
        dossier_id=dossier.id,
        dossier_reference=dossier.reference,
        title=agreement.public_title or "",
        question=agreement.public_question or "",
        agreed=agreement.agreed,
        between=agreement.between,
        region=agreement.region,
        agreed_from=agreement.agreed_from,
        agreed_until=agreement.agreed_until,
        check_on=agreement.check_on,
        imposed_by=tuple(ImposedBy.parse(origin) for origin in agreement.public_imposed_by),
        theme=first_theme(agreement.public_theme or Theme.OTHER),
        published_by=who,
        withdrawn=withdrawn,
        theme_code=agreement.public_theme,
    )
    await outbox.add(session, fact)
