"""Agreements that the team made at the table: kept as items with a number of their own, until they end."""

from datetime import date, datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from services.knowledge import domain, repository
from services.knowledge.domain import EstimateBasis, Suggestion
from services.knowledge.handlers import publish
from services.knowledge.tables import Item
from shared import clock
from shared.contracts.research import AgreementPublishedV1
from shared.contracts.vocabulary import AgreementStatus, Level, RecordedIn
from shared.database.counters import next_number
from shared.ids import new_id
from shared.themes.theme import theme_said


async def keep_agreement(session: AsyncSession, fact: AgreementPublishedV1, at: datetime) -> None:
    """Keep what was agreed, as the newest revision says it. An editor has to check each wording anew.

    One that is withdrawn keeps its page and number, and holds no more.
    """
    item = await repository.agreement_for_update(session, fact.agreement_id)
    if item is None:
        year = clock.local_day(at).year
        code = domain.agreement_code(year, await next_number(session, year))
        item = Item(id=new_id(), code=code, revision=0, public=False, **_unchanging(fact), **_content(fact, code))
        session.add(item)
    elif (item.agreement_revision or 0) >= fact.revision:
        return
    elif fact.withdrawn:
        item.status, item.agreement_revision = AgreementStatus.EXPIRED.value, fact.revision
    else:
        item.sqlmodel_update(_content(fact, item.code) | {"checked_on": None, "checked_by": None})
    await publish(session, [item], demo=False)


async def end_next(session: AsyncSession, today: date) -> bool:
    """Say of one agreement whose last day has passed that it holds no more; whether there was one."""
    item = await repository.agreement_that_ended(session, today)
    if item is None:
        return False
    item.status = AgreementStatus.EXPIRED.value
    await publish(session, [item], demo=False)
    return True


def _unchanging(fact: AgreementPublishedV1) -> dict[str, Any]:
    return {
        "agreement_id": fact.agreement_id,
        "dossier_id": fact.dossier_id,
        "dossier_reference": fact.dossier_reference,
        "level": Level.REGION.value,
        "recorded_in": RecordedIn.REGIONAL_AGREEMENT.value,
        "suggestion": Suggestion.ALREADY_SETTLED.value,
        "estimate_basis": EstimateBasis.ESTIMATE.value,
        "keywords": [],
        "sources": [],
        "verified": True,
    }


def _content(fact: AgreementPublishedV1, code: str) -> dict[str, Any]:
    return {
        "agreement_revision": fact.revision,
        "title": fact.title,
        "rule": fact.question,
        "summary": fact.agreed,
        "imposed_by": [origin.value for origin in fact.imposed_by],
        "theme": theme_said(fact),
        "status": (AgreementStatus.EXPIRED if fact.withdrawn else AgreementStatus.IN_FORCE).value,
        "parties": fact.between,
        "region": fact.region,
        "valid_from": fact.agreed_from and fact.agreed_from.isoformat(),
        "valid_until": fact.agreed_until,
        "check_on": fact.check_on,
        "source_title": f"Afspraak tussen {fact.between}",
        "search_heading": domain.plain(f"{code} {fact.title}"),
        "search_body": domain.plain(f"{fact.question} {fact.agreed} {fact.between}"),
    }
