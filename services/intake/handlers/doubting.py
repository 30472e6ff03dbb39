"""*De afspraak werkt niet*: a report of its own about a known agreement."""

from sqlalchemy.ext.asyncio import AsyncSession

from services.intake.forms import DoubtForm
from services.intake.handlers import reporting
from services.intake.handlers.joining import short_report
from services.intake.repository import knowing
from services.intake.tables import KnownThing
from shared.contracts.likeness import KnownKind

TITLE = "Afspraak werkt niet: "
SAME = b"doubted"


async def find_agreement(session: AsyncSession, code: str) -> KnownThing | None:
    """The agreement with this code, unless it lapsed or may not be shown any more."""
    thing = await knowing.shown_thing(session, code.upper())
    return thing if thing and thing.kind == KnownKind.AGREEMENT else None


async def doubt(session: AsyncSession, thing: KnownThing, form: DoubtForm, once: str, *, key: str) -> str | None:
    """Take in a report that an agreement does not work; returns the token of the link to it.

    `once` names the form it was typed in, `key` makes its link. None when a form of this name was sent about
    something else.
    """
    report = short_report(TITLE + thing.title, thing, form, f"{form.reason.label}.")
    relation = {"doubts_item": thing.id, "doubts_reason": form.reason}
    name, same = f"werkt-niet {once}", SAME + thing.id.bytes
    receipt = await reporting.submit_once(session, report, name, same, key=key, relation=relation)
    return receipt.link_token if receipt else None
