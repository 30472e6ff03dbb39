"""*Ik ook*: another practice joins what is known already, as a report of its own."""

from sqlalchemy.ext.asyncio import AsyncSession

from services.intake.forms import JoinForm, ReportForm
from services.intake.handlers import reporting
from services.intake.repository import knowing
from services.intake.tables import KnownThing
from shared.contracts.likeness import KnownKind
from shared.contracts.vocabulary import Frequency, ImposedBy, TakePart

# What a reporter of a dossier or of an open report is asked and who joins is not.
NO_WORDS = "Wij hebben dit ook."
LONGEST_TITLE = 90
RELATIONS = {KnownKind.DOSSIER: "joins_dossier", KnownKind.REPORT: "joins_report"}
# The same form sent twice makes one report, whatever was changed in between: there is no going back to it.
SAME = b"joined"


async def find_joinable(session: AsyncSession, key: str) -> KnownThing | None:
    """The running dossier or open report with this number, unless it is over or gone."""
    thing = await knowing.shown_thing(session, key)
    return thing if thing and thing.kind in RELATIONS else None


async def join(session: AsyncSession, thing: KnownThing, form: JoinForm, once: str, *, key: str) -> str | None:
    """Take in a report that joins a known thing; returns the token of the link to it.

    `once` names the form it was typed in, `key` makes its link. None when a form of this name was sent about
    something else.
    """
    relation = {RELATIONS[KnownKind.parse(thing.kind)]: thing.id}
    same = SAME + thing.id.bytes
    receipt = await reporting.submit_once(
        session, short_report(thing.title, thing, form, NO_WORDS), f"ik-ook {once}", same, key=key, relation=relation
    )
    if receipt is None:
        return None
    await knowing.count_joiners(session, thing.id)
    return receipt.link_token


def short_report(title: str, thing: KnownThing, form: JoinForm, no_words: str) -> ReportForm:
    """What a short page about a known thing asked, as a report; `no_words` stands for a story nobody wrote."""
    # Less is asked there than the form of a report asks, so this is not checked by it.
    return ReportForm.model_construct(
        title=title[:LONGEST_TITLE],
        story=form.story or no_words,
        imposed_by=ImposedBy.parse(thing.imposed_by[0]) if len(thing.imposed_by) == 1 else ImposedBy.UNKNOWN,
        frequency=form.frequency or Frequency.ONCE,
        minutes=form.minutes or 0,
        performers=[],
        patient_effects=[],
        own_attempts=[],
        take_part=TakePart.INFORM_ONLY,
        may_share_name=False,
        **{name: getattr(form, name) for name in ("name", "role", "practice", "agb_code", "email")},
    )
